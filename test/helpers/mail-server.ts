/** A real mail server, which can be slow, refuse, hang up or be away, and remembers what it took. */
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';

/** What it does with the next mails. */
export type Manner =
  | { readonly kind: 'takes' }
  /** Answers the recipient, or the content, with a code. */
  | { readonly kind: 'refuses'; readonly code: number; readonly at: 'recipient' | 'content' | 'sender'; readonly says?: string }
  /** Has the whole mail, and hangs up without a word. */
  | { readonly kind: 'hangs-up' }
  /** Takes the mail when `until` has come. */
  | { readonly kind: 'waits'; readonly until: Promise<void> };

export interface Taken {
  readonly from: string;
  /** The envelope: everybody it was really sent to. */
  readonly to: readonly string[];
  readonly raw: string;
  readonly mail: Email;
}

export interface MailServer {
  readonly url: string;
  readonly port: number;
  /** Mails it has said yes to. */
  readonly taken: readonly Taken[];
  /** Mails it has read to the end, whatever it answered. */
  readonly seen: readonly Taken[];
  manner: Manner;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly responseCode: number;
  constructor(code: number, says = 'as the test wishes') {
    super(says);
    this.responseCode = code;
  }
}

export interface MailServerOptions {
  /** To stand in for one that was closed. */
  readonly port?: number;
  /** As old ones are: no address beyond ASCII. */
  readonly hidesUtf8?: boolean;
  readonly login?: { readonly user: string; readonly pass: string };
}

export async function openMailServer({ port = 0, login, hidesUtf8 = false }: MailServerOptions = {}): Promise<MailServer> {
  const taken: Taken[] = [];
  const seen: Taken[] = [];
  const state: { manner: Manner } = { manner: { kind: 'takes' } };
  const refusal = (at: string): Refused | null =>
    state.manner.kind === 'refuses' && state.manner.at === at ? new Refused(state.manner.code, state.manner.says) : null;
  const server = new SMTPServer({
    logger: false,
    hideSMTPUTF8: hidesUtf8,
    disabledCommands: login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      username === login?.user && password === login?.pass ? done(null, { user: username }) : done(new Error('wrong')),
    onMailFrom: (_address, _session, done) => done(refusal('sender')),
    onRcptTo: (_address, _session, done) => done(refusal('recipient')),
    onData(stream, session, done) {
      void buffer(stream).then(async (raw) => {
        const one = await read(raw, session);
        seen.push(one);
        const { manner } = state;
        if (manner.kind === 'hangs-up') return hangUp(session);
        if (manner.kind === 'waits') await manner.until;
        const refused = refusal('content');
        if (!refused) taken.push(one);
        done(refused);
      });
    },
  });
  const hangUp = ({ id }: SMTPServerSession): void => {
    for (const connection of server.connections) if (connection.id === id) connection.close();
  };
  await listen(server, port);
  const { port: bound } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${String(bound)}`,
    port: bound,
    taken,
    seen,
    get manner() {
      return state.manner;
    },
    set manner(manner) {
      state.manner = manner;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * Below the ports that systems give away by themselves (32768 on Linux, 49152 elsewhere): one that is closed and opened
 * again is not taken by a neighbour meanwhile.
 */
const ports = { from: 20_000, count: 10_000 };

/** @throws when a wanted port is taken */
async function listen(server: SMTPServer, wanted: number): Promise<void> {
  for (;;) {
    const port = wanted || ports.from + Math.floor(Math.random() * ports.count);
    const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once('error', resolve);
      server.listen(port, '127.0.0.1', () => resolve(null));
    });
    server.removeAllListeners('error');
    server.on('error', () => undefined);
    if (!failure) return;
    if (wanted || failure.code !== 'EADDRINUSE') throw failure;
  }
}

async function read(raw: Buffer, { envelope }: SMTPServerSession): Promise<Taken> {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return { from, to: envelope.rcptTo.map(({ address }) => address), raw: raw.toString(), mail: await PostalMime.parse(raw) };
}

/** Waits until a condition holds. */
export async function until<T>(what: string, get: () => T | null | undefined | false | Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const got = await get();
    if (got) return got;
    if (Date.now() > end) throw new Error(`Never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
