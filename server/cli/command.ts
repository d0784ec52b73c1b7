import { parseArgs } from 'node:util';
import type { Variables } from '../config/environment.ts';

/** Exit codes, for scripts. */
export const exit = { done: 0, rejects: 1, usage: 2, tooManyRejects: 3, unreadable: 4 } as const;

/** The input and output of a command: the terminal, or a test. */
export interface Io {
  readonly variables: () => Variables;
  /** Prints a result, one per line. */
  out(line: string): void;
  /** Writes bytes of a result that is a file; resolves once more may be written. @throws OutputClosedError, or the disk's error */
  write(text: string): Promise<void>;
  /** Prints a message for a person. `end` replaces the line feed, for a line that is overwritten. */
  say(line: string, end?: string): void;
  /** Whether messages go to a terminal. */
  readonly terminal: boolean;
  /** The standard input. */
  input(): AsyncIterable<Uint8Array>;
  /** The first line of the standard input. */
  readLine(): Promise<string>;
  /** A secret from the first line of the standard input, or typed unseen at a terminal. @throws UsageError */
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
  /** The text of `--help` after the name. */
  readonly help: string;
  run(args: readonly string[], io: Io): Promise<number>;
}

/** A command was called wrongly, or its environment is wrong; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The reader of the output has closed it (`| head`): the command cleans up and ends.
 */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

/** @throws UsageError for an unknown option */
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
