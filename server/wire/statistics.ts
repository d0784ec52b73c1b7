/** Statistics of a period, as the desk asks for them. Durations are in seconds, rates from 0 to 1. */
import * as v from 'valibot';
import { isDay } from '../ticket/days.ts';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));

const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));
const priority = v.picklist(['LOW', 'MEDIUM', 'HIGH', 'URGENT']);
/** A day in the team's time zone; both ends of a period are included. */
const day = v.pipe(v.string('invalid'), v.check(isDay, 'invalid'));
const lang = v.optional(v.pipe(v.string('invalid'), v.maxLength(35, 'too-long')));

export const StatsTable = v.picklist(
  ['volume', 'services', 'priorities', 'answers', 'promises', 'reopenings', 'closings', 'words', 'ratings'],
  'not-in-list',
);

const period = { from: v.optional(day), to: v.optional(day), lang };

export const StatsQuery = strict(period);
export const StatsTableQuery = strict({ ...period, table: v.optional(StatsTable) });

const count = v.number();
const rate = v.nullable(v.number());
const closings = { closed: count, reopened: count, rate };
const answers = { tickets: count, answered: count, median: v.nullable(v.number()), ninetieth: v.nullable(v.number()) };
const promised = { kept: count, late: count, owed: count, waived: count, rate };
const about = { ticket: out({ id: v.string(), number: v.number(), title: v.string() }), at: instant };

export const Stats = out({
  from: v.string(),
  to: v.string(),
  timeZone: v.string(),
  at: instant,
  /** `created` and `closed` per day, or per week in long periods. */
  volume: out({
    created: count,
    closed: count,
    per: v.picklist(['day', 'week']),
    items: v.array(out({ from: v.string(), to: v.string(), created: count, closed: count })),
    byService: v.array(out({ service: v.string(), label: v.string(), created: count })),
    byPriority: v.array(out({ priority, created: count })),
  }),
  /** Of tickets created in the period: time to the team's first answer. Half of the answered tickets waited at most `median`. */
  firstAnswer: out({ all: out(answers), byPriority: v.array(out({ priority, ...answers })) }),
  /** Promises made in the period. `late` includes those unanswered and due by now; `rate` is kept / (kept + late). */
  promises: out({
    all: out(promised),
    byPriority: v.array(out({ priority, ...promised })),
    byKind: v.array(out({ kind: v.picklist(['first', 'follow-up', 'reopening']), ...promised })),
  }),
  /** Closings in the period, and how many of them were reopened since. */
  reopening: out({
    all: out(closings),
    byService: v.array(out({ service: v.string(), category: v.nullable(v.string()), label: v.string(), ...closings })),
    byWay: v.array(out({ way: v.picklist(['customer', 'team-with-words', 'team-without-words', 'duplicate', 'system']), ...closings })),
    /** Texts that the team wrote at more than one closing. */
    byWords: v.array(out({ words: v.string(), ...closings })),
    /** Reasons of reopenings, newest first. */
    reasons: v.array(out({ ...about, label: v.string(), by: v.picklist(['customer', 'team']), reason: v.string() })),
  }),
  ratings: out({
    count,
    mean: v.nullable(v.number()),
    distribution: v.array(out({ score: v.number(), count })),
    comments: v.array(out({ ...about, score: v.number(), comment: v.string() })),
  }),
});

export type Stats = v.InferOutput<typeof Stats>;
export type StatsTable = v.InferOutput<typeof StatsTable>;
