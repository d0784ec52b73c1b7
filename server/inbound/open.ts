/** Reads the bytes of a mail: its sender, recipients, new text and files. It decides nothing. */
import { createHash } from 'node:crypto';
import PostalMime, { addressParser } from 'postal-mime';
import type { Address, Attachment, Email } from 'postal-mime';
import { mendControls } from '../text/charset.ts';
import { emailKey, isEmail } from '../text/email-address.ts';
import { automatic, suspectAutomation } from './automation.ts';
import type { Automatic, AutomationSuspicion } from './automation.ts';
import { domainOf, sameOrganisation } from './domains.ts';
import { decodeBytes, isUndecodable, mendHeaders } from './encodings.ts';
import { forwardPrefix, isAnswering } from './forwards.ts';
import { hasMarkers, markedText, withoutMarkers } from './html-marks.ts';
import { readReply } from './reply-text.ts';
import type { ReplyText } from './reply-text.ts';
import { reportIn } from './reports.ts';
import type { DeliveryReport } from './reports.ts';
import { isParsable } from './shape.ts';
import { checkSignatures } from './signatures.ts';
import type { Finding, SigningKeys } from './signatures.ts';

export interface MailFile {
  /** The file name that the sender gave. */
  readonly name: string;
  readonly type: string;
  /** True for pictures within the text, such as logos in signatures and pasted screenshots. */
  readonly inline: boolean;
  readonly sha256: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface OpenedMail extends ReplyText {
  /** A hash of the mail's content and files, not of its route: two deliveries of the same mail have the same digest. */
  readonly digest: string;
  /** With its brackets; empty when there is none. */
  readonly messageId: string;
  readonly subject: string;
  /** The only address in From, in lower case; null when there is none, or several, or an ambiguous header. */
  readonly from: string | null;
  readonly name: string;
  /** Recipients named in the headers, in lower case. */
  readonly recipients: readonly string[];
  readonly automatic: Automatic | null;
  /** Set when the mail reports the bounce of one of our mails. */
  readonly report: DeliveryReport | null;
  /** How much the mail looks automatic, without proof. */
  readonly suspicion: AutomationSuspicion;
  /** The result of checking the signature of the sender's domain (DKIM). */
  readonly signed: Finding;
  /** Authentication-Results headers, newest first. */
  readonly verdicts: readonly string[];
  /** The whole text, quotes included. */
  readonly whole: string;
  readonly files: readonly MailFile[];
}

export interface Envelope {
  /** Addresses that the mail server was told to deliver to; empty when unknown. */
  readonly to: readonly string[];
  /** Empty for bounces; null when unknown. */
  readonly from: string | null;
  /** IP address of the machine that handed the mail to the mail server; null when unknown. */
  readonly peer: string | null;
}

export const noEnvelope: Envelope = { to: [], from: null, peer: null };

/** A mail that is read into memory only when its turn comes. */
export interface MailSource {
  readonly size: number;
  read(): Promise<Uint8Array>;
}

/** Reads a mail; null when it is unreadable. @param keys DKIM keys of its signatures; without them no signature is checked */
export type OpenMail = (source: MailSource, envelope: Envelope, keys?: SigningKeys) => Promise<OpenedMail | null>;

export const openInThisThread: OpenMail = async (source, envelope, keys) => openMail(await source.read(), envelope, keys);

/** Limits above what mail programs make. */
const parserLimits = { maxNestingDepth: 50, maxHeadersSize: 512 * 1024, maxRfc822NestingDepth: 0, forceRfc822Attachments: true } as const;
/** Characters that are read: people type less, and the quoted text is in the ticket already. */
const longestBody = 250_000;
const mostBodyLines = 10_000;
const mostFiles = 200;
const mostRecipients = 100;

export async function openMail(raw: Uint8Array, envelope: Envelope, keys: SigningKeys = new Map()): Promise<OpenedMail | null> {
  if (!isParsable(raw)) return null;
  const bytes = withoutEnvelopeLine(raw);
  let mail: Email;
  try {
    mail = await parse(bytes);
  } catch {
    return null;
  }
  const headers = (name: string): readonly string[] => mail.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const { address, name } = senderOf(headers('from'));
  const subject = mendControls(mail.subject ?? '').slice(0, 1_000);
  const recipients = recipientsOf(mail, headers);
  const { whole, ...reply } = readWords(mail, subject, recipients);
  const files = filesOf(mail);
  const messageId = /<[^<>\s]{1,500}>/.exec(mail.messageId ?? '')?.[0] ?? '';
  const signs = { headers, subject, from: address, envelopeFrom: envelope.from };
  const content = [address, subject, headers('date')[0] ?? '', whole, ...files.map(({ sha256 }) => sha256)];
  return {
    digest: createHash('sha256').update(JSON.stringify(content)).digest('hex'),
    messageId,
    subject,
    from: address,
    name,
    recipients,
    automatic: automatic(signs),
    report: reportIn(mail.attachments),
    suspicion: suspectAutomation(signs, reply.text),
    signed: address === null ? 'none' : await checkSignatures(bytes, address, keys).catch(() => 'none' as const),
    verdicts: headers('authentication-results').map((value) => value.slice(0, 2_000)),
    whole,
    files,
    ...reply,
  };
}

/** Removes the mailbox line ("From …, date") that mail servers put before a mail when they write into a pipe. */
function withoutEnvelopeLine(bytes: Uint8Array): Uint8Array {
  const isThere = Buffer.from(bytes.subarray(0, 6)).toString('latin1').startsWith('From ');
  return isThere ? bytes.subarray(bytes.indexOf(0x0a) + 1) : bytes;
}

/** The arguments of postal-mime's internal steps, in the pinned version. */
interface MimePart {
  content: ArrayBuffer | null;
  readonly contentType: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } };
  readonly contentDisposition: { readonly parsed: { value: string; params?: Record<string, string> } };
}
interface Steps {
  collectNode(part: MimePart, ...rest: readonly unknown[]): Promise<void>;
}

