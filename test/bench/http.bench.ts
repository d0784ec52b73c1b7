/**
 * What the server costs over HTTP: durable creates beside the same server on the memory store, a list and a read
 * beside node:http alone answering the same bytes. One run, one machine: read the ratios.
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Milliseconds of one round. */
const span = 800;
/** Rounds in which the compared take turns, after one to warm up; the median counts. */
const rounds = 5;
const connections = 32;

interface Target {
  readonly child: ChildProcessWithoutNullStreams;
  readonly url: string;
  readonly token: string;
  readonly agent: Agent;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

async function startTarget(kind: string, input = ''): Promise<Target> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('server-process.js', import.meta.url)), kind], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stderr.pipe(process.stderr);
  child.stdin.end(input);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { url: string; token: string }), agent: new Agent({ keepAlive: true, maxSockets: connections }) };
}

async function stop({ child, agent }: Target): Promise<void> {
  agent.destroy();
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function ask(target: Target, path: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${target.token}`,
      ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const sent = request(target.url + path, { agent: target.agent, method: body ? 'POST' : 'GET', headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

type Act = (n: number) => [path: string, body?: string];

/** Answers a second in one round, with all connections busy. */
async function round(target: Target, expected: number, act: Act): Promise<number> {
  let count = 0;
  const start = performance.now();
  const work = async () => {
    for (; performance.now() - start < span; count += 1) {
      const { status, body } = await ask(target, ...act(count));
      if (status !== expected) throw new Error(`${status} ${body}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return (count * 1000) / (performance.now() - start);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Two targets in turns, so that a slow moment of the machine meets both. */
async function rates(a: Target, b: Target, expected: number, act: Act): Promise<[a: number, b: number]> {
  const measured: [number[], number[]] = [[], []];
  for (let n = 0; n <= rounds; n++) {
    const pair = [await round(a, expected, act), await round(b, expected, act)] as const;
    if (n === 0) continue;
    measured[0].push(pair[0]);
    measured[1].push(pair[1]);
  }
  return [median(measured[0]), median(measured[1])];
}

const newTicket = (n: number): string =>
  JSON.stringify({
    service: 'technical',
    title: `Error 500 when creating article ${n}`,
    description: 'I go to Blog, then New article, fill in the title, and save. I get a white page. '.repeat(8),
  });

const create = (n: number): [string, string] => ['/api/v1/tickets', newTicket(n)];

const row = (what: string, perSecond: number, beside: string): void => {
  console.log(`${what.padEnd(44)} ${Math.round(perSecond).toLocaleString('en').padStart(8)}/s   ${beside}`);
};

export async function run(): Promise<void> {
  console.log(`\nHTTP, ${connections} connections from one other process\n`);
  const memory = await startTarget('memory');
  const journal = await startTarget('journal');
  const [inMemory, durable] = await rates(memory, journal, 201, create);
  row('create, memory store', inMemory, '1.00');
  row('create, durable in the journal', durable, `${(durable / inMemory).toFixed(2)} of the memory store`);
  await stop(memory);
  await stop(journal);

  const server = await startTarget('memory');
  for (let n = 0; n < 100; n++) await ask(server, ...create(n));
  const listPath = '/api/v1/tickets?limit=20';
  const list = await ask(server, listPath);
  const first = (JSON.parse(list.body) as { items: { id: string }[] }).items[0];
  const readPath = `/api/v1/tickets/${first?.id ?? ''}`;
  const read = await ask(server, readPath);
  const bare = await startTarget('bare', JSON.stringify({ [listPath]: list, [readPath]: read }));
  for (const [what, path, { body }] of [
    ['list of 20', listPath, list],
    ['one ticket', readPath, read],
  ] as const) {
    const [alone, ours] = await rates(bare, server, 200, () => [path]);
    const bytes = `${(Buffer.byteLength(body) / 1024).toFixed(1)} KB`;
    row(`${what} (${bytes}), node:http alone`, alone, '1.00');
    row(`${what} (${bytes}), the server`, ours, `${(ours / alone).toFixed(2)} of node:http alone`);
  }
  await stop(server);
  await stop(bare);
}
