/** The built-in views of the queue: their labels, queries and counts. */
import { msg } from '@lit/localize';
import type { QueueCounts } from '../../../server/wire/desk.ts';
import type { FilterName, Filters } from '../../../server/ticket/filters.ts';

export const views = ['ours', 'late', 'soon', 'mine', 'unassigned', 'theirs', 'open', 'closed', 'all'] as const;
export type View = (typeof views)[number];

/** The views that are shown as tabs; the others are in the menu. */
export const nearViews: readonly View[] = ['ours', 'mine', 'theirs'];

const notClosed = ['OPEN', 'IN_PROGRESS'] as const satisfies Filters['status'];

const conditions: Readonly<Record<View, Filters>> = {
  ours: { ball: 'team' },
  late: { late: 'true' },
  soon: { late: 'soon' },
  mine: { status: notClosed, assignee: ['me'] },
  unassigned: { status: notClosed, assignee: ['none', 'former'] },
  theirs: { ball: 'customer' },
  open: { status: notClosed },
  closed: { status: ['CLOSED'] },
  all: {},
};

export const conditionsOf = (view: View): Filters => conditions[view];

/** The filters that each view fixes, and that are not offered in it. The status of open tickets stays a filter. */
const settled: Readonly<Record<View, readonly FilterName[]>> = {
  ours: ['ball'],
  late: ['late', 'ball'],
  soon: ['late', 'ball'],
  mine: ['assignee'],
  unassigned: ['assignee'],
  theirs: ['ball', 'late', 'status'],
  open: [],
  closed: ['status', 'ball', 'late'],
  all: [],
};

export const isSettled = (view: View, name: FilterName): boolean => settled[view].includes(name);

/** Whether the view contains closed tickets. */
export const showsClosed = (view: View): boolean => view === 'closed' || view === 'all';

export function countOf(view: View, counts: QueueCounts): number {
  switch (view) {
    case 'ours':
      return counts.team;
    case 'theirs':
      return counts.customer;
    case 'all':
      return counts.open + counts.closed;
    default:
      return counts[view];
  }
}

export function viewLabel(view: View): string {
  switch (view) {
    case 'ours':
      return msg('To answer');
    case 'late':
      return msg('Late', { id: 'view-late' });
    case 'soon':
      return msg('Late before long');
    case 'mine':
      return msg('Mine');
    case 'unassigned':
      return msg('Assigned to nobody');
    case 'theirs':
      return msg('With customer');
    case 'open':
      return msg('All open');
    case 'closed':
      return msg('Closed', { id: 'tab-closed' });
    case 'all':
      return msg('All tickets');
  }
}

/** The text of an empty view. */
export function sayEmptyView(view: View): string {
  switch (view) {
    case 'ours':
      return msg('Nobody is waiting for an answer from us.');
    case 'late':
      return msg('No answer is late.');
    case 'soon':
      return msg('No promise runs out within the next four hours.');
    case 'mine':
      return msg('No open ticket is assigned to you.');
    case 'unassigned':
      return msg('Every open ticket has somebody who looks after it.');
    case 'theirs':
      return msg('We are not waiting for any customer.');
    case 'open':
      return msg('No ticket is open.');
    case 'closed':
      return msg('No ticket has been closed yet.');
    case 'all':
      return msg('No ticket has been opened yet.');
  }
}
