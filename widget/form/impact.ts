/**
 * Suggests a priority from two questions: what is affected, and whether work goes on meanwhile. Pure. The levels follow the
 * guide that customers read beside the questions: a wish or a question is low, one failing thing is normal, a failure that
 * stops work is high, and an outage, lost data or a breach is urgent.
 */
import type { Priority } from '../../server/ticket/model.ts';

export const reaches = ['nothing', 'part', 'much', 'all'] as const;
/** What is affected: nothing (a wish, a question), one thing, much, or everything, data or security. */
export type Reach = (typeof reaches)[number];

export const hindrances = ['none', 'some', 'full'] as const;
/** Whether work goes on: as before, with difficulty, or not at all. */
export type Hindrance = (typeof hindrances)[number];

const levels: Record<Exclude<Reach, 'nothing'>, Record<Hindrance, Priority>> = {
  part: { none: 'MEDIUM', some: 'MEDIUM', full: 'HIGH' },
  much: { none: 'MEDIUM', some: 'HIGH', full: 'HIGH' },
  all: { none: 'HIGH', some: 'URGENT', full: 'URGENT' },
};

/** The priority for the answers; `null` while an answer is missing. */
export function suggestPriority(reach: Reach | null, hindrance: Hindrance | null): Priority | null {
  if (reach === 'nothing') return 'LOW';
  return reach && hindrance && levels[reach][hindrance];
}

/** Whether urgent was chosen against the answers; the form asks back once and never refuses it. */
export const isUrgentAgainst = (priority: Priority, suggested: Priority | null): boolean => priority === 'URGENT' && suggested !== 'URGENT';
