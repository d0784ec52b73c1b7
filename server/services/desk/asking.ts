/** What the desk asks of its tickets, in a list as in a view that somebody keeps. */
import type { SavedQuery, StaffAccount, TicketQuery } from '../../store/store.ts';
import { instant, soonLate } from '../../ticket/promise.ts';

/** As views keep them; an address may also say `1` and `0`. */
export interface DeskFilters extends Omit<SavedQuery, 'late'> {
  readonly late?: SavedQuery['late'] | '1' | '0';
}

/** `now` in milliseconds since the epoch. */
export function askedFor(
  { status, priority, service, assignee, tag, ball, late, q }: DeskFilters,
  staff: StaffAccount,
  now: number,
): Partial<TicketQuery> {
  return {
    ...(status && { statuses: status }),
    ...(priority && { priorities: priority }),
    ...(service && { services: service }),
    ...(assignee && {
      assignees: assignee.filter((word) => word !== 'former').map((word) => assigneeOf(word, staff)),
      formerAssignees: assignee.includes('former'),
    }),
    ...(tag && { tag }),
    ...(ball && { ball }),
    ...(late && (late === 'soon' ? { dueBy: instant(now + soonLate) } : { late: late === 'true' || late === '1' })),
    ...(q && { q }),
  };
}

function assigneeOf(word: string, staff: StaffAccount): string | null {
  if (word === 'none') return null;
  return word === 'me' ? staff.id : word;
}
