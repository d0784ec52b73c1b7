/**
 * Reads a mail as mail servers and providers post it: as the body, or as a field of a form beside the envelope. A form part with
 * a file name is streamed; a plain field has to be held in memory, so its limit is lower.
 */
import { Busboy } from '@fastify/busboy';
import type { BusboyFileStream } from '@fastify/busboy';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { noEnvelope } from '../../inbound/open.ts';
import type { Envelope } from '../../services/mail-in/mail-in.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { Ctx } from '../env.ts';
import { HttpProblem } from '../problem.ts';

export type TakeMail = (bytes: AsyncIterable<Uint8Array>) => Promise<void>;

const asItIs = /^(?:message\/(?:rfc822|global)|application\/octet-stream)\s*(?:;|$)/i;
const asForm = /^(?:multipart\/form-data\s*;(?=.*boundary=)|application\/x-www-form-urlencoded\s*(?:;|$))/i;

/** Providers' names of the form field with the raw mail. */
const mailFields: ReadonlySet<string> = new Set(['email', 'body-mime', 'message', 'raw', 'rawemail', 'raw-email', 'mail', 'mime', 'file']);
const recipientFields: ReadonlySet<string> = new Set(['recipient', 'rcpt', 'envelope-to', 'envelope_to']);
const senderFields: ReadonlySet<string> = new Set(['sender', 'mail-from', 'envelope-from', 'envelope_from']);
const peerFields: ReadonlySet<string> = new Set(['peer', 'sender_ip', 'client_address', 'client-address']);

const megabyte = 1024 * 1024;
/** The largest mail in a plain field. */
const mostInField = 40 * megabyte;
const around = megabyte;
const mostRecipients = 100;

/**
 * Streams the mail to `take`, and returns the envelope that the form gives.
 * @throws HttpProblem 415, 413 or 400 @throws InvalidInput when the form has no mail, or more than one
 */
export async function readMail(c: Ctx, most: number, take: TakeMail): Promise<Envelope> {
  const type = c.req.header('content-type') ?? '';
  if (c.req.header('content-encoding') !== undefined || !(asItIs.test(type) || asForm.test(type)))
    throw new HttpProblem('unsupported-media-type');
  const { body } = c.req.raw;
  if (!body) throw new HttpProblem('malformed-request');
  const length = c.req.header('content-length');
  if (length !== undefined && Number(length) > most + around) throw new HttpProblem('too-large');
  const source = Readable.fromWeb(body as NodeStream<Uint8Array>);
  if (asForm.test(type)) return readForm(type, source, take);
  await take(whole(source));
  return noEnvelope;
}

async function readForm(type: string, source: Readable, take: TakeMail): Promise<Envelope> {
  const form = new MailForm(type, take);
  const broken = await pipeline(source, form.parser, { signal: form.failed }).then(
    () => null,
    (error: unknown) => (error instanceof HttpProblem ? error : new HttpProblem('malformed-request')),
  );
  return form.finish(broken);
}

class MailForm {
  readonly parser: InstanceType<typeof Busboy>;
  readonly #take: TakeMail;
  readonly #failing = new AbortController();
  readonly #to: string[] = [];
  #from: string | null = null;
  #peer: string | null = null;
  #taking: Promise<void> | undefined;
  #file: BusboyFileStream | undefined;
  #mails = 0;
  #isTooLarge = false;

  constructor(type: string, take: TakeMail) {
    this.#take = take;
    try {
      // Latin-1 preserves every byte of a field in any encoding.
      this.parser = new Busboy({
        headers: { 'content-type': type },
        defCharset: 'latin1',
        limits: { parts: 100, headerPairs: 50, fieldSize: mostInField },
      });
    } catch {
      throw new HttpProblem('malformed-request');
    }
    this.parser.on('field', (name: string, value: string, _nameCut: boolean, isCut: boolean) =>
      this.#field(name.toLowerCase(), value, isCut),
    );
    this.parser.on('file', (name: string, file: BusboyFileStream) => {
      file.on('error', () => undefined);
      if (!mailFields.has(name.toLowerCase()) || (this.#mails += 1) > 1) return void file.resume();
      this.#file = file;
      this.#start(whole(file));
    });
  }

  /** Aborts reading after `take` has failed. */
  get failed(): AbortSignal {
    return this.#failing.signal;
  }

  async finish(broken: HttpProblem | null): Promise<Envelope> {
    if (broken) this.#file?.destroy(broken);
    await this.#taking;
    if (broken) throw broken;
    if (this.#isTooLarge) throw new HttpProblem('too-large');
    if (this.#mails !== 1) throw new InvalidInput({ path: 'email', code: this.#mails === 0 ? 'required' : 'too-many' });
    return { to: this.#to.slice(0, mostRecipients), from: this.#from, peer: this.#peer };
  }

  #field(name: string, value: string, isCut: boolean): void {
    if (mailFields.has(name)) {
      this.#mails += 1;
      if (isCut) this.#isTooLarge = true;
      else if (this.#mails === 1) this.#start(whole([Buffer.from(value, 'latin1')]));
    } else if (recipientFields.has(name)) this.#to.push(...addressesIn(value));
    else if (senderFields.has(name)) this.#from = plain(value);
    else if (peerFields.has(name)) this.#peer = peerIn(value);
    else if (name === 'envelope') this.#envelope(value);
  }

  /** Reads `{"to":["…"],"from":"…"}`; fields of another form are ignored. */
  #envelope(text: string): void {
    try {
      const value: unknown = JSON.parse(Buffer.from(text.slice(0, 20_000), 'latin1').toString('utf8'));
      if (typeof value !== 'object' || value === null) return;
      const { to, from } = value as { to?: unknown; from?: unknown };
      for (const one of Array.isArray(to) ? to : [to]) if (typeof one === 'string') this.#to.push(...addressesIn(one));
      if (typeof from === 'string') this.#from = plain(from);
    } catch {
      return;
    }
  }

  #start(bytes: AsyncIterable<Uint8Array>): void {
    this.#taking = this.#take(bytes);
    this.#taking.catch(() => this.#failing.abort());
  }
}

/** Reads an IP address; Postfix puts IPv6 in brackets. `null` when it is none. */
export function peerIn(text: string | undefined): string | null {
  const address = (text ?? '')
    .slice(0, 100)
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/^ipv6:/i, '');
  return isIP(address) === 0 ? null : address;
}

export const plain = (address: string): string => address.slice(0, 1_000).trim().replace(/^<|>$/g, '');
export const addressesIn = (text: string): string[] =>
  text
    .slice(0, 20_000)
    .split(',', mostRecipients)
    .map(plain)
    .filter((address) => address !== '');

/** Turns every error of the stream into `malformed-request`. */
async function* whole(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof HttpProblem ? error : new HttpProblem('malformed-request');
  }
}
