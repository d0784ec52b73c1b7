import type { MiddlewareHandler } from 'hono';
import type { Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** Whether the server is about to stop. */
export interface Lifecycle {
  draining: boolean;
}

const retryAfter = 5;

/** Refuses new requests with `draining` while the server stops; those in progress are finished. */
export function refuseWhenDraining(lifecycle: Lifecycle): MiddlewareHandler<Env> {
  return (_c, next) => {
    if (lifecycle.draining) throw new HttpProblem('draining', { retryAfter });
    return next();
  };
}

/** Closes the connection after each answer while the server stops, so that the client connects to its successor. */
export function hangUpWhenDraining(lifecycle: Lifecycle): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next();
    if (lifecycle.draining) c.header('Connection', 'close');
  };
}
