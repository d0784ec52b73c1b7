import type { MiddlewareHandler } from 'hono';
import type { Ctx, Env } from '../env.ts';
import { readAddress } from '../socket/client-address.ts';
import { operationsOnly } from './operations.ts';
import type { OperationsGate } from './operations.ts';

/** Headers of proxies: a request with one came from another machine, even when the proxy runs on this one. */
const proxied = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'] as const;

/** Lets in requests from this machine, and requests with the operations token. */
export function operatorsOnly(gate: OperationsGate): MiddlewareHandler<Env> {
  const withToken = operationsOnly(gate);
  return (c, next) => (isLocal(c) ? next() : withToken(c, next));
}

function isLocal(c: Ctx): boolean {
  const address = readAddress(c.env?.incoming?.socket.remoteAddress ?? '');
  const isLoopback = address === '::1' || address?.startsWith('127.') === true;
  return isLoopback && proxied.every((name) => c.req.header(name) === undefined);
}
