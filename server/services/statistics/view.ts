/** From a sum to the statistics of the API. */
import type { Instant, PromiseKind } from '../../ticket/model.ts';
import { priorities, promiseKinds } from '../../ticket/model.ts';
import { waitOf, waysOfClosing } from '../../ticket/statistics.ts';
import type { Closings, ClosingWords, Promised, Sum, ClosingCounts } from '../../ticket/statistics.ts';
import type { Stats } from '../../wire/statistics.ts';
import type { Names } from './names.ts';

type Answered = Stats['firstAnswer']['all'];
type Kept = Stats['promises']['all'];

/** The most closing reasons that are listed. */
const mostWords = 10;

const share = (part: number, of: number): number | null => (of === 0 ? null : Math.round((part / of) * 10_000) / 10_000);
const seconds = (milliseconds: number | null): number | null => (milliseconds === null ? null : Math.round(milliseconds / 1_000));

function joined(pieces: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

function answered(tickets: number, waits: readonly Float64Array[]): Answered {
  const sorted = joined(waits).sort();
  return { tickets, answered: sorted.length, median: seconds(waitOf(sorted, 0.5)), ninetieth: seconds(waitOf(sorted, 0.9)) };
}

export function answersOf({ created, answers }: Sum): Stats['firstAnswer'] {
  return {
    all: answered(
      created,
      priorities.flatMap((priority) => answers[priority].waits),
    ),
    byPriority: priorities.map((priority) => ({ priority, ...answered(answers[priority].tickets, answers[priority].waits) })),
  };
}

type Counted = Omit<Kept, 'rate'>;

function counted({ kept, late, waived, owed }: Promised, now: Instant): Counted {
  const overdue = owed.reduce((times, dueAt) => times + Number(now > dueAt), 0);
  return { kept, late: late + overdue, owed: owed.length - overdue, waived };
}

const rated = (counts: Counted): Kept => ({ ...counts, rate: share(counts.kept, counts.kept + counts.late) });

export function promisesOf({ promised }: Sum, now: Instant): Stats['promises'] {
  const each = priorities.flatMap((priority) =>
    promiseKinds.map((kind) => ({ priority, kind, counts: counted(promised[priority][kind], now) })),
  );
  const of = (some: typeof each): Kept => {
    const all = (name: keyof Counted): number => some.reduce((times, { counts }) => times + counts[name], 0);
    return rated({ kept: all('kept'), late: all('late'), owed: all('owed'), waived: all('waived') });
  };
  return {
    all: of(each),
    byPriority: priorities.map((priority) => ({ priority, ...of(each.filter((one) => one.priority === priority)) })),
    byKind: promiseKinds.map((kind: PromiseKind) => ({ kind, ...of(each.filter((one) => one.kind === kind)) })),
  };
}

const turns = ({ closed, reopened }: ClosingCounts): Stats['reopening']['all'] => ({ closed, reopened, rate: share(reopened, closed) });

const byClosings = (a: ClosingCounts, b: ClosingCounts): number => b.closed - a.closed || b.reopened - a.reopened;

export function reopeningOf({ closed, closings, ways, words, reopenings }: Sum, names: Names): Stats['reopening'] {
  const reopened = waysOfClosing.reduce((times, way) => times + ways[way].reopened, 0);
  const said = [...words.values()].filter((one) => one.closed > 1);
  return {
    all: turns({ closed, reopened }),
    byService: [...closings.values()]
      .sort((a: Closings, b: Closings) => byClosings(a, b) || compare(a.service, b.service) || compare(a.category ?? '', b.category ?? ''))
      .map((one) => ({
        service: one.service,
        category: one.category,
        label: names.place(one.service, one.category),
        ...turns(one),
      })),
    byWay: waysOfClosing.filter((way) => ways[way].closed > 0).map((way) => ({ way, ...turns(ways[way]) })),
    byWords: said
      .sort((a: ClosingWords, b: ClosingWords) => byClosings(a, b) || compare(a.words, b.words))
      .slice(0, mostWords)
      .map((one) => ({ words: one.words, ...turns(one) })),
    reasons: reopenings.map(({ ticketId, number, title, service, at, by, reason }) => ({
      ticket: { id: ticketId, number, title },
      at,
      label: names.service(service),
      by,
      reason,
    })),
  };
}

export function ratingsOf({ scores, comments }: Sum): Stats['ratings'] {
  const count = scores.reduce((all, times) => all + times, 0);
  const total = scores.reduce((all, times, index) => all + times * (index + 1), 0);
  return {
    count,
    mean: count === 0 ? null : Math.round((total / count) * 100) / 100,
    distribution: scores.map((times, index) => ({ score: index + 1, count: times })),
    comments: comments.map(({ ticketId, number, title, at, score, text }) => ({
      ticket: { id: ticketId, number, title },
      at,
      score,
      comment: text,
    })),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
