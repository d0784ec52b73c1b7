/**
 * JSON of plain data, whatever the page has taught its objects: `JSON.stringify` asks each for a `toJSON`, and old libraries
 * give arrays one of their own, which makes texts of them.
 */
export function stringify(value: unknown, change: (text: string) => string = (text) => text): string {
  if (typeof value === 'string') return JSON.stringify(change(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => stringify(item, change)).join()}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${stringify(field, change)}`).join()}}`;
}
