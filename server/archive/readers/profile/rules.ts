/** Evaluates the rules of a profile for a row. */
import type { CasesRule, ColumnRule, Condition, Rule } from './schema.ts';
import type { Row, Tables } from './tables.ts';
import { utf8 } from '../../../text/charset.ts';
import { fromTransfer } from '../../../text/transfer.ts';

/** Most cached values per look-up, and their longest length. */
const mostRemembered = 1_000;
const longestRemembered = 500;

export class Rules {
  readonly #tables: Tables;
  readonly #remembered = new WeakMap<ColumnRule, Map<string, string | null>>();
  readonly #maps = new WeakMap<ColumnRule, ReadonlyMap<string, string>>();

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  /** The value without surrounding blanks; null when there is none. */
  value(rule: Rule | undefined, row: Row): string | null {
    if (rule === undefined) return null;
    if (typeof rule === 'string') return row.text(rule);
    if ('const' in rule) return rule.const;
    if ('first' in rule) return this.#first(rule.first, row);
    if ('join' in rule) {
      const parts = rule.join.map((one) => this.value(one, row)?.trim() ?? '').filter((part) => part !== '');
      return parts.length > 0 ? parts.join(rule.with ?? ' ') : null;
    }
    if ('cases' in rule) return this.#cases(rule, row);
    return this.#mapped(rule, this.raw(rule, row));
  }

  /** The value before its mapping, as the old system spells it. */
  raw(rule: Rule | undefined, row: Row): string | null {
    if (rule === undefined || typeof rule === 'string' || !('col' in rule)) return this.value(rule, row);
    if (rule.from === undefined)
      return unless(
        rule.empty,
        rule.encoding === undefined ? row.text(String(rule.col)) : this.#decoded(row.bytes(String(rule.col)), row.text(rule.encoding)),
      );
    const values = [rule.col].flat().map((column) => row.text(column)?.trim() ?? '');
    if (values.every((value) => value === '' || rule.empty?.includes(value))) return null;
    const known = this.#remembered.get(rule) ?? new Map<string, string | null>();
    const key = values.join('\u0000');
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = this.#tables.find(rule.from, [rule.match ?? []].flat(), values).find((other) => this.all(rule.only, other));
    const value = found ? unless(rule.empty, this.value(rule.take, found)) : null;
    // Authors and departments repeat, so their look-ups are cached; long texts are not.
    if (key.length + (value?.length ?? 0) <= longestRemembered) {
      if (known.size >= mostRemembered) known.clear();
      known.set(key, value);
      this.#remembered.set(rule, known);
    }
    return value;
  }

  /** Content in a transfer encoding is UTF-8 inside, whatever the encoding of the source. */
  #decoded(bytes: Buffer | null, encoding: string | null): string | null {
    if (bytes === null) return null;
    const plain = fromTransfer(bytes, encoding);
    return utf8(plain) ?? this.#tables.decoder.decode(plain);
  }

  all(conditions: readonly Condition[] | undefined, row: Row): boolean {
    return conditions?.every((condition) => this.holds(condition, row)) ?? true;
  }

  holds({ value, is, not, same }: Condition, row: Row): boolean {
    const text = this.value(value, row)?.trim() ?? '';
    if (same !== undefined && (text === '' || text !== this.value(same, row)?.trim())) return false;
    return (is?.includes(text) ?? true) && !(not?.includes(text) ?? false);
  }

  #first(rules: readonly Rule[], row: Row): string | null {
    for (const rule of rules) {
      const value = this.value(rule, row);
      if (value !== null && value.trim() !== '') return value;
    }
    return null;
  }

  #cases({ cases, else: otherwise }: CasesRule, row: Row): string | null {
    for (const { when, then } of cases) if (this.all(when, row)) return this.value(then, row);
    return otherwise ?? null;
  }

  #mapped(rule: ColumnRule, value: string | null): string | null {
    if (!rule.map) return value ?? rule.else ?? null;
    const map = this.#mapOf(rule);
    const word = value?.trim() ?? '';
    return map.get(word) ?? map.get(word.toLowerCase()) ?? rule.else ?? null;
  }

  /** Maps by the exact word, or else ignoring case. */
  #mapOf(rule: ColumnRule): ReadonlyMap<string, string> {
    let map = this.#maps.get(rule);
    if (!map) {
      const entries = Object.entries(rule.map ?? {});
      map = new Map([...entries.map(([word, meaning]) => [word.toLowerCase(), meaning] as const), ...entries]);
      this.#maps.set(rule, map);
    }
    return map;
  }
}

const unless = (empty: readonly string[] | undefined, value: string | null): string | null =>
  value !== null && empty?.includes(value.trim()) ? null : value;

/** Whether a rule needs rows of other tables. */
export function looksUp(rule: Rule): boolean {
  if (typeof rule === 'string' || 'const' in rule) return false;
  if ('first' in rule) return rule.first.some(looksUp);
  if ('join' in rule) return rule.join.some(looksUp);
  if ('cases' in rule)
    return rule.cases.some(
      ({ when, then }) => looksUp(then) || when.some(({ value, same }) => looksUp(value) || (same !== undefined && looksUp(same))),
    );
  return rule.from !== undefined;
}
