/**
 * The ticket law: who may do what, when, and what follows. Pure functions from one version of a ticket to the
 * next; the moment, the actor and new ids are handed in. The server applies them, the widget asks `permissions`.
 */
import type {
  Actor,
  Attachment,
  AuditEntry,
  CustomerFacing,
  Effect,
  Instant,
  Links,
  MailFacts,
  Note,
  Priority,
  PublicMessage,
  Ticket,
  TimelineEntry,
} from './model.ts';
import { priorities } from './model.ts';
import { InvalidInput, Refusal } from './codes.ts';
import { day } from './calendar.ts';
import { answer, instant, isOwed, makePromise, promiseAnew, reprioritise, waive } from './promise.ts';
import type { PromiseTerms } from './promise.ts';

export interface Policy extends PromiseTerms {
  /** Days after closing during which a ticket may be reopened; null when there is no limit. */
  readonly reopenWindowDays: number | null;
  /** Whether a customer's message after an answer is promised an answer too. */
  readonly followUp: boolean;
}

/** The moment and actor of an act, and a source of ids. */
export interface Act {
  readonly now: Instant;
  readonly by: Actor;
  readonly policy: Policy;
  readonly newId: () => string;
}

/** The result of an act: the next version, and the mails it asks for. */
export interface Outcome {
  readonly ticket: Ticket;
  readonly effects: readonly Effect[];
}

/** A request that has passed the form's checks; `create` takes it without further checks. */
export interface Draft {
  readonly number: number;
  readonly customerId: string;
  readonly service: string;
  readonly category: string | null;
  readonly type: string | null;
  readonly links: Links;
  readonly orderReference: string | null;
  readonly fields: Readonly<Record<string, string | boolean>>;
  readonly title: string;
  readonly description: string;
  readonly priority: Priority;
  readonly attachments: readonly Attachment[];
  readonly context: Readonly<Record<string, unknown>> | null;
  readonly followUpOf: string | null;
}

export interface Said {
  readonly body: string;
  readonly attachments?: readonly Attachment[];
  readonly mail?: MailFacts;
}

const latest = (...moments: (Instant | null | undefined)[]): Instant => moments.reduce<Instant>((a, b) => (b && b > a ? b : a), '');

/** The last moment that the customer knows of. */
function lastPublic({
  createdAt,
  updatedAt,
  seenAt,
  staffActedAt,
  nudgedAt,
  promise,
  closing,
  messages,
  timeline,
}: CustomerFacing): Instant {
  const told = [...messages.map((one) => one.createdAt), ...timeline.map(({ at }) => at)];
  return latest(createdAt, updatedAt, seenAt, staffActedAt, nudgedAt, promise.startedAt, promise.answeredAt, closing?.at, ...told);
}

/**
 * The moment of an act, never before `last`. A server's clock may be set back; within a ticket time only goes forward, so that a
 * later act has a later date, and an act after the customer's look is unread.
 */
const notBefore = (last: Instant, now: Instant): Instant => (now < last ? instant(Date.parse(last) + 1) : now);

/** Ignores acts that only the team sees: no date may tell the customer of a note. */
const afterPublicActs = (ticket: CustomerFacing, act: Act): Act => ({ ...act, now: notBefore(lastPublic(ticket), act.now) });

/** The moment of an act that only the team sees, after every earlier act. */
export function afterAllActs(ticket: Ticket, act: Act): Act {
  const { notes, audit } = ticket;
  return {
    ...act,
    now: notBefore(latest(lastPublic(ticket), ...notes.map((one) => one.createdAt), ...audit.map(({ at }) => at)), act.now),
  };
}

type Event = Pick<TimelineEntry, 'kind'> & Partial<Pick<TimelineEntry, 'reason' | 'from' | 'to' | 'as'>>;

const entry = (act: Act, event: Event): TimelineEntry => ({ id: act.newId(), at: act.now, by: act.by, ...event });

