import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** Tells one process from any other that ever had its number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** The kernel's id of this boot and of the process-number space; null where there is no `/proc`. */
  readonly boot: string | null;
  readonly space: string | null;
  /** When the process started, in ticks since boot. */
  readonly started: string | null;
}

export async function identifySelf(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    host: hostname(),
    boot: await textOf(readFile('/proc/sys/kernel/random/boot_id', 'utf8')),
    space: await textOf(readlink('/proc/self/ns/pid')),
    started: await startOf(process.pid),
  };
}

/** Whether the process still runs; `unknown` when it cannot be seen from here. */
export async function livenessOf(other: ProcessIdentity, self: ProcessIdentity): Promise<'alive' | 'dead' | 'unknown'> {
  if (other.boot !== null && other.started !== null && other.boot === self.boot && other.space === self.space) {
    // A process number is given out again sooner or later, the start time with it is not.
    return (await startOf(other.pid)) === other.started ? 'alive' : 'dead';
  }
  if (self.boot === null && other.host === self.host && !runs(other.pid)) return 'dead';
  return 'unknown';
}

/** The start time of a running process; a zombie has closed its files and counts as gone. */
async function startOf(pid: number): Promise<string | null> {
  const text = await textOf(readFile(`/proc/${String(pid)}/stat`, 'utf8'));
  // The program's name, in parentheses, may hold spaces and parentheses of its own.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state] = fields;
  return state === undefined || state === 'Z' || state === 'X' ? null : (fields[19] ?? null);
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process refuses the question, which is an answer.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function textOf(reading: Promise<string>): Promise<string | null> {
  try {
    return (await reading).trim();
  } catch {
    return null;
  }
}
