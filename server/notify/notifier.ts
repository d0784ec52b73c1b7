/** Puts outgoing mail together. It subscribes to the store; services that change tickets do not know it. */
import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';
import type { MailOut } from '../config/mail.ts';
import type { Site } from '../config/site.ts';
import type { ReplyAddresses } from '../identity/reply-addresses.ts';
import { recordBounce } from '../services/mail-in/bounces.ts';
import type { Log } from '../log.ts';
import type { AttachmentFiles } from '../store/attachments.ts';
import type { OutgoingMail, Store } from '../store/store.ts';
import { hour } from '../ticket/calendar.ts';
import { instant } from '../ticket/promise.ts';
import { addressOf, createAddressing } from './addressing.ts';
import { createAllowance } from '../identity/allowance.ts';
import type { Allowance } from '../identity/allowance.ts';
import { mailBackoff, serverBackoff } from './backoff.ts';
import { createOutbox } from './outbox.ts';
import type { OutboxDeps } from './outbox.ts';
import { watchPromises } from './promises.ts';
import type { PromiseWatch } from './promises.ts';
import { openPostman } from './smtp.ts';
import type { Patience } from './smtp.ts';
import { createWriting } from './writing.ts';
import type { WritingDeps } from './writing.ts';

export interface NotifierOptions {
  readonly store: Store;
  readonly files: Pick<AttachmentFiles, 'open'>;
  readonly site: Site;
  readonly mail: MailOut;
  readonly publicUrl: string;
  readonly guests: WritingDeps['guests'];
  readonly replyAddresses: ReplyAddresses | null;
  /** The token of the endpoint for incoming mails; without it no reply can arrive. */
  readonly opsToken: string | null;
  readonly log: Log;
  readonly registry: Registry;
  readonly now: () => number;
  readonly chance: () => number;
  readonly newId: () => string;
  readonly waits?: OutboxDeps['waits'];
  readonly patience?: Patience;
}

export interface Notifier {
  readonly promises: Pick<PromiseWatch, 'look'>;
  close(): Promise<void>;
}

export async function startNotifying(options: NotifierOptions): Promise<Notifier> {
  const {
    store,
    files,
    site,
    mail,
    publicUrl,
    guests,
    log,
    registry,
    now,
    chance,
    newId,
    waits = { mail: mailBackoff, server: serverBackoff },
    patience,
  } = options;
  const { from } = mail;
  // Mails mention replies only when replies can arrive.
  const takesReplies = options.opsToken === null ? null : options.replyAddresses;
  const allowance = createAllowance();
  await recall(allowance, options);
  const counter = new Counter({
    name: 'support_mails_total',
    help: 'Mails by what became of them.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const outbox = createOutbox({
    store,
    addressing: createAddressing({ store, site, own: from.address, allowance, now }),
    writing: createWriting({ store, files, site, from, publicUrl, guests, replyTo: async (ticket) => takesReplies?.of(ticket) ?? null }),
    postman: openPostman(mail, patience),
    log,
    now,
    chance,
    waits,
    bounced: async (row, failure) => {
      const address = row.to.kind === 'customer' ? await addressFor(row, store, from.address) : null;
      if (address !== null) await recordBounce(row.ticketId, address, failure, [], { store, policy: site.policy, now, newId });
    },
    counted: (outcome) => counter.inc({ outcome }),
  });
  const promises = watchPromises({ store, outbox, log, now });
  return {
    promises,
    async close() {
      promises.close();
      await outbox.close();
    },
  };
}

/** Restores the counts of mails sent within the last hour, after a restart. */
async function recall(allowance: Allowance, { store, mail, now }: NotifierOptions): Promise<void> {
  for (const row of await store.mailsQueuedSince(instant(now() - hour))) {
    const address = await addressFor(row, store, mail.from.address);
    if (address !== null)
      allowance.spend(address, Math.max(Date.parse(row.queuedAt), row.attempts === 0 ? Date.parse(row.nextAttemptAt) : 0));
  }
}

async function addressFor({ to, ticketId }: OutgoingMail, store: Store, own: string): Promise<string | null> {
  if (to.kind === 'team') return to.address;
  if (to.kind === 'agent') return (await store.staff(to.staffId))?.email ?? null;
  const ticket = await store.ticket(ticketId);
  return ticket ? addressOf(await store.customer(ticket.customerId), own) : null;
}
