import { Hono } from 'hono';
import type { Replies } from '../../services/desk/replies.ts';
import { deskPaths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import { CannedReplyChange, NewCannedReply } from '../../wire/replies.ts';
import type { CannedReply } from '../../wire/replies.ts';
import { attempt, revOf } from './tickets.ts';
import type { DeskGuards } from './tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { markReplay } from '../customer/tickets.ts';

export function replyRoutes(replies: Replies, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const one = `${deskPaths.replies}/:id`;

  routes.get(deskPaths.replies, staff, rate, async (c) => {
    validQuery(LangQuery, c);
    return c.json(await replies.list());
  });

  routes.get(one, staff, rate, async (c) => {
    const reply = await replies.read(idOf(c));
    validQuery(LangQuery, c);
    return withETag(c, reply);
  });

  routes.post(deskPaths.replies, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const { reply, replayed } = await replies.write(valid(NewCannedReply, sent), attempt(c, sent));
    markReplay(c, { replayed });
    c.header('Location', deskPaths.reply(reply.id));
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
