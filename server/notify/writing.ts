/** Writes the mail of an outbox row from the present state of the ticket. */
import { say } from '../config/site.ts';
import type { Site } from '../config/site.ts';
import type { Sender } from '../config/mail.ts';
import { ticketLink } from '../services/tickets/links.ts';
import type { GuestTokens } from '../identity/guest-tokens.ts';
import type { Customer, OutgoingMail, Store } from '../store/store.ts';
import type { AttachmentFiles } from '../store/attachments.ts';
import type { Attachment, Ticket } from '../ticket/model.ts';
import { isOwed } from '../ticket/promise.ts';
import { isEmail } from '../text/email-address.ts';
import { addressOf, isRefused } from './addressing.ts';
import { enclose } from './enclosing.ts';
import { customerLetter } from './letters/customer.ts';
import type { CustomerKind } from './letters/customer.ts';
import { renderHtml } from './letters/html.ts';
import { language } from './letters/language.ts';
import { oneLine } from './letters/letter.ts';
import type { Letter } from './letters/letter.ts';
import { readerOf } from './letters/moments.ts';
import type { Reader } from './letters/moments.ts';
import { teamLetter } from './letters/team.ts';
import { renderText } from './letters/text.ts';
import { words } from './letters/words.ts';
import { mailName } from '../identity/mail-names.ts';
import type { Mail } from './smtp.ts';

export interface WritingDeps {
  readonly store: Pick<Store, 'ticket' | 'customer' | 'staff' | 'bounce'>;
  /** The bytes of attachments. */
  readonly files: Pick<AttachmentFiles, 'open'>;
  readonly site: Site;
  readonly from: Sender;
  /** Of this server. */
  readonly publicUrl: string;
  /** Makes links that open the ticket for reading, for guests with a proven address; null when guests are off. */
  readonly guests: Pick<GuestTokens, 'link'> | null;
  /** The reply address of a customer's mail; null when replies are off. */
  readonly replyTo: (ticket: Ticket) => Promise<string | null>;
}

/** Null when the recipient or the content no longer exists. */
export type Writing = (row: OutgoingMail) => Promise<Mail | null>;

const customerKinds: Readonly<Record<CustomerKind, true>> = { created: true, replied: true, closed: true, reopened: true, solution: true };
const isForCustomers = (kind: OutgoingMail['kind']): kind is CustomerKind => Object.hasOwn(customerKinds, kind);

export function createWriting(deps: WritingDeps): Writing {
  return (row) => (row.to.kind === 'customer' ? toCustomer(row, deps) : toTeam(row, deps));
}

const siteReader = ({ language: locale, policy }: Site): Reader => ({ locale, timeZone: policy.hours.timeZone });

async function toCustomer(row: OutgoingMail, deps: WritingDeps): Promise<Mail | null> {
  const { store, site, from } = deps;
  const { kind } = row;
  const ticket = await store.ticket(row.ticketId);
  const customer = ticket && (await store.customer(ticket.customerId));
  const to = addressOf(customer, from.address);
  // The address bounced after this mail was queued. A retry by an agent retries the other mails too.
  if (!customer || to === null || !isForCustomers(kind) || (await isRefused(to, store))) return null;
  const spoken = language(customer.locale, site.language);
  const replyTo = customer.emailVerified ? await deps.replyTo(ticket) : null;
  // A mail to an unproven address contains no typed text and no file.
  const enclosures = customer.emailVerified ? await enclose(filesOf(row, ticket), deps.files, site.mail.attachBytes) : [];
  const letter = customerLetter(
    ticket,
    { ...row, kind },
    {
      site,
      language: spoken,
      reader: readerOf(customer.locale, ticket.context?.['timeZone'], { ...siteReader(site), locale: spoken }),
      url: await linkFor(row, ticket, customer, deps),
      proven: customer.emailVerified,
      repliesArrive: replyTo !== null,
      enclosed: new Set(enclosures.map(({ id }) => id)),
    },
  );
  // A message of the team is written by a person; a notification is automatic.
  return letter && envelope(row, letter, { to, replyTo, list: null, automatic: letter.quote?.side !== 'team', enclosures }, deps);
}

/** The files of the team's message, or of a ticket that the team opened; customers have their own files already. */
function filesOf({ kind, messageId }: OutgoingMail, { messages, attachments, timeline }: Ticket): readonly Attachment[] {
  if (kind === 'created') return timeline[0]?.by.kind === 'staff' ? attachments : [];
  return messages.find(({ id, author }) => id === messageId && author.kind === 'staff')?.attachments ?? [];
}

/** The token is behind `#`, so it reaches no server log. A mail to an unproven address has no such link, as it may reach a stranger. */
async function linkFor(
  { at }: OutgoingMail,
  { id, number }: Pick<Ticket, 'id' | 'number'>,
  customer: Customer,
  { site, publicUrl, guests }: WritingDeps,
): Promise<string> {
  const page = ticketLink(number, customer, { pages: site.pages, publicUrl });
  if (!guests || customer.kind !== 'guest' || !customer.emailVerified) return page;
  return `${page}#link=${await guests.link({ customerId: customer.id, ticketId: id }, Date.parse(at))}`;
}

async function toTeam(row: OutgoingMail, deps: WritingDeps): Promise<Mail | null> {
  const { store, site, from, publicUrl } = deps;
  const ticket = await store.ticket(row.ticketId);
  const to = await teamAddress(row, deps);
  // The promise was answered while the mail waited.
  if (ticket && row.kind === 'due' && !isOwed(ticket.promise)) return null;
  if (!ticket || to === null || to.toLowerCase() === from.address.toLowerCase()) return null;
  const letter = teamLetter(ticket, row, {
    site,
    language: site.language,
    reader: siteReader(site),
    url: `${publicUrl}/desk#${String(ticket.number)}`,
    customer: await store.customer(ticket.customerId),
    personal: row.to.kind === 'agent',
  });
  return envelope(row, letter, { to, replyTo: null, list: `<team.${domainOf(from)}>`, automatic: true, enclosures: [] }, deps);
}

/** The address of an agent or of the team; null when it was removed since. */
async function teamAddress({ to }: OutgoingMail, { store, site }: WritingDeps): Promise<string | null> {
  if (to.kind === 'agent') return (await store.staff(to.staffId))?.email ?? null;
  return to.kind === 'team' && site.mail.team.includes(to.address) && isEmail(to.address) ? to.address : null;
}

const domainOf = ({ address }: Sender): string => address.slice(address.lastIndexOf('@') + 1);

function envelope(
  row: OutgoingMail,
  letter: Letter,
  way: Pick<Mail, 'to' | 'replyTo' | 'list' | 'automatic' | 'enclosures'>,
  { from, site }: WritingDeps,
): Mail {
  const team = site.team === null ? words[letter.language].team : say(site.team, letter.language);
  const name = oneLine(from.name ?? team);
  return {
    from: { name: name.charAt(0).toLocaleUpperCase() + name.slice(1), address: from.address },
    subject: letter.subject,
    text: renderText(letter),
    html: renderHtml(letter),
    ...mailName(row, domainOf(from)),
    date: new Date(row.at),
    ...way,
  };
}
