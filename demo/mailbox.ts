/**
 * Every mail of the demo arrives here: a mail server that passes nothing on, and keeps what it gets as files, so that
 * the mails are still there after the next start.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from './ports.ts';

export interface MailSummary {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
}

export interface StoredMail extends MailSummary {
  readonly text: string;
  readonly html: string;
  /** Where an answer to it goes; null: nowhere. */
  readonly replyTo: string | null;
  readonly messageId: string;
  /** As they came, one per line. */
  readonly headers: string;
}

export interface Mailbox {
  /** For `SUPPORT_SMTP_URL`. */
  readonly url: string;
  /** The newest first. */
  list(): Promise<readonly MailSummary[]>;
  read(id: string): Promise<StoredMail | null>;
  close(): Promise<void>;
}

const idPattern = /^\d{13}-\d{1,6}$/;
const mostListed = 200;

export async function openMailbox(dir: string, host: string): Promise<Mailbox> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const kept = new Map<string, StoredMail>();
  let count = 0;

  async function keep(raw: Buffer): Promise<void> {
    const id = `${String(Date.now())}-${String(count++)}`;
    await writeFile(join(dir, `${id}.part`), raw);
    await rename(join(dir, `${id}.part`), fileOf(dir, id));
  }

  async function read(id: string): Promise<StoredMail | null> {
    if (!idPattern.test(id) || !existsSync(fileOf(dir, id))) return null;
    const known = kept.get(id);
    if (known) return known;
    const mail = await parse(id, await readFile(fileOf(dir, id)));
    kept.set(id, mail);
    return mail;
  }

  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 500,
    onData(stream, _session, done) {
      buffer(stream)
        .then(keep)
        .then(() => done(null), done);
    },
  });
  server.on('error', () => undefined);
  const port = await freePort(host, 2525);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    url: `smtp://${host}:${String((server.server.address() as AddressInfo).port)}`,
    read,
    async list() {
      const ids = (await readdir(dir)).filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -'.eml'.length));
      const mails = await Promise.all(ids.sort(newestFirst).slice(0, mostListed).map(read));
      return mails.filter((mail) => mail !== null);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const fileOf = (dir: string, id: string): string => join(dir, `${id}.eml`);

function newestFirst(a: string, b: string): number {
  const [[at = 0, nth = 0], [at2 = 0, nth2 = 0]] = [a.split('-').map(Number), b.split('-').map(Number)];
  return at2 - at || nth2 - nth;
}

async function parse(id: string, raw: Buffer): Promise<StoredMail> {
  const { subject, from, to, text, html, replyTo, messageId = '' } = await PostalMime.parse(raw);
  const named = from?.name ? `${from.name} <${from.address ?? ''}>` : (from?.address ?? '');
  const head = raw.subarray(0, raw.indexOf('\r\n\r\n')).toString();
  return {
    id,
    receivedAt: Number(id.split('-')[0]),
    to: to?.[0]?.address ?? '',
    from: named,
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    replyTo: replyTo?.[0]?.address ?? null,
    messageId,
    headers: head,
  };
}
