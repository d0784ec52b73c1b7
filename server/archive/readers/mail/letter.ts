/** Converts one mail to what the archive keeps of it. */
import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import type { Address, Email } from 'postal-mime';
import { archiveLimits } from '../../../ticket/archived.ts';
import type { ArchivedAttachment } from '../../../ticket/archived.ts';
import type { Place, ReadCounters } from '../../reader.ts';
import type { AttachmentFolder } from '../attachment-folder.ts';
import type { Findings } from '../findings.ts';
import { personName, plainName } from '../profile/message.ts';
import type { Texts } from '../texts.ts';
import { mendControls, utf8 } from '../../../text/charset.ts';
import type { Zone } from '../../../text/zones.ts';
import { automation, mailDate, messageIds, tagOf, withoutReply } from './headers.ts';
import type { StaffList } from './staff.ts';

/** A mail as it is kept on disk until all threads are known. */
export interface Letter {
  /** Id of the message: the hash of its Message-ID, or of the mail. */
  readonly id: string;
  readonly kind: 'customer' | 'staff' | 'system';
  readonly name: string;
  /** The customer's address, in lower case. */
  readonly customer: string;
  readonly customerName: string;
  /** UTC, in milliseconds. */
  readonly at: number;
  readonly subject: string;
  readonly tag: string | null;
  readonly text: string;
  readonly attachments: readonly ArchivedAttachment[];
}

export type Opened =
  | { readonly letter: Letter; readonly sender: string; readonly messageId: string; readonly related: readonly string[] }
  | { readonly dropped: 'private' | 'not-a-ticket' | 'empty' }
  | { readonly reject: { readonly code: string; readonly field?: string } };

export interface Desk {
  readonly staff: StaffList;
  readonly texts: Texts;
  readonly files: AttachmentFolder;
  readonly counters: ReadCounters;
  readonly findings: Findings;
  readonly zone: Zone;
}

/** Limits above what mail programs make. */
const limits = { maxNestingDepth: 50, maxHeadersSize: 512 * 1024, maxRfc822NestingDepth: 0, forceRfc822Attachments: true } as const;

export async function openLetter(bytes: Buffer, place: Place, desk: Desk): Promise<Opened> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, limits);
  } catch {
    return { reject: { code: 'bad-mime' } };
  }
  if (mail.attachments.length > archiveLimits.attachments) return { reject: { code: 'too-many', field: 'attachments' } };
  const header = (name: string): string | undefined => mail.headers.find(({ key }) => key === name)?.value;
  const sender = people(mail.from === undefined ? [] : [mail.from])[0] ?? people(mail.sender === undefined ? [] : [mail.sender])[0];
  const { bounce, automatic } = automation(header, sender?.address ?? '');
  if (bounce) return { dropped: 'not-a-ticket' };
  if (!sender) return { reject: { code: 'required', field: 'from' } };
  const to = people([...(mail.to ?? []), ...(mail.cc ?? [])]);
  // A contact form sends in the team's name; Reply-To names the customer.
  const answered = desk.staff.has(sender.address)
    ? people(mail.replyTo ?? []).find(
        ({ address }) => !desk.staff.has(address) && !to.some((one) => one.address.toLowerCase() === address.toLowerCase()),
      )
    : undefined;
  const from = answered ?? sender;
  const byStaff = desk.staff.has(from.address);
  const others = to.filter(({ address }) => !desk.staff.has(address));
  // An automatic mail of the team to a customer belongs to that customer's correspondence.
  const customer = byStaff ? others[0] : from;
  if (!customer) return { dropped: 'private' };
  const moment = mailDate(header('date') ?? '', desk.zone) ?? mailDate(received(header('received')), desk.zone);
  if (!moment) return { reject: { code: 'bad-date', field: 'at' } };
  if (moment.note === 'dst-gap') desk.counters.dstGaps += 1;
  if (moment.note === 'dst-overlap') desk.counters.dstOverlaps += 1;
  if (isUnlabelled(mail, bytes)) {
    desk.findings.fallbacks += 1;
    return openLetter(Buffer.from(mendControls(bytes.toString('latin1')), 'utf8'), place, desk);
  }
  const text = bodyOf(mail, place, desk).trim();
  const attachments = mail.attachments.map((file) => stored(file, desk));
  if (text === '' && attachments.length === 0) return { dropped: 'empty' };
  const subject = desk.texts.read((mail.subject ?? '').slice(0, 2 * archiveLimits.subject), 'text', place, 'subject');
  const messageId = messageIds(mail.messageId)[0] ?? '';
  const related = [...messageIds(mail.references), ...messageIds(mail.inReplyTo)].filter((id) => id !== messageId);
  const letter: Letter = {
    id: createHash('sha256')
      .update(messageId === '' ? bytes : messageId)
      .digest('hex')
      .slice(0, 20),
    kind: automatic ? 'system' : byStaff ? 'staff' : 'customer',
    name: personName(desk.texts.read(from.name, 'text', place, 'name'), byStaff ? 'staff' : 'customer').slice(0, archiveLimits.name),
    customer: customer.address.trim().toLowerCase(),
    customerName: mendControls(customer.name).slice(0, archiveLimits.name),
    at: moment.time,
    subject: withoutReply(subject).slice(0, archiveLimits.subject),
    tag: tagOf(subject),
    text,
    attachments,
  };
  return { letter, sender: from.address.toLowerCase(), messageId, related };
}

/** Whether eight-bit text has no declared charset: old programs sent windows-1252 or Latin-1. */
const isUnlabelled = (mail: Email, bytes: Buffer): boolean =>
  `${mail.subject ?? ''}${mail.text ?? ''}${mail.html ?? ''}`.includes('\ufffd') &&
  utf8(bytes) === null &&
  !/charset\s*=|=\?/i.test(bytes.toString('latin1'));

/** The date of a Received header, after its last semicolon. */
const received = (header: string | undefined): string => header?.slice(header.lastIndexOf(';') + 1) ?? '';

function bodyOf(mail: Email, place: Place, { texts }: Desk): string {
  if (mail.text !== undefined && mail.text.trim() !== '') return texts.read(mail.text, 'text', place, 'text');
  return mail.html === undefined ? '' : texts.read(mail.html, 'html', place, 'text');
}

function people(addresses: readonly Address[]): readonly { readonly name: string; readonly address: string }[] {
  return addresses
    .flatMap((one) => (one.address === undefined ? one.group : [one]))
    .filter(({ address }) => /^[^\s@]+@[^\s@]+$/.test(address));
}

function stored(file: Email['attachments'][number], { files, findings }: Desk): ArchivedAttachment {
  const content = typeof file.content === 'string' ? Buffer.from(file.content) : new Uint8Array(file.content);
  const name = plainName(mendControls(file.filename ?? file.description ?? (file.mimeType === 'message/rfc822' ? 'message.eml' : '')));
  const about = { name, type: file.mimeType.slice(0, archiveLimits.name), size: content.length };
  const written = files.put([content]);
  if (written) return { ...about, ref: written.ref };
  findings.say('attachments are listed by name only: --attachments <dir> says where their files are to be written');
  return { ...about, missing: true };
}
