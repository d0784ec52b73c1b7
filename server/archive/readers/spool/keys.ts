/** Keys whose bytes sort in natural order: 2 before 10, numbers before words. */

const longestKey = 400;

/** The sort key of one or more values, as a string of Latin-1 characters. */
export function sortKey(values: readonly string[]): string {
  const [first] = values;
  return values.length === 1 && first !== undefined ? one(first) : values.map(one).join('\u0000');
}

function one(value: string): string {
  const trimmed = value.trim();
  if (/^(0|[1-9]\d{0,30})$/.test(trimmed)) return String.fromCharCode(1 + trimmed.length) + trimmed;
  const bytes = Buffer.from(trimmed, 'utf8').subarray(0, longestKey);
  return `\u00fe${bytes.toString('latin1')}`;
}
