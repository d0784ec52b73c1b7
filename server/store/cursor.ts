import { BadCursorError, type TicketSort } from './store.ts';

/**
 * A place in an order: `rank` first, then `text`, then the number, which no two tickets share.
 * A cursor is the place of the last ticket shown, not a count, so that tickets that come or go in between
 * neither repeat nor hide others.
 */
export interface Place {
  readonly rank: number;
  readonly text: string;
  readonly number: number;
}

const maxLength = 200;

export function writeCursor(sort: TicketSort, place: Place): string {
  return Buffer.from(JSON.stringify([sort, place.rank, place.text, place.number])).toString('base64url');
}

/** @throws BadCursorError when the text was not written by `writeCursor` for this very order. */
export function readCursor(sort: TicketSort, cursor: string): Place {
  const parts = cursor.length <= maxLength ? decode(cursor) : null;
  const [of, rank, text, number] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (of === sort && isRank(rank) && typeof text === 'string' && isCount(number)) {
    const place = { rank, text, number };
    if (writeCursor(sort, place) === cursor) return place;
  }
  throw new BadCursorError('the cursor was not given out by this list');
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isRank(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
