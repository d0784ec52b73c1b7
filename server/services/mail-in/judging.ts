/**
 * Decides whether a mail is a customer's reply. Senders can be forged, so a mail is the customer's only when it was sent to the
 * signed reply address of the ticket and from the customer's proven address. Uncertain mails are quarantined.
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

/** Why a mail is ignored. */
export type IgnoredReason = Automatic | 'already-thanked' | 'flood';

export type Judgement =
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | { readonly kind: 'doubtful'; readonly reason: QuarantineReason; readonly ticket: Ticket | null }
  | { readonly kind: 'good'; readonly ticket: Ticket; readonly customer: Customer; readonly mayReopen: boolean };

export interface JudgingDeps {
  readonly store: Pick<Store, 'ticketByNumber' | 'customer'>;
  readonly addresses: ReplyAddresses;
  readonly site: Pick<Site, 'mail'>;
  /** The sender address of our mails; `null`: no mails are sent. */
  readonly own: string | null;
  readonly now: () => number;
}

/** The recipients of the envelope when it has some; otherwise those of the headers, which the sender can forge. */
export const addressesOf = (mail: Pick<OpenedMail, 'recipients'> | null, { to }: Envelope): readonly string[] =>
  to.length > 0 ? to : (mail?.recipients ?? []);

const doubtful = (reason: QuarantineReason, ticket: Ticket | null = null): Judgement => ({ kind: 'doubtful', reason, ticket });

/** The envelope of a mail, and the finding about its sending server. */
export interface Way {
  readonly envelope: Envelope;
  /** The SPF result of the envelope's domain for the sending server; `null`: not checked. */
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
  // A mail that may be an automatic absence notice must not reopen a closed ticket.
  if (mail.suspicion === 'faint' && ticket.status === 'CLOSED') return doubtful('maybe-automatic', ticket);
  const proof = proofOf(mail, policy, site.mail.authenticatedBy);
  if (proof === 'failed' || (proof === 'none' && site.mail.unsigned === 'wait')) return doubtful('unauthenticated', ticket);
  if (isTooMany(ticket, now())) return doubtful('too-many', ticket);
  return { kind: 'good', ticket, customer, mayReopen: proof === 'passed' || site.mail.unsigned === 'take' };
}

/** Whether the mail is one of our own, by its sender or the form of its Message-ID. Such a mail is ignored. */
function isOurs({ from, messageId }: OpenedMail, own: string | null): boolean {
  if (own === null) return false;
  const domain = own.slice(own.lastIndexOf('@') + 1).toLowerCase();
  return from === own.toLowerCase() || (/^<[A-Za-z0-9_-]{32}@/.test(messageId) && messageId.toLowerCase().endsWith(`@${domain}>`));
}

/**
 * Authenticates the sender. When `authenticatedBy` names a mail server, only its Authentication-Results count: it removes forged
 * ones and puts its own first. Otherwise no header can pass a mail, but one can fail it, as forging a failure gains nothing.
 * Then the mail passes with a valid DKIM signature of the sender's domain, or when SPF of that domain allows the server.
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

/** Mailing lists and forwarders break SPF or one signature, so their failures count only when neither DMARC nor DKIM passed. */
const blames = (verdict: string): boolean =>
  says(verdict, 'dmarc', 'fail|permerror') ||
  (!says(verdict, '(?:dmarc|dkim)', 'pass') && says(verdict, '(?:dkim|spf|arc)', 'fail|softfail|permerror'));

/** Stops loops with automatic senders that are not recognised. Mails are counted in the ticket, so a restart resets nothing. */
function isTooMany({ messages }: Ticket, now: number): boolean {
  const since = (span: number): number => messages.filter(({ mail, createdAt }) => mail && createdAt > instant(now - span)).length;
  return since(hour) >= limits.mailIn.hourly || since(day) >= limits.mailIn.daily;
}
