/** What a period was like: what the desk asks, and what it is told. Durations are in seconds, rates from 0 to 1. */
import * as v from 'valibot';
import { isDay } from '../ticket/days.ts';

const out = <const T extends v.ObjectEntries>(entries: T) => v.strictObject(entries);
const strict = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, input }) => (expected === 'never' ? 'unknown-key' : input === undefined ? 'required' : 'invalid'));

const instant = v.pipe(v.string(), v.isoTimestamp('invalid'));
const priority = v.picklist(['LOW', 'MEDIUM', 'HIGH', 'URGENT']);
/** A day in the team's time zone, both ends of a period included. */
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
const turns = { closed: count, reopened: count, rate };
const answers = { tickets: count, answered: count, median: v.nullable(v.number()), ninetieth: v.nullable(v.number()) };
const promised = { kept: count, late: count, owed: count, waived: count, rate };
const about = { ticket: out({ id: v.string(), number: v.number(), title: v.string() }), at: instant };

export const Stats = out({
  from: v.string(),
  to: v.string(),
  timeZone: v.string(),
  at: instant,
  /** `created` and `closed` in each day, or week where there would be many days. */
  volume: out({
    created: count,
    closed: count,
    per: v.picklist(['day', 'week']),
    items: v.array(out({ from: v.string(), to: v.string(), created: count, closed: count })),
    byService: v.array(out({ service: v.string(), label: v.string(), created: count })),
    byPriority: v.array(out({ priority, created: count })),
  }),
  /** Of tickets created: elapsed time until the team first answered; half of those answered waited no longer than `median`. */
  firstAnswer: out({ all: out(answers), byPriority: v.array(out({ priority, ...answers })) }),
  /** Made in the period: at creation, by a message after an answer, at reopening; `late` also those due and unanswered now; `rate`: kept of kept and late. */
  promises: out({
    all: out(promised),
    byPriority: v.array(out({ priority, ...promised })),
    byKind: v.array(out({ kind: v.picklist(['first', 'follow-up', 'reopening']), ...promised })),
  }),
  /** Closings in the period, and how many of them were reopened since. */
  reopening: out({
    all: out(turns),
    byService: v.array(out({ service: v.string(), category: v.nullable(v.string()), label: v.string(), ...turns })),
    byWay: v.array(out({ way: v.picklist(['customer', 'team-with-words', 'team-without-words', 'duplicate', 'system']), ...turns })),
    /** What the team wrote at more than one closing. */
    byWords: v.array(out({ words: v.string(), ...turns })),
    /** Why, in the words of those who reopened; the newest first. */
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
