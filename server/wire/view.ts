/**
 * What each reader may see of a ticket: the only place that turns tickets into output. Output is built from a list of allowed
 * fields, never by removing fields.
 */
import type {
  Actor,
  AnswerPromise,
  Attachment,
  AuditEntry,
  CustomerFacing,
  Instant,
  Link,
  MailFacts,
  Note,
  PublicMessage,
  Rating,
  Ticket,
  TicketRef,
  TimelineEntry,
} from '../ticket/model.ts';
import type { DeskItem, DeskMessageView, DeskTicket } from './desk.ts';
import type { AttachmentView, MessageView, TicketItem, TicketView, TimelineView } from './tickets.ts';
import { isUnread, nudgeableFrom, permissions, reopenableUntil } from '../ticket/rules.ts';
import type { Policy } from '../ticket/rules.ts';
import { kindOf, promisesOf, promiseState } from '../ticket/promise.ts';

const excerptLength = 160;

/** The first line or two, cut between words and never inside a character. */
function excerpt(body: string): string {
  const flat = body.replace(/\s+/g, ' ').trim();
  const cut = Array.from(flat.slice(0, 2 * excerptLength))
    .slice(0, excerptLength)
    .join('');
  if (cut.length === flat.length) return flat;
  const end = cut.lastIndexOf(' ');
  return `${(end > cut.length / 2 ? cut.slice(0, end) : cut).trimEnd()}…`;
}

const attachmentView = ({ id, name, type, size }: Attachment): AttachmentView => ({ id, name, type, size });

const linkView = ({ id, label }: Link): Link => ({ id, label });

const ratingView = ({ score, comment, at }: Rating): Rating => ({ score, comment, at });

const author = (by: Actor): { kind: Actor['kind']; name: string | null } => ({ kind: by.kind, name: by.name });

const messageView = (message: PublicMessage): MessageView => ({
  id: message.id,
  author: author(message.author),
  body: message.body,
  createdAt: message.createdAt,
  attachments: message.attachments.map(attachmentView),
});

function promiseView(promise: AnswerPromise, ticket: CustomerFacing, now: Instant): TicketItem['promise'] {
  const { startedAt, dueAt, answeredAt } = promise;
  return { kind: kindOf(promise, ticket), startedAt, dueAt, answeredAt, state: promiseState(promise, now) };
}

