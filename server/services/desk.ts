/** The team answers: it sees every ticket whole, changes the newest version or none, and its notes stay its own. */
import type { InferOutput } from 'valibot';
import type { Language, Site } from '../config/site.ts';
import type { AttachmentOwner, Customer, NewestTicket, StaffAccount, Store } from '../store/store.ts';
import { InvalidInput } from '../ticket/codes.ts';
import { limits } from '../ticket/limits.ts';
import type { Ticket } from '../ticket/model.ts';
import { instant, soonLate } from '../ticket/promise.ts';
import { amend, create, note, reply } from '../ticket/rules.ts';
import type { Act, Outcome } from '../ticket/rules.ts';
import type * as schema from '../ticket/schema.ts';
import { deskItem, deskTicket, ticketView } from '../ticket/view.ts';
import type { DeskPeople } from '../ticket/view.ts';
import type { DeskMe, DeskPage, DeskTicket, QueueCounts, TagList, TicketView } from '../ticket/wire.ts';
import type { Archive } from './archive.ts';
import { askedFor } from './asking.ts';
import { closeAs, withOriginal } from './duplicates.ts';
import { draftOf } from './draft.ts';
import { NotFound, Stale } from './errors.ts';
import { checkChoices, hoursOf, prioritiesOf, servicesOf } from './form.ts';
import type { Attempt, Done, Once } from './idempotency.ts';
import { customerFor } from './on-behalf.ts';
import { attachmentOf } from './attachments.ts';
import { taken, takeUploads } from './taking.ts';
import { pageOf, ticketBy } from './tickets.ts';

export type DeskQuery = InferOutput<typeof schema.DeskListQuery>;
export type DeskNewTicket = InferOutput<typeof schema.DeskNewTicket>;
export type DeskMessage = InferOutput<typeof schema.DeskMessage>;
export type Amendment = InferOutput<typeof schema.Amendment>;

