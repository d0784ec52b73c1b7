/** Building blocks of the request and answer schemas. A message is a field code (`codes.ts`); an answer never repeats a rejected value. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { clean, cleanLine, countCharacters, countVisible, isBroken } from '../ticket/characters.ts';
import { priorities, statuses } from '../ticket/model.ts';

const between = (min: number, max: number) =>
  [
    v.check<string, 'required' | 'too-short'>((text) => text.length > 0 || min === 0, 'required'),
    v.check<string, 'too-short'>((text) => text.length === 0 || countVisible(text) >= min, 'too-short'),
    v.check<string, 'too-long'>((text) => countCharacters(text) <= max, 'too-long'),
  ] as const;

/** Refuses control characters and lone surrogates, so that no text is changed silently. */
const unbroken = v.check<string, 'invalid'>((text) => !isBroken(text), 'invalid');

/** Several lines, trimmed: at least `min` visible characters, at most `max` characters. */
export const text = (min: number, max: number) => v.pipe(v.string('invalid'), unbroken, v.transform(clean), ...between(min, max));

/** One line, with the same limits as `text`. */
export const line = (min: number, max: number) => v.pipe(v.string('invalid'), unbroken, v.transform(cleanLine), ...between(min, max));

/** An id, or a name of the configuration. It is compared and never shown, so a malformed one is refused, not mended. */
export const word = v.pipe(
  v.string('invalid'),
  v.trim(),
  v.minLength(1, 'required'),
  v.maxLength(128, 'too-long'),
  v.check((text) => text === clean(text), 'invalid'),
);

/** A record's key, never trimmed: valibot drops `__proto__` and the like, and trimming could restore such a key. */
export const key = v.pipe(
  v.string('invalid'),
  v.minLength(1, 'required'),
  v.maxLength(128, 'too-long'),
  v.check((text) => text === cleanLine(text), 'invalid'),
);

export const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));

export const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));

export const Status = v.picklist(statuses, 'not-in-list');

export const Priority = v.picklist(priorities, 'not-in-list');

/** JSON has no infinity, but `1e999` is parsed as one. */
export const number = v.pipe(v.number(), v.finite('invalid'));

export const paging = {
  limit: v.optional(
    v.pipe(
      v.string('invalid'),
      v.regex(/^[0-9]{1,4}$/, 'invalid'),
      v.transform(Number),
      v.minValue(1, 'invalid'),
      v.maxValue(limits.pageSize.max, 'invalid'),
    ),
  ),
  cursor: v.optional(v.pipe(v.string('invalid'), v.maxLength(512, 'too-long'))),
  q: v.optional(line(0, limits.search.max)),
  lang: v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long'))),
};

export const LangQuery = strict({ lang: paging.lang });

export const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);

export const id = v.string();

export const Author = out({ kind: v.picklist(['customer', 'staff', 'system']), name: v.nullable(v.string()) });

export const page = <const T extends v.GenericSchema>(item: T) =>
  out({ items: v.array(item), nextCursor: v.nullable(v.string()), total: v.number() });

export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
