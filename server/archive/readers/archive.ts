import * as v from 'valibot';
import { archiveLimits, ArchiveEnd, ArchiveHeader, RejectedLine } from '../../ticket/archived.ts';
import type { ArchivedTicket } from '../../ticket/archived.ts';
import { linesOf } from '../lines.ts';
import type { Line } from '../lines.ts';
import { newCounters, SourceError } from '../reader.ts';
import type { Read, ReadCounters, Reader, Reading, Source } from '../reader.ts';

/** Reads archive files, written by `convert` or another program, and repaired rejects files. */
export const archiveReader: Reader = {
  name: 'archive',
  summary: 'the archive format (docs/archive-format.md), and mended rejects files',
  options: {},
  open: (source) => new ArchiveReading(source),
};

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const utf8 = new TextDecoder('utf-8', { fatal: true });

class ArchiveReading implements Reading {
  readonly counters: ReadCounters = newCounters();
  readonly #source: Source;
  #header: ArchiveHeader | null = null;
  /** Tickets since the header. */
  #tickets = 0;
  #ended = false;

  constructor(source: Source) {
    this.#source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Read> {
    let last: Line | null = null;
    for await (const line of linesOf(this.#source, archiveLimits.line)) {
      last = line;
      const read = this.#readLine(line);
      if (read) yield read;
    }
    if (this.#header === null) throw new SourceError('unreadable', `${this.#source.name} is empty`);
    if (!this.#ended && this.#header.rejects !== true) throw this.#cutOff(last);
  }

  #cutOff(last: Line | null): SourceError {
    const at = last === null ? {} : { line: last.number, byte: last.byte };
    return new SourceError('cut-off', `${this.#source.name} has no last line: it was cut off after ${String(this.#tickets)} tickets`, at);
  }

  #readLine(line: Line): Read | null {
    const at = { line: line.number, byte: line.byte };
    const parsed = parse(line);
    if ('blank' in parsed) return null;
    if (this.#header === null || ('value' in parsed && isHeader(parsed.value))) return this.#begin(parsed, line);
    const isLast = !line.ended && !('value' in parsed);
    // An incomplete last line is not a faulty ticket: the file was cut off.
    if (isLast) return null;
    if ('value' in parsed && isEnd(parsed.value)) return this.#end(parsed.value);
    this.counters.rows++;
    this.#tickets++;
    if ('code' in parsed) return { reject: { ...at, code: parsed.code } };
    return this.#readValue(parsed.value, at);
  }

  #begin(parsed: Parsed, { number }: Line): null {
    const header = 'value' in parsed ? v.safeParse(ArchiveHeader, parsed.value) : null;
    if (!header?.success)
      throw new SourceError(
        'unreadable',
        `line ${String(number)} of ${this.#source.name} is not the first line of an archive: {"v":1,"archive":"support-ticket"}`,
      );
    this.#header = header.output;
    this.#tickets = 0;
    this.#ended = false;
    return null;
  }

  #end({ tickets }: ArchiveEnd): null {
    if (tickets !== this.#tickets)
      throw new SourceError(
        'cut-off',
        `${this.#source.name} says at its end that it holds ${String(tickets)} tickets, and ${String(this.#tickets)} are there`,
      );
    this.#ended = true;
    return null;
  }

  #readValue(value: unknown, at: { line: number; byte: number }): Read {
    if (typeof value !== 'object' || value === null || !('reject' in value)) return { ticket: value as ArchivedTicket, at };
    const rejected = v.safeParse(RejectedLine, value);
    if (!rejected.success) return { reject: { ...at, code: 'invalid', field: 'reject' } };
    const { reject, ticket } = rejected.output;
    if (ticket !== undefined && !isSameTwin(reject, ticket)) return { ticket: ticket as ArchivedTicket, at };
    const { legacyId, field } = reject;
    return { reject: { ...at, code: reject.code, ...(legacyId !== undefined && { legacyId }), ...(field !== undefined && { field }) } };
  }
}

/** A rejected duplicate has to get a new id: repaired with the same id, it would replace the first ticket. */
function isSameTwin({ code, legacyId }: { readonly code: string; readonly legacyId?: string | undefined }, ticket: unknown): boolean {
  return code === 'duplicate-id' && typeof ticket === 'object' && ticket !== null && 'id' in ticket && ticket.id === legacyId;
}

type Parsed = { readonly value: unknown } | { readonly code: 'too-long' | 'not-utf-8' | 'malformed-json' } | { readonly blank: true };

function parse({ bytes, number }: Line): Parsed {
  if (bytes === null) return { code: 'too-long' };
  const text = number === 1 && bytes.subarray(0, 3).equals(byteOrderMark) ? bytes.subarray(3) : bytes;
  if (text.length === 0 || (text.length === 1 && text[0] === 13)) return { blank: true };
  let decoded: string;
  try {
    decoded = utf8.decode(text);
  } catch {
    return { code: 'not-utf-8' };
  }
  try {
    return { value: JSON.parse(decoded) as unknown };
  } catch {
    return { code: 'malformed-json' };
  }
}

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && Object.hasOwn(value, key);
const isHeader = (value: unknown): boolean => has(value, 'archive') && !has(value, 'id');
const isEnd = (value: unknown): value is ArchiveEnd => v.is(ArchiveEnd, value);
