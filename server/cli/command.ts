import { parseArgs } from 'node:util';
import type { Variables } from '../config/environment.ts';

/** How a command ended, for whoever called it from a script. */
export const exit = { done: 0, rejects: 1, usage: 2, tooManyRejects: 3, unreadable: 4 } as const;

/** Where a command reads and writes: the terminal, or a test. */
export interface Io {
  readonly variables: () => Variables;
  /** Answers, one per line. */
  out(line: string): void;
  /** Bytes of an answer that is a file; resolves once more may come. @throws OutputClosedError, or what the disk says */
  write(text: string): Promise<void>;
  /** Everything else said to a person; `end` instead of a line feed: the line is written over. */
  say(line: string, end?: string): void;
  /** Whether a person sees what is said as it comes. */
  readonly terminal: boolean;
  /** The standard input. */
  input(): AsyncIterable<Uint8Array>;
  /** The first line of the standard input. */
  readLine(): Promise<string>;
  /** The first line of the standard input; at a terminal it is asked for, unseen. @throws UsageError */
  readSecret(): Promise<string>;
  /** Resolves when the process is asked to stop. */
  untilStopped(): Promise<void>;
}

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends { type: 'boolean' } ? boolean : O extends { multiple: true } ? string[] : string;

export interface Parsed<T extends Options> {
  readonly values: { readonly [K in keyof T]?: ValueOf<T[K]> };
  readonly positionals: readonly string[];
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** What `--help` prints, after the name. */
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

/** The command was called wrongly, or something it needs is wrong; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Whoever was reading the answer has gone, which is their right: the command puts its things away and ends. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

/** @throws UsageError for an option that the command does not know */
export function parse<const T extends Options>(args: readonly string[], options: T, positionals = 0): Parsed<T> {
  try {
    const parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: positionals > 0 });
    if (parsed.positionals.length > positionals) throw new UsageError(`there is no place for "${parsed.positionals[positionals] ?? ''}"`);
    return { values: parsed.values as Parsed<T>['values'], positionals: parsed.positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/\. To specify.*$/, '') : 'the options cannot be read',
    );
  }
}

/** @throws UsageError */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value.trim() === '') throw new UsageError(`${option} is missing`);
  return value;
}
