import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** Whether the server is about to stop. */
export interface Lifecycle {
  draining: boolean;
}

const retryAfter = 5;

/** Requests that come once the server is about to stop are sent to its successor; those before them are finished. */
export function refuseWhenDraining(lifecycle: Lifecycle): MiddlewareHandler<Env> {
  return (_c, next) => {
    if (lifecycle.draining) throw new HttpProblem('draining', { retryAfter });
    return next();
  };
}

/** Whoever is answered once the server is about to stop is told to ask elsewhere next: no connection is kept for them. */
export function hangUpWhenDraining(lifecycle: Lifecycle): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    if (lifecycle.draining) c.header('Connection', 'close');
  };
}
