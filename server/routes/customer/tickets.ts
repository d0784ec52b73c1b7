import { answer } from '../../http/route/row.ts';
import type { Answered, Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Caller } from '../../identity/customers.ts';
import type { Answer, Tickets } from '../../services/tickets/tickets.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';
import {
  CloseRequest,
  NewMessage,
  NewTicket,
  NudgeRequest,
  RatingRequest,
  ReopenRequest,
  SeenRequest,
  SolutionMailRequest,
  ThankRequest,
  TicketListQuery,
  TicketPage,
  TicketView,
} from '../../wire/tickets.ts';

const one = `${paths.tickets}/:id` as const;

interface Named {
  readonly caller: Caller;
  readonly params: { readonly id: string };
}

export function ticketRoutes(tickets: Tickets): readonly Route[] {
  const find = ({ caller, params }: Named): ReturnType<Tickets['find']> => tickets.find(caller, params.id);
  const act = { method: 'post', who: 'customer', rate: 'write', find, idempotent: true } as const;

  return [
    route({
      method: 'post',
      path: paths.tickets,
      summary: 'Open a ticket',
      who: 'customer',
      rate: 'create',
      body: NewTicket,
      answer: [201, TicketView],
      idempotent: true,
      handle: async ({ caller, body, attempt }) => answerWith(await tickets.create(caller, body, attempt)),
    }),
    route({
      method: 'get',
      path: paths.tickets,
      summary: 'List your tickets',
      who: 'customer',
      rate: 'read',
      query: TicketListQuery,
      answer: [200, TicketPage],
      handle: ({ caller, query }) => tickets.list(caller, query),
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read a ticket, by id or by number',
      who: 'customer-or-link',
      rate: 'read',
      find,
      query: LangQuery,
      answer: [200, TicketView],
      handle: ({ found }) => tickets.show(found),
    }),
    route({
      ...act,
      path: `${one}/seen`,
      summary: 'Mark what the team wrote as read',
      body: SeenRequest,
      answer: [204, null],
      handle: async ({ caller, found, attempt }) => answer(null, await tickets.see({ caller, ticket: found, attempt })),
    }),
    route({
      ...act,
      path: `${one}/messages`,
      summary: 'Reply',
      body: NewMessage,
      answer: [201, TicketView],
      problems: ['ticket-closed'],
      handle: async ({ caller, found, attempt, body }) => answerWith(await tickets.reply({ caller, ticket: found, attempt }, body)),
    }),
    route({
      ...act,
      path: `${one}/close`,
      summary: 'Close',
      body: CloseRequest,
      answer: [200, TicketView],
      problems: ['already-closed'],
      handle: async ({ caller, found, attempt, body }) =>
        answerWith(await tickets.close({ caller, ticket: found, attempt }, body.reason ?? null)),
    }),
    route({
      ...act,
      path: `${one}/reopen`,
      summary: 'Reopen, with a reason',
      body: ReopenRequest,
      answer: [200, TicketView],
      problems: ['not-closed', 'reopen-window-passed'],
      handle: async ({ caller, found, attempt, body }) => answerWith(await tickets.reopen({ caller, ticket: found, attempt }, body.reason)),
    }),
    route({
      ...act,
      path: `${one}/thank`,
      summary: 'Thank the team after closing',
      body: ThankRequest,
      answer: [200, TicketView],
      problems: ['not-closed', 'already-thanked'],
      handle: async ({ caller, found, attempt, body }) => answerWith(await tickets.thank({ caller, ticket: found, attempt }, body.body)),
    }),
    route({
      ...act,
      path: `${one}/nudge`,
      summary: 'Ask for news',
      body: NudgeRequest,
      answer: [200, TicketView],
      problems: ['too-soon'],
      handle: async ({ caller, found, attempt }) => answerWith(await tickets.nudge({ caller, ticket: found, attempt })),
    }),
    route({
      ...act,
      path: `${one}/rating`,
      summary: 'Rate the help after closing',
      body: RatingRequest,
      answer: [200, TicketView],
      problems: ['not-closed', 'already-rated'],
      handle: async ({ caller, found, attempt, body }) => answerWith(await tickets.rate({ caller, ticket: found, attempt }, body)),
    }),
    route({
      ...act,
      path: `${one}/solution/mail`,
      summary: 'Have the solution sent to your own address, which must be known to be yours',
      rate: 'solutionMail',
      body: SolutionMailRequest,
      answer: [200, TicketView],
      problems: ['no-solution', 'no-proven-address'],
      handle: async ({ caller, found, attempt }) => answerWith(await tickets.sendSolution({ caller, ticket: found, attempt })),
    }),
  ];
}

/** A 201 has the ticket's `Location`; a replayed request gets the status of the first answer. */
function answerWith({ ticket, ticketId, status, replayed }: Answer): Answered<Answer['ticket']> {
  return answer(ticket, { status, replayed, ...(status === 201 && { location: paths.ticket(ticketId) }) });
}
