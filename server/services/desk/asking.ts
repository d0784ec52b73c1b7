/** From the desk's filters, of a list or of a saved view, to a query of the store. */
import type { SavedQuery, StaffAccount, TicketQuery } from '../../store/store.ts';
import { filterNames } from '../../ticket/filters.ts';
import type { FilterName, FilterOf, Filters } from '../../ticket/filters.ts';
import { instant, soonLate } from '../../ticket/promise.ts';

interface Asking {
  readonly staff: StaffAccount;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const conditions: { readonly [N in FilterName]: (value: FilterOf<N>, asking: Asking) => Partial<TicketQuery> } = {
  status: (statuses) => ({ statuses }),
  priority: (priorities) => ({ priorities }),
  service: (services) => ({ services }),
  assignee: (ids, { staff }) => ({
    assignees: ids.filter((id) => id !== 'former').map((id) => assigneeOf(id, staff)),
    formerAssignees: ids.includes('former'),
  }),
  tag: (tag) => ({ tag }),
  ball: (ball) => ({ ball }),
  late: (late, { now }) => (late === 'soon' ? { dueBy: instant(now + soonLate) } : { late: late === 'true' }),
};

/** `now` in milliseconds since the epoch. */
export function askedFor(query: SavedQuery, staff: StaffAccount, now: number): Partial<TicketQuery> {
  const conditionOf = <N extends FilterName>(name: N): Partial<TicketQuery> => {
    const value = (query as Filters)[name] as FilterOf<N> | undefined;
    return value === undefined ? {} : conditions[name](value, { staff, now });
  };
  const asked = filterNames.map(conditionOf).reduce((all, one) => ({ ...all, ...one }), {});
  return query.q ? { ...asked, q: query.q } : asked;
}

function assigneeOf(word: string, staff: StaffAccount): string | null {
  if (word === 'none') return null;
  return word === 'me' ? staff.id : word;
}
