/** Outgoing mail and notifications of the team: two environment variables and the `mail` part of the configuration. */
import * as v from 'valibot';
import { isEmail, readEmail } from '../text/email-address.ts';

/** A mail server, parsed from `SUPPORT_SMTP_URL`. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte. `required`: STARTTLS is required. `offered`: STARTTLS if the server offers it. */
  readonly tls: 'implicit' | 'required' | 'offered' | 'never';
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

export interface Sender {
  /** Null to send under the team's name. */
  readonly name: string | null;
  readonly address: string;
}

export interface MailOut {
  readonly server: SmtpServer;
  readonly from: Sender;
}

/** Most mails per hour to one address. */
export interface HourlyMails {
  readonly customer: number;
  /** An address that its owner has not proven. */
  readonly unproven: number;
  readonly team: number;
}

export interface MailSettings {
  /** Addresses that get every mail to the team. */
  readonly team: readonly string[];
  readonly hourly: HourlyMails;
  /** Hours after which an event is no longer mailed, for example when mail was set up later. */
  readonly maxAgeHours: number;
  /** Most bytes of files attached to an answer's mail; larger files are only named there. */
  readonly attachBytes: number;
  /** The pattern of reply addresses, with `{key}` in place of a ticket's key; null when replies by mail are off. */
  readonly replies: string | null;
  /** The mail server whose Authentication-Results headers are trusted; null to trust none. */
  readonly authenticatedBy: string | null;
  /** What to do with replies that are neither proven nor disproven; null to accept them unless they would reopen a ticket. */
  readonly unsigned: 'take' | 'wait' | null;
}

const tlsWords = ['required', 'offered', 'never'] as const;
const isTlsWord = (word: string): word is (typeof tlsWords)[number] => (tlsWords as readonly string[]).includes(word);

const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** Null when the text is not the address of a mail server. Without `?tls=`, a password is sent in the clear to this machine only. */
export function readSmtpUrl(text: string): SmtpServer | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const { protocol, username, password, pathname, hash } = url;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!['smtp:', 'smtps:'].includes(protocol) || host === '' || !['', '/'].includes(pathname) || hash !== '') return null;
  if ((username === '') !== (password === '')) return null;
  const asked = [...url.searchParams];
  const [word] = asked.map(([name, value]) => (name === 'tls' && isTlsWord(value) ? value : null));
  const implicit = protocol === 'smtps:';
  if (asked.length > 1 || word === null || (implicit && word !== undefined)) return null;
  const auth = credentials(username, password);
  if (auth === undefined) return null;
  const tls = implicit ? 'implicit' : (word ?? (auth && !isLoopback(host) ? 'required' : 'offered'));
  return { host, port: url.port === '' ? (implicit ? 465 : 587) : Number(url.port), tls, auth };
}

/** Undefined when they are not percent-encoded correctly. */
function credentials(username: string, password: string): SmtpServer['auth'] | undefined {
  if (username === '') return null;
  try {
    return { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  } catch {
    return undefined;
  }
}

/** Reads `Name <address>` or an address; null for anything else. */
export function readSender(text: string): Sender | null {
  const alone = readEmail(text);
  if (alone !== null) return { name: null, address: alone };
  const [, quoted, plain, within = ''] = /^(?:"([^"\\<>]*)"|([^"\\<>]*?))\s*<([^<>\s]+)>$/.exec(text) ?? [];
  const address = readEmail(within);
  const name = (quoted ?? plain ?? '').trim();
  // eslint-disable-next-line no-control-regex -- they have no place in a header
  if (address === null || name.length > 100 || /[\u0000-\u001f\u007f]/.test(name)) return null;
  return { name: name === '' ? null : name, address };
}

/** The settings of outgoing mail, or null when mails are to wait. Both texts have been checked. */
export function mailOutOf({ smtpUrl, mailFrom }: { readonly smtpUrl: string | null; readonly mailFrom: string | null }): MailOut | null {
  const server = smtpUrl === null ? null : readSmtpUrl(smtpUrl);
  const from = mailFrom === null ? null : readSender(mailFrom);
  return server && from && { server, from };
}

