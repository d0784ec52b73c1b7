/** Imports a dump with the command line, once in peace and once killed again and again, and compares what is there afterwards. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../server/archive/report.ts';
import { archiveFolder, contentName } from '../../server/store/archive.ts';

const cli = fileURLToPath(new URL('../../server/cli.js', import.meta.url));

/** A number from 0 to 1, each time another. */
export type Chance = () => number;

/** The same chances for the same seed, so that a run can be repeated. */
export function chances(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Imported {
  readonly report: Report;
  readonly seconds: number;
  /** Bytes of memory at most; null: this machine does not say. */
  readonly peak: number | null;
}

export interface Killed {
  readonly afterSeconds: number;
  /** Bytes of the archive by then. */
  readonly content: number;
}

export interface Compared {
  readonly calm: Imported;
  readonly kills: readonly Killed[];
  /** The import that came to its end after the last kill. */
  readonly last: Imported;
  /** SHA-256 of what `archive export` gives. */
  readonly calmExport: string;
  readonly killedExport: string;
}

export interface Options {
  /** Given to `import`: the file, the brand and what else it takes. */
  readonly args: readonly string[];
  /** An empty folder. */
  readonly dir: string;
  readonly kills: number;
  readonly chance: Chance;
}

/** Kills at moments spread over the time that the undisturbed import took. An import that is quicker than its killer ends the killing. */
export async function compareKilled({ args, dir, kills, chance }: Options): Promise<Compared> {
  const [calmData, killedData] = [join(dir, 'calm'), join(dir, 'killed')];
  const calm = await importAll(args, calmData, join(dir, 'calm.json'));
  const done: Killed[] = [];
  while (done.length < kills) {
    const killed = await importAndKill(args, killedData, chance() * calm.seconds);
    if (killed === null) break;
    done.push(killed);
  }
  const last = await importAll(args, killedData, join(dir, 'killed.json'));
  return { calm, kills: done, last, calmExport: await sumOfExport(calmData), killedExport: await sumOfExport(killedData) };
}

function start(args: readonly string[], data: string): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    env: { PATH: process.env['PATH'] ?? '', SUPPORT_DATA_DIR: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function importAll(args: readonly string[], data: string, report: string): Promise<Imported> {
  const from = performance.now();
  const child = start(['import', ...args, '--report', report], data);
  let said = '';
  child.stdout?.resume();
  child.stderr?.on('data', (part) => (said += String(part)));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const peak = watchPeak(child);
  const [code] = await closed;
  if (code !== 0) throw new Error(`the import ended with ${String(code)}: ${said}`);
  return { report: JSON.parse(await readFile(report, 'utf8')) as Report, seconds: (performance.now() - from) / 1_000, peak: await peak };
}

/** Null: it had come to its end. */
async function importAndKill(args: readonly string[], data: string, seconds: number): Promise<Killed | null> {
  const child = start(['import', ...args], data);
  child.stdout?.resume();
  child.stderr?.resume();
  const closed = once(child, 'close') as Promise<[number | null]>;
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1_000);
  const [code] = await closed;
  clearTimeout(timer);
  if (code !== null) return null;
  const { size } = await stat(join(data, archiveFolder, contentName)).catch(() => ({ size: 0 }));
  return { afterSeconds: seconds, content: size };
}

/** The kernel keeps the highest of each process, so a look now and then misses nothing but the last moment. */
async function watchPeak(child: ChildProcess): Promise<number | null> {
  let peak: number | null = null;
  while (child.exitCode === null && child.signalCode === null) {
    const status = await readFile(`/proc/${String(child.pid)}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (kilobytes !== undefined) peak = Number(kilobytes) * 1_024;
    await pause(50);
  }
  return peak;
}

async function sumOfExport(data: string): Promise<string> {
  const child = start(['archive', 'export'], data);
  const sum = createHash('sha256');
  child.stdout?.on('data', (part: Buffer) => sum.update(part));
  child.stderr?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`archive export ended with ${String(code)}`);
  return sum.digest('hex');
}
