import type { Hono } from 'hono';
import type { Env } from '../env.ts';
import { answerProblem } from '../problem.ts';

/** Answers other methods of a known path with its allowed ones. To be called after all routes are mounted. */
export function answerOtherMethods(app: Hono<Env>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set(['OPTIONS']);
    methods.set(path, known.add(method));
    if (method === 'GET') known.add('HEAD');
  }
  for (const [path, known] of methods) {
    const allow = [...known].sort().join(', ');
    app.all(path, (c) => {
      c.header('Allow', allow);
      return c.req.method === 'OPTIONS' ? c.body(null, 204) : answerProblem(c, 'method-not-allowed');
    });
  }
}
