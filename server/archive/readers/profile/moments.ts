/** Reads the dates of rows, by the formats and zones that the profile, the dump and the command line declare. */
import type { ReadCounters } from '../../reader.ts';
import { dateFormat } from '../../../text/dates.ts';
import type { DateFormat, DateProblem } from '../../../text/dates.ts';
import { Zone } from '../../../text/zones.ts';
import type { Moment } from '../../../text/zones.ts';
import type { Rules } from './rules.ts';
import type { Rule } from './schema.ts';
import type { Row } from './tables.ts';

export interface MomentOptions {
  readonly rules: Rules;
  /** The format of dates without a declared one. */
  readonly format: string | readonly string[];
  /** A format tried after those of the profile. */
  readonly always?: string | null;
  readonly zone: Zone;
  /** The zone that the source gives for a column, such as TIMESTAMP in a dump. */
  readonly zoneOf: (table: string, column: string) => string | null;
  readonly counters: ReadCounters;
}

export class Moments {
  readonly #options: MomentOptions;
  readonly #formats = new Map<string, DateFormat>();
  readonly #zones = new Map<string, Zone>();

  constructor(options: MomentOptions) {
    this.#options = options;
  }

  /** The instant that a rule gives, or why there is none. */
  read(rule: Rule, row: Row): Moment | DateProblem {
    if (typeof rule === 'object' && 'first' in rule) return this.#first(rule.first, row);
    const text = this.#options.rules.value(rule, row);
    if (text === null || text.trim() === '') return 'zero-date';
    const column = typeof rule === 'object' && 'col' in rule ? rule : null;
    const zone = column?.zone ?? this.#options.zoneOf(...place(rule, row)) ?? null;
    const moment = this.#format(column?.format ?? this.#options.format).read(text, zone === null ? this.#options.zone : this.#zone(zone));
    if (typeof moment === 'string') return moment;
    if (moment.note === 'dst-gap') this.#options.counters.dstGaps += 1;
    if (moment.note === 'dst-overlap') this.#options.counters.dstOverlaps += 1;
    return moment;
  }

  #first(rules: readonly Rule[], row: Row): Moment | DateProblem {
    let problem: DateProblem = 'zero-date';
    for (const rule of rules) {
      const moment = this.read(rule, row);
      if (typeof moment !== 'string') return moment;
      if (moment === 'bad-date') problem = moment;
    }
    return problem;
  }

  #format(format: string | readonly string[]): DateFormat {
    const key = String(format);
    let known = this.#formats.get(key);
    if (!known) this.#formats.set(key, (known = dateFormat([format, this.#options.always ?? []].flat())));
    return known;
  }

  #zone(name: string): Zone {
    let known = this.#zones.get(name);
    if (!known) this.#zones.set(name, (known = new Zone(name)));
    return known;
  }
}

/** The table and column from which a date finally comes. */
function place(rule: Rule, row: Row): readonly [string, string] {
  if (typeof rule === 'string') return [row.table, rule];
  if (!('col' in rule)) return [row.table, ''];
  return rule.from === undefined ? [row.table, String(rule.col)] : [rule.from, typeof rule.take === 'string' ? rule.take : ''];
}
