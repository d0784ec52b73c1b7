/**
 * The customer's mails, written from the customer's view of the ticket: its type has no notes. An unproven address gets the number
 * and the link, and no text that anyone has typed.
 */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { OutgoingMail } from '../../store/store.ts';
import type { Actor, Attachment, CustomerFacing, PublicMessage, TimelineEntry, TimelineKind } from '../../ticket/model.ts';
import { day } from '../../ticket/calendar.ts';
import { instant, isOwed } from '../../ticket/promise.ts';
import type { Letter, Line, PromiseLine, Quote } from './letter.ts';
import { oneLine, shorten } from './letter.ts';
import { sayMoment, sayZone } from './moments.ts';
import type { Reader } from './moments.ts';
import { words } from './words.ts';
import type { Words } from './words.ts';

export type CustomerKind = 'created' | 'replied' | 'closed' | 'reopened' | 'solution';

type BareKind = Exclude<CustomerKind, 'solution'>;

export interface Circumstances {
  readonly site: Site;
  readonly language: Language;
  readonly reader: Reader;
  /** Where the ticket is read. */
  readonly url: string;
  /** Whether the address is known to be the customer's. */
  readonly proven: boolean;
  /** Whether replies to the mail come back into the ticket. */
  readonly repliesArrive: boolean;
  /** Ids of the files that go along with the mail. */
  readonly enclosed: ReadonlySet<string>;
}

type Event = Pick<OutgoingMail, 'at' | 'messageId'> & { readonly kind: CustomerKind };

interface Desk extends Circumstances {
  readonly ticket: CustomerFacing;
  readonly event: Event;
  readonly t: Words;
  readonly team: string;
}

const longestTitle = 120;

/** Null when the content no longer exists. */
export function customerLetter(ticket: CustomerFacing, event: Event, given: Circumstances): Letter | null {
  const t = words[given.language];
  const desk: Desk = { ...given, ticket, event, t, team: given.site.team === null ? t.team : say(given.site.team, given.language) };
  if (!given.proven) return event.kind === 'solution' ? null : bareLetter({ ...desk, event: { ...event, kind: event.kind } });
  switch (event.kind) {
    case 'created':
      return createdLetter(desk);
    case 'replied':
      return repliedLetter(desk);
    case 'closed':
      return closedLetter(desk);
    case 'reopened':
      return reopenedLetter(desk);
    case 'solution':
      return solutionLetter(desk);
  }
}

/** For an unproven address. */
function bareLetter({ ticket: { number }, event, language, t, url }: Desk & { readonly event: { readonly kind: BareKind } }): Letter {
  return {
    language,
    subject: t.unprovenHeading(number),
    eyebrow: t.ticket(number),
    heading: t.unprovenHeading(number),
    lead: [[t.unproven[event.kind]]],
    promise: null,
    title: null,
    facts: [],
    quote: null,
    action: { label: t.see, url },
    foot: [t.unprovenFoot],
  };
}

type Told = Pick<Letter, 'heading'> & Partial<Letter>;

function letter(desk: Desk, told: Told): Letter {
  const { ticket, event, language, t, url, reader } = desk;
  const subject = `${shorten(oneLine(ticket.title), longestTitle)} [#${String(ticket.number)}]`;
  const { foot = [], ...rest } = told;
  return {
    language,
    subject: event.kind === 'created' ? subject : `Re: ${subject}`,
    eyebrow: t.ticket(ticket.number),
    lead: [],
    promise: null,
    title: ticket.title,
    facts: [],
    quote: null,
    action: { label: t.see, url },
    ...rest,
    foot: [...foot, desk.repliesArrive ? whatAReplyDoes(desk) : t.automatic, t.zone(sayZone(reader))],
  };
}

function whatAReplyDoes({ event, site, t }: Desk): string {
  // When a reply cannot be authenticated, one that would reopen the ticket is quarantined first.
  const reopens = site.mail.authenticatedBy !== null || site.mail.unsigned === 'take';
  return event.kind === 'closed' && reopens ? t.replyReopens(site.policy.reopenWindowDays !== null) : t.mayReply;
}

function createdLetter(desk: Desk): Letter {
  const { ticket, t, team } = desk;
  const forThem = ticket.timeline[0]?.by.kind === 'staff';
  return letter(desk, {
    heading: forThem ? t.createdForYouHeading(team) : t.createdHeading,
    promise: promiseFrom(desk, ticket.createdAt, t.received),
    quote: {
      side: forThem ? 'team' : 'customer',
      heading: t.yourRequest,
      meta: '',
      body: ticket.description,
      files: forThem ? filesSaid(ticket.attachments, desk) : [],
    },
    foot: [t.createdFoot],
  });
}

