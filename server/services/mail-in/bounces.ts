/**
 * Addresses from which mails bounced. A bounce counts only when it names one of our mails, by its signed reply address or its
 * Message-ID: otherwise a forged bounce could stop a customer's mails.
 */
import { createHash } from 'node:crypto';
import { emailKey } from '../../text/email-address.ts';
import type { ReplyAddresses } from '../../identity/reply-addresses.ts';
import { addressesOf } from './judging.ts';
import type { Envelope, OpenedMail } from '../../inbound/open.ts';
import type { ReportedRecipient } from '../../inbound/reports.ts';
import { mailName } from '../../identity/mail-names.ts';
import type { ArrivedMail, Bounce, Customer, StaffAccount, Store } from '../../store/store.ts';
import { noteBounce, noteMailAgain } from '../../ticket/bounces.ts';
import { cleanLine } from '../../ticket/characters.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import type { Policy } from '../../ticket/rules.ts';

export interface BounceDeps {
  readonly store: Pick<Store, 'ticket' | 'ticketByNumber' | 'customer' | 'bounce' | 'changeTicket' | 'commit' | 'everyMail'>;
  readonly policy: Policy;
  readonly now: () => number;
  readonly newId: () => string;
}

/** The id of an address's bounce. The row holds this hash instead of the address. */
export const bounceKey = (address: string): string => createHash('sha256').update(emailKey(address)).digest('base64url');

export interface Failure {
  readonly permanent: boolean;
  readonly status: string;
  readonly said: string | null;
}

/** Records that a mail of this ticket did not reach this address. Resolves once the row is on disk. */
export async function recordBounce(
  ticketId: string,
  address: string,
  { permanent, status, said }: Failure,
  arrivals: readonly ArrivedMail[],
  { store, policy, now, newId }: BounceDeps,
): Promise<void> {
  const id = bounceKey(address);
  const before = await store.bounce(id);
  // A temporary failure does not replace a permanent one.
  const row: Bounce =
    before?.permanent === true && !permanent
      ? before
      : { id, at: instant(now()), permanent, status, said: said === null ? null : cleanLine(said).slice(0, 300), ticketId };
  await store.changeTicket(ticketId, (newest) => {
    const ticket = noteBounce(newest, { permanent, status }, { now: instant(now()), by: { kind: 'system', name: null }, policy, newId });
    return { put: { tickets: [ticket], bounces: [row], arrivals } };
  });
}

/** Removes the bounce of the customer's address, so that mails are sent to it again. Does nothing without one. */
export async function forgetBounce(customer: Customer, by: StaffAccount, { store, policy, now, newId }: BounceDeps): Promise<void> {
  const row = customer.email === null ? undefined : await store.bounce(bounceKey(customer.email));
  if (!row) return;
  const drop = { bounces: [row.id] };
  const changed = await store.changeTicket(row.ticketId, (newest) => {
    const ticket = noteMailAgain(newest, { now: instant(now()), by: { kind: 'staff', id: by.id, name: by.name }, policy, newId });
    return { put: { tickets: [ticket] }, drop };
  });
  // The bounced mail's ticket no longer exists.
  if (!changed) await store.commit({ drop });
}

/** A mail that was not delivered, and its ticket. */
export interface ProvenBounce {
  readonly ticket: Ticket;
  readonly address: string;
  readonly failure: Failure;
}

export interface ProvingDeps {
  readonly store: BounceDeps['store'];
  readonly addresses: ReplyAddresses;
  /** The sender address of our mails; `null`: no mails are sent. */
  readonly own: string | null;
}

/** `null` when the mail names no mail of ours, or reports no failure. */
export async function provenBounce(
  { report, recipients }: OpenedMail,
  envelope: Envelope,
  deps: ProvingDeps,
): Promise<ProvenBounce | null> {
  if (!report) return null;
  const ticket =
    (await bySeal([...addressesOf({ recipients }, envelope), ...report.replyTo], deps)) ?? (await byName(report.messageId, deps));
  const email = ticket && (await deps.store.customer(ticket.customerId))?.email;
  if (!ticket || !email) return null;
  const [failed] = report.recipients.filter((one) => concerns(one, email)).flatMap((one) => failureOf(one) ?? []);
  return failed ? { ticket, address: email, failure: failed } : null;
}

const concerns = ({ addresses }: ReportedRecipient, email: string): boolean =>
  addresses.some((address) => bounceKey(address) === bounceKey(email));

/** `delayed` is recorded as a temporary failure; `failed` is permanent only with a status 5.x. */
function failureOf({ action, status, said }: ReportedRecipient): Failure | null {
  if (action !== 'failed' && action !== 'delayed') return null;
  return status.startsWith('2.') ? null : { permanent: action === 'failed' && status.startsWith('5.'), status, said };
}

async function bySeal(addressed: readonly string[], { store, addresses }: ProvingDeps): Promise<Ticket | null> {
  for (const key of addresses.keysIn(addressed)) {
    const ticket = await store.ticketByNumber(key.number);
    if (ticket && (await addresses.proves(key, ticket))) return ticket;
  }
  return null;
}

async function byName(messageId: string, { store, own }: ProvingDeps): Promise<Ticket | null> {
  if (messageId === '' || own === null) return null;
  const domain = own.slice(own.lastIndexOf('@') + 1);
  for (const row of store.everyMail()) {
    if (row.to.kind === 'customer' && row.attempts > 0 && mailName(row, domain).messageId === messageId)
      return (await store.ticket(row.ticketId)) ?? null;
  }
  return null;
}
