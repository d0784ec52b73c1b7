/** Mails as they come in, byte by byte. */
import type { Octets } from './files.ts';

export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly id?: string | null;
  readonly text?: string;
  readonly html?: string;
  readonly files?: readonly { readonly name: string; readonly bytes: Octets | string; readonly type?: string; readonly cid?: string }[];
  readonly headers?: readonly string[];
}

let count = 0;
const boundary = 'a-boundary-of-this-test';

export function mailOf({
  from = 'Nadia Moreau <nadia@example.com>',
  to = 'support@example.com',
  subject = 'Re: Panne [#1]',
  id,
  text,
  html,
  files = [],
  headers = [],
}: Letter): string {
  count += 1;
  const top = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Mon, 23 Nov 2026 10:00:00 +0100',
    ...(id === null ? [] : [`Message-ID: <${id ?? `m${String(count)}@mail.example.com`}>`]),
    'MIME-Version: 1.0',
    ...headers,
  ];
  const bodies = [
    ...(text === undefined ? [] : [`Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}`]),
    ...(html === undefined ? [] : [`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`]),
    ...files.map(partOf),
  ];
  const [only = ''] = bodies;
  const whole =
    bodies.length === 1 && files.length === 0
      ? only
      : `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${bodies.map((body) => `--${boundary}\r\n${body}\r\n`).join('')}--${boundary}--\r\n`;
  return `${top.join('\r\n')}\r\n${whole}`;
}

function partOf({ name, bytes, type = 'application/octet-stream', cid }: NonNullable<Letter['files']>[number]): string {
  const content = Buffer.from(bytes as Uint8Array)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');
  const how = cid === undefined ? 'attachment' : 'inline';
  return [
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: ${how}; filename="${name}"`,
    ...(cid === undefined ? [] : [`Content-ID: <${cid}>`]),
    '',
    content,
  ].join('\r\n');
}
