/** The doctor's findings about mail: whether the mail server accepts us, and which mails wait or were given up. */
import { mailOutOf } from '../config/mail.ts';
import type { MailOut } from '../config/mail.ts';
import type { Settings } from '../config.ts';
import type { Environment } from '../config/environment.ts';
import { randomId, systemClock } from '../system.ts';
import { codeOf, isAbsent } from '../inbound/dns.ts';
import type { AskDns } from '../inbound/dns.ts';
import { domainOf } from '../inbound/domains.ts';
import { describeCertificate } from '../notify/certificate.ts';
import { MailFault, openPostman } from '../notify/smtp.ts';
import type { Postman } from '../notify/smtp.ts';
import type { Store } from '../store/store.ts';

/** `ok`: correct. `look`: the server starts, but the operator should know. `bad`: the server would not start. */
export type Finding = readonly [state: 'ok' | 'look' | 'bad', about: string, text: string];

/** Milliseconds; shorter than for real mails, because an operator waits at a terminal. */
const timeouts = { connect: 10_000, silence: 30_000 };

export async function lookAtMail(environment: Pick<Environment, 'smtpUrl' | 'mailFrom'>, sendTo: string | null): Promise<Finding[]> {
  const mail = mailOutOf(environment);
  if (!mail) {
    const missing = [environment.smtpUrl === null && 'SUPPORT_SMTP_URL', environment.mailFrom === null && 'SUPPORT_MAIL_FROM'].filter(
      (name) => name,
    );
    return [['look', 'mail', `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: nobody is sent a mail`]];
  }
  const postman = openPostman(mail, timeouts);
  try {
    await postman.verify();
    const isPlain = !(await postman.takesUtf8());
    if (sendTo !== null) await sendTest(postman, mail, sendTo);
    const { host, port } = mail.server;
    return [
      [
        'ok',
        'mail',
        `from ${mail.from.address} through ${host}:${String(port)}${sendTo === null ? '' : `; a test mail went to ${sendTo}`}${isPlain ? '; it offers no SMTPUTF8: addresses beyond ASCII before the @ get no mails' : ''}`,
      ],
    ];
  } catch (error) {
    const { word, reply } = error instanceof MailFault ? error : new MailFault('later', 'unknown');
    const shown = word === 'certificate-not-trusted' ? await describeCertificate(mail.server, 5_000) : null;
    if (shown !== null)
      return [
        [
          'look',
          'mail',
          `${mail.server.host}:${String(mail.server.port)}: its certificate is not trusted: ${reply ?? ''}; ${shown}. Name the host that the certificate is for, have it renewed, or give Node its issuer (NODE_EXTRA_CA_CERTS); mails wait in the outbox`,
        ],
      ];
    return [
      [
        'look',
        'mail',
        `${mail.server.host}:${String(mail.server.port)}: ${word}${reply === null ? '' : ` (${reply})`}; mails wait in the outbox`,
      ],
    ];
  } finally {
    postman.close();
  }
}

async function sendTest(postman: Postman, { from }: MailOut, to: string): Promise<void> {
  const text = 'This is a test of support-ticket: its mails arrive here.\nUn essai de support-ticket : ses e-mails arrivent ici.\n';
  await postman.send({
    from: { name: from.name ?? '', address: from.address },
    to,
    replyTo: null,
    subject: 'support-ticket: test',
    text,
    html: `<p>${text.trim().replace('\n', '<br>')}</p>\n`,
    messageId: `<${randomId()}@${from.address.split('@')[1] ?? 'localhost'}>`,
    thread: null,
    date: new Date(systemClock()),
    list: null,
    automatic: true,
    enclosures: [],
  });
}

/** Whether replies to mails can be matched to tickets. Whether the mail server delivers them here can only be seen there. */
export function lookAtReplies({ environment, site }: Pick<Settings, 'environment' | 'site'>): Finding {
  const { replies } = site.mail;
  if (replies === null) return ['ok', 'mail in', 'off: customers answer in the ticket (mail.replies)'];
  if (environment.opsToken === null)
    return ['look', 'mail in', 'mail.replies is set, but without SUPPORT_OPS_TOKEN nobody can hand mails in: no mail names the address'];
  if (!mailOutOf(environment)) return ['look', 'mail in', 'mail.replies is set, but no mail goes out that could be answered'];
  return ['ok', 'mail in', `replies go to ${replies}, and are to be posted to /api/v1/mail/inbound; ${describeProof(site.mail)}`];
}

/** The proof of the sender that a reply needs, in one line. */
export function describeProof({ authenticatedBy, unsigned }: Settings['site']['mail']): string {
  if (authenticatedBy !== null) return `${authenticatedBy} has to say dmarc=pass (mail.authenticatedBy)`;
  const other = { take: 'is taken', wait: 'waits at the desk' } as const;
  return `signatures (DKIM) are checked here, and SPF where sender and peer are handed in; what fails waits at the desk, what says nothing ${unsigned === null ? 'is taken, unless it would reopen a ticket' : other[unsigned]} (mail.unsigned)`;
}

/** Whether the DNS answers; empty when no check of signatures uses it. */
export async function lookAtDns({ replies, authenticatedBy }: Settings['site']['mail'], ask: AskDns): Promise<Finding[]> {
  if (replies === null || authenticatedBy !== null) return [];
  const code = await ask(domainOf(replies), 'MX').then(() => '', codeOf);
  return code === '' || isAbsent(code)
    ? []
    : [['look', 'mail in', `the DNS does not answer (${code}): no signature of a mail can be checked, and each is as good as unsigned`]];
}

const most = 1_000;

export async function lookAtOutbox(store: Pick<Store, 'pendingEffects' | 'countMails'>, mailing: boolean): Promise<Finding[]> {
  const { waiting, dead } = await store.countMails();
  const untold = (await store.pendingEffects(most)).length;
  const count = `${untold >= most ? 'more than ' : ''}${String(untold + waiting)}`;
  const findings: Finding[] = [];
  if (!mailing && untold + waiting > 0)
    findings.push([
      'look',
      'mail',
      `${count} mails wait for a mail server; those of more than a day ago are not sent any more (mail.maxAgeHours)`,
    ]);
  else if (waiting > 0) findings.push(['look', 'mail', `${String(waiting)} mails wait; the server sends them when it runs`]);
  if (dead > 0)
    findings.push(['look', 'mail', `${String(dead)} mails were given up: an admin sees them at the desk, and can send them again`]);
  return findings;
}
