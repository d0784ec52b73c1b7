import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';

const methods = 'GET, POST';
const requestHeaders = 'Authorization, Content-Type, Accept-Language, Idempotency-Key, Last-Event-ID';
const responseHeaders = 'Location, Idempotent-Replayed, Retry-After, ETag, RateLimit, RateLimit-Policy, Content-Language';
const maxAge = '7200';

/**
 * Only pages of the site may call the customers' routes from a browser. Origins are compared exactly; an unknown origin is
 * answered like a request without one. Credentials are never allowed, since tokens are sent in a header.
 */
export function cors(origins: readonly string[], ...closed: readonly string[]): MiddlewareHandler<Env> {
  const allowed = new Set(origins);
  return async (c, next) => {
    // The desk is for its own origin only, and the site's backend is no browser.
    if (closed.some((path) => c.req.path.startsWith(`${path}/`))) return next();
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('origin');
    const welcome = origin !== undefined && allowed.has(origin);
    if (welcome) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Access-Control-Expose-Headers', responseHeaders);
    }
    const preflight = c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    if (!preflight) return next();
    if (welcome) {
      c.header('Access-Control-Allow-Methods', methods);
      c.header('Access-Control-Allow-Headers', requestHeaders);
      c.header('Access-Control-Max-Age', maxAge);
    }
    return c.body(null, 204);
  };
}
