/** Hands mails to a mail server over pooled connections, and classifies its refusals. */
import { createTransport } from 'nodemailer';
import type { NodemailerError } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailOut, SmtpServer } from '../config/mail.ts';
import { isEmail, needsUtf8 } from '../text/email-address.ts';
import type { Enclosure } from './enclosing.ts';

/** An outgoing mail: one address, both parts, every header. */
export interface Mail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly thread: string | null;
  readonly date: Date;
  /** A List-Id for the team's mail filters. */
  readonly list: string | null;
  /** True when no person wrote the mail: automatic replies are then unwanted (RFC 3834). */
  readonly automatic: boolean;
  readonly enclosures: readonly Enclosure[];
}

/**
 * `away`: the mail server cannot be used now, whatever the mail. `later`: it may take this mail another time.
 * `interrupted`: the connection broke while it had the mail. `never`: it has refused this mail for good.
 */
export class MailFault extends Error {
  override readonly name = 'MailFault';
  readonly kind: 'away' | 'later' | 'interrupted' | 'never';
  /** A stable word, for the desk and the log. */
  readonly word: string;
  /** What the server said, in one line. */
  readonly reply: string | null;

  constructor(kind: MailFault['kind'], word: string, reply: string | null = null) {
    super(word);
    this.kind = kind;
    this.word = word;
    this.reply = reply;
  }
}

export interface Postman {
  /** Resolves once the server has taken the mail. @throws MailFault */
  send(mail: Mail): Promise<void>;
  /** Whether the server offers SMTPUTF8, for addresses beyond ASCII. @throws MailFault */
  takesUtf8(): Promise<boolean>;
  /** Connects and signs in, without a mail. @throws MailFault */
  verify(): Promise<void>;
  close(): void;
}

export interface Patience {
  /** Milliseconds for the connection and for the greeting. */
  readonly connect: number;
  /** Milliseconds without a reply. Closing earlier, while the server is taking the mail, would send it twice. */
  readonly silence: number;
}

const usualPatience: Patience = { connect: 20_000, silence: 5 * 60_000 };

/** Most mails in progress. */
export const connections = 3;

export function openPostman({ server }: Pick<MailOut, 'server'>, patience: Patience = usualPatience): Postman {
  const transport = createTransport({
    pool: true,
    maxConnections: connections,
    // A mail whose connection broke may have arrived: the outbox decides whether to retry it.
    maxRequeues: 0,
    idleTimeout: 20_000,
    ...addressOf(server),
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    dnsTimeout: patience.connect,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let known: Promise<boolean> | null = null;
  const takesUtf8 = (): Promise<boolean> =>
    (known ??= offersUtf8(server, patience).catch((error: unknown) => {
      known = null;
      throw faultOf(error);
    }));
  return {
    takesUtf8,
    async send(mail) {
      // The last check before the header is written: a list, or an address with a name, is refused.
      if (!isEmail(mail.to)) throw new MailFault('never', 'bad-address');
      if (needsUtf8(mail.to) && !(await takesUtf8()))
        throw new MailFault('never', 'no-smtputf8', 'the mail server offers no SMTPUTF8, which this address needs');
      await transport.sendMail(optionsOf(mail)).catch((error: unknown) => {
        throw faultOf(error);
      });
    },
    async verify() {
      await transport.verify().catch((error: unknown) => {
        throw faultOf(error);
      });
    },
    close: () => transport.close(),
  };
}

/** What the pinned version of nodemailer keeps of the server's greeting. */
interface Greeted {
  readonly _supportedExtensions: readonly string[];
}

/** nodemailer would send to such an address without checking for SMTPUTF8. */
function offersUtf8(server: SmtpServer, patience: Patience): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection({
      ...addressOf(server),
      connectionTimeout: patience.connect,
      greetingTimeout: patience.connect,
      socketTimeout: patience.silence,
    });
    connection.once('error', reject);
    connection.connect(() => {
      resolve((connection as unknown as Greeted)._supportedExtensions.includes('SMTPUTF8'));
      connection.close();
    });
  });
}

function addressOf({ host, port, tls, auth }: SmtpServer) {
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'never',
    ...(auth && { auth: { ...auth } }),
  };
}

