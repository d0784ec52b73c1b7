import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMail } from '../../server/inbound/open.ts';
import { withoutOurs } from '../../server/inbound/reply-text.ts';
import { programs } from './programs.ts';
import type { ProgramSample } from './programs.ts';

const none = { to: [], from: null };
const bytesOf = (mail: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Uint8Array.from(Buffer.from(mail, encoding));

function mailOf({ subject = 'Re: Order [#12]', text, html }: ProgramSample): Uint8Array {
  const part = (kind: string, body: string): string => `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`;
  const head = `From: Lena <lena@example.org>\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n`;
  if (text === undefined) return bytesOf(head + part('html', html ?? ''));
  if (html === undefined) return bytesOf(head + part('plain', text));
  return bytesOf(`${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n${part('plain', text)}--b\r\n${part('html', html)}--b--\r\n`);
}

describe('a mail of any program', () => {
  for (const sample of programs) {
    it(`says what is new in it: ${sample.name}`, async () => {
      const mail = await openMail(mailOf(sample), none);
      assert.equal(mail?.text, sample.own);
      if (sample.quoted === '') assert.equal(mail.quoted, null);
      else assert.ok(mail.quoted?.includes(sample.quoted), String(mail.quoted));
      assert.doesNotMatch(`${mail.whole}${mail.quoted ?? ''}`, /[\ufdd0-\ufdd4]/);
    });
  }
});

describe('quoted lines that nothing is said of', () => {
  it('are taken out where they are what we wrote, and only there', () => {
    const reply = { text: 'Since Monday.\n\n> Since when is the door\n> stuck?\n\nAnd it says\n\n> Code 731', quoted: null, whole: 'whole' };
    assert.deepEqual(withoutOurs(reply, ['Hello Lena,\nsince when is the door stuck?']), { text: 'Since Monday.\n\nAnd it says\n\n> Code 731', quoted: 'whole', whole: 'whole' });
    assert.equal(withoutOurs(reply, ['Something else']), reply);
  });
});
