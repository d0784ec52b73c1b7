/** Answers a mail of the demo as a mail program does, and hands it to the support server as a mail provider does. */
import { createTransport } from 'nodemailer';
import { personas } from './customers.ts';
import type { StoredMail } from './mailbox.ts';
import { demoOpsToken } from './token.ts';

const programs = { fr: (from: string) => `${from} a écrit\u00a0:`, en: (from: string) => `${from} wrote:` } as const;

/** What became of it, in the server's word, or `failed`. */
export async function answer(mail: StoredMail, text: string, language: keyof typeof programs, supportUrl: string): Promise<string> {
  const recipient = mail.replyTo ?? '';
  const quoted = mail.text
    .split(/\r?\n/)
    .map((line) => `> ${line}`)
    .join('\n');
  const name = personas.find(({ email }) => email === mail.to)?.name ?? '';
  const { message } = await createTransport({ streamTransport: true, buffer: true, newline: 'windows' }).sendMail({
    from: { name, address: mail.to },
    to: recipient,
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: `${text.replace(/\r\n/g, '\n').trim()}\n\n${programs[language](mail.from)}\n${quoted}\n`,
    inReplyTo: mail.messageId,
    references: [mail.messageId],
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const query = new URLSearchParams({ recipient, sender: mail.to });
  try {
    const response = await fetch(`${supportUrl}/api/v1/mail/inbound?${query.toString()}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${demoOpsToken}`, 'content-type': 'message/rfc822' },
      body: Uint8Array.from(message as Buffer),
    });
    return response.ok ? ((await response.json()) as { outcome: string }).outcome : 'failed';
  } catch {
    return 'failed';
  }
}
