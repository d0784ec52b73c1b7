/** From the desk's filters, of a list or of a saved view, to a query of the store. */
import type { SavedQuery, StaffAccount, TicketQuery } from '../../store/store.ts';
import { instant, soonLate } from '../../ticket/promise.ts';

/** The filters of saved views; in a URL, `late` may also be `1` or `0`. */
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
