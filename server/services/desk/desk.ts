/** The team's acts on tickets. It reads every ticket with its notes; a change applies to the newest version or is refused. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { AttachmentOwner, Customer, NewestTicket, StaffAccount, Store } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant, soonLate } from '../../ticket/promise.ts';
import { afterAnswer, amend, create, expectRead, expectReason, note, reply } from '../../ticket/rules.ts';
import type { Act } from '../../ticket/rules.ts';
import type {
  Amendment as AmendmentSchema,
  DeskListQuery,
  DeskMe,
  DeskMessage as DeskMessageSchema,
  DeskNewTicket as DeskNewTicketSchema,
  DeskPage,
  DeskTicket,
  QueueCounts,
  TagList,
} from '../../wire/desk.ts';
import type { TicketView } from '../../wire/tickets.ts';
import { deskItem, deskTicket, ticketView } from '../../wire/view.ts';
import type { DeskPeople } from '../../wire/view.ts';
import type { Archive } from '../archive/archive.ts';
import { askedFor } from './asking.ts';
import { closeAs, withOriginal } from '../tickets/duplicates.ts';
import { draftOf } from '../tickets/draft.ts';
import { NotFound, Stale } from '../errors.ts';
import { checkChoices, hoursOf, prioritiesOf, servicesOf } from '../tickets/form.ts';
import type { Attempt, Done, Once } from '../idempotency.ts';
import { customerFor } from './on-behalf.ts';
import { attachmentOf } from '../attachments/attachments.ts';
import { taken, takeUploads } from '../attachments/claiming.ts';
import { pageOf, ticketBy } from '../tickets/tickets.ts';

export type DeskQuery = InferOutput<typeof DeskListQuery>;
export type DeskNewTicket = InferOutput<typeof DeskNewTicketSchema>;
export type DeskMessage = InferOutput<typeof DeskMessageSchema>;
export type Amendment = InferOutput<typeof AmendmentSchema>;

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
    | 'listFormerStaff'
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
  /** What `find` gave. The law is applied to its newest version. */
  readonly ticket: Ticket;
  readonly attempt: Attempt | null;
  /** The version that the changes sent with a message were made for; `null`: any. */
  readonly rev?: number | null;
}

export interface Desk {
  me(staff: StaffAccount, language: Language): Promise<DeskMe>;
  list(staff: StaffAccount, query: DeskQuery): Promise<DeskPage>;
  counts(staff: StaffAccount): Promise<QueueCounts>;
  /** By id or number. @throws NotFound */
  find(ref: string): Promise<Ticket>;
  show(ticket: Ticket): Promise<DeskTicket>;
  asCustomer(ticket: Ticket): TicketView;
  /** Tags in use, the most used first. */
  tags(): Promise<TagList>;
  create(staff: StaffAccount, input: DeskNewTicket, attempt: Attempt | null): Promise<DeskAnswer>;
  /** Adds a message and applies the changes sent with it, in one commit. @throws Stale unless `rev` is the newest. */
  say(on: DeskOn, input: DeskMessage): Promise<DeskAnswer>;
  /** @throws Stale unless `rev` is the newest. */
  amend(on: Pick<DeskOn, 'staff' | 'ticket'>, rev: number, change: Amendment): Promise<DeskTicket>;
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

  /** Looks up the customers and members that the tickets name, each once. */
  async function peopleOf(tickets: readonly Ticket[]): Promise<(ticket: Ticket) => DeskPeople> {
    const [team, former] = await Promise.all([store.listStaff(), store.listFormerStaff()]);
    const members = new Map<string, { readonly name: string; readonly inTeam: boolean }>([
      ...former.map(({ id, name }) => [id, { name, inTeam: false }] as const),
      ...team.map(({ id, name }) => [id, { name, inTeam: true }] as const),
    ]);
    const ids = [...new Set(tickets.map(({ customerId }) => customerId))];
    const customers = new Map(await Promise.all(ids.map(async (id) => [id, customerView(await store.customer(id))] as const)));
    return ({ customerId }) => ({ customer: customers.get(customerId) ?? customerView(undefined), staffMember: (id) => members.get(id) });
  }

  /** `ticket`: the version that the act wrote; a replayed request returns the current version. */
  async function answer(done: Done, ticket?: Ticket): Promise<DeskAnswer> {
    return { ...done, ticket: await view(ticket ?? (await find(done.ticketId))) };
  }

  /** The id of the original. @throws InvalidInput */
  async function originalNamed(ref: string, status: Amendment['status']): Promise<string> {
    if (status !== undefined && status !== 'CLOSED') throw new InvalidInput({ path: 'status', code: 'invalid' });
    const original = await ticketBy(ref, store);
    if (!original) throw new InvalidInput({ path: 'duplicateOf', code: 'not-in-list' });
    return original.id;
  }

