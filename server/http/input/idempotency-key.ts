import { createHash } from 'node:crypto';
import type { Attempt } from '../../services/idempotency.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { Ctx } from '../env.ts';
import type { Sent } from './body.ts';
import { canonical } from './strict-json.ts';

const keyPattern = /^[\x21-\x7e]{1,255}$/;

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The attempt that the `Idempotency-Key` names; `null` without the header. @throws InvalidInput */
export function attemptOf(c: Ctx, who: string, { value }: Sent): Attempt | null {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return null;
  if (!keyPattern.test(key)) throw new InvalidInput({ path: 'Idempotency-Key', code: 'invalid' });
  return { id: hash(JSON.stringify([who, c.req.method, c.req.path, key])), bodyHash: hash(canonical(value)) };
}