export interface DeskDeps {
  readonly store: Pick<
    Store,
    | 'ticket'
    | 'ticketByNumber'
    | 'listTickets'
    | 'createTicket'
    | 'changeTicket'
    | 'countTickets'
    | 'countQueue'
    | 'customer'
    | 'customersByEmail'
    | 'staff'
    | 'listStaff'
    | 'attachment'
    | 'countTags'
  >;
  readonly archive: Pick<Archive, 'owns'>;
  readonly site: Site;
  readonly issuer: string;
  readonly once: Once;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface DeskAnswer extends Done {
  readonly ticket: DeskTicket;
}

export interface DeskOn {
  readonly staff: StaffAccount;
  readonly ref: string;
  readonly attempt: Attempt | null;
}

export interface Desk {
  me(staff: StaffAccount, language: Language): Promise<DeskMe>;
  list(staff: StaffAccount, query: DeskQuery): Promise<DeskPage>;
  counts(staff: StaffAccount): Promise<QueueCounts>;
  read(ref: string): Promise<DeskTicket>;
  /** @throws NotFound */
  expect(ref: string): Promise<void>;
  asCustomer(ref: string): Promise<TicketView>;
  /** Tags in use, the most used first. */
  tags(): Promise<TagList>;
  create(staff: StaffAccount, input: DeskNewTicket, attempt: Attempt | null): Promise<DeskAnswer>;
  say(on: DeskOn, input: DeskMessage): Promise<DeskAnswer>;
  /** @throws Stale unless `rev` is the newest. */
  amend(on: DeskOn, rev: number, change: Amendment): Promise<DeskTicket>;
}

export function createDesk(deps: DeskDeps): Desk {
  const { store, archive, site, issuer, once, now, newId } = deps;
  const { policy } = site;

  const actOf = ({ id, name }: StaffAccount): Act => ({ now: instant(now()), by: { kind: 'staff', id, name }, policy, newId });

  async function find(ref: string): Promise<Ticket> {
    const ticket = await ticketBy(ref, store);
    if (!ticket) throw new NotFound();
    return ticket;
  }

  async function view(ticket: Ticket): Promise<DeskTicket> {
    const people = await peopleOf([ticket]);
    return deskTicket(ticket, people(ticket), instant(now()), policy);
  }

  /** Everybody whom these tickets name, looked up once. */
  async function peopleOf(tickets: readonly Ticket[]): Promise<(ticket: Ticket) => DeskPeople> {
    const names = new Map((await store.listStaff()).map(({ id, name }) => [id, name]));
    const ids = [...new Set(tickets.map(({ customerId }) => customerId))];
    const customers = new Map(await Promise.all(ids.map(async (id) => [id, customerView(await store.customer(id))] as const)));
    return ({ customerId }) => ({ customer: customers.get(customerId) ?? customerView(undefined), staffName: (id) => names.get(id) });
  }

  async function answer(done: Done): Promise<DeskAnswer> {
    return { ...done, ticket: await view(await find(done.ticketId)) };
  }

  /** The id of the ticket that goes on. @throws InvalidInput */
  async function originalNamed(ref: string, status: Amendment['status']): Promise<string> {
    if (status !== undefined && status !== 'CLOSED') throw new InvalidInput({ path: 'status', code: 'invalid' });
    const original = await ticketBy(ref, store);
    if (!original) throw new InvalidInput({ path: 'duplicateOf', code: 'not-in-list' });
    return original.id;
  }

  async function checkAmendment(ticket: Ticket, { assignee, service, category }: Amendment): Promise<void> {
    if (assignee && !(await store.staff(assignee))) throw new InvalidInput({ path: 'assignee', code: 'not-in-list' });
    if (service === undefined && category === undefined) return;
    const next = site.services.find(({ id }) => id === (service ?? ticket.service));
    if (!next) throw new InvalidInput({ path: 'service', code: 'not-in-list' });
    // The desk may leave a category out where the form asks for one: whoever moves a ticket need not know it.
    checkChoices({ service: next.id, category: category ?? next.categories[0]?.id }, site);
  }

  return {
    async me({ id, email, name, role }, language) {
      const team = (await store.listStaff()).map((account) => ({ id: account.id, name: account.name }));
      return {
        id,
        email,
        name,
        role,
        services: servicesOf(site, language),
        priorities: prioritiesOf(site, language),
        hours: hoursOf(site),
        team,
        holdSeconds: site.desk.holdSeconds,
        guests: site.guests.enabled,
      };
    },

    async list(staff, query) {
      const { sort = 'promise', limit = limits.pageSize.default, cursor } = query;
      const at = instant(now());
      const page = await pageOf(() =>
        store.listTickets({ reader: 'staff', now: at, sort, limit, ...askedFor(query, staff, now()), ...(cursor && { cursor }) }),
      );
      const people = await peopleOf(page.items);
      return { ...page, items: page.items.map((ticket) => deskItem(ticket, people(ticket), at, policy)) };
    },

    counts: (staff) => store.countQueue({ now: instant(now()), soonBy: instant(now() + soonLate), assignee: staff.id }),

    read: async (ref) => view(await find(ref)),

    async expect(ref) {
      await find(ref);
    },

    asCustomer: async (ref) => ticketView(await find(ref), instant(now()), policy),

    async tags() {
      const items = (await store.countTags()).slice(0, mostTags).map(({ id, count }) => ({ id, count }));
      return { items, nextCursor: null, total: items.length };
    },

    async create(staff, { customer: named, ...input }, attempt) {
      const done = await once(attempt, 201, async (remember) => {
        const customer = await customerFor(named, issuer, store, instant(now()));
        const draft = await draftOf(input, customer, site, uploaderOf(staff), store, archive);
        return store.createTicket((number, newest, upload) => {
          const uploads = takeUploads(input.attachments, uploaderOf(staff), upload);
          const { ticket, effects } = create({ ...draft, number, attachments: uploads.map(attachmentOf) }, actOf(staff));
          const attachments = taken(uploads, ticket.id, 'public');
          const customers = newest(customer.id) ? [] : [customer];
          return { put: { tickets: [ticket], effects, idempotency: remember(ticket.id), customers, attachments } };
        });
      });
      return answer(done);
    },

    async say({ staff, ref, attempt }, { body, visibility, attachments: ids }) {
      const { id } = await find(ref);
      const write = visibility === 'internal' ? note : reply;
      const done = await once(attempt, 201, async (remember) => {
        const idempotency = remember(id);
        const changed = await store.changeTicket(id, (ticket, _newest, upload) => {
          const uploads = takeUploads(ids, uploaderOf(staff), upload);
          const { ticket: next, effects } = write(ticket, { body, attachments: uploads.map(attachmentOf) }, actOf(staff));
          return { put: { tickets: [next], effects, idempotency, attachments: taken(uploads, id, visibility) } };
        });
        if (!changed) throw new NotFound();
        return changed;
      });
      return answer(done);
    },

    async amend({ staff, ref }, rev, change) {
      const ticket = await find(ref);
      await checkAmendment(ticket, change);
      const { duplicateOf, ...rest } = change;
      const original = duplicateOf === undefined ? undefined : await originalNamed(duplicateOf, rest.status);
      const changed = await store.changeTicket(ticket.id, (newest, _customer, _upload, other) => {
        if (newest.rev !== rev) throw new Stale();
        const act = actOf(staff);
        if (original === undefined) return commitUnlessSame(newest, amend(newest, rest, act), other);
        const { status: _closed, ...first } = rest;
        const amended = amend(newest, first, act);
        const { tickets, effects } = closeAs(amended.ticket, original, rest.reason ?? null, act, other);
        return { put: { tickets, effects: [...amended.effects, ...effects] } };
      });
      if (!changed) throw new NotFound();
      return view(changed);
    },
  };
}

/** More are no help to whoever looks for one. */
const mostTags = 1_000;

const uploaderOf = ({ id }: StaffAccount): AttachmentOwner => ({ kind: 'staff', id });

function commitUnlessSame(before: Ticket, { ticket, effects }: Outcome, other: NewestTicket) {
  return ticket === before ? null : { put: { tickets: withOriginal(before, ticket, other), effects } };
}

export function customerView(customer: Customer | undefined): DeskPeople['customer'] {
  if (!customer) return { id: '', name: null, email: null, emailVerified: false, locale: null, kind: 'customer' };
  const { sub, name, email, emailVerified, locale, kind } = customer;
  return { id: sub, name, email, emailVerified, locale, kind };
}
