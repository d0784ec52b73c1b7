/**
 * The desk's view of quarantined mails. An agent files a mail as a note of a ticket, or as its customer's reply when it came
 * from that customer's proven address; or discards it.
 */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import { noEnvelope } from '../../inbound/open.ts';
import type { MailFile, OpenedMail, OpenMail } from '../../inbound/open.ts';
import type { Log } from '../../log.ts';
import type { AttachmentFiles } from '../../store/attachments.ts';
import type { IdempotencyRecord, QuarantinedMail, StaffAccount, Store } from '../../store/store.ts';
import { InvalidInput, Refusal } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import type * as schema from '../../wire/mail.ts';
import type { QuarantineItem, QuarantinePage, QuarantinedMailView } from '../../wire/mail.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { note } from '../../ticket/rules.ts';
import { attachmentOf } from '../attachments/attachments.ts';
import { InFlight, NotFound } from '../errors.ts';
import type { Attempt, Once } from '../idempotency.ts';
import { deliver } from './delivering.ts';
import { keepFiles, removeFiles } from './files.ts';
import { noteOf } from './note-text.ts';
import { holdsAddress } from '../archive/ownership.ts';
import { ticketBy } from '../tickets/tickets.ts';

export interface QuarantineDeskDeps {
  readonly store: Store;
  readonly files: AttachmentFiles;
  readonly site: Site;
  readonly openMail: OpenMail;
  readonly once: Once;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

export type Filing = InferOutput<typeof schema.QuarantineFiling>;

export interface Filed {
  readonly ticketId: string;
  readonly replayed: boolean;
}

export interface QuarantineDesk {
  list(query: InferOutput<typeof schema.QuarantineQuery>): Promise<QuarantinePage>;
  /** @throws NotFound */
  read(id: string): Promise<QuarantinedMailView>;
  /** @throws NotFound @throws InvalidInput @throws Refusal when the ticket’s state does not allow it @throws InFlight */
  file(
    by: { readonly staff: StaffAccount; readonly language: Language },
    id: string,
    filing: Filing,
    attempt: Attempt | null,
  ): Promise<Filed>;
  /** @throws NotFound @throws InFlight */
  discard(staff: StaffAccount, id: string): Promise<void>;
}

/** The most tickets of the sender that are offered. */
const mostCandidates = 5;

export function createQuarantineDesk(deps: QuarantineDeskDeps): QuarantineDesk {
  const { store, files, site, openMail, once, log, now, newId } = deps;
  /** Ids of mails that are being filed or discarded; a second request for one gets InFlight. */
  const taken = new Set<string>();

  async function find(id: string): Promise<QuarantinedMail> {
    const row = await store.quarantined(id);
    if (!row) throw new NotFound();
    return row;
  }

  async function alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    if (taken.has(id)) throw new InFlight();
    taken.add(id);
    return work().finally(() => taken.delete(id));
  }

  async function item({ id, at, reason, from, name, subject, ticketId, files: came }: QuarantinedMail): Promise<QuarantineItem> {
    const ticket = ticketId === null ? undefined : await store.ticket(ticketId);
    return { id, at, reason, from, name, subject, ticket: ticket?.number ?? null, files: came.length };
  }

  /** Tickets of customers with the sender's proven address. */
  async function candidates({ from }: QuarantinedMail): Promise<QuarantinedMailView['candidates']> {
    if (from === null) return [];
    const holders = (await store.customersByEmail(from)).filter((customer) => holdsAddress(customer, from));
    const query = { reader: 'staff', now: instant(now()), sort: 'activity', limit: mostCandidates } as const;
    const pages = await Promise.all(holders.slice(0, mostCandidates).map(({ id }) => store.listTickets({ ...query, customerId: id })));
    const tickets = pages.flatMap(({ items }) => items).sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
    return tickets.slice(0, mostCandidates).map(({ number, title, status }) => ({ number, title, status }));
  }

  async function bytesOf(id: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = await files.open(id);
    return file ? new Uint8Array(await new Response(file.stream).arrayBuffer()) : null;
  }