function timelineView(entry: TimelineEntry): TimelineView {
  const { id, kind, at, reason, from, to, as } = entry;
  return {
    id,
    kind,
    at,
    by: author(entry.by),
    ...(as !== undefined && { as }),
    ...(reason !== undefined && { reason }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

const refView = ({ id, number }: TicketRef): TicketRef => ({ id, number });

function lastAnswer(ticket: CustomerFacing): TicketItem['lastAnswer'] {
  const last = ticket.messages.findLast((message) => message.author.kind === 'staff');
  return last ? { author: last.author.name, excerpt: excerpt(last.body), at: last.createdAt } : null;
}

/** A ticket in its customer's list. */
export function ticketItem(ticket: CustomerFacing, now: Instant, policy: Policy): TicketItem {
  const { closing, links, solution } = ticket;
  return {
    id: ticket.id,
    number: ticket.number,
    status: ticket.status,
    priority: ticket.priority,
    service: ticket.service,
    category: ticket.category,
    type: ticket.type,
    links: {
      ...(links.order && { order: linkView(links.order) }),
      ...(links.subscription && { subscription: linkView(links.subscription) }),
      ...(links.project && { project: linkView(links.project) }),
    },
    orderReference: ticket.orderReference,
    fields: { ...ticket.fields },
    title: ticket.title,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    closedAt: closing?.at ?? null,
    closedBy: closing ? author(closing.by) : null,
    closeReason: closing?.reason ?? null,
    closedAs: closing?.as ?? null,
    duplicateOf: ticket.duplicates?.of ? refView(ticket.duplicates.of) : null,
    duplicates: (ticket.duplicates?.these ?? []).map(refView),
    unread: isUnread(ticket),
    promise: promiseView(ticket.promise, ticket, now),
    ball: ticket.ball,
    solution: solution?.messageId ?? null,
    solutionBy: solution ? author(solution.by) : null,
    reopenCount: ticket.reopenCount,
    followUpOf: ticket.followUpOf,
    rating: ticket.rating && ratingView(ticket.rating),
    attachments: ticket.attachments.map(attachmentView),
    can: { ...permissions(ticket, now, policy) },
    nudgeableFrom: nudgeableFrom(ticket),
    reopenableUntil: reopenableUntil(ticket, policy),
    lastAnswer: lastAnswer(ticket),
  };
}

/** A ticket for its customer. */
export function ticketView(ticket: CustomerFacing, now: Instant, policy: Policy): TicketView {
  return {
    ...ticketItem(ticket, now, policy),
    description: ticket.description,
    context: ticket.context ? { ...ticket.context } : null,
    promises: promisesOf(ticket).map((promise) => promiseView(promise, ticket, now)),
    messages: ticket.messages.map(messageView),
    timeline: ticket.timeline.map(timelineView),
  };
}

/** Names of the people whom a ticket mentions, for the desk. */
export interface DeskPeople {
  readonly customer: DeskItem['customer'];
  /** An agent's name by id, and whether they are still in the team; undefined when the id is unknown. */
  readonly staffMember: (id: string) => { readonly name: string; readonly inTeam: boolean } | undefined;
}

/** The name of an account removed before names were kept is searched in what it did to the ticket. */
function assigneeView({ messages, notes, audit, timeline }: Ticket, id: string, { staffMember }: DeskPeople): DeskItem['assignee'] {
  const { name, inTeam } = staffMember(id) ?? { name: null, inTeam: false };
  const acts: readonly Actor[] = [
    ...messages.map(({ author: by }) => by),
    ...notes.map(({ author: by }) => by),
    ...[...audit, ...timeline].map(({ by }) => by),
  ];
  return { id, name: name ?? acts.find((by) => by.kind === 'staff' && by.id === id)?.name ?? '', inTeam };
}

/** A ticket in the desk's queue. */
export function deskItem(ticket: Ticket, people: DeskPeople, now: Instant, policy: Policy): DeskItem {
  const { assignee } = ticket;
  const { of = null, these = [] } = ticket.foreignDuplicates ?? {};
  return {
    ...ticketItem(ticket, now, policy),
    otherDuplicateOf: of && refView(of),
    otherDuplicates: these.map(refView),
    customer: people.customer,
    assignee: assignee === null ? null : assigneeView(ticket, assignee, people),
    tags: [...ticket.tags],
    rev: ticket.rev,
  };
}

function deskMessage(message: PublicMessage | Note): DeskMessageView {
  const { author: by } = message;
  return {
    id: message.id,
    visibility: message.visibility,
    author: { ...author(by), ...(by.kind === 'staff' && { id: by.id }) },
    body: message.body,
    createdAt: message.createdAt,
    attachments: message.attachments.map(attachmentView),
    ...(message.visibility === 'public' && message.mail && { mail: mailView(message.mail) }),
  };
}

const mailView = ({ quoted, refused }: MailFacts): DeskMessageView['mail'] => ({
  quoted,
  refused: refused.map(({ name, why }) => ({ name, why })),
});

function auditView(entry: AuditEntry): DeskTicket['audit'][number] {
  const { id, kind, at, from, to, status, permanent } = entry;
  return {
    id,
    kind,
    at,
    by: author(entry.by),
    ...(status !== undefined && { status }),
    ...(permanent !== undefined && { permanent }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(kind === 'tagged' && tagChange(entry)),
  };
}

/**
 * Entries written before `added` and `removed` existed name the whole sets, joined by ", ". A tag may contain ", ", so the common
 * parts of both sets are dropped as text.
 */
function tagChange({ from = '', to = '', added, removed }: AuditEntry): { added: string[]; removed: string[] } {
  if (added && removed) return { added: [...added], removed: [...removed] };
  const [before, after] = [from, to].map((tags) => tags.split(', ').filter((tag) => tag !== '')) as [string[], string[]];
  return { added: after.filter((tag) => !before.includes(tag)), removed: before.filter((tag) => !after.includes(tag)) };
}

/** A ticket for the team. */
export function deskTicket(ticket: Ticket, people: DeskPeople, now: Instant, policy: Policy): DeskTicket {
  return {
    ...deskItem(ticket, people, now, policy),
    description: ticket.description,
    context: ticket.context ? { ...ticket.context } : null,
    promises: promisesOf(ticket).map((promise) => promiseView(promise, ticket, now)),
    messages: ticket.messages.map(deskMessage),
    notes: ticket.notes.map(deskMessage),
    timeline: ticket.timeline.map(timelineView),
    audit: ticket.audit.map(auditView),
  };
}
