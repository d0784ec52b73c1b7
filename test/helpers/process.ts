/** The command line as people use it: a process of its own, with nothing in its environment but what is given. */
import { spawn } from 'node:child_process';
import type { ChildProcess, StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testSecret } from './tokens.ts';

const cli = fileURLToPath(new URL('../../server/cli.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Environment = Readonly<Record<string, string>>;

/** A folder to work in, gone afterwards. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'support-cli-'));
  try {
    return await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

export function start(args: readonly string[], dir: string, environment: Environment = {}, stdio: StdioOptions = 'pipe'): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    cwd: dir,
    env: { PATH: process.env['PATH'] ?? '', SUPPORT_DATA_DIR: join(dir, 'data'), ...environment },
    stdio,
  });
}

export async function support(
  dir: string,
  args: readonly string[],
  { input = '', environment = {} }: { input?: string; environment?: Environment } = {},
): Promise<Ended> {
  const child = start(args, dir, environment);
  let [out, err] = ['', ''];
  // A character may come in two pieces.
  child.stdout?.setEncoding('utf8');
  child.stderr?.setEncoding('utf8');
  child.stdout?.on('data', (data) => (out += String(data)));
  child.stderr?.on('data', (data) => (err += String(data)));
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

export interface Served {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<number | null>;
  readonly lines: readonly string[];
}

/** `serve` on a free port, ready to be asked. */
export async function serve(dir: string, environment: Environment = {}): Promise<Served> {
  const child = start(['serve'], dir, { SUPPORT_TOKEN_SECRET: testSecret, PORT: '0', ...environment });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    let rest = '';
    child.stdout?.on('data', (data) => {
      const parts = (rest + String(data)).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      for (const line of parts) {
        const { message, url: address } = JSON.parse(line) as { message: string; url?: string };
        if (message === 'listening' && address !== undefined) resolve(address);
      }
    });
    child.stderr?.on('data', (data) => lines.push(String(data)));
    void closed.then(([code]) => reject(new Error(`serve ended with ${String(code)}: ${lines.join('\n')}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await closed)[0];
  };
  return { url, lines, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}