/** Decodes text parts itself: postal-mime trusts every label, and Node 20 decodes windows-1252 wrongly for it. */
function parse(bytes: Uint8Array): Promise<Email> {
  const parser = new PostalMime(parserLimits);
  const steps = parser as unknown as Steps;
  const collect = steps.collectNode.bind(parser);
  steps.collectNode = (part, ...rest) => {
    mendText(part);
    return collect(part, ...rest);
  };
  return parser.parse(mendHeaders(bytes));
}

function mendText(part: MimePart): void {
  const { value, params } = part.contentType.parsed;
  if (!part.content || !/^text\/(?:plain|html)$/i.test(value) || part.contentDisposition.parsed.value === 'attachment') return;
  const bytes = new Uint8Array(part.content);
  const inPage =
    value.toLowerCase() === 'text/html'
      ? /<meta[^>]{0,200}charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(Buffer.from(bytes.subarray(0, 4_096)).toString('latin1'))?.[1]
      : undefined;
  const charset = params['charset'] ?? inPage ?? '';
  if (isUndecodable(bytes, charset)) return keepAsFile(part, value);
  part.content = Uint8Array.from(Buffer.from(decodeBytes(bytes, charset), 'utf8')).buffer;
  params['charset'] = 'utf-8';
}

/** Turns a text part that cannot be decoded into an attachment with the bytes as they came, named after what it is. */
function keepAsFile(part: MimePart, type: string): void {
  const { parsed } = part.contentDisposition;
  parsed.value = 'attachment';
  parsed.params = { ...parsed.params, filename: type.toLowerCase() === 'text/html' ? 'message.html' : 'message.txt' };
}

/** A header that two programs may read differently names no sender. */
function senderOf(values: readonly string[]): { readonly address: string | null; readonly name: string } {
  const [value = ''] = values;
  const people = flat(addressParser(value.slice(0, 2_000)));
  const [one] = people;
  const bracketed = emailKey(/<([^<>]*)>\s*$/.exec(value)?.[1] ?? '');
  const address = emailKey(one?.address ?? '');
  const isClear =
    values.length === 1 && people.length === 1 && isEmail(address) && (value.includes('<') ? bracketed === address : !value.includes('>'));
  return { address: isClear ? address : null, name: mendControls(one?.name ?? '').slice(0, 200) };
}

const flat = (addresses: readonly Address[]) => addresses.flatMap((one) => (one.address === undefined ? one.group : [one]));

function recipientsOf(mail: Email, headers: (name: string) => readonly string[]): readonly string[] {
  const people = flat([...(mail.to ?? []), ...(mail.cc ?? [])]).map(({ address }) => address);
  const others = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to', 'x-rcpt-to'].flatMap((name) =>
    headers(name).map((value) => value.replace(/[<>]/g, '')),
  );
  const plain = [...people, ...others].map(emailKey).filter(isEmail);
  return [...new Set(plain)].slice(0, mostRecipients);
}

/** Text that mail programs write in place of an inline picture. */
const placeholders = /\[cid:[^\]\s]{1,200}\]/g;

