/** What lies where in the queue. Pure, but for asking the server. */
import { msg } from '@lit/localize';
import type { DeskItem, DeskMe } from '../../server/ticket/wire.ts';
import type { DeskApi } from './api.ts';

export const shelves = ['ours', 'mine', 'theirs', 'closed'] as const;
export type Shelf = (typeof shelves)[number];

/** Every ticket that is not closed: three shelves are views of this one list. */
export interface Live {
  readonly items: readonly DeskItem[];
  /** There are more than were asked for. */
  readonly cut: boolean;
}

const pageSize = 100;
/** Of each status; more work than this is found by searching, not by scrolling. */
const mostPages = 5;

async function allOf(status: 'OPEN' | 'IN_PROGRESS', api: DeskApi, signal: AbortSignal): Promise<Live> {
  const items: DeskItem[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await api.list({ status, sort: 'promise', limit: pageSize, cursor }, signal);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return { items, cut: cursor !== null };
}

export async function readLive(api: DeskApi, signal: AbortSignal): Promise<Live> {
  const [open, begun] = await Promise.all([allOf('OPEN', api, signal), allOf('IN_PROGRESS', api, signal)]);
  // Taken up between the two answers, a ticket is in both: the later state counts.
  const byId = new Map([...open.items, ...begun.items].map((item) => [item.id, item]));
  return { items: [...byId.values()], cut: open.cut || begun.cut };
}

/** Promised answers come first, the late ones on top; then who has waited longest; then what is with customers. */
function rank(item: DeskItem): number {
  if (item.promise.answeredAt === null) return 0;
  return item.ball === 'team' ? 1 : 2;
}

function compare(a: DeskItem, b: DeskItem): number {
  const [first, second] = [rank(a), rank(b)];
  if (first !== second) return first - second;
  if (first === 0) return a.promise.dueAt < b.promise.dueAt ? -1 : 1;
  return a.updatedAt < b.updatedAt === (first === 1) ? -1 : 1;
}

export function onShelf(shelf: Exclude<Shelf, 'closed'>, { items }: Live, me: DeskMe): readonly DeskItem[] {
  const belongs = {
    ours: (item: DeskItem) => item.ball === 'team',
    mine: (item: DeskItem) => item.assignee?.id === me.id,
    theirs: (item: DeskItem) => item.ball === 'customer',
  }[shelf];
  return items.filter(belongs).sort(compare);
}

export function shelfLabel(shelf: Shelf): string {
  switch (shelf) {
    case 'ours':
      return msg('To answer');
    case 'mine':
      return msg('Mine');
    case 'theirs':
      return msg('With customer');
    case 'closed':
      return msg('Closed', { id: 'tab-closed' });
  }
}
