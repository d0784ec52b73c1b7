/** The support server as anybody starts it: through its command, in a process of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface ServerOptions {
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where its log goes. */
  readonly logFile: string;
}

export interface SupportServer {
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const command = fileURLToPath(new URL('../server/cli.js', import.meta.url));
const followParent = new URL('follow-parent.js', import.meta.url).href;
const startTimeout = 30_000;
const stopTimeout = 15_000;

/** Resolves once the server answers. @throws when it ends instead, with what it said. */
export async function startServer({ url, variables, logFile }: ServerOptions): Promise<SupportServer> {
  const log = openSync(logFile, 'a');
  const before = fstatSync(log).size;
  const child = spawn(process.execPath, ['--import', followParent, command, 'serve'], {
    env: { ...ownEnvironment(), ...variables },
    stdio: ['pipe', log, log],
    // Out of the terminal's reach: Ctrl-C is for the demo, which then asks the server to stop, once.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([untilReady(url, child), failed]).catch(async (error: unknown) => {
    await stop(child, ended);
    throw new Error(`The support server did not start.\n${readFileSync(logFile).subarray(before).toString().trim()}`, { cause: error });
  });
  return { ended, stop: () => stop(child, ended) };
}

/** Nothing of a real server's settings may reach the demo, neither from the environment nor from a `.env` file. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('SUPPORT_'));
  return { ...Object.fromEntries(kept), NODE_ENV: 'production' };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startTimeout;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('It is not ready.');
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
  await ended;
  clearTimeout(timer);
}
