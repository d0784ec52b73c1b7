/**
 * Sends sign-in codes directly, not through the outbox: they are needed within seconds and useless later. A deferred code is
 * retried as long as it is valid; none survives a restart.
 */
import { randomBytes } from 'node:crypto';
import type { MailOut } from '../config/mail.ts';
import { say } from '../config/site.ts';
import type { Site } from '../config/site.ts';
import type { Log } from '../log.ts';
import type { CodeMail, CodePost } from '../services/people/guests.ts';
import type { SignInMail, SignInPost } from '../identity/sign-in-links.ts';
import { codeLetter } from './letters/code.ts';
import { renderHtml } from './letters/html.ts';
import { oneLine } from './letters/letter.ts';
import { signInLetter } from './letters/sign-in.ts';
import { renderText } from './letters/text.ts';
import { words } from './letters/words.ts';
import { MailFault, openPostman } from './smtp.ts';
import type { Mail, Patience } from './smtp.ts';

export interface CodePostOptions {
  readonly mail: MailOut;
  readonly site: Pick<Site, 'pages' | 'team'>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds before each retry; the last one is repeated. */
  readonly waits?: readonly number[];
  readonly patience?: Patience;
}

/** A mail that is needed within seconds, and only once. */
type Secret = CodeMail | SignInMail;

export interface RunningCodePost extends CodePost {
  /** Sends the team's sign-in links, in the same way. */
  readonly links: SignInPost;
  close(): void;
}

const usualWaits = [1_000, 3_000, 10_000, 30_000];
/** A silent mail server gets a new connection: the code may then arrive twice, and works once. */
const usualPatience: Patience = { connect: 10_000, silence: 30_000 };
/** With more codes waiting, the mail server is too slow, and the next request is refused. */
const mostWaiting = 1_000;

export function openCodePost({ mail, site, log, now, waits = usualWaits, patience = usualPatience }: CodePostOptions): RunningCodePost {
  const postman = openPostman(mail, patience);
  const timers = new Set<NodeJS.Timeout>();
  let waiting = 0;
  let closed = false;

  async function attempt(code: Secret, written: Mail, tries: number): Promise<void> {
    try {
      await postman.send(written);
      waiting -= 1;
    } catch (error) {
      const fault = error instanceof MailFault ? error : new MailFault('later', 'unknown');
      const wait = waits[Math.min(tries, waits.length - 1)] ?? 0;
      const over = closed || fault.kind === 'never' || now() + wait >= code.expiresAt;
      // The address is personal data and stays out of the log.
      log.warn(over ? 'a code could not be sent' : 'a code is sent again', { fault: fault.word, tries: tries + 1 });
      if (over) return void (waiting -= 1);
      const timer = setTimeout(() => {
        timers.delete(timer);
        void attempt(code, written, tries + 1);
      }, wait);
      timers.add(timer.unref());
    }
  }

  function send(code: Secret): void {
    if (closed || code.to.toLowerCase() === mail.from.address.toLowerCase()) return;
    if (waiting >= mostWaiting) return log.warn('a code was not sent: too many wait', { waiting });
    waiting += 1;
    void attempt(code, write(code), 0);
  }

  return {
    send,
    links: { send },
    close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      postman.close();
    },
  };

  function write(secret: Secret): Mail {
    const { to, language } = secret;
    const letter = 'link' in secret ? signInLetter(secret.link, language, site) : codeLetter(secret.code, language, site);
    const name = oneLine(mail.from.name ?? (site.team === null ? words[language].team : say(site.team, language)));
    const { address } = mail.from;
    return {
      from: { name: name.charAt(0).toLocaleUpperCase() + name.slice(1), address },
      to,
      replyTo: null,
      subject: letter.subject,
      text: renderText(letter),
      html: renderHtml(letter),
      messageId: `<${randomBytes(18).toString('base64url')}@${address.slice(address.lastIndexOf('@') + 1)}>`,
      thread: null,
      date: new Date(now()),
      list: null,
      automatic: true,
      enclosures: [],
    };
  }
}
