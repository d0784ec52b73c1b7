/** Rows of PostgreSQL's `COPY … FROM stdin`: one per line, values separated by tabs, special bytes escaped by backslashes. */
import { backslash } from './bytes.ts';
import type { Cell } from './row.ts';
import { unquote } from './statements.ts';

const name = '(?:"(?:[^"]|"")+"|[\\w$]+)';
const copy = new RegExp(`^copy\\s+(?:${name}\\s*\\.\\s*)?(${name})\\s*(\\((?:\\s*${name}\\s*,?)*\\))?\\s*from\\s+stdin\\b\\s*([^]*)$`, 'i');

export interface CopyHead {
  readonly table: string;
  /** Null when the statement names none: the columns are those of CREATE TABLE. */
  readonly columns: readonly string[] | null;
  /** Whether the rows are in the text format of dumps, not CSV or binary. */
  readonly plain: boolean;
}

/** Parses the statement without its semicolon; null when no rows follow. */
export function copyHead(text: string): CopyHead | null {
  const found = copy.exec(text);
  if (!found) return null;
  const columns = found[2] === undefined ? null : (found[2].match(new RegExp(name, 'g')) ?? []).map(unquote);
  return { table: unquote(found[1] ?? ''), columns, plain: (found[3] ?? '').trim() === '' };
}

const tab = 0x09;
const capitalN = 0x4e;

/** Escaped letters and their bytes. */
const escapes = new Map([
  [0x62, 0x08],
  [0x66, 0x0c],
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x76, 0x0b],
]);

/** @param wanted by position. @returns the values in the order of the columns, null for those not wanted */
export function copyRow(line: Buffer, wanted: readonly boolean[]): readonly Cell[] {
  const cells: Cell[] = [];
  for (let from = 0; from <= line.length; ) {
    const found = line.indexOf(tab, from);
    const end = found < 0 ? line.length : found;
    cells.push(wanted[cells.length] ? valueOf(line.subarray(from, end)) : null);
    from = end + 1;
  }
  return cells;
}

function valueOf(raw: Buffer): Cell {
  if (raw.length === 2 && raw[0] === backslash && raw[1] === capitalN) return null;
  if (!raw.includes(backslash)) return raw;
  const out = Buffer.allocUnsafe(raw.length);
  let length = 0;
  for (let i = 0; i < raw.length; i += 1) {
    if (raw[i] !== backslash || i + 1 >= raw.length) out[length++] = raw[i] ?? backslash;
    else {
      const code = /^(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2}))/.exec(raw.toString('latin1', i + 1, i + 4));
      if (code) {
        out[length++] = code[1] === undefined ? parseInt(code[2] ?? '0', 16) : parseInt(code[1], 8) & 0xff;
        i += code[0].length;
      } else {
        i += 1;
        const byte = raw[i] ?? backslash;
        out[length++] = escapes.get(byte) ?? byte;
      }
    }
  }
  return out.subarray(0, length);
}
