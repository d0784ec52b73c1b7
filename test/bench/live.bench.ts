/**
 * A thousand people with a page open: how soon each hears of an answer, how long it takes until all have heard of an
 * incident, and what an open stream costs. The clients run in this process, the server in one of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testStaff } from '../helpers/server.ts';
import { mintToken } from '../helpers/tokens.ts';

const people = 1_000;
const answers = 300;
const incidents = 10;

interface Sent {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

function send(url: string, headers: Readonly<Record<string, string>>, body?: object): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      { agent, method: body ? 'POST' : 'GET', headers: { ...headers, ...(body && { 'content-type': 'application/json' }) } },
      (response) => {
        let text = '';
        response.on('data', (data) => (text += String(data)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    asked.on('error', reject);
    asked.end(body && JSON.stringify(body));
  });
}

/** Calls `heard` with the type of each hint as it comes. */
function listen(url: string, headers: Readonly<Record<string, string>>, heard: (type: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, headers }, (response) => {
      if (response.statusCode !== 200) return reject(new Error(String(response.statusCode)));
      response.on('data', (data) => {
        for (const [, type = ''] of String(data).matchAll(/"type":"([a-z-]+)"/g)) {
          if (type === 'resync') resolve();
          heard(type);
        }
      });
    });
    asked.on('error', () => undefined);
    asked.end();
  });
}

const percentile = (values: readonly number[], share: number): string =>
  `${([...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? 0).toFixed(1)} ms`;

const kilobytesPerStream = (before: number, after: number): string => `${((after - before) / 1024 / people).toFixed(1)} KB`;

export async function run(): Promise<void> {
  console.log(`\nLive hints, ${people.toLocaleString('en')} customers with an open stream each\n`);
  const child = spawn(process.execPath, ['--expose-gc', fileURLToPath(new URL('server-process.js', import.meta.url)), 'journal'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const memory = async (): Promise<{ resident: number; heap: number }> => {
    const { body } = await send(`${url}/metrics`, {});
    const gauge = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1]);
    return {
      resident: gauge('process_resident_memory_bytes'),
      heap: gauge('nodejs_heap_size_used_bytes') + gauge('nodejs_external_memory_bytes'),
    };
  };
  const { headers } = await send(`${url}/api/v1/desk/login`, {}, { email: testStaff.email, password: testStaff.password });
  const staff = { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };

  const tokens = await Promise.all(Array.from({ length: people }, (_, n) => mintToken(`customer-${String(n)}`)));
  const tickets: string[] = [];
  for (const token of tokens) {
    const { body } = await send(
      `${url}/api/v1/tickets`,
      { authorization: `Bearer ${token}` },
      { service: 'sales', title: 'Which plan suits us', description: 'We are ten people and need mail.' },
    );
    tickets.push((JSON.parse(body) as { id: string }).id);
  }
  const before = await memory();
  const waiting = new Map<number, () => void>();
  let told = 0;
  const start = performance.now();
  await Promise.all(
    tokens.map((token, n) =>
      listen(`${url}/api/v1/events`, { authorization: `Bearer ${token}` }, (type) => {
        if (type === 'ticket-answered') waiting.get(n)?.();
        if (type === 'incidents') told += 1;
      }),
    ),
  );
  const opened = performance.now() - start;
  const after = await memory();

  const sent: number[] = [];
  const beyond: number[] = [];
  for (let n = 0; n < answers; n++) {
    const began = performance.now();
    const heard = new Promise<number>((resolve) => waiting.set(n, () => resolve(performance.now())));
    await send(`${url}/api/v1/desk/tickets/${tickets[n] ?? ''}/messages`, staff, { body: 'We look into it.', visibility: 'public' });
    const confirmed = performance.now();
    const at = await heard;
    sent.push(at - began);
    beyond.push(at - confirmed);
  }
  const everybody: number[] = [];
  for (let n = 0; n < incidents; n++) {
    told = 0;
    const began = performance.now();
    await send(`${url}/api/v1/desk/incidents`, staff, { title: `Mail is slow (${String(n)})`, body: 'We work on it.', services: [] });
    while (told < people) await new Promise((resolve) => setImmediate(resolve));
    everybody.push(performance.now() - began);
  }
  const row = (what: string, value: string): void => console.log(`${what.padEnd(64)} ${value.padStart(10)}`);
  row(`${people.toLocaleString('en')} streams opened in`, `${opened.toFixed(0)} ms`);
  row('memory of a stream, resident', kilobytesPerStream(before.resident, after.resident));
  row('memory of a stream, heap and external', kilobytesPerStream(before.heap, after.heap));
  row('from sending an answer, durable, to its hint at the customer, half', percentile(sent, 0.5));
  row('  99 of 100', percentile(sent, 0.99));
  row('from the confirmation at the desk to the hint, half', percentile(beyond, 0.5));
  row('  99 of 100', percentile(beyond, 0.99));
  row('from announcing an incident until all have heard of it, half', percentile(everybody, 0.5));
  agent.destroy();
  child.kill('SIGTERM');
  await once(child, 'exit');
}