function effect(act: Act, ticketId: string, audience: Effect['audience'], kind: Effect['kind'], messageId: string | null): Effect {
  return { id: act.newId(), kind, audience, ticketId, messageId, at: act.now };
}

/** The next version after a public change. */
function publicVersion(ticket: Ticket, act: Act, changes: Partial<Ticket>, ...events: Event[]): Ticket {
  return {
    ...ticket,
    ...changes,
    rev: ticket.rev + 1,
    updatedAt: act.now,
    seenAt: act.by.kind === 'customer' ? act.now : ticket.seenAt,
    timeline: [...ticket.timeline, ...events.map((event) => entry(act, event))],
  };
}

const message = (act: Act, said: Said): PublicMessage => ({
  visibility: 'public',
  id: act.newId(),
  author: act.by,
  body: said.body,
  createdAt: act.now,
  attachments: said.attachments ?? [],
  ...(said.mail && { mail: said.mail }),
});

/** The actor of an act that only one kind of actor may do. Another kind is a bug in a route, so this throws a plain Error. */
function requireActor<K extends Actor['kind']>(kind: K, { by }: Act): Actor & { readonly kind: K } {
  if (by.kind !== kind) throw new TypeError(`This is for ${kind} only, not for ${by.kind}; the routes keep others out.`);
  return by as Actor & { readonly kind: K };
}

/** A required reason: its absence is reported before the ticket's state is checked. */
function requireReason(reason: string | null): string {
  if (!reason) throw new InvalidInput({ path: 'reason', code: 'required' });
  return reason;
}

export function create(draft: Draft, act: Act): Outcome {
  const id = act.newId();
  const ticket: Ticket = {
    id,
    ...draft,
    rev: 1,
    status: 'OPEN',
    createdAt: act.now,
    updatedAt: act.now,
    promise: makePromise('first', draft.priority, act.now, act.policy),
    ball: 'team',
    reopenCount: 0,
    closing: null,
    rating: null,
    nudgedAt: null,
    seenAt: act.now,
    staffActedAt: null,
    messages: [],
    timeline: [entry(act, { kind: 'created' })],
    notes: [],
    assignee: null,
    tags: [],
    audit: [],
  };
  return { ticket, effects: [effect(act, id, 'customer', 'created', null), effect(act, id, 'team', 'created', null)] };
}

export function reply(ticket: Ticket, said: Said, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  if (ticket.status === 'CLOSED') throw new Refusal('ticket-closed');
  const added = message(act, said);
  const messages = [...ticket.messages, added];
  if (act.by.kind !== 'staff') {
    // While an answer is owed, another message leaves the due date as it is. After an answer, the message starts a new promise.
    const anew = act.policy.followUp && ticket.promise.answeredAt !== null;
    const promised = anew ? promiseAnew(ticket, 'follow-up', act.now, act.policy) : {};
    const next = publicVersion(ticket, act, { messages, ball: 'team', ...promised });
    return { ticket: next, effects: [effect(act, ticket.id, 'team', 'customer-replied', added.id)] };
  }
  const changes = { messages, ball: 'customer', staffActedAt: act.now, promise: answer(ticket.promise, act.now) } as const;
  const next =
    ticket.status === 'OPEN'
      ? publicVersion(ticket, act, { ...changes, status: 'IN_PROGRESS' }, { kind: 'started' })
      : publicVersion(ticket, act, changes);
  return { ticket: next, effects: [effect(act, ticket.id, 'customer', 'replied', added.id)] };
}

/** Adds an internal note. Nothing that the customer can see changes. */
export function note(ticket: Ticket, said: Said, asked: Act): Outcome {
  const act = afterAllActs(ticket, asked);
  const added: Note = {
    visibility: 'internal',
    id: act.newId(),
    author: requireActor('staff', act),
    body: said.body,
    createdAt: act.now,
    attachments: said.attachments ?? [],
  };
  return { ticket: { ...ticket, rev: ticket.rev + 1, notes: [...ticket.notes, added] }, effects: [] };
}

