/** Mails in doubt, for the desk: looked at as text, kept in a ticket or let go. */
import { Hono } from 'hono';
import type { Desk } from '../../services/desk/desk.ts';
import type { QuarantineDesk } from '../../services/mail-in/quarantine.ts';
import * as schema from '../../wire/mail.ts';
import { deskPaths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import { attempt, idOf } from './tickets.ts';
import type { DeskGuards } from './tickets.ts';
import type { Env } from '../../http/env.ts';
import { readJson, valid, validQuery } from '../../http/input/body.ts';
import { markReplay } from '../customer/tickets.ts';
import { jsonPage } from '../../http/input/cursors.ts';

export function quarantineRoutes(quarantine: QuarantineDesk, desk: Pick<Desk, 'read'>, { staff, rate, ownPage }: DeskGuards): Hono<Env> {
  const routes = new Hono<Env>();
  const list = deskPaths.quarantine;
  const one = `${list}/:id`;

  routes.get(list, staff, rate, async (c) => jsonPage(c, await quarantine.list(validQuery(schema.QuarantineQuery, c))));

  routes.get(one, staff, rate, async (c) => {
    const mail = await quarantine.read(idOf(c));
    validQuery(LangQuery, c);
    return c.json(mail);
  });

  routes.post(`${one}/file`, staff, ownPage, rate, async (c) => {
    const sent = await readJson(c);
    const named = attempt(c, sent);
    // A request that was done has no mail any more, and is answered all the same.
    if (named === null) await quarantine.read(idOf(c));
    const done = await quarantine.file(
      { staff: c.get('staff'), language: c.get('language') },
      idOf(c),
      valid(schema.QuarantineFiling, sent),
      named,
    );
    markReplay(c, done);
    return c.json(await desk.read(done.ticketId));
  });

  routes.delete(one, staff, ownPage, rate, async (c) => {
    await quarantine.discard(c.get('staff'), idOf(c));
    return c.body(null, 204);
  });
  return routes;
}
