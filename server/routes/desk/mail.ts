/** The outbox, for admins only, as it shows customers' addresses; and each agent's choice of alerts. */
import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { AlertsDesk } from '../../services/upkeep/alerts.ts';
import type { OutboxDesk } from '../../services/upkeep/outbox.ts';
import { Alerts, AlertsView, MailView, OutboxPage, OutboxQuery, ReplayRequest } from '../../wire/mail.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';

export const mailRoutes = (outbox: OutboxDesk, alerts: AlertsDesk): readonly Route[] => [
  route({
    method: 'get',
    path: deskPaths.alerts,
    summary: 'Which mails you get',
    who: 'staff',
    rate: 'desk',
    query: LangQuery,
    answer: [200, AlertsView],
    handle: ({ staff }) => alerts.read(staff),
  }),
  route({
    method: 'put',
    path: deskPaths.alerts,
    summary: 'Choose which mails you get',
    who: 'staff',
    rate: 'desk',
    body: Alerts,
    answer: [200, AlertsView],
    handle: ({ staff, body }) => alerts.choose(staff, body),
  }),
  route({
    method: 'get',
    path: deskPaths.outbox,
    summary: 'What became of the mails',
    who: 'admin',
    rate: 'desk',
    query: OutboxQuery,
    answer: [200, OutboxPage],
    handle: ({ query }) => outbox.list(query),
  }),
  route({
    method: 'post',
    path: `${deskPaths.outbox}/:id/replay`,
    summary: 'Send a mail again that was given up',
    who: 'admin',
    rate: 'desk',
    find: ({ params }) => outbox.expect(params.id),
    body: ReplayRequest,
    answer: [200, MailView],
    idempotent: true,
    problems: ['already-sent'],
    handle: async ({ staff, params, attempt }) => {
      const { mail, replayed } = await outbox.replay(staff, params.id, attempt);
      return answer(mail, { replayed });
    },
  }),
];
