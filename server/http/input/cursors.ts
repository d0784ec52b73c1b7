/**
 * Signs and verifies the cursors of lists. A cursor is accepted only when this server issued it for the same path.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { InvalidInput } from '../../ticket/codes.ts';
import type { Ctx, Env } from '../env.ts';

/** Sets the key of cursors in the context. */
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

/** Returns the value with its `nextCursor` signed, when it has one. */
export function sealPage(c: Ctx, value: unknown): object {
  const page = value as { readonly nextCursor?: unknown };
  const { nextCursor } = page;
  return typeof nextCursor === 'string' ? { ...page, nextCursor: `${nextCursor}~${sealOf(c, nextCursor)}` } : page;
}

/** Verifies and unwraps a cursor. @throws InvalidInput when the signature is wrong */
export function openCursor(c: Ctx, sealed: string): string {
  const end = sealed.lastIndexOf('~');
  const cursor = sealed.slice(0, Math.max(0, end));
  const [given, expected] = [Buffer.from(sealed.slice(end + 1)), Buffer.from(sealOf(c, cursor))];
  if (end < 1 || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new InvalidInput({ path: 'cursor', code: 'invalid' });
  return cursor;
}