  async function asReply(
    row: QuarantinedMail,
    ticket: Ticket,
    mail: OpenedMail | null,
    records: readonly IdempotencyRecord[],
  ): Promise<void> {
    const customer = await store.customer(ticket.customerId);
    if (!customer || !mail || row.from === null || mail.from !== row.from || !holdsAddress(customer, row.from))
      throw new InvalidInput({ path: 'as', code: 'invalid' });
    // When the new text could not be separated from the quote, the whole text is filed.
    const read = mail.text === '' ? { ...mail, text: mail.whole, quoted: null } : mail;
    const delivered = await deliver(
      { mail: read, ticket, customer, mayReopen: true, beside: () => ({ put: { idempotency: records }, drop: { quarantine: [row.id] } }) },
      deps,
    );
    if (delivered.outcome !== 'refused') return;
    if (delivered.reason === 'empty') throw new InvalidInput({ path: 'as', code: 'too-short' });
    throw new Refusal(delivered.reason === 'window-passed' ? 'reopen-window-passed' : 'already-thanked');
  }

  async function asNote(
    row: QuarantinedMail,
    { id: ticketId }: Ticket,
    came: readonly MailFile[],
    { staff, language }: Parameters<QuarantineDesk['file']>[0],
    records: readonly IdempotencyRecord[],
  ): Promise<void> {
    const belonging = { owner: { kind: 'staff', id: staff.id }, audience: 'internal', createdAt: instant(now()), ticketId } as const;
    const kept = await keepFiles(came, belonging, { files, kinds: site.attachments.kinds, newId });
    const body = noteOf(row, kept.refused, language);
    const act = { now: instant(now()), by: { kind: 'staff', id: staff.id, name: staff.name }, policy: site.policy, newId } as const;
    try {
      const changed = await store.changeTicket(ticketId, (newest) => {
        const { ticket, effects } = note(newest, { body, attachments: kept.rows.map(attachmentOf) }, act);
        return { put: { tickets: [ticket], effects, attachments: kept.rows, idempotency: records }, drop: { quarantine: [row.id] } };
      });
      if (!changed) throw new InvalidInput({ path: 'ticket', code: 'not-in-list' });
    } catch (error) {
      await removeFiles(kept.rows, files);
      throw error;
    }
  }

  return {
    async list({ limit = limits.pageSize.default, cursor }) {
      const all = await store.listQuarantined();
      const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== undefined && from === 0) throw new InvalidInput({ path: 'cursor', code: 'invalid' });
      const rows = all.slice(from, from + limit);
      return {
        items: await Promise.all(rows.map(item)),
        nextCursor: from + limit < all.length ? (rows.at(-1)?.id ?? null) : null,
        total: all.length,
      };
    },

    async read(id) {
      const row = await find(id);
      const { text, quoted, size, files: came } = row;
      return {
        ...(await item(row)),
        text,
        quoted,
        size,
        attachments: came.map(({ name, type, size: bytes }) => ({ name, type, size: bytes })),
        candidates: await candidates(row),
      };
    },

    file: (by, id, { ticket: ref, as }, attempt) =>
      alone(id, async () => {
        const done = await once(attempt, 200, async (remember) => {
          const row = await find(id);
          const ticket = await ticketBy(ref, store);
          if (!ticket) throw new InvalidInput({ path: 'ticket', code: 'not-in-list' });
          const bytes = await bytesOf(id);
          const mail = bytes && (await openMail({ size: bytes.length, read: () => Promise.resolve(bytes.slice()) }, noEnvelope));
          const records = remember(ticket.id);
          if (as === 'reply') await asReply(row, ticket, mail, records);
          else await asNote(row, ticket, mail?.files ?? wholeAsFile(bytes), by, records);
          log.info('a mail left the quarantine', { as, ticket: ticket.number, staff: by.staff.id });
          return ticket;
        });
        // The row is dropped, so the file can no longer be requested.
        await files.remove(id).catch(() => undefined);
        return done;
      }),

    discard: (staff, id) =>
      alone(id, async () => {
        await find(id);
        await store.commit({ drop: { quarantine: [id] } });
        await files.remove(id).catch(() => undefined);
        log.info('a mail in quarantine was discarded', { staff: staff.id });
      }),
  };
}

/** A mail that cannot be parsed is attached as a file with its original bytes. */
function wholeAsFile(bytes: Uint8Array<ArrayBuffer> | null): MailFile[] {
  return bytes ? [{ name: 'message.eml', type: 'message/rfc822', inline: false, sha256: '', content: bytes }] : [];
}
