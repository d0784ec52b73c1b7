/** Formats cells as a person would read them: numbers without binary noise, and dates by their formats. */

/** Built-in date formats, which workbooks do not spell out. */
const knownDates = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);

export type NumberFormat = { readonly kind: 'date' } | { readonly kind: 'number' } | { readonly kind: 'padded'; readonly digits: number };

/** @param code such as `#,##0.00` or `dd/mm/yyyy`; undefined for a built-in format */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return { kind: knownDates.has(id) ? 'date' : 'number' };
  const [first = ''] = code.split(';');
  // Quoted words, escaped signs, colours and conditions do not tell whether it is a date; [h] counts hours.
  const bare = first
    .replace(/"[^"]*"/g, '')
    .replace(/[\\_*]./g, '')
    .replace(/\[(?!(?:h+|m+|s+)\])[^\]]*\]/gi, '');
  if (/^0{2,}$/.test(bare)) return { kind: 'padded', digits: bare.length };
  return { kind: !/general/i.test(bare) && /[ymdhs]/i.test(bare.replace(/e[+-]/gi, '')) ? 'date' : 'number' };
}

/** A number as Excel shows it, with 15 significant digits. */
export function plainNumber(text: string): string {
  if (/^-?\d{1,15}$/.test(text)) return text;
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? String(Number(value.toPrecision(15))) : text;
}

const day = 86_400_000;

/** Days since 1900 or 1904 as `2009-03-04 14:05:00`; a time alone as `14:05:00`. */
export function dateOf(text: string, from1904: boolean): string {
  const serial = Number(text);
  if (text.trim() === '' || !Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return text;
  // Excel counts a 29 February 1900, for compatibility with Lotus 1-2-3.
  const start = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  // 15 digits leave an error of millionths of a second: rounds to whole seconds.
  const exact = Math.round(serial * day);
  const second = Math.round(exact / 1_000) * 1_000;
  const shown = new Date(start + (Math.abs(exact - second) <= 1 ? second : exact))
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');
  if (serial < 1 && serial > 0) return shown.slice(11);
  return shown.endsWith(' 00:00:00') ? shown.slice(0, 10) : shown;
}

/** `_x000D_` encodes a character that XML cannot contain. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        code.toLowerCase() === '000d' ? '' : String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;

/** The column of `BC12`, from 0, or -1. */
export function columnOf(reference: string | undefined): number {
  const letters = /^[A-Za-z]{1,3}/.exec(reference ?? '')?.[0].toUpperCase() ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
