/**
 * Two questions stand for a priority: what is touched, and whether work goes on meanwhile. Pure; the words are the
 * screen's. The levels follow the guide that customers read beside them: a wish or a question is low, one thing that
 * fails is normal, what keeps people from working is high, and an outage, lost data or a breach is urgent.
 */
import type { Priority } from '../../server/ticket/model.ts';

export const reaches = ['nothing', 'part', 'much', 'all'] as const;
/** What is touched: nothing (a wish, a question), one thing, much of it, or everything, data or safety. */
export type Reach = (typeof reaches)[number];

export const hindrances = ['none', 'some', 'full'] as const;
/** Whether work goes on: as before, with difficulty, or not at all. */
export type Hindrance = (typeof hindrances)[number];

const levels: Record<Exclude<Reach, 'nothing'>, Record<Hindrance, Priority>> = {
  part: { none: 'MEDIUM', some: 'MEDIUM', full: 'HIGH' },
  much: { none: 'MEDIUM', some: 'HIGH', full: 'HIGH' },
  all: { none: 'HIGH', some: 'URGENT', full: 'URGENT' },
};

/** The priority that fits the answers; null as long as they do not say enough. */
export function suggestPriority(reach: Reach | null, hindrance: Hindrance | null): Priority | null {
  if (reach === 'nothing') return 'LOW';
  return reach && hindrance && levels[reach][hindrance];
}

/** Whether urgent is asked for although the answers do not say so; asked back once, never refused. */
export const isUrgentAgainst = (priority: Priority, suggested: Priority | null): boolean => priority === 'URGENT' && suggested !== 'URGENT';
