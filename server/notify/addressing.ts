/** Derives mails from an event: the recipients, whether a mail is due at all, and its earliest time. */
import { createHash } from 'node:crypto';
import type { Site } from '../config/site.ts';
import { isEmail } from '../text/email-address.ts';
import { bounceKey } from '../services/mail-in/bounces.ts';
import type { AlertTopic, Customer, OutgoingMail, Recipient, StaffAccount, StaffAlerts, Store } from '../store/store.ts';
import { hour, nextOpening } from '../ticket/calendar.ts';
import type { Effect, Ticket } from '../ticket/model.ts';
import { instant } from '../ticket/promise.ts';
import type { Allowance } from '../identity/allowance.ts';

export interface AddressingDeps {
  readonly store: Pick<Store, 'ticket' | 'customer' | 'listStaff' | 'alertsOf' | 'bounce'>;
  readonly site: Site;
  /** The server's own sender address, to which no mail is ever sent. */
  readonly own: string;
  readonly allowance: Allowance;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Why no mail is made. */
export type Drop = 'too-old' | 'no-address' | 'too-many' | 'bounced' | 'gone';

export interface Addressed {
  readonly mails: readonly OutgoingMail[];
  readonly dropped: readonly Drop[];
}

/** The cause of mails: an effect, or a promise that is about to expire. */
export type Occasion = Omit<Effect, 'kind'> & { readonly kind: OutgoingMail['kind'] };

export type Addressing = (occasion: Occasion) => Promise<Addressed>;

const dropped = (drop: Drop): Addressed => ({ mails: [], dropped: [drop] });

export function createAddressing(deps: AddressingDeps): Addressing {
  const { store, site, now } = deps;
  return async (occasion) => {
    if (now() - Date.parse(occasion.at) > site.mail.maxAgeHours * hour) return dropped('too-old');
    const ticket = await store.ticket(occasion.ticketId);
    if (!ticket) return dropped('gone');
    return occasion.audience === 'customer' ? toCustomer(occasion, ticket, deps) : toTeam(occasion, ticket, deps);
  };
}

/** The address for a customer's mails; null when there is none that mail may be sent to. */
export function addressOf(customer: Pick<Customer, 'email'> | undefined, own: string): string | null {
  const address = customer?.email ?? null;
  return address !== null && isEmail(address) && !same(address, own) ? address : null;
}

/** Whether a mail to the address bounced permanently. */
export const isRefused = async (address: string, store: Pick<Store, 'bounce'>): Promise<boolean> =>
  (await store.bounce(bounceKey(address)))?.permanent ?? false;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

async function toCustomer(occasion: Occasion, ticket: Ticket, { store, site, own, allowance, now }: AddressingDeps): Promise<Addressed> {
  const customer = await store.customer(ticket.customerId);
  const address = addressOf(customer, own);
  if (!customer || address === null) return dropped('no-address');
  if (await isRefused(address, store)) return dropped('bounced');
  const { hourly } = site.mail;
  const wait = allowance.wait(address, customer.emailVerified ? hourly.customer : hourly.unproven, now());
  // Confirmations of a customer's own acts are dropped when there are too many; answers of the team are delayed instead.
  if (wait > 0 && (!customer.emailVerified || isOwnDoing(occasion, ticket))) return dropped('too-many');
  allowance.spend(address, now() + wait);
  return { mails: [rowOf(occasion, { kind: 'customer' }, now(), now() + wait)], dropped: [] };
}

function isOwnDoing({ kind, at }: Occasion, { timeline }: Ticket): boolean {
  const by = kind === 'replied' ? undefined : timeline.find((entry) => entry.kind === kind && entry.at === at)?.by;
  return by?.kind === 'customer';
}

async function toTeam(occasion: Occasion, ticket: Ticket, deps: AddressingDeps): Promise<Addressed> {
  const { site, own, allowance, now } = deps;
  const urgent = ticket.priority === 'URGENT';
  const mails: OutgoingMail[] = [];
  const drops: Drop[] = [];
  const add = (to: Recipient, address: string, from: number): void => {
    if (same(address, own) || !isEmail(address)) return void drops.push('no-address');
    if (!urgent && occasion.kind !== 'due' && allowance.wait(address, site.mail.hourly.team, now()) > 0) return void drops.push('too-many');
    allowance.spend(address, now());
    mails.push(rowOf(occasion, to, now(), from));
  };
  for (const address of new Set(site.mail.team)) add({ kind: 'team', address }, address, now());
  for (const { staff, alerts } of await agentsFor(occasion, ticket, deps)) {
    if (site.mail.team.some((address) => same(address, staff.email))) continue;
    const from = alerts.openHoursOnly && !urgent ? (nextOpening(now(), site.policy.hours) ?? now()) : now();
    add({ kind: 'agent', staffId: staff.id }, staff.email, from);
  }
  return { mails, dropped: drops };
}

interface Interested {
  readonly staff: StaffAccount;
  readonly alerts: StaffAlerts;
}

/** Agents who have chosen such mails, except the agent who caused it. */
async function agentsFor(occasion: Occasion, ticket: Ticket, { store }: AddressingDeps): Promise<readonly Interested[]> {
  const topics = topicsOf(occasion.kind, ticket);
  const doer = doerOf(occasion, ticket);
  const found: Interested[] = [];
  const team = await store.listStaff();
  // A ticket assigned to a former agent concerns every agent.
  const inCharge = team.find(({ id }) => id === ticket.assignee);
  for (const staff of team) {
    const alerts = await store.alertsOf(staff.id);
    if (!alerts || staff.id === doer || !topics.some((topic) => alerts.topics.includes(topic))) continue;
    if (alerts.scope === 'mine' && inCharge !== undefined && inCharge !== staff) continue;
    found.push({ staff, alerts });
  }
  return found;
}

function topicsOf(kind: OutgoingMail['kind'], { priority }: Ticket): readonly AlertTopic[] {
  switch (kind) {
    case 'created':
      return priority === 'URGENT' ? ['urgent', 'new'] : ['new'];
    case 'reopened':
      return priority === 'URGENT' ? ['urgent', 'reopened'] : ['reopened'];
    case 'customer-replied':
      return ['replied'];
    case 'nudged':
      return ['nudged'];
    case 'due':
      return ['due'];
    case 'replied':
    case 'closed':
    case 'solution':
      return [];
  }
}

function doerOf({ kind, at }: Occasion, { timeline }: Ticket): string | null {
  const by = timeline.find((entry) => entry.kind === kind && entry.at === at)?.by;
  return by?.kind === 'staff' ? by.id : null;
}

function rowOf({ id, kind, ticketId, messageId, at }: Occasion, to: Recipient, now: number, from: number): OutgoingMail {
  return {
    id: `${id}.${keyOf(to)}`,
    kind,
    to,
    ticketId,
    messageId,
    at,
    queuedAt: instant(now),
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: instant(from),
    endedAt: null,
    fault: null,
    reply: null,
  };
}

/** A stable key of the recipient, so that one event makes one mail for each. */
function keyOf(to: Recipient): string {
  if (to.kind === 'customer') return 'customer';
  if (to.kind === 'agent') return `agent.${to.staffId}`;
  return `team.${createHash('sha256').update(to.address.toLowerCase()).digest('base64url').slice(0, 12)}`;
}