function optionsOf({ from, to, replyTo, subject, text, html, messageId, thread, date, list, automatic, enclosures }: Mail) {
  return {
    from: { name: notEncoded(from.name), address: from.address },
    to: { name: '', address: to },
    envelope: { from: from.address, to: [to] },
    ...(replyTo !== null && { replyTo: { name: '', address: replyTo } }),
    subject: notEncoded(subject),
    text,
    html,
    messageId,
    date,
    xMailer: false as const,
    ...(thread !== null && { inReplyTo: thread, references: [thread] }),
    headers: {
      ...(automatic && { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }),
      ...(list !== null && { 'List-Id': list }),
    },
    attachments: enclosures.map(({ name, type, bytes }) => ({
      filename: notEncoded(name),
      contentType: type,
      content: Buffer.from(bytes),
      contentDisposition: 'attachment' as const,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Breaks up "=?", so that plain text is not decoded as an encoded word. */
const notEncoded = (text: string): string => text.replaceAll('=?', '= ?');

const ofTheMail: Readonly<Record<string, string>> = { 'MAIL FROM': 'sender', 'RCPT TO': 'recipient', DATA: 'content' };
/** "Sign in first" and "wrong password" are faults of the settings, whatever command they answer. */
const ofTheSettings: ReadonlySet<number> = new Set([530, 534, 535, 538]);
const serverGoesAway = 421;
const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
const beforeTheMail: Readonly<Record<string, string>> = {
  EAUTH: 'sign-in-refused',
  ENOAUTH: 'sign-in-refused',
  EDNS: 'unknown-host',
  ETLS: 'tls-failed',
  ECONFIG: 'bad-settings',
  EPROXY: 'unreachable',
  EPROTOCOL: 'not-understood',
};

/** What an error of nodemailer means for the mail. */
export function faultOf(error: unknown): MailFault {
  if (error instanceof MailFault) return error;
  const { code = '', command = '', responseCode, response, originalCode = '', timeoutType } = (error ?? {}) as NodemailerError;
  const reply = response === undefined ? null : inOneLine(response);
  const part = ofTheMail[command];
  if (responseCode === serverGoesAway) return new MailFault('away', 'closing', reply);
  if (responseCode !== undefined && part !== undefined && !ofTheSettings.has(responseCode)) {
    const kind = responseCode >= 500 && responseCode !== 503 ? 'never' : 'later';
    return new MailFault(kind, `${part}-${kind === 'never' ? 'refused' : 'put-off'}`, reply);
  }
  const distrust = certificateFault(error);
  if (distrust !== null) return new MailFault('away', 'certificate-not-trusted', distrust);
  const word = beforeTheMail[code];
  if (word !== undefined) return new MailFault('away', word, reply);
  if (responseCode !== undefined) return new MailFault('away', 'sign-in-refused', reply);
  if (neverConnected.has(originalCode) || (timeoutType !== undefined && timeoutType !== 'SOCKET_TIMEOUT'))
    return new MailFault('away', 'unreachable');
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return new MailFault('never', 'content-refused');
  return new MailFault('interrupted', timeoutType === undefined ? 'interrupted' : 'silent');
}

/** What OpenSSL and Node say of certificates that they do not trust: self-signed, expired, of another host, of an unknown issuer. */
const certificateCodes =
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT(?:_IN_CHAIN)?|UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_\w+|CERT_\w+|CRL_\w+|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|ERROR_IN_CERT_\w+)$/;
const certificateWords = /certificate|altnames/i;

/** Null for another error. nodemailer replaces Node's code and keeps its message. */
function certificateFault(error: unknown): string | null {
  const { code, originalCode, message, cause } = (error ?? {}) as Partial<NodemailerError> & { readonly cause?: unknown };
  const isOne =
    [code, originalCode].some((word) => typeof word === 'string' && certificateCodes.test(word)) ||
    (['ESOCKET', 'ETLS'].includes(code ?? '') && certificateWords.test(message ?? ''));
  if (isOne) return inOneLine(message ?? '');
  return cause === undefined || cause === error ? null : certificateFault(cause);
}

const longestReply = 300;

// eslint-disable-next-line no-control-regex -- removing them is the point
const inOneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, longestReply);
