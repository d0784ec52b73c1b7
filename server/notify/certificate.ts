/** Shows the certificate of a mail server, to find out why it is not trusted. Sends no mail. */
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { SmtpServer } from '../config/mail.ts';

/** In one line: subject, issuer and expiry; null when it cannot be read. */
export async function describeCertificate(server: SmtpServer, milliseconds: number): Promise<string | null> {
  const plain = server.tls === 'implicit' ? null : connect(server.port, server.host);
  const options = { servername: server.host, rejectUnauthorized: false };
  let secure: TLSSocket | null = null;
  const timer = setTimeout(() => plain?.destroy(new Error('timeout')) ?? secure?.destroy(new Error('timeout')), milliseconds);
  try {
    if (plain) await startTls((lines) => void plain.write(lines), plain);
    const socket = plain ? connectTls({ ...options, socket: plain }) : connectTls({ ...options, host: server.host, port: server.port });
    secure = socket;
    await new Promise<void>((resolve, reject) =>
      socket
        .once('secureConnect', resolve)
        .once('error', reject)
        .once('close', () => reject(new Error('closed'))),
    );
    return inWords(socket.getPeerCertificate());
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
    secure?.destroy();
    plain?.destroy();
  }
}

/** The exchanges of RFC 3207 before TLS begins. */
async function startTls(write: (lines: string) => void, socket: AsyncIterable<Buffer> & NodeJS.EventEmitter): Promise<void> {
  const answers = answersOf(socket);
  await answers();
  write('EHLO localhost\r\n');
  await answers();
  write('STARTTLS\r\n');
  await answers();
}

/** Reads replies one by one; the last line of a reply has a space after its code. */
function answersOf(socket: NodeJS.EventEmitter): () => Promise<void> {
  let text = '';
  return () =>
    new Promise((resolve, reject) => {
      const look = (data: Buffer): void => {
        text += data.toString('latin1');
        const end = /^([23])\d\d .*\r\n/m.exec(text);
        if (!end && !/^[45]\d\d /m.test(text)) return;
        socket.off('data', look);
        text = '';
        if (end) resolve();
        else reject(new Error('refused'));
      };
      socket.on('data', look);
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
    });
}

function inWords({ subject, issuer, valid_to: until, subjectaltname: names }: PeerCertificate): string | null {
  // Node returns an empty object when there is no certificate, contrary to its type.
  const given = subject as PeerCertificate['subject'] | undefined;
  if (!given) return null;
  const one = (name: string | string[] | undefined): string => [name ?? 'nobody'].flat().join(', ');
  return `its certificate is for ${names?.replaceAll('DNS:', '') ?? one(given.CN)}, issued by ${one(issuer.CN ?? issuer.O)}, good until ${until}`;
}
