/**
 * A customer's acts on their own tickets. Ownership is checked first; then the law is applied to the newest version.
 */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import { isEmail } from '../../text/email-address.ts';
import type { Caller } from '../../identity/customers.ts';
import { BadCursorError } from '../../store/store.ts';
import type {
  AttachmentOwner,
  AttachmentRow,
  AttachmentStore,
  Commit,
  CustomerStore,
  IdempotencyRecord,
  NewestCustomer,
  TicketStore,
} from '../../store/store.ts';
import { InvalidInput, Refusal } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { Status, Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { mayRead } from '../../ticket/readers.ts';
import { close, create, nudge, rate, reopen, reply, see, sendSolution, thank } from '../../ticket/rules.ts';
import type { Act, Outcome } from '../../ticket/rules.ts';
import type { NewMessage as NewMessageSchema, RatingRequest, TicketListQuery, TicketPage, TicketView } from '../../wire/tickets.ts';
import { ticketItem, ticketView } from '../../wire/view.ts';
import type { Archive } from '../archive/archive.ts';
import { withOriginal } from './duplicates.ts';
import { draftOf } from './draft.ts';
import type { NewTicket } from './draft.ts';
import { NotFound } from '../errors.ts';
import type { Attempt, Done, Once } from '../idempotency.ts';
import { attachmentOf } from '../attachments/attachments.ts';
import { taken, takeUploads } from '../attachments/claiming.ts';

export type ListQuery = InferOutput<typeof TicketListQuery>;
export type NewMessage = InferOutput<typeof NewMessageSchema>;
export type Rating = InferOutput<typeof RatingRequest>;

export interface TicketDeps {
  readonly store: TicketStore & CustomerStore & Pick<AttachmentStore, 'attachment'>;
  readonly archive: Pick<Archive, 'owns'>;
  readonly site: Site;
  readonly once: Once;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The ticket after an act, and the act's result. */
export interface Answer extends Done {
  readonly ticket: TicketView;
}

/** An act on a ticket: the caller, the ticket, and the idempotency attempt. */
export interface On {
  readonly caller: Caller;
  /** What `find` gave. The law is applied to its newest version. */
  readonly ticket: Pick<Ticket, 'id'>;
  readonly attempt: Attempt | null;
}

export interface Tickets {
  list(caller: Caller, query: ListQuery): Promise<TicketPage>;
  /** By id or number. @throws NotFound also when the caller may not read the ticket */
  find(caller: Caller, ref: string): Promise<Ticket>;
  show(ticket: Ticket): TicketView;
  create(caller: Caller, input: NewTicket, attempt: Attempt | null): Promise<Answer>;
  reply(on: On, input: NewMessage): Promise<Answer>;
  close(on: On, reason: string | null): Promise<Answer>;
  reopen(on: On, reason: string): Promise<Answer>;
  thank(on: On, body: string): Promise<Answer>;
  nudge(on: On): Promise<Answer>;
  rate(on: On, rating: Rating): Promise<Answer>;
  see(on: On): Promise<Done>;
  /** Mails the solution to the customer's own address. @throws Refusal when there is no solution, or the address is not verified. */
  sendSolution(on: On): Promise<Answer>;
}

const statusesOf: Readonly<Record<'open' | 'closed', readonly Status[]>> = { open: ['OPEN', 'IN_PROGRESS'], closed: ['CLOSED'] };

export function createTickets(deps: TicketDeps): Tickets {
  const { store, archive, site, once, now, newId } = deps;
  const { policy } = site;

  const actOf = ({ customer }: Caller): Act => ({ now: instant(now()), by: { kind: 'customer', name: customer.name }, policy, newId });
  const view = (ticket: Ticket): TicketView => ticketView(ticket, instant(now()), policy);

  async function find(caller: Caller, ref: string): Promise<Ticket> {
    const ticket = await ticketBy(ref, store);
    if (!ticket || !mayRead(ticket, caller)) throw new NotFound();
    return ticket;
  }

  /** `ticket`: the version that the act wrote; a replayed request returns the current version. */
  async function answer(done: Done, ticket?: Ticket): Promise<Answer> {
    const now = ticket ?? (await store.ticket(done.ticketId));
    if (!now) throw new NotFound();
    return { ...done, ticket: view(now) };
  }

  /** Runs one act of the law on the newest version of the caller's ticket, once. */
  async function act(
    { caller, ticket: { id }, attempt }: On,
    status: number,
    apply: (ticket: Ticket, act: Act, uploads: readonly AttachmentRow[]) => Outcome,
    attachments: readonly string[] = [],
  ): Promise<Answer> {
    let changed: Ticket | undefined;
    const done = await once(attempt, status, async (remember) => {
      const records = remember(id);
      changed = await store.changeTicket(id, (ticket, newest, upload, other) => {
        const uploads = takeUploads(attachments, uploaderOf(caller), upload);
        const outcome = apply(ticket, actOf(caller), uploads);
        const commit = commitOf(outcome, caller, records, newest, uploads);
        const tickets = outcome.ticket === ticket ? [] : withOriginal(ticket, outcome.ticket, other);
        return { put: { ...commit.put, tickets } };
      });
      if (!changed) throw new NotFound();
      return changed;
    });
    return answer(done, changed);
  }

  return {
    async list({ customer }, query) {
      const { state, q, sort = 'activity', limit = limits.pageSize.default, cursor } = query;
      const at = instant(now());
      const page = await pageOf(() =>
        store.listTickets({
          reader: 'customer',
          customerId: customer.id,
          now: at,
          sort,
          limit,
          ...(state && { statuses: statusesOf[state] }),
          ...(q && { q }),
          ...(cursor && { cursor }),
        }),
      );
      return { ...page, items: page.items.map((ticket) => ticketItem(ticket, at, policy)) };
    },

    find,
    show: view,

    async create(caller, input, attempt) {
      const done = await once(attempt, 201, async (remember) => {
        const draft = await draftOf(input, caller.customer, site, uploaderOf(caller), store, archive);
        return store.createTicket((number, newest, upload) => {
          const uploads = takeUploads(input.attachments, uploaderOf(caller), upload);
          const outcome = create({ ...draft, number, attachments: uploads.map(attachmentOf) }, actOf(caller));
          return commitOf(outcome, caller, remember(outcome.ticket.id), newest, uploads);
        });
      });
      return answer(done);
    },

    reply: (on, { body, attachments }) =>
      act(on, 201, (ticket, at, uploads) => reply(ticket, { body, attachments: uploads.map(attachmentOf) }, at), attachments),

    close: (on, reason) => act(on, 200, (ticket, at) => close(ticket, reason || null, at)),
    reopen: (on, reason) => act(on, 200, (ticket, at) => reopen(ticket, reason, at)),
    thank: (on, body) => act(on, 200, (ticket, at) => thank(ticket, body, at)),
    nudge: (on) => act(on, 200, (ticket, at) => nudge(ticket, at)),
    rate: (on, { score, comment }) => act(on, 200, (ticket, at) => rate(ticket, score, comment || null, at)),

    sendSolution: (on) =>
      act(on, 200, (ticket, at) => {
        const outcome = sendSolution(ticket, at);
        const { email, emailVerified } = on.caller.customer;
        if (email === null || !emailVerified || !isEmail(email)) throw new Refusal('no-proven-address');
        return outcome;
      }),

    see({ caller, ticket: { id }, attempt }) {
      return once(attempt, 204, async (remember) => {
        const records = remember(id);
        await store.changeTicket(id, (ticket, newest) => {
          const seen = see(ticket, instant(now()));
          // Nothing is unread, so the ticket is not written again.
          if (ticket.staffActedAt === null || ticket.staffActedAt <= ticket.seenAt)
            return records.length > 0 ? { put: { idempotency: records } } : null;
          return commitOf({ ticket: seen, effects: [] }, caller, records, newest);
        });
        return { id };
      });
    },
  };
}

const numberPattern = /^[0-9]{1,15}$/;

/** By id or number. The caller has to check who may read the ticket. */
export async function ticketBy(ref: string, store: Pick<TicketStore, 'ticket' | 'ticketByNumber'>): Promise<Ticket | undefined> {
  return numberPattern.test(ref) ? store.ticketByNumber(Number(ref)) : store.ticket(ref);
}

export async function pageOf<T>(list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (error) {
    if (error instanceof BadCursorError) throw new InvalidInput({ path: 'cursor', code: 'invalid' });
    throw error;
  }
}

const uploaderOf = ({ customer }: Caller): AttachmentOwner => ({ kind: 'customer', id: customer.id });

function commitOf(
  { ticket, effects }: Outcome,
  caller: Caller,
  idempotency: readonly IdempotencyRecord[],
  newest: NewestCustomer,
  uploads: readonly AttachmentRow[] = [],
): Commit {
  const customer = caller.over(newest(ticket.customerId));
  const attachments = taken(uploads, ticket.id, 'public');
  return { put: { tickets: [ticket], effects, idempotency, attachments, ...(customer && { customers: [customer] }) } };
}