/**
 * The team has read the message and there is nothing to answer: the customer has the ball, and sees that. With `answered`, an
 * answer in the same request has already passed the ball, so only `why` (if given) is recorded for the customer.
 */
export function acknowledge(ticket: Ticket, why: string | null, asked: Act, answered = false): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('staff', act);
  if (answered && !why) return { ticket, effects: [] };
  if (ticket.status === 'CLOSED' || (ticket.ball !== 'team' && !answered)) throw new Refusal('nothing-to-acknowledge');
  const changes = { ball: 'customer', promise: answer(ticket.promise, act.now) } as const;
  return { ticket: publicVersion(ticket, act, changes, { kind: 'acknowledged', ...(why && { reason: why }) }), effects: [] };
}

/**
 * Marks the one message of the team that solves the request; null removes the mark. The customer sees the mark; no date, order or
 * mail changes.
 */
export function markSolution(ticket: Ticket, messageId: string | null, act: Act): Outcome {
  requireActor('staff', act);
  const marked = ticket.solution?.messageId ?? null;
  if (messageId === marked) return { ticket, effects: [] };
  if (messageId !== null) maySolve(ticket, messageId);
  const solution = messageId === null ? null : { messageId, by: act.by, at: afterAllActs(ticket, act).now };
  return quietly(ticket, act, { solution }, { kind: 'solution', from: marked ?? '', to: messageId ?? '' });
}

/** Only a public message of the team can be a solution. A note's id is refused like an unknown one. */
function maySolve({ messages }: Ticket, messageId: string): void {
  if (messages.some(({ id, author }) => id === messageId && author.kind === 'staff')) return;
  throw new InvalidInput({ path: 'solution', code: 'not-in-list' });
}

/** Asks for a mail of the solution to the customer. The ticket stays as it is. */
export function sendSolution(ticket: Ticket, act: Act): Outcome {
  requireActor('customer', act);
  if (!ticket.solution) throw new Refusal('no-solution');
  return { ticket, effects: [effect(act, ticket.id, 'customer', 'solution', ticket.solution.messageId)] };
}

export function start(ticket: Ticket, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('staff', act);
  if (ticket.status !== 'OPEN') throw new Refusal('bad-transition');
  return { ticket: publicVersion(ticket, act, { status: 'IN_PROGRESS' }, { kind: 'started' }), effects: [] };
}

/** Closes the ticket. `as`: closed as a duplicate, where `to` is the number the customer may read (see `duplicates.ts`). */
export function close(ticket: Ticket, why: string | null, asked: Act, as: Pick<TimelineEntry, 'as' | 'to'> = {}): Outcome {
  const act = afterPublicActs(ticket, asked);
  const reason = why || null;
  if (ticket.status === 'CLOSED') throw new Refusal('already-closed');
  const byStaff = act.by.kind === 'staff';
  const next = publicVersion(
    ticket,
    act,
    {
      status: 'CLOSED',
      ball: null,
      closing: { at: act.now, by: act.by, reason, ...(as.as && { as: as.as }), thankedAt: null, ratedAt: null },
      promise: byStaff ? answer(ticket.promise, act.now) : waive(ticket.promise),
      staffActedAt: byStaff ? act.now : ticket.staffActedAt,
    },
    { kind: 'closed', ...(reason !== null && { reason }), ...as },
  );
  return { ticket: next, effects: [effect(act, ticket.id, 'customer', 'closed', null)] };
}

/** Until when reopening is possible; null when there is no limit. */
export function reopenableUntil(ticket: Pick<Ticket, 'closing'>, policy: Pick<Policy, 'reopenWindowDays'>): Instant | null {
  if (policy.reopenWindowDays === null || !ticket.closing) return null;
  return instant(Date.parse(ticket.closing.at) + policy.reopenWindowDays * day);
}

/** A reopened ticket is no longer a duplicate. */
function withoutDuplicates({ duplicates, foreignDuplicates }: Ticket): Partial<Ticket> {
  return {
    ...(duplicates?.of && { duplicates: { ...duplicates, of: null } }),
    ...(foreignDuplicates?.of && { foreignDuplicates: { ...foreignDuplicates, of: null } }),
  };
}

