/**
 * The team's own mails: what has happened and where to answer. They too are written without notes, as a mail may be
 * passed on, and have no thread in common with the customer's.
 */
import { say } from '../../config/site.ts';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Customer, OutgoingMail } from '../../store/store.ts';
import type { Attachment, CustomerFacing, PromiseKind } from '../../ticket/model.ts';
import { isOwed, kindOf } from '../../ticket/promise.ts';
import type { Letter, PromiseLine, Quote } from './letter.ts';
import { oneLine, shorten } from './letter.ts';
import { sayMoment, sayZone } from './moments.ts';
import type { Reader } from './moments.ts';
import { words } from './words.ts';
import type { Words } from './words.ts';

export interface TeamCircumstances {
  readonly site: Site;
  readonly language: Language;
  readonly reader: Reader;
  /** The ticket at the desk. */
  readonly url: string;
  readonly customer: Pick<Customer, 'name' | 'email'> | undefined;
  /** To one agent, by their own choice. */
  readonly personal: boolean;
}

const longestTitle = 120;

export function teamLetter(
  ticket: CustomerFacing,
  event: Pick<OutgoingMail, 'kind' | 'at' | 'messageId'>,
  given: TeamCircumstances,
): Letter {
  const { language, reader, url, site, customer, personal } = given;
  const t = words[language];
  const kind = event.kind === 'created' && ticket.priority === 'URGENT' ? 'urgent' : event.kind;
  const who = oneLine(customer?.name ?? customer?.email ?? '') || t.someone;
  const number = `#${String(ticket.number)}`;
  return {
    language,
    subject: `[${t.alertSubject[kind]}] ${number} ${shorten(oneLine(ticket.title), longestTitle)}`,
    eyebrow: t.ticket(ticket.number),
    heading: t.alertHeading[kind](actorOf(ticket, event) ?? who),
    lead: [],
    promise: owed(ticket, t, reader, event.at),
    title: ticket.title,
    facts: [
      [
        t.customer,
        [customer?.name, customer?.email]
          .filter((part) => part)
          .map((part) => oneLine(part ?? ''))
          .join(', ') || '–',
      ],
      [t.service, labelOf(ticket.service, site, language)],
      [t.priority, say(site.priorities[ticket.priority].label, language)],
    ],
    quote: quoteOf(ticket, event, given, who, t),
    action: { label: t.deskAction, url },
    foot: [personal ? t.agentFoot : t.alertFoot, t.zone(sayZone(reader))],
  };
}

/** The colleague who did it, when it was not the customer. */
function actorOf(ticket: CustomerFacing, { kind, at, messageId }: Pick<OutgoingMail, 'kind' | 'at' | 'messageId'>): string | null {
  const by =
    kind === 'created' ? ticket.timeline[0]?.by : ticket.messages.find(({ id, createdAt }) => id === messageId && createdAt === at)?.author;
  return by?.kind === 'staff' ? oneLine(by.name) : null;
}

function labelOf(id: string, { services }: Site, language: Language): string {
  const service = services.find((candidate) => candidate.id === id);
  return service ? say(service.label, language) : id;
}

const begun: Readonly<Record<PromiseKind, 'received' | 'wroteAgain' | 'reopened'>> = {
  first: 'received',
  'follow-up': 'wroteAgain',
  reopening: 'reopened',
};

function owed(ticket: CustomerFacing, t: Words, reader: Reader, since: string): PromiseLine | null {
  const { promise } = ticket;
  if (!isOwed(promise)) return null;
  return {
    headline: t.ours,
    from: [t[begun[kindOf(promise, ticket)]](sayMoment(promise.startedAt, since, reader))],
    to: [t.answerBy, { strong: sayMoment(promise.dueAt, since, reader) }],
  };
}

function quoteOf(
  ticket: CustomerFacing,
  { kind, messageId }: Pick<OutgoingMail, 'kind' | 'messageId'>,
  { reader }: TeamCircumstances,
  who: string,
  t: Words,
): Quote | null {
  if (kind === 'created')
    return { side: 'customer', heading: who, meta: '', body: ticket.description, files: filesSaid(ticket.attachments, t) };
  const message = ticket.messages.find(({ id }) => id === messageId);
  if (!message) return null;
  const by = message.author.kind === 'staff' ? message.author.name : (message.author.name ?? t.someone);
  return {
    side: 'customer',
    heading: oneLine(by),
    meta: sayMoment(message.createdAt, message.createdAt, reader),
    body: message.body,
    files: filesSaid(message.attachments, t),
  };
}

/** They lie in the ticket: the team opens them at the desk. */
const filesSaid = (attachments: readonly Attachment[], t: Words): readonly string[] =>
  attachments.length > 0 ? [t.files(attachments.map(({ name }) => oneLine(name)))] : [];
