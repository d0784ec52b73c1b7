/** Reads an export as the commands do, and checks on the way what holds for every reading: the rows add up. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createReadStream, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTicket } from '../../server/ticket/archived.ts';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { SourceError } from '../../server/archive/reader.ts';
import type { ReadCounters, Reader, Reject, Source } from '../../server/archive/reader.ts';
import { fileBytes } from '../../server/archive/readers/bytes.ts';
import { systems } from '../../server/archive/readers/systems.ts';

export interface Outcome {
  readonly tickets: readonly ArchivedTicket[];
  readonly rejects: readonly Reject[];
  readonly counters: ReadCounters;
  readonly remarks: readonly string[];
  /** Where the source ended too soon or could not be read, or null. */
  readonly fault: SourceError | null;
}

export interface Asked {
  readonly from: string;
  /** Bytes or text of the export; or a path. */
  readonly input?: string | Uint8Array;
  readonly path?: string;
  readonly profile?: unknown;
  readonly values?: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** Bytes handed over at once. */
  readonly chunk?: number;
}

export const readerNamed = (name: string): Reader => {
  const reader = systems.find((one) => one.name === name);
  assert.ok(reader, `no reader is called ${name}`);
  return reader;
};

export async function readAll({ from, input = '', path, profile, values = {}, chunk = 64 * 1024 }: Asked): Promise<Outcome> {
  const dir = await mkdtemp(join(tmpdir(), 'support-reading-'));
  try {
    const profilePath = join(dir, 'profile.json');
    if (profile !== undefined) await writeFile(profilePath, JSON.stringify(profile));
    const source: Source = {
      name: path ?? 'export',
      path: path === undefined ? null : resolve(path),
      [Symbol.asyncIterator]: () =>
        path === undefined
          ? pieces(input, chunk)
          : readerNamed(from).asItLies
            ? createReadStream(path)[Symbol.asyncIterator]()
            : fileBytes(path),
    };
    const options = {
      brand: 'nuxit',
      source: 'old',
      values: { ...(profile === undefined ? {} : { profile: profilePath }), ...values },
      scratch: dir,
      now: '2026-01-01T00:00:00.000Z',
    };
    const reading = await readerNamed(from).open(source, options);
    const tickets: ArchivedTicket[] = [];
    const rejects: Reject[] = [];
    let fault: SourceError | null = null;
    let rows = 0;
    try {
      for await (const read of reading) {
        if ('ticket' in read) {
          rows += read.rows ?? 1;
          const checked = readTicket(read.ticket);
          if ('fault' in checked) rejects.push({ ...read.at, ...checked.fault });
          else tickets.push(checked.ticket);
        } else {
          rows += read.reject.rows ?? 1;
          rejects.push(read.reject);
        }
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      fault = error;
    }
    const dropped = Object.values(reading.counters.dropped).reduce((sum, count) => sum + count, 0);
    assert.equal(rows + dropped, reading.counters.rows, 'every row is in a ticket, a reject or a drop');
    const remarks = (reading as { findings?: { remarks: readonly string[] } }).findings?.remarks ?? [];
    return { tickets, rejects, counters: reading.counters, remarks, fault };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function* pieces(input: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  // A fresh buffer each time: whoever keeps a view of an old one would not be found out by slices of one.
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}

export const codes = (outcome: Outcome): readonly string[] => outcome.rejects.map(({ code }) => code);

/** Real exports, which are not part of the project; tests of them are skipped where they are not there. */
const samples = fileURLToPath(new URL('../../../../shared/data/legacy/', import.meta.url));
export const sample = (name: string): string => join(samples, name);
export const withSample = (name: string): { skip: string | false } => ({ skip: existsSync(sample(name)) ? false : `${name} is not there` });