/** Reopens the ticket; the reason becomes a public message. `said`: the text and files of a mail, which may exceed a reason's limits. */
export function reopen(ticket: Ticket, why: string | null, asked: Act, said?: Said): Outcome {
  const act = afterPublicActs(ticket, asked);
  const reason = requireReason(why);
  if (ticket.status !== 'CLOSED') throw new Refusal('not-closed');
  const until = reopenableUntil(ticket, act.policy);
  // Compares with the clock as it is, so that a last date ahead of the clock does not shorten the window.
  if (until !== null && asked.now > until) throw new Refusal('reopen-window-passed');
  const added = message(act, said ?? { body: reason });
  const next = publicVersion(
    ticket,
    act,
    {
      status: 'OPEN',
      ball: 'team',
      closing: null,
      messages: [...ticket.messages, added],
      ...promiseAnew(ticket, 'reopening', act.now, act.policy),
      reopenCount: ticket.reopenCount + 1,
      nudgedAt: null,
      staffActedAt: act.by.kind === 'staff' ? act.now : ticket.staffActedAt,
      ...withoutDuplicates(ticket),
    },
    { kind: 'reopened', reason },
  );
  const effects = [effect(act, ticket.id, 'customer', 'reopened', added.id), effect(act, ticket.id, 'team', 'reopened', added.id)];
  return { ticket: next, effects };
}

export function thank(ticket: Ticket, body: string, asked: Act, more: Omit<Said, 'body'> = {}): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('customer', act);
  if (!ticket.closing) throw new Refusal('not-closed');
  if (ticket.closing.thankedAt !== null) throw new Refusal('already-thanked');
  const next = publicVersion(
    ticket,
    act,
    { messages: [...ticket.messages, message(act, { ...more, body })], closing: { ...ticket.closing, thankedAt: act.now } },
    { kind: 'thanked' },
  );
  return { ticket: next, effects: [] };
}

export function rate(ticket: Ticket, score: number, comment: string | null, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('customer', act);
  if (!ticket.closing) throw new Refusal('not-closed');
  if (ticket.closing.ratedAt !== null) throw new Refusal('already-rated');
  const next = publicVersion(
    ticket,
    act,
    { rating: { score, comment: comment || null, at: act.now }, closing: { ...ticket.closing, ratedAt: act.now } },
    { kind: 'rated' },
  );
  return { ticket: next, effects: [] };
}

/**
 * When the customer may ask for news: a day after the last event, or as soon as the promise is late and no nudge followed it.
 * Null while the team does not have the ball.
 */
export function nudgeableFrom(ticket: Pick<Ticket, 'ball' | 'promise' | 'nudgedAt' | 'createdAt' | 'messages'>): Instant | null {
  if (ticket.ball !== 'team') return null;
  const { promise, nudgedAt } = ticket;
  const last = latest(ticket.createdAt, promise.startedAt, ticket.messages.at(-1)?.createdAt, nudgedAt);
  const dayAfter = instant(Date.parse(last) + day);
  if (!isOwed(promise) || (nudgedAt !== null && nudgedAt > promise.dueAt)) return dayAfter;
  const onceLate = instant(Date.parse(promise.dueAt) + 1);
  return onceLate < dayAfter ? onceLate : dayAfter;
}

/** "Any news?": adds a timeline entry and an alert at the desk. */
export function nudge(ticket: Ticket, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('customer', act);
  const from = nudgeableFrom(ticket);
  if (from === null || act.now < from) throw new Refusal('too-soon', from);
  const next = publicVersion(ticket, act, { nudgedAt: act.now }, { kind: 'nudged' });
  return { ticket: next, effects: [effect(act, ticket.id, 'team', 'nudged', null)] };
}

