import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';

/** The API's bodies are at most four levels deep. */
const maxDepth = 16;

/** Properties of every object: a key of such a name is refused. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws SyntaxError or TypeError unless it is JSON in UTF-8, without a byte order mark. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(utf8.decode(bytes));
}

/** @throws InvalidInput for too deep nesting, keys named like inherited properties, and numbers beyond range. */
export function refuseOddities(root: unknown): void {
  const left: [value: unknown, path: string, depth: number][] = [[root, '', 1]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, path, depth] = next;
    if (typeof value === 'number' && !Number.isFinite(value)) refuse(path, 'invalid');
    if (typeof value !== 'object' || value === null) continue;
    if (depth > maxDepth) refuse(path, 'invalid');
    for (const [key, part] of Object.entries(value)) {
      const place = path === '' ? key : `${path}.${key}`;
      if (!Array.isArray(value) && inherited.has(key)) refuse(place, 'unknown-key');
      if (typeof part === 'object' || typeof part === 'number') left.push([part, place, depth + 1]);
    }
  }
}

function refuse(path: string, code: FieldError['code']): never {
  throw new InvalidInput({ path, code });
}

/** A canonical text of a value, which does not depend on the order of keys. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
}
