/**
 * CSV (RFC 4180) that a spreadsheet opens as it is meant, and in which nothing that somebody wrote is run as a formula.
 */
import type { Language } from '../../ticket/languages.ts';

export type Cell = string | number | null;

/** Spreadsheets read CSV as the country writes numbers: where the comma is for decimals, a semicolon is between cells. */
export interface Dialect {
  readonly separator: ',' | ';';
  readonly decimal: '.' | ',';
}

export const dialects: Readonly<Record<Language, Dialect>> = {
  en: { separator: ',', decimal: '.' },
  fr: { separator: ';', decimal: ',' },
};

/** Says UTF-8 to Excel. */
export const byteOrderMark = '\ufeff';

/** What a formula begins with, in half and full width; a tab or line break before it makes no difference. */
const formula = String.raw`=+\-@\t\r\n＝＋－＠﹢﹣﹦﹫−`;
/** Spaces that are skipped or not seen. */
const unseen = String.raw`\s\u00ad\u180e\u200b-\u200f\u2060\ufeff`;
const atStart = new RegExp(`^(?='*[${unseen}]*[${formula}])`, 'u');
/** Whoever opens the file with another separator begins a cell there. */
const afterOther: Readonly<Record<Dialect['separator'], RegExp>> = {
  ',': new RegExp(`(?<=[;\\t])(?='*[${formula}])`, 'gu'),
  ';': new RegExp(`(?<=[,\\t])(?='*[${formula}])`, 'gu'),
};

/** An apostrophe before whatever could be a formula: spreadsheets take it as the sign of text. One less, and it is as it was. */
export function harmless(text: string, { separator }: Dialect): string {
  return text.replace(afterOther[separator], "'").replace(atStart, "'");
}

function cellText(cell: Cell, dialect: Dialect): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', dialect.decimal);
  return quoted(harmless(cell, dialect));
}

function quoted(text: string): string {
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line with its end. Numbers are the server's own, and stay numbers when they are negative. */
export function csvLine(cells: readonly Cell[], dialect: Dialect): string {
  return `${cells.map((cell) => cellText(cell, dialect)).join(dialect.separator)}\r\n`;
}
