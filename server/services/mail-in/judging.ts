/**
 * Whose a mail is, if anybody's. Anybody can write a mail in anybody's name: only an address that this server has given
 * out for that ticket, together with the proven address of its customer, makes it theirs. What is not sure is in doubt.
 */
import type { Site } from '../../config/site.ts';
import { emailKey } from '../../text/email-address.ts';
import type { ReplyAddresses } from '../../identity/reply-addresses.ts';
import type { Automatic } from '../../inbound/automation.ts';
import type { Envelope, OpenedMail } from '../../inbound/open.ts';
import { domainOf, sameOrganisation } from '../../inbound/domains.ts';
import type { PolicyFinding } from '../../inbound/sender-policy.ts';
import type { Customer, QuarantineReason, Store } from '../../store/store.ts';
import { day, hour } from '../../ticket/calendar.ts';
import { limits } from '../../ticket/limits.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { holdsAddress } from '../archive/ownership.ts';

/** Why a mail leads to nothing at all. */
export type IgnoredReason = Automatic | 'already-thanked' | 'flood';

export type Judgement =
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | { readonly kind: 'doubtful'; readonly reason: QuarantineReason; readonly ticket: Ticket | null }
  | { readonly kind: 'good'; readonly ticket: Ticket; readonly customer: Customer; readonly mayReopen: boolean };

export interface JudgingDeps {
  readonly store: Pick<Store, 'ticketByNumber' | 'customer'>;
  readonly addresses: ReplyAddresses;
  readonly site: Pick<Site, 'mail'>;
  /** The address that our mails come from; null: none go out. */
  readonly own: string | null;
  readonly now: () => number;
}

/** Where it was delivered, when that is known: what the headers say is its writer's word. */
export const addressesOf = (mail: Pick<OpenedMail, 'recipients'> | null, { to }: Envelope): readonly string[] =>
  to.length > 0 ? to : (mail?.recipients ?? []);

const doubtful = (reason: QuarantineReason, ticket: Ticket | null = null): Judgement => ({ kind: 'doubtful', reason, ticket });

/** How a mail came. */
export interface Way {
  readonly envelope: Envelope;
  /** What its envelope's domain says of the machine that brought it; null: nobody asked. */
  readonly policy: PolicyFinding | null;
}

export async function judge(mail: OpenedMail | null, { envelope, policy }: Way, deps: JudgingDeps): Promise<Judgement> {
  if (!mail) return doubtful('unreadable');
  const { store, addresses, site, own, now } = deps;
  const automatic = mail.automatic ?? (isOurs(mail, own) ? 'loop' : null);
  if (automatic) return { kind: 'ignored', reason: automatic };
  const [key, another] = addresses.keysIn(addressesOf(mail, envelope));
  if (!key) return doubtful('no-address');
  if (another) return doubtful('several-addresses');
  const ticket = await store.ticketByNumber(key.number);
  const customer = ticket && (await store.customer(ticket.customerId));
  if (!ticket || !customer || !(await addresses.proves(key, ticket))) return doubtful('bad-address');
  if (mail.from === null) return doubtful('unclear-sender', ticket);
  if (emailKey(customer.email ?? '') !== mail.from) return doubtful('other-sender', ticket);
  if (!holdsAddress(customer, mail.from)) return doubtful('unproven-sender', ticket);
  if (mail.suspicion === 'clear') return doubtful('maybe-automatic', ticket);
  // An absence that says so in no way known here must not open again what was settled.
  if (mail.suspicion === 'faint' && ticket.status === 'CLOSED') return doubtful('maybe-automatic', ticket);
  const proof = proofOf(mail, policy, site.mail.authenticatedBy);
  if (proof === 'failed' || (proof === 'none' && site.mail.unsigned === 'wait')) return doubtful('unauthenticated', ticket);
  if (isTooMany(ticket, now())) return doubtful('too-many', ticket);
  return { kind: 'good', ticket, customer, mayReopen: proof === 'passed' || site.mail.unsigned === 'take' };
}

/** One of our own that came back: it has our address, or a name as we make them. Nothing but silence follows from that. */
function isOurs({ from, messageId }: OpenedMail, own: string | null): boolean {
  if (own === null) return false;
  const domain = own.slice(own.lastIndexOf('@') + 1).toLowerCase();
  return from === own.toLowerCase() || (/^<[A-Za-z0-9_-]{32}@/.test(messageId) && messageId.toLowerCase().endsWith(`@${domain}>`));
}

/**
 * What is known of the sender beyond their word. The mail server that is named takes away what others have written in its
 * name, and puts its own verdict first. Where none is named nobody's praise is believed, but blame is: it gains nobody
 * anything. Then a signature of the sender's domain counts, or that this domain lets the machine send that brought the mail.
 */
function proofOf({ from, verdicts, signed }: OpenedMail, policy: PolicyFinding | null, by: string | null): 'passed' | 'failed' | 'none' {
  if (by !== null) {
    const own = verdicts.find((verdict) => verdict.trim().toLowerCase().split(/[\s;]/, 1)[0] === by);
    return own !== undefined && says(own, 'dmarc', 'pass') ? 'passed' : 'failed';
  }
  if (verdicts.some(blames)) return 'failed';
  const isAllowed = policy?.finding === 'pass' && sameOrganisation(policy.domain, domainOf(from ?? ''));
  if (signed === 'pass' || isAllowed) return 'passed';
  return signed === 'fail' || policy?.finding === 'fail' ? 'failed' : 'none';
}

const says = (verdict: string, method: string, result: string): boolean =>
  new RegExp(`;\\s*${method}\\s*=\\s*(?:${result})\\b`, 'i').test(verdict);

/** A list or a forwarding server breaks SPF or one signature: that is no blame where the whole has passed. */
const blames = (verdict: string): boolean =>
  says(verdict, 'dmarc', 'fail|permerror') ||
  (!says(verdict, '(?:dmarc|dkim)', 'pass') && says(verdict, '(?:dkim|spf|arc)', 'fail|softfail|permerror'));

/** Machines that answer each other without saying that they are machines: counted in the ticket, so that a restart forgets nothing. */
function isTooMany({ messages }: Ticket, now: number): boolean {
  const since = (span: number): number => messages.filter(({ mail, createdAt }) => mail && createdAt > instant(now - span)).length;
  return since(hour) >= limits.mailIn.hourly || since(day) >= limits.mailIn.daily;
}