function repliedLetter(desk: Desk): Letter | null {
  const { ticket, event, t } = desk;
  const message = ticket.messages.find(({ id, author }) => id === event.messageId && author.kind === 'staff');
  if (!message) return null;
  return letter(desk, {
    heading: t.repliedHeading(whoIs(message.author, desk)),
    quote: quoteOf(message, desk),
    action: { label: t.repliedAction, url: desk.url },
    foot: ticket.status === 'CLOSED' ? [] : [t.repliedFoot],
  });
}

function closedLetter(desk: Desk): Letter | null {
  const { ticket, t } = desk;
  const entry = entryOf(desk, 'closed');
  if (!entry) return null;
  const moment = tell(entry.at, desk);
  return letter(desk, {
    heading: t.closedHeading(ticket.number),
    lead: [
      [entry.by.kind === 'customer' ? t.closedByYou(moment) : t.closedBy(whoIs(entry.by, desk), moment)],
      // Another customer's ticket is not named in the timeline either.
      ...(entry.as === 'duplicate' && entry.to ? [[t.closedAsDuplicate(entry.to)]] : []),
      [reopenable(desk, entry)],
    ],
    quote: reasonOf(entry, desk),
  });
}

function reopenedLetter(desk: Desk): Letter | null {
  const { ticket, t } = desk;
  const entry = entryOf(desk, 'reopened');
  if (!entry) return null;
  const moment = tell(entry.at, desk);
  return letter(desk, {
    heading: t.reopenedHeading(ticket.number),
    lead: [[entry.by.kind === 'customer' ? t.reopenedByYou(moment) : t.reopenedBy(whoIs(entry.by, desk), moment)]],
    promise: promiseFrom(desk, entry.at, t.reopened),
    quote: reasonOf(entry, desk),
  });
}

/** Only the solution; null when the mark was removed or moved to another message. */
function solutionLetter(desk: Desk): Letter | null {
  const { ticket, event, t } = desk;
  const message = ticket.messages.find(({ id }) => id === event.messageId && id === ticket.solution?.messageId);
  return message ? letter(desk, { heading: t.solutionHeading, lead: [[t.solutionLead]], quote: quoteOf(message, desk) }) : null;
}

const tell = (at: string, { reader, event }: Desk): string => sayMoment(at, event.at, reader);

/** The timeline entry of the event, whatever happened to the ticket since. */
const entryOf = ({ ticket, event }: Desk, kind: TimelineKind): TimelineEntry | undefined =>
  ticket.timeline.find((entry) => entry.kind === kind && entry.at === event.at);

/** The promise, unless it was answered or replaced since: the mail itself may be late. */
function promiseFrom(desk: Desk, startedAt: string, begun: (moment: string) => string): PromiseLine | null {
  const {
    ticket: { promise },
    t,
  } = desk;
  if (promise.startedAt !== startedAt || !isOwed(promise)) return null;
  const to: Line = [t.answerBy, { strong: tell(promise.dueAt, desk) }];
  return { headline: t.ours, from: [begun(tell(startedAt, desk))], to };
}

function reopenable({ site, t, reader, event }: Desk, { at }: TimelineEntry): string {
  const { reopenWindowDays } = site.policy;
  return reopenWindowDays === null
    ? t.reopenAnyTime
    : t.reopenUntil(sayMoment(instant(Date.parse(at) + reopenWindowDays * day), event.at, reader));
}

/** An agent's public name; never an address, even when the account is named so. */
function whoIs(by: Actor, { team }: Desk): string {
  return by.kind === 'staff' && !by.name.includes('@') ? by.name : team;
}

function quoteOf(message: PublicMessage, desk: Desk): Quote {
  const { team } = desk;
  const who = whoIs(message.author, desk);
  const moment = tell(message.createdAt, desk);
  return {
    side: 'team',
    heading: who,
    meta: who === team ? moment : `${team}, ${moment}`,
    body: message.body,
    files: filesSaid(message.attachments, desk),
  };
}

/** Names the attached files, and those to be opened in the ticket. */
function filesSaid(attachments: readonly Attachment[], { t, enclosed }: Desk): readonly string[] {
  const named = (inMail: boolean): string[] => attachments.filter(({ id }) => enclosed.has(id) === inMail).map(({ name }) => oneLine(name));
  const [along, left] = [named(true), named(false)];
  return [...(along.length > 0 ? [t.files(along)] : []), ...(left.length > 0 ? [t.filesInTicket(left)] : [])];
}

function reasonOf({ by, reason }: TimelineEntry, desk: Desk): Quote | null {
  if (!reason) return null;
  const staff = by.kind === 'staff';
  return { side: staff ? 'team' : 'customer', heading: staff ? whoIs(by, desk) : desk.t.you, meta: '', body: reason, files: [] };
}
