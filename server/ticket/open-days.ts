/** Computes a due date from open days that the server has sent, so that pages need no time zone data. Pure functions. */
import type { ResponseTime } from './model.ts';

/** Open from and to, in minutes after local midnight, and the instant it opens, in milliseconds since the epoch. */
export type OpenSpan = readonly [from: number, to: number, at: number];

const minute = 60_000;

/** Whether the span has not ended. */
const hasNotEnded = ([from, to, at]: OpenSpan, now: number): boolean => at + (to - from) * minute > now;

/**
 * The moment by which a request sent at `now` is answered, in milliseconds since the epoch. Equals `dueAt` of `promise.ts` as
 * long as `days` (open days in order, from the present or next one) reach far enough and the clocks do not change within opening
 * hours; after the last of `days`, calendar days are counted.
 */
export function dueFromOpenDays({ max, clock }: ResponseTime, now: number, days: readonly (readonly OpenSpan[])[]): number {
  if (clock === 'hours') return now + max * 60 * minute;
  const today = days.findIndex((spans) => spans.some((span) => hasNotEnded(span, now)));
  const start = days[today]?.find((span) => hasNotEnded(span, now));
  const target = days[today + max];
  const time = start ? start[0] + Math.max(0, now - start[2]) / minute : 0;
  const span = start && (target?.find(([, to]) => time <= to) ?? target?.at(-1));
  if (!span) return now + max * 24 * 60 * minute;
  return Math.max(now, span[2] + (Math.min(Math.max(time, span[0]), span[1]) - span[0]) * minute);
}

/** When the team opens next, in milliseconds since the epoch; null while it is open, and when `days` is empty. */
export function opensAt(now: number, days: readonly (readonly OpenSpan[])[]): number | null {
  const next = days.flat().find((span) => hasNotEnded(span, now));
  return next && next[2] > now ? next[2] : null;
}
