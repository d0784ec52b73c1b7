/** The desk's view of outgoing mails. `replay` queues a given-up mail again; the notifier sends it. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { OutgoingMail, StaffAccount, Store } from '../../store/store.ts';
import { Refusal } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type * as schema from '../../wire/mail.ts';
import type { MailView, OutboxPage } from '../../wire/mail.ts';
import { instant } from '../../ticket/promise.ts';
import { forgetBounce } from '../mail-in/bounces.ts';
import type { BounceDeps } from '../mail-in/bounces.ts';
import { NotFound } from '../errors.ts';
import type { Attempt, Once } from '../idempotency.ts';
import { pageOf } from '../tickets/tickets.ts';

export interface OutboxDeps {
  readonly store: Pick<Store, 'mail' | 'listMails' | 'countMails' | 'pendingEffects' | 'commit' | 'ticket' | 'customer' | 'staff'> &
    BounceDeps['store'];
  readonly site: Pick<Site, 'policy'>;
  readonly newId: () => string;
  readonly mailing: boolean;
  readonly once: Once;
  readonly now: () => number;
}

export interface OutboxDesk {
  list(query: InferOutput<typeof schema.OutboxQuery>): Promise<OutboxPage>;
  /** @throws NotFound */
  expect(id: string): Promise<void>;
  /** @throws Refusal when it was sent. */
  replay(by: StaffAccount, id: string, attempt: Attempt | null): Promise<{ readonly mail: MailView; readonly replayed: boolean }>;
}

const mostEffects = 1_000;

export function createOutboxDesk({ store, site, mailing, once, now, newId }: OutboxDeps): OutboxDesk {
  async function find(id: string): Promise<OutgoingMail> {
    const mail = await store.mail(id);
    if (!mail) throw new NotFound();
    return mail;
  }

  async function view(mail: OutgoingMail): Promise<MailView> {
    const { id, kind, to, at, state, attempts, nextAttemptAt, endedAt, fault, reply } = mail;
    const ticket = await store.ticket(mail.ticketId);
    return {
      id,
      kind,
      audience: to.kind === 'customer' ? 'customer' : 'team',
      to: await addressOf(mail, ticket?.customerId),
      ticket: ticket?.number ?? null,
      at,
      state,
      attempts,
      nextAttemptAt: state === 'waiting' ? nextAttemptAt : null,
      endedAt,
      fault,
      reply,
    };
  }

  async function addressOf({ to }: OutgoingMail, customerId: string | undefined): Promise<string | null> {
    if (to.kind === 'team') return to.address;
    if (to.kind === 'agent') return (await store.staff(to.staffId))?.email ?? null;
    return customerId === undefined ? null : ((await store.customer(customerId))?.email ?? null);
  }

  return {
    async list({ state, cursor, limit = limits.pageSize.default }) {
      const page = await pageOf(() => store.listMails({ limit, ...(state && { state }), ...(cursor && { cursor }) }));
      const counts = { ...(await store.countMails()), unaddressed: (await store.pendingEffects(mostEffects)).length };
      return { ...page, items: await Promise.all(page.items.map(view)), counts, mailing };
    },

    async expect(id) {
      await find(id);
    },

    async replay(by, id, attempt) {
      const { replayed } = await once(attempt, 200, async (remember) => {
        const mail = await find(id);
        if (mail.state === 'sent') throw new Refusal('already-sent');
        // Replaying a mail also ends the block on its bounced address.
        const ticket = mail.to.kind === 'customer' ? await store.ticket(mail.ticketId) : undefined;
        const customer = ticket && (await store.customer(ticket.customerId));
        if (customer) await forgetBounce(customer, by, { store, policy: site.policy, now, newId });
        const at = instant(now());
        // The row keeps its id and so its Message-ID, by which a mail program recognises a second copy.
        const again: OutgoingMail = { ...mail, state: 'waiting', attempts: 0, queuedAt: at, nextAttemptAt: at, endedAt: null };
        await store.commit({ put: { ...(mail.state === 'dead' && { mails: [again] }), idempotency: remember(mail.ticketId) } });
        return { id: mail.ticketId };
      });
      return { mail: await view(await find(id)), replayed };
    },
  };
}
