/**
 * Cursors as they leave and come back. A cursor says where a page ends; sealed, only one that this server gave out for this
 * very path leads anywhere.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../ticket/codes.ts';
import type { Ctx, Env } from '../env.ts';

/** Makes the key of cursors known to everything behind it. */
export function keepCursorKey(key: Uint8Array): MiddlewareHandler<Env> {
  return (c, next) => {
    c.set('cursorKey', key);
    return next();
  };
}

/** Characters of base64url: 96 bits. */
const sealLength = 16;

const sealOf = (c: Ctx, cursor: string): string =>
  createHmac('sha256', c.get('cursorKey')).update(`${c.req.path}\n${cursor}`).digest('base64url').slice(0, sealLength);

/** What goes out as JSON; where it is a page that has a next one, with its cursor sealed. */
export function sealPage(c: Ctx, value: unknown): object {
  const page = value as { readonly nextCursor?: unknown };
  const { nextCursor } = page;
  return typeof nextCursor === 'string' ? { ...page, nextCursor: `${nextCursor}~${sealOf(c, nextCursor)}` } : page;
}

/** What a sealed cursor holds. @throws InvalidInput for one that was not given out here */
export function openCursor(c: Ctx, sealed: string): string {
  const end = sealed.lastIndexOf('~');
  const cursor = sealed.slice(0, Math.max(0, end));
  const [given, expected] = [Buffer.from(sealed.slice(end + 1)), Buffer.from(sealOf(c, cursor))];
  if (end < 1 || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new InvalidInput({ path: 'cursor', code: 'invalid' });
  return cursor;
}
