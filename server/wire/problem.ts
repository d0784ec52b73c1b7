/** The body of every refusal. */
import * as v from 'valibot';
import { instant, out } from './parts.ts';

/** Problem details of RFC 9457. */
export const Problem = out({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.optional(v.string()),
  instance: v.string(),
  code: v.string(),
  errors: v.optional(v.array(out({ path: v.string(), code: v.string() }))),
  /** With `too-soon`: when the act becomes possible; null when waiting does not help. */
  retryAt: v.optional(v.nullable(instant)),
});

export type Problem = v.InferOutput<typeof Problem>;
