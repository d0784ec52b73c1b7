/** What the desk asks of its tickets, in a list as in a view that somebody keeps. */
import type { StaffAccount, TicketQuery } from '../store/store.ts';
import type { Priority, Status } from '../ticket/model.ts';
import { instant, soonLate } from '../ticket/promise.ts';

/** What is left out does not matter. Among the assignees `me` is whoever asks, `none` nobody. */
export interface DeskFilters {
  readonly status?: readonly Status[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly service?: readonly string[] | undefined;
  readonly assignee?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  readonly ball?: 'team' | 'customer' | undefined;
  readonly late?: 'true' | 'false' | 'soon' | '1' | '0' | undefined;
  readonly q?: string | undefined;
}

/** `now` in milliseconds since the epoch. */
export function askedFor({ status, priority, service, assignee, tag, ball, late, q }: DeskFilters, staff: StaffAccount, now: number): Partial<TicketQuery> {
  return {
    ...(status && { statuses: status }),
    ...(priority && { priorities: priority }),
    ...(service && { services: service }),
    ...(assignee && { assignees: assignee.map((word) => assigneeOf(word, staff)) }),
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
