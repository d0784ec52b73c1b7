import type { MiddlewareHandler } from 'hono';
import type { Env } from './env.ts';

/** Puts the folder of the public URL before the path in `Location`. */
export function placeBelow(root: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    const location = c.res.headers.get('location');
    if (root !== '' && location?.startsWith('/')) c.res.headers.set('location', root + location);
  };
}

/** Sets headers against sniffing, framing and caching, before any other middleware can fail. */
export function secureHeaders(): MiddlewareHandler<Env> {
  return (c, next) => {
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    c.header('X-Frame-Options', 'DENY');
    return next();
  };
}
