import { crc32 } from 'node:zlib';
import type { Commit } from '../store.ts';
import type { TicketPatch } from './patch.ts';

/** One commit: everything that became true in one step. */
export interface CommitLine {
  /** Counts commits. Of two versions of a row the one with the higher number is the newer. */
  readonly seq: number;
  /** The highest ticket number given out so far. */
  readonly last: number;
  readonly put?: Commit['put'];
  readonly patch?: readonly TicketPatch[];
  readonly drop?: Commit['drop'];
}

/** The first line of a journal. */
export interface Header {
  readonly format: typeof formatName;
  readonly version: number;
  readonly seq: number;
  readonly last: number;
}

export const formatName = 'support-ticket journal';
export const formatVersion = 1;

/** Bytes. A longer commit is refused when written, and a longer line is damaged when read. */
export const maxLineBytes = 64 * 1024 * 1024;

/** `,"crc":"0a1b2c3d"}`: the sum stands inside, so that every line is plain JSON for `grep` and `jq`. */
const sumLength = 18;
const newline = 10;

/** @throws RangeError when the line would be too long to read again */
export function encodeLine(json: string): Buffer {
  const bytes = Buffer.from(`${json.slice(0, -1)},"crc":"00000000"}\n`);
  if (bytes.length > maxLineBytes) throw new RangeError('the commit is too large for one line of the journal');
  const body = bytes.subarray(0, bytes.length - sumLength - 1);
  bytes.write(sumOf(body), bytes.length - 11, 'latin1');
  return bytes;
}

export function encodeHeader(seq: number, last: number): Buffer {
  const header: Header = { format: formatName, version: formatVersion, seq, last };
  return encodeLine(JSON.stringify(header));
}

/** What a line (with or without its newline) says, or null when its checksum does not agree. */
export function decodeLine(line: Buffer): unknown {
  const end = line[line.length - 1] === newline ? line.length - 1 : line.length;
  const bodyLength = end - sumLength;
  if (bodyLength < 1) return null;
  const sum = line.toString('latin1', bodyLength, end);
  if (sum !== `,"crc":"${sumOf(line.subarray(0, bodyLength))}"}`) return null;
  try {
    return JSON.parse(`${line.toString('utf8', 0, bodyLength)}}`);
  } catch {
    return null;
  }
}

export function isHeader(value: unknown): value is Header {
  return isRecord(value) && value['format'] === formatName && typeof value['version'] === 'number';
}

export function isCommitLine(value: unknown): value is CommitLine {
  return isRecord(value) && Number.isSafeInteger(value['seq']) && Number.isSafeInteger(value['last']);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}