/** The mail's text: from the text part, unless only the HTML has it, or the HTML shows better where the quote begins. */
function readWords(
  { text = '', html = '' }: Email,
  subject: string,
  recipients: readonly string[],
): ReplyText & { readonly whole: string } {
  const plain = withoutMarkers(mendControls(firstLines(text.slice(0, longestBody))).replace(placeholders, ''));
  const marked = html === '' ? '' : mendControls(firstLines(markedText(html.slice(0, 4 * longestBody)).slice(0, longestBody)));
  const shown = withoutMarkers(marked);
  const prefix = forwardPrefix(subject);
  const isOurs = (address: string): boolean => recipients.some((one) => sameOrganisation(domainOf(address), domainOf(one)));
  const read = (words: string) => {
    const whole = withoutMarkers(words);
    const forwards = prefix !== null && !isAnswer(prefix, whole, recipients);
    return { whole, ...readReply(words, isAnswering(subject) || prefix === 'vs' ? { forwards } : { forwards, isOurs }) };
  };
  if (shown.trim() !== '' && !saysAsMuch(plain, shown)) return read(marked);
  const reply = read(plain);
  if (!hasMarkers(marked) || reply.quoted?.trim() === plain.trim()) return reply;
  // The marks of mail programs are surer than attributions in an unknown language.
  const other = read(marked);
  return other.text !== '' && lettersOf(other.text) * 1.1 < lettersOf(reply.text) ? other : reply;
}

function firstLines(text: string): string {
  let end = -1;
  for (let lines = 0; lines < mostBodyLines; lines += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

/** "VS:" is a forward in Swedish and an answer in Finnish: an answer quotes our address. */
const isAnswer = (prefix: string, whole: string, recipients: readonly string[]): boolean =>
  prefix === 'vs' && recipients.some((address) => whole.toLowerCase().includes(address));

const lettersOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;
/** Characters. A longer text part is not a note saying that the mail can only be read as HTML. */
const longestPlaceholderText = 1_000;

/** Whether the text part says the same as the HTML, rather than that the mail can only be read as HTML. */
function saysAsMuch(plain: string, shown: string): boolean {
  if (plain.trim() === '') return false;
  if (plain.length > longestPlaceholderText) return true;
  const words = wordsOf(plain);
  const others = new Set(wordsOf(shown));
  // A text part of punctuation only says nothing when the HTML has words.
  return words.length === 0 ? others.size === 0 : words.filter((word) => others.has(word)).length * 2 >= words.length;
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];

/** Types of signatures of the whole mail: not files for a reader. */
const signatureTypes: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-encrypted',
]);
/** The beginning of the quote in the HTML of common mail programs. */
const quoteInHtml =
  /gmail_quote|divrplyfwdmsg|yahoo_quoted|outlookmessageheader|moz-cite-prefix|protonmail_quote|appendonsend|mail-editor-reference-message|<blockquote/i;
/** Bytes. Smaller pictures are lines, dots and small logos. */
const smallestPicture = 4 * 1024;

function filesOf({ attachments, html = '' }: Email): readonly MailFile[] {
  const quote = html.search(quoteInHtml);
  const own = quote < 0 ? html : html.slice(0, quote);
  return attachments.slice(0, mostFiles).flatMap((part) => {
    if (signatureTypes.has(part.mimeType.toLowerCase())) return [];
    const content = bytesOf(part);
    const cid = part.contentId?.replace(/^<|>$/g, '') ?? '';
    const inline = cid !== '' && part.disposition !== 'attachment' && /^image\//i.test(part.mimeType);
    const isQuoted = inline && html.includes(`cid:${cid}`) && !own.includes(`cid:${cid}`);
    if (inline && (isQuoted || content.length < smallestPicture)) return [];
    return [
      {
        name: nameOf(part),
        type: part.mimeType.slice(0, 100),
        inline,
        sha256: createHash('sha256').update(content).digest('hex'),
        content,
      },
    ];
  });
}

function bytesOf({ content }: Attachment): Uint8Array<ArrayBuffer> {
  return typeof content === 'string'
    ? Uint8Array.from(Buffer.from(content))
    : content instanceof Uint8Array
      ? Uint8Array.from(content)
      : new Uint8Array(content);
}

function nameOf({ filename, description, mimeType }: Attachment): string {
  const given = filename ?? description ?? (mimeType === 'message/rfc822' ? 'message.eml' : '');
  return mendControls(given).slice(0, 1_000);
}