/** Records that the customer has opened the ticket. `rev` stays, so that an edit at the desk does not conflict. */
export function see(ticket: Ticket, now: Instant): Ticket {
  const seenAt = latest(now, lastPublic(ticket));
  return ticket.seenAt < seenAt ? { ...ticket, seenAt } : ticket;
}

export const isUnread = (ticket: Pick<Ticket, 'staffActedAt' | 'seenAt'>): boolean =>
  ticket.staffActedAt !== null && ticket.staffActedAt > ticket.seenAt;

export function changePriority(ticket: Ticket, to: Priority, why: string | null, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('staff', act);
  if (to === ticket.priority) return { ticket, effects: [] };
  const reason = requireReason(why);
  if (ticket.status === 'CLOSED') throw new Refusal('ticket-closed');
  const from = ticket.priority;
  const raised = priorities.indexOf(to) > priorities.indexOf(from);
  const promise = reprioritise(ticket.promise, { from, to, raised }, act.now, act.policy);
  return { ticket: publicVersion(ticket, act, { priority: to, promise }, { kind: 'priority-changed', from, to, reason }), effects: [] };
}

export function moveTo(ticket: Ticket, service: string, category: string | null, asked: Act): Outcome {
  const act = afterPublicActs(ticket, asked);
  requireActor('staff', act);
  if (service === ticket.service && category === ticket.category) return { ticket, effects: [] };
  const from = ticket.service;
  // A type belongs to its service, as a category does: only technical requests have one.
  const type = service === from ? ticket.type : null;
  return { ticket: publicVersion(ticket, act, { service, category, type }, { kind: 'service-changed', from, to: service }), effects: [] };
}

function quietly(ticket: Ticket, asked: Act, changes: Partial<Ticket>, audit: Pick<AuditEntry, 'kind'> & Partial<AuditEntry>): Outcome {
  const act = afterAllActs(ticket, asked);
  const added: AuditEntry = { id: act.newId(), at: act.now, by: requireActor('staff', act), ...audit };
  return { ticket: { ...ticket, ...changes, rev: ticket.rev + 1, audit: [...ticket.audit, added] }, effects: [] };
}

export function assign(ticket: Ticket, assignee: string | null, act: Act): Outcome {
  if (assignee === ticket.assignee) return { ticket, effects: [] };
  return quietly(ticket, act, { assignee }, { kind: 'assigned', from: ticket.assignee ?? '', to: assignee ?? '' });
}

const without = (tags: readonly string[], others: readonly string[]): readonly string[] => tags.filter((one) => !others.includes(one));

export function tag(ticket: Ticket, tags: readonly string[], act: Act): Outcome {
  const next = [...new Set(tags)].sort();
  if (next.join('\n') === ticket.tags.join('\n')) return { ticket, effects: [] };
  return quietly(
    ticket,
    act,
    { tags: next },
    {
      kind: 'tagged',
      from: ticket.tags.join(', '),
      to: next.join(', '),
      added: without(next, ticket.tags),
      removed: without(ticket.tags, next),
    },
  );
}

/** A change by the desk: all fields are applied or none, under one reason that the customer sees. */
export interface Amendment {
  readonly status?: Ticket['status'] | undefined;
  readonly priority?: Priority | undefined;
  readonly reason?: string | undefined;
  readonly assignee?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly service?: string | undefined;
  readonly category?: string | null | undefined;
  readonly ball?: 'customer' | undefined;
  readonly solution?: string | null | undefined;
}

/**
 * Refuses an answer when the team has answered since its writer last read. `lastRead`: id of the last public message the writer
 * has; null when there was none.
 */
export function expectRead(ticket: Pick<Ticket, 'messages'>, lastRead: string | null): void {
  const index = ticket.messages.findIndex(({ id }) => id === lastRead);
  if (lastRead !== null && index < 0) throw new InvalidInput({ path: 'lastRead', code: 'not-in-list' });
  if (ticket.messages.slice(index + 1).some(({ author }) => author.kind === 'staff')) throw new Refusal('answered-meanwhile');
}

