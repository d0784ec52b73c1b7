import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMail } from '../../server/inbound/open.ts';
import { withoutSentMessages } from '../../server/inbound/reply-text.ts';
import { programs } from './programs.ts';
import type { ProgramSample } from './programs.ts';

const none = { to: [], from: null, peer: null };
const bytesOf = (mail: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Uint8Array.from(Buffer.from(mail, encoding));

function mailOf({ subject = 'Re: Order [#12]', text, html }: ProgramSample): Uint8Array {
  const part = (kind: string, body: string): string =>
    `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`;
  const head = `From: Lena <lena@example.org>\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n`;
  if (text === undefined) return bytesOf(head + part('html', html ?? ''));
  if (html === undefined) return bytesOf(head + part('plain', text));
  return bytesOf(
    `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n${part('plain', text)}--b\r\n${part('html', html)}--b--\r\n`,
  );
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
    const reply = {
      text: 'Since Monday.\n\n> Since when is the door\n> stuck?\n\nAnd it says\n\n> Code 731',
      quoted: null,
      whole: 'whole',
    };
    assert.deepEqual(withoutSentMessages(reply, ['Hello Lena,\nsince when is the door stuck?']), {
      text: 'Since Monday.\n\nAnd it says\n\n> Code 731',
      quoted: 'whole',
      whole: 'whole',
    });
    assert.equal(withoutSentMessages(reply, ['Something else']), reply);
  });
});

describe('the words of a mail', () => {
  const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
    Uint8Array.from(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))));
  const head = 'From: Lena <lena@example.org>\r\nTo: support@example.com\r\n';
  const labelled = (label: string, body: string | readonly number[]): Uint8Array =>
    bytes(`${head}Content-Type: text/plain; charset=${label}\r\n\r\n`, body);
  const latin = (text: string): readonly number[] => [...Buffer.from(text, 'utf8')];
  const japanese = '\x1b$B$3$s$K$A$O\x1b(B';
  const bodies: readonly (readonly [string, Uint8Array, string])[] = [
    ['Latin-1 that says UTF-8', labelled('utf-8', 'tomb\xe9 \xe0 midi'), 'tombé à midi'],
    ['UTF-8 that says Latin-1', labelled('iso-8859-1', latin('tombé à midi')), 'tombé à midi'],
    ['a label that nobody knows', labelled('no-such-thing', 'tomb\xe9 \x80'), 'tombé €'],
    ['no label', bytes(`${head}\r\n`, 'tomb\xe9 \x80'), 'tombé €'],
    ['windows-1252', labelled('windows-1252', '10 \x80 \x93x\x94'), '10 € “x”'],
    ['windows-1251', labelled('windows-1251', '\xcf\xf0\xe8\xe2\xe5\xf2'), 'Привет'],
    ['KOI8-R', labelled('koi8-r', '\xf0\xd2\xc9\xd7\xc5\xd4'), 'Привет'],
    ['ISO-8859-2', labelled('"ISO-8859-2"', 'z\xb3oty'), 'złoty'],
    ['Shift_JIS', labelled('Shift_JIS', '\x82\xb1\x82\xf1'), 'こん'],
    ['ISO-2022-JP', labelled('iso-2022-jp', japanese), 'こんにちは'],
    ['ISO-2022-JP that says UTF-8', labelled('utf-8', japanese), 'こんにちは'],
    ['UTF-16 with its mark', labelled('utf-8', [0xff, 0xfe, ...Buffer.from('tombé', 'utf16le')]), 'tombé'],
    [
      'UTF-16 without its mark, in base64',
      bytes(
        `${head}Content-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('tombé', 'utf16le').toString('base64')}`,
      ),
      'tombé',
    ],
    ['Japanese UTF-16 without its mark', labelled('utf-16le', [...Buffer.from('動きません。', 'utf16le')]), '動きません。'],
    ['Japanese UTF-16 that is turned around', labelled('utf-16', [...Buffer.from('動きません。', 'utf16le').swap16()]), '動きません。'],
    ['UTF-16 that says it is turned around and is not', labelled('utf-16be', [...Buffer.from('tombé', 'utf16le')]), 'tombé'],
    ['UTF-8 that says UTF-16', labelled('utf-16', latin('tombé')), 'tombé'],
    ['UTF-7', labelled('utf-7', 'tomb+AOk-'), 'tombé'],
    ['UTF-8 that says UTF-7', labelled('utf-7', latin('tombé 1+1=2')), 'tombé 1+1=2'],
    ['UTF-8 with one byte of Windows', labelled('utf-8', [...latin('éàü été '), 0x80]), 'éàü été €'],
    [
      'a page that says it itself',
      bytes(`${head}Content-Type: text/html\r\n\r\n<meta charset="windows-1251"><p>`, '\xcf\xf0\xe8</p>'),
      'При',
    ],
  ];
  for (const [name, mail, text] of bodies)
    it(`are read whatever they are said to be: ${name}`, async () => assert.equal((await openMail(mail, none))?.text, text));

  const subjects: readonly (readonly [string, string])[] = [
    ['=?utf-8?Q?tomb=E9_=E0_midi?=', 'tombé à midi'],
    ['=?iso-8859-1?Q?tomb=C3=A9?=', 'tombé'],
    ['=?no-such-thing?Q?tomb=E9?= =?no-such-thing?Q?_=80?=', 'tombé €'],
    ['=?utf-8?B?w6k=?= =?utf-8?B?w6A=?=', 'éà'],
    ['=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9?=', 'é'],
    ['=?iso-2022-jp?B?GyRCJDMkcxsoQg==?=', 'こん'],
    ['tomb\xe9', 'tombé'],
    [japanese, 'こんにちは'],
  ];
  for (const [written, subject] of subjects)
    it(`are read in a subject as well: ${JSON.stringify(written)}`, async () =>
      assert.equal((await openMail(bytes(`${head}Subject: ${written}\r\n\r\nx`), none))?.subject, subject));

  for (const disposition of [
    'filename="=?utf-8?Q?tomb=E9.txt?="',
    "filename*=utf-8''tomb%E9.txt",
    "filename*=no-such-thing''tomb%E9.txt",
    'filename="tomb\xe9.txt"',
    "filename*=iso-8859-1''tomb%E9.txt",
  ])
    it(`are read in the name of a file as well: ${disposition}`, async () => {
      const mail = await openMail(
        bytes(
          `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; ${disposition}\r\n\r\ny\r\n--b--\r\n`,
        ),
        none,
      );
      assert.equal(mail?.files[0]?.name, 'tombé.txt');
    });
});

