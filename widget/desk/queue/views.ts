/** The standing ways to look at the queue, in words. What each shows is a question to the server, and so is its count. */
import { msg } from '@lit/localize';
import type { QueueCounts } from '../../../server/wire/desk.ts';
import type { FilterName, Filters } from '../../../server/ticket/filters.ts';

export const views = ['ours', 'late', 'soon', 'mine', 'unassigned', 'theirs', 'open', 'closed', 'all'] as const;
export type View = (typeof views)[number];

/** Those that everybody needs many times a day stand beside each other; the others are a step away. */
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

/** What a view has settled already: nobody is asked about it again. Among what is not closed, the status still tells two kinds apart. */
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

/** In the views of what is not closed, nobody looks for what is. */
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

/** What an empty view means, which is good news more often than not. */
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