/** The changes that remain after an answer. An answer already moves an open ticket to `IN_PROGRESS`, so that change is dropped. */
export const afterAnswer = <T extends Amendment>(
  { status, ...rest }: T,
  ticket: Pick<Ticket, 'status'>,
): Omit<T, 'status'> & Pick<Amendment, 'status'> =>
  status === undefined || (status === 'IN_PROGRESS' && ticket.status === status) ? rest : { ...rest, status };

function transition(ticket: Ticket, to: Ticket['status'], reason: string | null, act: Act): Outcome {
  if (to === 'CLOSED') return close(ticket, reason, act);
  if (to === 'OPEN' && ticket.status === 'CLOSED') return reopen(ticket, reason, act);
  if (to === 'IN_PROGRESS' && ticket.status === 'OPEN') return start(ticket, act);
  throw new Refusal('bad-transition');
}

/** Whether the change needs a reason for the customer. */
const explains = (ticket: Pick<Ticket, 'priority' | 'status'>, { priority, status }: Amendment): boolean =>
  (priority !== undefined && priority !== ticket.priority) || (status === 'OPEN' && ticket.status === 'CLOSED');

/** Refuses a change without its required reason, whatever the ticket's state. */
export function expectReason(ticket: Pick<Ticket, 'priority' | 'status'>, change: Amendment): void {
  if (explains(ticket, change)) requireReason(change.reason ?? null);
}

/** Applies a desk change. `answered`: the same request has just answered the customer. */
export function amend(ticket: Ticket, change: Amendment, act: Act, answered = false): Outcome {
  requireActor('staff', act);
  const reason = change.reason ?? null;
  const { status, priority, assignee, tags, ball, solution } = change;
  expectReason(ticket, change);
  if (solution) maySolve(ticket, solution);
  const steps: ((ticket: Ticket) => Outcome)[] = [];
  if (priority !== undefined) steps.push((t) => changePriority(t, priority, reason, act));
  if (change.service !== undefined || change.category !== undefined) {
    const service = change.service ?? ticket.service;
    // A category belongs to its service: moving to another service without naming a category clears it.
    const category = change.category !== undefined ? change.category : service === ticket.service ? ticket.category : null;
    steps.push((t) => moveTo(t, service, category, act));
  }
  if (assignee !== undefined) steps.push((t) => assign(t, assignee, act));
  if (tags !== undefined) steps.push((t) => tag(t, tags, act));
  if (solution !== undefined) steps.push((t) => markSolution(t, solution, act));
  // One reason is recorded once: on the change that requires it, before one that merely may have it.
  if (ball !== undefined) steps.push((t) => acknowledge(t, explains(ticket, change) || status === 'CLOSED' ? null : reason, act, answered));
  if (status !== undefined) {
    const step = (t: Ticket) => transition(t, status, reason, act);
    // Reopening comes first, so that the other changes find an open ticket; closing comes last for the same reason.
    if (ticket.status === 'CLOSED') steps.unshift(step);
    else steps.push(step);
  }
  return steps.reduce<Outcome>(
    (so, step) => {
      const outcome = step(so.ticket);
      return { ticket: outcome.ticket, effects: [...so.effects, ...outcome.effects] };
    },
    { ticket, effects: [] },
  );
}

/** What the customer may do with the ticket now. */
export interface Permissions {
  readonly reply: boolean;
  readonly close: boolean;
  readonly reopen: boolean;
  readonly thank: boolean;
  readonly nudge: boolean;
  readonly rate: boolean;
}

export function permissions(ticket: CustomerFacing, now: Instant, policy: Policy): Permissions {
  const open = ticket.status !== 'CLOSED';
  const until = reopenableUntil(ticket, policy);
  const from = nudgeableFrom(ticket);
  return {
    reply: open,
    close: open,
    reopen: !open && (until === null || now <= until),
    thank: ticket.closing !== null && ticket.closing.thankedAt === null,
    nudge: from !== null && notBefore(lastPublic(ticket), now) >= from,
    rate: ticket.closing !== null && ticket.closing.ratedAt === null,
  };
}