describe('texts in seven-bit encodings', () => {
  const mailIn = (charset: string, body: string): Uint8Array =>
    bytesOf(
      `From: a@example.org\r\nTo: b@example.com\r\nSubject: x\r\nContent-Type: text/plain; charset=${charset}\r\n\r\n${body}\r\n`,
      'latin1',
    );

  it('are read in HZ, tildes and broken lines too', async () => {
    assert.equal((await openMail(mailIn('hz-gb-2312', 'Hello ~{<:Ky2;S{!#~}~~ ~{VP~}~\n~{ND~}'), none))?.text, 'Hello 己所不欲。~ 中文');
    assert.equal((await openMail(mailIn('utf-8', 'a ~{VPND~} b'), none))?.text, 'a ~{VPND~} b');
  });

  it('are read in ISO-2022-KR', async () => {
    assert.equal((await openMail(mailIn('iso-2022-kr', '\x1b$)C\x0e>H3g\x0f Hi \x0eGQ1[\x0f'), none))?.text, '안녕 Hi 한글');
  });

  it('are kept as files with the bytes as they came where nothing decodes them', async () => {
    for (const [charset, body] of [
      ['iso-2022-cn', '\x1b$)A\x0eVPND\x0f'],
      ['euc-tw', '\xc4\xe3\xc4\xe4'],
    ] as const) {
      const mail = await openMail(mailIn(charset, body), none);
      assert.equal(mail?.text, '', charset);
      assert.equal(mail.files[0]?.name, 'message.txt');
      assert.ok(Buffer.from(mail.files[0].content).toString('latin1').startsWith(body), charset);
    }
    assert.equal((await openMail(mailIn('iso-2022-cn', 'plain'), none))?.text, 'plain');
  });
});
