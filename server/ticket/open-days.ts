/** Reckoning a promise from days that somebody else has laid out: what pages do, which then need no time zones. Pure. */
import type { ResponseTime } from './model.ts';

/** Open from and to, in minutes after local midnight, and the instant it opens, in milliseconds since the epoch. */
export type OpenSpan = readonly [from: number, to: number, at: number];

const minute = 60_000;

/** It has not ended. */
const isAhead = ([from, to, at]: OpenSpan, now: number): boolean => at + (to - from) * minute > now;

/**
 * By when a request sent at `now` is answered, in milliseconds since the epoch: what `dueAt` of `promise.ts` says, as
 * long as `days` (open days in their order, from the present or next one) reach far enough and no clock is changed
 * within opening hours. Beyond that, calendar days.
 */
export function dueAhead({ max, clock }: ResponseTime, now: number, days: readonly (readonly OpenSpan[])[]): number {
  if (clock === 'hours') return now + max * 60 * minute;
  const today = days.findIndex((spans) => spans.some((span) => isAhead(span, now)));
  const start = days[today]?.find((span) => isAhead(span, now));
  const target = days[today + max];
  const time = start ? start[0] + Math.max(0, now - start[2]) / minute : 0;
  const span = start && (target?.find(([, to]) => time <= to) ?? target?.at(-1));
  if (!span) return now + max * 24 * 60 * minute;
  return Math.max(now, span[2] + (Math.min(Math.max(time, span[0]), span[1]) - span[0]) * minute);
}

/** When the team opens next, in milliseconds since the epoch; null while it is open, and where nothing is known of it. */
export function opensAt(now: number, days: readonly (readonly OpenSpan[])[]): number | null {
  const next = days.flat().find((span) => isAhead(span, now));
  return next && next[2] > now ? next[2] : null;
}