const perHour = (fallback: number, what: string) =>
  v.pipe(
    v.optional(
      v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(1, 'at least 1'), v.maxValue(10_000, 'at most 10000')),
      fallback,
    ),
    v.description(what),
  );

const Address = v.pipe(
  v.string('an e-mail address'),
  v.trim(),
  v.transform((text) => readEmail(text) ?? ''),
  v.check((text) => text !== '', 'an e-mail address'),
);

/** The place of a ticket's key in a reply address. */
export const replyPlaceholder = '{key}';
const longestReplyKey = 36;

/** Whether the pattern is an address even with the longest key. */
function isReplyPattern(text: string): boolean {
  const parts = text.split(replyPlaceholder);
  return parts.length === 2 && (parts[1]?.includes('@') ?? false) && isEmail(parts.join('9'.repeat(longestReplyKey)));
}

/** The address with its domain in the DNS form. */
function withPlainDomain(text: string): string {
  const at = text.lastIndexOf('@');
  const plain = readEmail(`x${text.slice(Math.max(at, 0))}`);
  return at < 0 || plain === null ? text : text.slice(0, at) + plain.slice(1);
}

const ReplyPattern = v.pipe(
  v.string('an address with {key} in it'),
  v.trim(),
  v.toLowerCase(),
  v.transform(withPlainDomain),
  v.check(
    isReplyPattern,
    `an address with ${replyPlaceholder} once before the @, such as "support+${replyPlaceholder}@example.com", and at most ${String(64 - longestReplyKey)} other characters before the @`,
  ),
);

export const Mail = v.strictObject(
  {
    team: v.pipe(
      v.optional(v.pipe(v.array(Address, 'a list of addresses'), v.maxLength(20, 'at most 20 addresses')), []),
      v.description('Addresses that get every mail to the team.'),
    ),
    hourly: v.optional(
      v.strictObject(
        {
          customer: perHour(20, 'Mails to the proven address of a customer within an hour.'),
          unproven: perHour(3, 'Mails to an address that nobody has proven within an hour.'),
          team: perHour(200, 'Mails to an address of the team within an hour; urgent ones go in any case.'),
        },
        'an object with any of "customer", "unproven" and "team"',
      ),
      {},
    ),
    maxAgeHours: v.pipe(
      v.optional(
        v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(1, 'at least 1'), v.maxValue(720, 'at most 720')),
        24,
      ),
      v.description('What happened longer ago is not told any more when mail is switched on.'),
    ),
    attachBytes: v.pipe(
      v.optional(
        v.pipe(v.number('a number'), v.integer('a whole number'), v.minValue(0, 'at least 0'), v.maxValue(25_000_000, 'at most 25000000')),
        5_000_000,
      ),
      v.description(
        'Bytes of files that go along with an answer at most; larger ones are named, and opened in the ticket. 0: none go along.',
      ),
    ),
    replies: v.pipe(
      v.optional(v.nullable(ReplyPattern), null),
      v.description(
        'Where replies to mails go, with {key} in place of what names the ticket, such as "support+{key}@example.com". What arrives there is to be posted to /api/v1/mail/inbound. Null: customers answer in the ticket.',
      ),
    ),
    authenticatedBy: v.pipe(
      v.optional(
        v.nullable(v.pipe(v.string('a host name'), v.trim(), v.toLowerCase(), v.regex(/^[a-z0-9.-]{1,253}$/, 'a host name'))),
        null,
      ),
      v.description(
        'How your own mail server calls itself in Authentication-Results. A reply then counts only when it says dmarc=pass. Null: nobody is believed who says so, but a failure makes a reply wait.',
      ),
    ),
    unsigned: v.pipe(
      v.optional(v.nullable(v.picklist(['take', 'wait'], '"take" or "wait"')), null),
      v.description(
        'What becomes of a reply from the customer’s address to the sealed address of their ticket when nothing else proves who sent it: taken, or kept for somebody at the desk. Null: taken, but for one that would reopen a ticket, which waits.',
      ),
    ),
  },
  'an object with any of "team", "hourly", "maxAgeHours", "attachBytes", "replies", "authenticatedBy" and "unsigned"',
);
