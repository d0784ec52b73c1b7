import { Hono } from 'hono';
import type { Replies } from '../services/replies.ts';
import { paths } from '../ticket/paths.ts';
import { CannedReplyChange, LangQuery, NewCannedReply } from '../ticket/schema.ts';
import type { CannedReply } from '../ticket/wire.ts';
import { attempt, revOf } from './desk.ts';
import type { DeskGuards } from './desk.ts';
import type { Ctx, Env } from './env.ts';
import { readJson, valid, validQuery } from './middleware/body.ts';
import { markReplay } from './tickets.ts';

export function replyRoutes(replies: Replies, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const one = `${paths.deskReplies}/:id`;

  routes.get(paths.deskReplies, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await replies.list());
  });

  routes.get(one, staff, rate, async (c) => {
    const reply = await replies.read(idOf(c));
    validQuery(LangQuery, c);
    return withETag(c, reply);
  });

  routes.post(paths.deskReplies, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const { reply, replayed } = await replies.write(valid(NewCannedReply, sent), attempt(c, sent));
    markReplay(c, { replayed });
    c.header('Location', paths.deskReply(reply.id));
    return withETag(c, reply, 201);
  });

  routes.patch(one, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    await replies.read(idOf(c));
    const rev = revOf(c);
    return withETag(c, await replies.change(idOf(c), rev, valid(CannedReplyChange, sent)));
  });

  routes.delete(one, staff, ownPage, rate, async (c) => {
    await replies.read(idOf(c));
    await replies.remove(idOf(c), revOf(c));
    return c.body(null, 204);
  });
  return routes;
}

const idOf = (c: Ctx): string => c.req.param('id') ?? '';

function withETag(c: Ctx, reply: CannedReply, status: 200 | 201 = 200): Response {
  c.header('ETag', `"${String(reply.rev)}"`);
  return c.json(reply, status);
}
