import type { Ctx } from '../env.ts';
import { HttpProblem } from '../problem.ts';

/** No version has a negative number: an `If-Match` that is no version in quotes matches none. */
const noVersion = -1;

/** The version that the caller saw. "Any version" is no answer: it would overwrite a colleague's change unseen. */
export function revOf(c: Ctx): number {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') throw new HttpProblem('precondition-required');
  return Number(/^"([0-9]{1,15})"$/.exec(header.trim())?.[1] ?? noVersion);
}
