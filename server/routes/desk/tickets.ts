import { answer } from '../../http/route/row.ts';
import type { Answered, Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Desk, DeskAnswer } from '../../services/desk/desk.ts';
import { Amendment, DeskListQuery, DeskMessage, DeskNewTicket, DeskPage, DeskTicket, QueueCounts, TagList } from '../../wire/desk.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { TicketView } from '../../wire/tickets.ts';

const list = `${deskPaths.desk}/tickets` as const;
const one = `${list}/:id` as const;

export function deskRoutes(desk: Desk): readonly Route[] {
  const find = ({ params }: { readonly params: { readonly id: string } }): ReturnType<Desk['find']> => desk.find(params.id);

  return [
    route({
      method: 'get',
      path: list,
      summary: 'The queue',
      who: 'staff',
      rate: 'desk',
      query: DeskListQuery,
      answer: [200, DeskPage],
      handle: ({ staff, query }) => desk.list(staff, query),
    }),
    route({
      method: 'get',
      path: deskPaths.counts,
      summary: 'How many tickets stand where in the queue',
      who: 'staff',
      rate: 'desk',
      query: LangQuery,
      answer: [200, QueueCounts],
      handle: ({ staff }) => desk.counts(staff),
    }),
    route({
      method: 'post',
      path: list,
      summary: 'Open a ticket for a customer',
      who: 'staff',
      rate: 'desk',
      body: DeskNewTicket,
      answer: [201, DeskTicket],
      idempotent: true,
      handle: async ({ staff, body, attempt }) => created(await desk.create(staff, body, attempt)),
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read a ticket whole, notes included',
      who: 'staff',
      rate: 'desk',
      find,
      query: LangQuery,
      answer: [200, DeskTicket],
      handle: ({ found }) => desk.show(found),
    }),
    route({
      method: 'patch',
      path: one,
      summary: 'Change the version you saw: all of it or nothing',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      body: Amendment,
      answer: [200, DeskTicket],
      problems: ['bad-transition', 'ticket-closed', 'already-closed', 'nothing-to-acknowledge'],
      handle: ({ staff, found, rev, body }) => desk.amend({ staff, ticket: found }, rev, body),
    }),
    route({
      method: 'get',
      path: `${one}/as-customer`,
      summary: 'The ticket exactly as its customer sees it',
      who: 'staff',
      rate: 'desk',
      find,
      query: LangQuery,
      answer: [200, TicketView],
      handle: ({ found }) => desk.asCustomer(found),
    }),
    route({
      method: 'post',
      path: `${one}/messages`,
      summary: 'Reply, or keep a note, with the changes that go with it',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: 'optional',
      body: DeskMessage,
      answer: [201, DeskTicket],
      idempotent: true,
      problems: ['ticket-closed', 'answered-meanwhile', 'bad-transition', 'already-closed', 'nothing-to-acknowledge'],
      handle: async ({ staff, found, attempt, rev, body }) => created(await desk.say({ staff, ticket: found, attempt, rev }, body)),
    }),
    route({
      method: 'get',
      path: `${deskPaths.desk}/tags`,
      summary: 'The tags in use',
      who: 'staff',
      rate: 'desk',
      query: LangQuery,
      answer: [200, TagList],
      handle: () => desk.tags(),
    }),
  ];
}

const created = ({ ticket, ticketId, replayed }: DeskAnswer): Answered<DeskAnswer['ticket']> =>
  answer(ticket, { replayed, location: `${list}/${encodeURIComponent(ticketId)}` });
