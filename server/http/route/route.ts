/** Makes a route of a row: parses and checks the request in a fixed order, calls the handler, and writes the answer. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Attempt } from '../../services/idempotency.ts';
import type { Ctx } from '../env.ts';
import { readJson, valid, validQuery } from '../input/body.ts';
import type { Sent } from '../input/body.ts';
import { sealPage } from '../input/cursors.ts';
import { attemptOf } from '../input/idempotency-key.ts';
import { sayLanguage } from '../input/language.ts';
import { revOf } from '../input/version.ts';
import { Answered } from './row.ts';
import type { Asked, Body, Described, Media, Route, Row, Schema, Who } from './row.ts';

/**
 * The order: size and syntax of the body, the object of the path (`find`), the version, the query, the body's schema, the
 * idempotency key.
 */
export function route<
  const P extends string,
  const W extends Who,
  const A extends Schema | Media | null,
  const Q extends Schema | undefined = undefined,
  const B extends Body | undefined = undefined,
  F = undefined,
  const I extends boolean | undefined = undefined,
  const M extends boolean | 'optional' | undefined = undefined,
>(row: Row<P, W, A, Q, B, F, I, M>): Route {
  const { find, handle, mostBytes, ...described } = row;
  const { body, query, ifMatch, idempotent }: Described = described;
  const schema = typeof body === 'object' ? body : null;

  async function answerTo(c: Ctx): Promise<Response> {
    const sent = schema ? await readJson(c, mostBytes) : null;
    const gated = { c, params: c.req.param(), language: c.get('language'), caller: c.get('caller'), staff: c.get('staff') };
    const found = await find?.(gated as unknown as Asked<P, W, Q, B, F, I, M>);
    const rev = ifMatch === undefined ? undefined : versionIn(c, ifMatch);
    const asked = {
      ...gated,
      found,
      rev,
      query: query && validQuery(query, c),
      body: schema && sent ? valid(schema, sent) : undefined,
      attempt: idempotent ? attemptIn(c, sent) : undefined,
    };
    if (described.localized) sayLanguage(c);
    const given: unknown = await handle(asked as unknown as Asked<P, W, Q, B, F, I, M>);
    return respond(c, described, given);
  }
  return { ...described, finds: find !== undefined, answerTo };
}

const versionIn = (c: Ctx, ifMatch: boolean | 'optional'): number | null =>
  ifMatch === 'optional' && c.req.header('if-match') === undefined ? null : revOf(c);

function attemptIn(c: Ctx, sent: Sent | null): Attempt | null | ((content: unknown) => Attempt | null) {
  return sent ? attemptOf(c, callerOf(c), sent) : (content) => attemptOf(c, callerOf(c), { value: content });
}

/** Part of an attempt's id, since two callers may choose the same idempotency key. */
function callerOf(c: Ctx): string {
  const [customer, staff] = [c.get('caller')?.customer, c.get('staff')];
  return customer ? `customer ${customer.id}` : `staff ${staff.id}`;
}

function respond(c: Ctx, { answer: [usual, body] }: Described, given: unknown): Response {
  if (given instanceof Response) return given;
  const { value, about } = given instanceof Answered ? given : new Answered(given, {});
  const { status = usual, location, replayed = false } = about;
  if (replayed) c.header('Idempotent-Replayed', 'true');
  if (location !== undefined) c.header('Location', location);
  if (body === null) return c.body(null, 204);
  if (isVersion(value)) c.header('ETag', `"${String(value.rev)}"`);
  return c.json(sealPage(c, value), status as ContentfulStatusCode);
}

const isVersion = (value: unknown): value is { readonly rev: number } =>
  typeof value === 'object' && value !== null && 'rev' in value && typeof value.rev === 'number';
