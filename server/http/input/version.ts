import type { Ctx } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** An `If-Match` that is no quoted version gets this number, which matches no version. */
const noVersion = -1;

/** The version in `If-Match`. `*` is refused, since it would overwrite a colleague's change unseen. */
export function revOf(c: Ctx): number {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') throw new HttpProblem('precondition-required');
  return Number(/^"([0-9]{1,15})"$/.exec(header.trim())?.[1] ?? noVersion);
}
