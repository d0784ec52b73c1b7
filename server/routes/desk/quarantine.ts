/** Quarantined mails: agents read them as text, file them in a ticket or discard them. */
import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Desk } from '../../services/desk/desk.ts';
import type { QuarantineDesk } from '../../services/mail-in/quarantine.ts';
import { DeskTicket } from '../../wire/desk.ts';
import { QuarantinedMailView, QuarantineFiling, QuarantinePage, QuarantineQuery } from '../../wire/mail.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';

const one = `${deskPaths.quarantine}/:id` as const;

export const quarantineRoutes = (quarantine: QuarantineDesk, desk: Pick<Desk, 'find' | 'show'>): readonly Route[] => [
  route({
    method: 'get',
    path: deskPaths.quarantine,
    summary: 'Mails that came in and are in doubt',
    who: 'staff',
    rate: 'desk',
    query: QuarantineQuery,
    answer: [200, QuarantinePage],
    handle: ({ query }) => quarantine.list(query),
  }),
  route({
    method: 'get',
    path: one,
    summary: 'Read one of them, as text',
    who: 'staff',
    rate: 'desk',
    find: ({ params }) => quarantine.read(params.id),
    query: LangQuery,
    answer: [200, QuarantinedMailView],
    handle: ({ found }) => found,
  }),
  route({
    method: 'post',
    path: `${one}/file`,
    summary: 'Keep it in a ticket: as a note, or as its customer’s reply if it came from their proven address',
    who: 'staff',
    rate: 'desk',
    // The mail of a replayed request no longer exists, so it is not looked up.
    find: ({ c, params }) => (c.req.header('idempotency-key') === undefined ? quarantine.read(params.id) : null),
    body: QuarantineFiling,
    answer: [200, DeskTicket],
    idempotent: true,
    problems: ['reopen-window-passed', 'already-thanked', 'in-flight'],
    handle: async ({ staff, language, params, body, attempt }) => {
      const { ticketId, replayed } = await quarantine.file({ staff, language }, params.id, body, attempt);
      return answer(await desk.show(await desk.find(ticketId)), { replayed });
    },
  }),
  route({
    method: 'delete',
    path: one,
    summary: 'Let it go',
    who: 'staff',
    rate: 'desk',
    answer: [204, null],
    problems: ['not-found', 'in-flight'],
    handle: async ({ staff, params }) => {
      await quarantine.discard(staff, params.id);
      return null;
    },
  }),
];
