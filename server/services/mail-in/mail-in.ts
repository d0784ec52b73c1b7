/**
 * Incoming mails: a customer's reply goes into their ticket, an uncertain mail into the quarantine, and an automatic mail is
 * ignored. A mail that is delivered twice is processed once.
 */
import { createHash } from 'node:crypto';
import type { Site } from '../../config/site.ts';
import type { ReplyAddresses, ReplyKeyText } from '../../identity/reply-addresses.ts';
import type { Envelope, OpenedMail, OpenMail } from '../../inbound/open.ts';
import type { AskDns } from '../../inbound/dns.ts';
import { checkPolicy } from '../../inbound/sender-policy.ts';
import type { PolicyFinding } from '../../inbound/sender-policy.ts';
import { askForKeys, headBytes } from '../../inbound/signatures.ts';
import type { Log } from '../../log.ts';
import { TooManyBytesError } from '../../store/attachments.ts';
import type { AttachmentFiles, Incoming } from '../../store/attachments.ts';
import { ReadOnlyError } from '../../store/store.ts';
import type { ArrivedMail, QuarantineReason, Store } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type { MailInAnswer } from '../../wire/mail.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { provenBounce, recordBounce } from './bounces.ts';
import { TooLarge } from '../errors.ts';
import { deliver } from './delivering.ts';
import { addressesOf, judge } from './judging.ts';
import type { IgnoredReason } from './judging.ts';
import { quarantine } from './quarantining.ts';

export type { Envelope };

export interface MailInDeps {
  readonly store: Store;
  readonly files: AttachmentFiles;
  readonly addresses: ReplyAddresses;
  readonly openMail: OpenMail;
  readonly askDns: AskDns;
  readonly site: Site;
  /** The sender address of our mails; `null`: no mails are sent. */
  readonly own: string | null;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface Taken {
  readonly answer: MailInAnswer;
  /** The mail was processed before. */
  readonly replayed: boolean;
}

/** A mail that is being received. */
export interface ReceivingMail {
  /** @throws TooLarge @throws InvalidInput when the mail is empty @throws ReadOnlyError */
  take(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** Processes the mail. Resolves once the result is on disk. @throws ReadOnlyError */
  finish(envelope: Envelope): Promise<Taken>;
  /** Must always be called. */
  end(): Promise<void>;
}

export interface MailIn {
  /** @throws ReadOnlyError */
  receive(): ReceivingMail;
}

export function createMailIn(deps: MailInDeps): MailIn {
  const { store, files, addresses, openMail, askDns, log, now } = deps;
  /** Mails are processed one after the other, so that the second copy of a mail is recognised. */
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function check(incoming: Incoming, envelope: Envelope): Promise<Checked> {
    const { size } = incoming;
    // With `authenticatedBy` configured, neither DKIM keys nor SPF are looked up.
    const ask = deps.site.mail.authenticatedBy === null ? askDns : null;
    const keys = ask ? await askForKeys(await incoming.read(0, Math.min(size, headBytes)), ask) : undefined;
    const policy = ask ? checkPolicy(envelope, ask) : null;
    const mail = await openMail({ size, read: () => incoming.read(0, size) }, envelope, keys);
    return { mail, policy: await policy };
  }

  async function decide({ mail, policy }: Checked, incoming: Incoming, envelope: Envelope): Promise<Taken> {
    const judgement = await judge(mail, { envelope, policy }, deps);
    const bounced = mail && judgement.kind === 'ignored' && judgement.reason === 'bounce' ? await provenBounce(mail, envelope, deps) : null;
    if (judgement.kind === 'ignored' && !bounced) return answered(ignored(judgement.reason));
    const id = arrivalId(mail, incoming, addresses.keysIn(addressesOf(mail, envelope)));
    const known = await store.arrival(id);
    if (known) return { answer: await answerOf(known), replayed: true };
    const arrivalOf = (outcome: ArrivedMail['outcome'], reason: ArrivedMail['reason'], ticket: Ticket | null): ArrivedMail => ({
      id,
      at: instant(now()),
      outcome,
      reason,
      ticketId: ticket?.id ?? null,
    });
    if (bounced) {
      const { ticket, address, failure } = bounced;
      await recordBounce(ticket.id, address, failure, [arrivalOf('ignored', 'bounce', ticket)], { ...deps, policy: deps.site.policy });
      return answered(ignored('bounce', ticket));
    }
    if (judgement.kind === 'good' && mail) {
      const { ticket } = judgement;
      const delivered = await deliver(
        { ...judgement, mail, beside: (outcome) => ({ put: { arrivals: [arrivalOf(outcome, null, ticket)] } }) },
        deps,
      );
      if (delivered.outcome !== 'refused') return answered({ outcome: delivered.outcome, reason: null, ticket: ticket.number });
      // A second "thank you" is ignored.
      if (delivered.reason === 'already-thanked') return answered(ignored('already-thanked', ticket));
      return setAside(delivered.reason, ticket);
    }
    return judgement.kind === 'doubtful' ? setAside(judgement.reason, judgement.ticket) : answered(ignored('flood'));

    async function setAside(reason: QuarantineReason, ticket: Ticket | null): Promise<Taken> {
      const isKept = await quarantine({ mail, incoming, reason, ticket, arrival: arrivalOf('quarantined', reason, ticket) }, deps);
      return answered(isKept ? { outcome: 'quarantined', reason, ticket: ticket?.number ?? null } : ignored('flood', ticket));
    }
  }

  async function answerOf({ outcome, reason, ticketId }: ArrivedMail): Promise<MailInAnswer> {
    const ticket = ticketId === null ? undefined : await store.ticket(ticketId);
    return { outcome, reason, ticket: ticket?.number ?? null };
  }

  function answered(answer: MailInAnswer): Taken {
    // The log gets neither the sender nor the content.
    log.info('a mail came in', { ...answer });
    return { answer, replayed: false };
  }

  return {
    receive() {
      const { writable, fault } = store.health();
      if (!writable) throw new ReadOnlyError(fault ?? '');
      let incoming: Incoming | undefined;
      return {
        async take(source) {
          incoming = await files.receive(source, limits.mailIn.maxBytes).catch((error: unknown) => {
            throw error instanceof TooManyBytesError ? new TooLarge('body') : error;
          });
          if (incoming.size === 0) throw new InvalidInput({ path: '', code: 'required' });
        },
        async finish(envelope) {
          const arrived = incoming;
          if (!arrived) throw new TypeError('nothing has arrived');
          const checked = await check(arrived, envelope);
          return inTurn(() => decide(checked, arrived, envelope));
        },
        async end() {
          await incoming?.discard();
        },
      };
    },
  };
}

/** A parsed mail and its SPF result. */
interface Checked {
  readonly mail: OpenedMail | null;
  readonly policy: PolicyFinding | null;
}

const ignored = (reason: IgnoredReason, ticket: Ticket | null = null): MailInAnswer => ({
  outcome: 'ignored',
  reason,
  ticket: ticket?.number ?? null,
});

/** Identifies a mail by its content and recipients, without `Received` headers, which differ on a second delivery. */
function arrivalId(mail: OpenedMail | null, { sha256 }: Incoming, keys: readonly ReplyKeyText[]): string {
  const content = mail ? [mail.messageId, mail.digest] : [sha256];
  const to = keys.map(({ number, seal }) => `${String(number)}-${seal}`).sort();
  return createHash('sha256')
    .update(JSON.stringify([content, to]))
    .digest('base64url');
}
