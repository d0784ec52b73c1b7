import type { MiddlewareHandler } from 'hono';
import type { Ctx, Env } from '../env.ts';
import { readAddress } from '../socket/client-address.ts';
import { operationsOnly } from './operations.ts';
import type { OperationsGate } from './operations.ts';

/** What a proxy writes: a request that carries one came from elsewhere, whichever machine the proxy runs on. */
const proxied = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'] as const;

/** Lets in who asks on this very machine, and whoever has the operations token. */
export function operatorsOnly(gate: OperationsGate): MiddlewareHandler<Env> {
  const withToken = operationsOnly(gate);
  return (c, next) => (isLocal(c) ? next() : withToken(c, next));
}

function isLocal(c: Ctx): boolean {
  const address = readAddress(c.env?.incoming?.socket.remoteAddress ?? '');
  const isLoopback = address === '::1' || address?.startsWith('127.') === true;
  return isLoopback && proxied.every((name) => c.req.header(name) === undefined);
}
