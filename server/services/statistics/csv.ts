/**
 * CSV (RFC 4180) for spreadsheets, in which no text of a user is run as a formula.
 */
import type { Language } from '../../ticket/languages.ts';

export type Cell = string | number | null;

/** Spreadsheets read CSV by locale: where the decimal separator is a comma, cells are separated by semicolons. */
export interface Dialect {
  readonly separator: ',' | ';';
  readonly decimal: '.' | ',';
}

export const dialects: Readonly<Record<Language, Dialect>> = {
  en: { separator: ',', decimal: '.' },
  fr: { separator: ';', decimal: ',' },
};

/** Makes Excel read the file as UTF-8. */
export const byteOrderMark = '\ufeff';

/** Characters that a formula may begin with, in half and full width, tabs and line breaks included. */
const formula = String.raw`=+\-@\t\r\n＝＋－＠﹢﹣﹦﹫−`;
/** White space and invisible characters, which spreadsheets skip. */
const unseen = String.raw`\s\u00ad\u180e\u200b-\u200f\u2060\ufeff`;
const atStart = new RegExp(`^(?='*[${unseen}]*[${formula}])`, 'u');
/** Places where a cell would begin if the file were opened with another separator. */
const afterOther: Readonly<Record<Dialect['separator'], RegExp>> = {
  ',': new RegExp(`(?<=[;\\t])(?='*[${formula}])`, 'gu'),
  ';': new RegExp(`(?<=[,\\t])(?='*[${formula}])`, 'gu'),
};

/** Puts an apostrophe, which marks text, before each possible formula. Removing one apostrophe gives the original. */
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

/** One line with its line break. Numbers are not escaped, since none comes from a user; so negative ones stay numbers. */
export function csvLine(cells: readonly Cell[], dialect: Dialect): string {
  return `${cells.map((cell) => cellText(cell, dialect)).join(dialect.separator)}\r\n`;
}