  /** Returns the id of the original when the change closes the ticket as a duplicate. @throws InvalidInput */
  async function checkAmendment(ticket: Ticket, change: Amendment): Promise<string | undefined> {
    const { assignee, duplicateOf, status } = change;
    if (assignee && !(await store.staff(assignee))) throw new InvalidInput({ path: 'assignee', code: 'not-in-list' });
    checkService(ticket, change);
    return duplicateOf === undefined ? undefined : originalNamed(duplicateOf, status);
  }

  function checkService(ticket: Ticket, { service, category }: Amendment): void {
    if (service === undefined && category === undefined) return;
    const next = site.services.find(({ id }) => id === (service ?? ticket.service));
    if (!next) throw new InvalidInput({ path: 'service', code: 'not-in-list' });
    // The desk may leave the category out even when the form requires one: the first is checked in its place.
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
        formerTeam: (await store.listFormerStaff()).map((account) => ({ id: account.id, name: account.name })),
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

    find,
    show: view,

    asCustomer: (ticket) => ticketView(ticket, instant(now()), policy),

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

    async say({ staff, ticket: found, attempt, rev = null }, { body, visibility, attachments: ids, lastRead, then = {} }) {
      const { id } = found;
      let changed: Ticket | undefined;
      const write = visibility === 'internal' ? note : reply;
      const done = await once(attempt, 201, async (remember) => {
        const idempotency = remember(id);
        const original = await checkAmendment(found, then).catch(inThen);
        changed = await store.changeTicket(id, (ticket, _newest, upload, other) => {
          beside(() => expectReason(ticket, then));
          if (rev !== null && ticket.rev !== rev) throw new Stale();
          if (visibility === 'public' && lastRead !== undefined && ticket.status !== 'CLOSED') expectRead(ticket, lastRead);
          const act = actOf(staff);
          const uploads = takeUploads(ids, uploaderOf(staff), upload);
          const said = write(ticket, { body, attachments: uploads.map(attachmentOf) }, act);
          const after = beside(() =>
            amended(ticket, said.ticket, afterAnswer(then, said.ticket), { original, answered: visibility === 'public' }, act, other),
          );
          return {
            put: {
              tickets: after.tickets,
              effects: [...said.effects, ...after.effects],
              idempotency,
              attachments: taken(uploads, id, visibility),
            },
          };
        });
        if (!changed) throw new NotFound();
        return changed;
      });
      return answer(done, changed);
    },

    async amend({ staff, ticket }, rev, change) {
      const original = await checkAmendment(ticket, change);
      const changed = await store.changeTicket(ticket.id, (newest, _customer, _upload, other) => {
        if (newest.rev !== rev) throw new Stale();
        const { tickets, effects } = amended(newest, newest, change, { original }, actOf(staff), other);
        return tickets[0] === newest ? null : { put: { tickets, effects } };
      });
      if (!changed) throw new NotFound();
      return view(changed);
    },
  };
}

/** The most tags that are listed. */
const mostTags = 1_000;

const uploaderOf = ({ id }: StaffAccount): AttachmentOwner => ({ kind: 'staff', id });

/** Puts `then.` before the paths of errors in the changes sent with a message. */
function inThen(error: unknown): never {
  if (error instanceof InvalidInput) throw new InvalidInput(...error.errors.map(({ path, code }) => ({ path: `then.${path}`, code })));
  throw error;
}

function beside<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    return inThen(error);
  }
}

interface Beside {
  readonly original: string | undefined;
  /** Whether the same request adds an answer before the change. */
  readonly answered?: boolean;
}

/**
 * `ticket` after a change, and every other ticket that changes with it; `before` is the stored version. `original`: the id
 * of a duplicate's original.
 */
function amended(
  before: Ticket,
  ticket: Ticket,
  { duplicateOf: _named, ...change }: Amendment,
  { original, answered = false }: Beside,
  act: Act,
  other: NewestTicket,
) {
  if (original === undefined) {
    const { ticket: after, effects } = amend(ticket, change, act, answered);
    return { tickets: withOriginal(before, after, other), effects };
  }
  const { status: _closed, ...first } = change;
  const next = amend(ticket, first, act, answered);
  const { tickets, effects } = closeAs(next.ticket, original, change.reason ?? null, act, other);
  return { tickets, effects: [...next.effects, ...effects] };
}

export function customerView(customer: Customer | undefined): DeskPeople['customer'] {
  if (!customer) return { id: '', name: null, email: null, emailVerified: false, locale: null, kind: 'customer' };
  const { sub, name, email, emailVerified, locale, kind } = customer;
  return { id: sub, name, email, emailVerified, locale, kind };
}
