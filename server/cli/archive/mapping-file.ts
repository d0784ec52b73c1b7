import { readFile } from 'node:fs/promises';
import type { Mapping } from '../../store/archive-store.ts';
import { UsageError } from '../command.ts';

/** Most bytes of a mapping file. */
const largest = 64 * 1024 * 1024;

/**
 * Reads a CSV that maps customers to old accounts. Its header names `customer` (the site's id, the token's `sub`) and `account` or
 * `email` of the old system, in any order; cells are separated by `,` or `;`. @throws UsageError naming the line
 */
export async function readMappings(path: string, brand: string): Promise<Mapping[]> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) throw new UsageError(`--customers: there is no file ${path}`);
  if (bytes.length > largest) throw new UsageError(`--customers: ${path} is larger than 64 MB`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`--customers: ${path} is not UTF-8`);
  }
  const [head, ...rows] = rowsOf(text, path);
  const names = head?.cells.map((name) => name.trim().toLowerCase()) ?? [];
  const [customer, account, email] = ['customer', 'account', 'email'].map((name) => names.indexOf(name)) as [number, number, number];
  if (customer < 0 || (account < 0 && email < 0) || names.some((name) => !['customer', 'account', 'email', ''].includes(name)))
    throw new UsageError(`--customers: the first line of ${path} must name the columns: customer, and account or email`);
  const said = new Map<string, { readonly line: number; readonly customer: string }>();
  return rows.flatMap(({ cells, line }) => {
    const mappings = mappingsOf({ line, brand, customer: cells[customer], account: cells[account], email: cells[email] }, path);
    for (const mapping of mappings) {
      // Two contradicting lines would show one customer what another wrote.
      const [key, what] =
        mapping.account === undefined ? [`@${mapping.email?.toLowerCase() ?? ''}`, 'address'] : [`#${mapping.account}`, 'account'];
      const before = said.get(key);
      if (before && before.customer !== mapping.customer)
        throw new UsageError(`--customers: lines ${String(before.line)} and ${String(line)} of ${path} give one ${what} to two customers`);
      said.set(key, { line, customer: mapping.customer });
    }
    return mappings;
  });
}

interface MappingLine {
  readonly line: number;
  readonly brand: string;
  readonly customer: string | undefined;
  readonly account: string | undefined;
  readonly email: string | undefined;
}

function mappingsOf({ line, brand, customer = '', account = '', email = '' }: MappingLine, path: string): Mapping[] {
  const [who, old, address] = [customer, account, email].map((cell) => cell.trim()) as [string, string, string];
  if (who === '' || who.length > 128 || old.length > 200 || address.length > 320 || (old === '' && address === ''))
    throw new UsageError(`--customers: line ${String(line)} of ${path} does not say whose account or address it is`);
  return [
    ...(old === '' ? [] : [{ brand, account: old, customer: who }]),
    ...(address === '' ? [] : [{ brand, email: address, customer: who }]),
  ];
}

interface Row {
  /** Counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Splits into cells, which may be quoted, with `""` for a quote; blank lines are skipped. */
function rowsOf(text: string, path: string): Row[] {
  const separator = /^[^\n]*;/.test(text) && !/^[^\n;]*,/.test(text) ? ';' : ',';
  const rows: Row[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  const cell = /"((?:[^"]|"")*)"|([^"\r\n,;]*)/y;
  for (let at = 0; at <= text.length; ) {
    cell.lastIndex = at;
    const found = cell.exec(text);
    const [whole, quoted, plain = ''] = found ?? [''];
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    at += whole.length;
    if (text[at] === separator) at++;
    else {
      if (at < text.length && !/[\r\n]/.test(text[at] ?? ''))
        throw new UsageError(`--customers: line ${String(line)} of ${path} cannot be read as CSV`);
      if (cells.some((value) => value.trim() !== '')) rows.push({ line: start, cells });
      cells = [];
      if (text[at] === '\r' && text[at + 1] === '\n') at++;
      at++;
      start = ++line;
    }
  }
  return rows;
}
