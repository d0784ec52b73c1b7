/** Keeps uncertain mails whole for the desk, up to limits of number, size and time. */
import type { OpenedMail } from '../../inbound/open.ts';
import type { Log } from '../../log.ts';
import type { AttachmentFiles, Incoming } from '../../store/attachments.ts';
import type { ArrivedMail, QuarantinedMail, QuarantineReason, Store } from '../../store/store.ts';
import { day } from '../../ticket/calendar.ts';
import { limits } from '../../ticket/limits.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { clean, cleanLine } from '../../ticket/characters.ts';
import { cleanName } from '../attachments/name.ts';
import { cut } from './delivering.ts';

/** How long a mail is kept, and how long its arrival is remembered: longer than mail servers retry. */
export const quarantinedFor = 30 * day;
export const arrivalsKeptFor = 30 * day;

const most = 500;
const mostBytes = 1024 * 1024 * 1024;
/** The most mails of one sender, so that a faulty program does not displace those of others. */
const mostOfOne = 20;
/** The most mails without a readable sender, which may all be of one program. */
const mostOfNobody = 100;
const mostFiles = 20;

export interface Doubt {
  readonly mail: OpenedMail | null;
  readonly incoming: Incoming;
  readonly reason: QuarantineReason;
  readonly ticket: Ticket | null;
  readonly arrival: ArrivedMail;
}

export interface QuarantineDeps {
  readonly store: Pick<Store, 'listQuarantined' | 'commit'>;
  readonly files: AttachmentFiles;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Returns whether the mail was kept. @throws ReadOnlyError */
export async function quarantine(
  { mail, incoming, reason, ticket, arrival }: Doubt,
  { store, files, log, now, newId }: QuarantineDeps,
): Promise<boolean> {
  const waiting = await store.listQuarantined();
  const from = mail?.from ?? null;
  if (waiting.filter((one) => one.from === from).length >= (from === null ? mostOfNobody : mostOfOne)) {
    log.warn('one sender has too many mails in quarantine: this one is not kept', { reason });
    return false;
  }
  const row: QuarantinedMail = {
    id: newId(),
    at: instant(now()),
    reason,
    ...contentOf(mail),
    ticketId: ticket?.id ?? null,
    size: incoming.size,
  };
  const pushed = pushedOut(waiting, row);
  if (pushed.length > 0) log.warn('the quarantine is full: the oldest mails go', { count: pushed.length });
  await incoming.keep(row.id);
  await store.commit({ put: { quarantine: [row], arrivals: [arrival] }, drop: { quarantine: pushed } }).catch(async (error: unknown) => {
    await files.remove(row.id);
    throw error;
  });
  for (const id of pushed) await files.remove(id);
  return true;
}

function contentOf(mail: OpenedMail | null): Pick<QuarantinedMail, 'from' | 'name' | 'subject' | 'text' | 'quoted' | 'files'> {
  if (!mail) return { from: null, name: '', subject: '', text: '', quoted: null, files: [] };
  const text = clean(mail.text);
  const longest = limits.message.max;
  return {
    from: mail.from,
    name: cleanLine(mail.name).slice(0, 100),
    subject: cut(cleanLine(mail.subject), limits.title.max).head,
    text: cut(text === '' ? clean(mail.whole) : text, longest).head,
    quoted: text === '' || mail.quoted === null ? null : cut(clean(mail.quoted), longest).head,
    files: mail.files
      .slice(0, mostFiles)
      .map(({ name, type, content }) => ({ name: cleanName(name).slice(0, 200), type, size: content.length })),
  };
}

/** The ids of the oldest mails to drop for a new one. @param waiting the newest first */
function pushedOut(waiting: readonly QuarantinedMail[], row: QuarantinedMail): string[] {
  let bytes = row.size;
  let count = 1;
  return waiting.flatMap(({ id, size }) => {
    count += 1;
    bytes += size;
    return count > most || bytes > mostBytes ? [id] : [];
  });
}
