/** What an upload is taken for, and what it is called. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileKinds, kindNames } from '../../server/config/file-kinds.ts';
import type { KindName } from '../../server/config/file-kinds.ts';
import { defaultKinds } from '../../server/config/file-kinds.ts';
import { inspect } from '../../server/services/attachments/inspect.ts';
import { createMemoryFiles } from '../../server/store/attachments/memory.ts';
import { docx, gif, jpeg, join, pdf, png, text, webp, zip } from '../helpers/files.ts';
import type { Octets } from '../helpers/files.ts';

const files = createMemoryFiles(() => 0);

async function look(name: string, bytes: Octets, kinds: readonly KindName[] = defaultKinds): Promise<string> {
  const incoming = await files.receive(
    (async function* () {
      yield bytes;
    })(),
    bytes.length,
  );
  try {
    const found = await inspect(incoming, name, kinds);
    return `${found.name} ${found.type}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { errors } = error as { errors?: { code: string }[] };
    return errors ? `refused: ${String(errors[0]?.code)}` : `refused: ${error.name}`;
  }
}

describe('the type of an upload', () => {
  it('is what its content says', async () => {
    const docxType = fileKinds.docx.type;
    const found: readonly (readonly [name: string, bytes: Octets, expected: string])[] = [
      ['a.png', png(), 'a.png image/png'],
      ['a.gif', gif(), 'a.gif image/gif'],
      ['a.JPEG', jpeg(), 'a.jpeg image/jpeg'],
      ['a.webp', webp(), 'a.webp image/webp'],
      ['a.pdf', pdf(), 'a.pdf application/pdf'],
      ['a.zip', zip({ 'a.txt': 'hello' }), 'a.zip application/zip'],
      ['a.docx', docx(), `a.docx ${docxType}`],
      ['a.odt', zip({ mimetype: fileKinds.odt.type, 'content.xml': '<office/>' }), `a.odt ${fileKinds.odt.type}`],
      ['a.gz', join([0x1f, 0x8b, 8, 0], new Uint8Array(20)), 'a.gz application/gzip'],
      ['a.mp4', join([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2', new Uint8Array(16)), 'a.mp4 video/mp4'],
      ['server.log', text('\u001b[31m2026-11-25 error\u001b[0m\n'), 'server.log text/plain'],
      ['a.csv', text('"é";"b"\n'), 'a.csv text/plain'],
      ['excel.csv', join('Pr\xe9nom;Cr\xe9\xe9 le\r\n'), 'excel.csv text/plain'],
      ['a.txt', join([0xff, 0xfe], Buffer.from('bonjour', 'utf16le')), 'a.txt text/plain'],
      ['a.json', text('{"a": 1}'), 'a.json text/plain'],
      ['a.har', text('{"log": {}}'), 'a.har text/plain'],
      ['a.eml', text('From: a@example.com\nSubject: Hello\n\nWords'), 'a.eml text/plain'],
    ];
    for (const [name, bytes, expected] of found) assert.equal(await look(name, bytes), expected);
  });

  it('gives a name that lies an end that tells the truth', async () => {
    for (const [name, bytes, expected] of [
      ['photo.jpg', png(), 'photo.png'],
      ['photo', png(), 'photo.png'],
      ['photo.png', text('only words'), 'photo.txt'],
      ['nginx.vhost', text('server {}'), 'nginx.vhost.txt'],
      ['run.exe', png(), 'run.png'],
      ['page.html', png(), 'page.png'],
      ['v1.2', png(), 'v1.2.png'],
      ['.htaccess', text('Deny from all'), 'htaccess.txt'],
      ['BMW.log', text('BMW and MZ are the beginnings of words'), 'BMW.log'],
    ] as const)
      assert.equal((await look(name, bytes)).split(' ')[0], expected, name);
  });

  it('is refused where it is a page, a script or a program, whatever it is called', async () => {
    const wide = join([0xff, 0xfe], Buffer.from('<html><script>alert(1)</script>', 'utf16le'));
    for (const [name, bytes] of [
      ['a.png', text('<!DOCTYPE html><script>alert(1)</script>')],
      ['a.txt', text('\ufeff \n<html><body onload=alert(1)>')],
      ['a.txt', wide],
      ['a.svg', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
      ['a.png', text('<?xml version="1.0"?><svg/>')],
      ['a.xml', text('<root/>')],
      ['a.xhtml', text('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>')],
      ['a.txt', text('<!-- a comment --><script>alert(1)</script>')],
      ['a.mhtml', text('From: <Saved by Blink>\nSnapshot-Content-Location: https://x/\n')],
      ['a.eml', text('From: <Saved by Blink>\nSnapshot-Content-Location: https://x/\n')],
      ['a.js', text('alert(1)')],
      ['a.bat', text('del *')],
      ['a.txt', text('#!/bin/sh\nrm -rf /')],
      ['a.php', text('echo 1;')],
      ['a.txt', text('<?php phpinfo();')],
      ['a.hta', text('words')],
      ['a.exe', join('MZ', new Uint8Array(200))],
      ['a.png', join([0x7f], 'ELF', [2, 1, 1], new Uint8Array(60))],
      ['a.txt', join('words', [0], 'and more')],
      ['a.txt', new Uint8Array(64)],
      ['a.mp3', join('ID3', [3, 0, 0, 0, 0, 0, 0], new Uint8Array(64))],
    ] as const)
      assert.equal(await look(name, bytes), 'refused: NotAccepted', `${name} ${Buffer.from(bytes.slice(0, 40)).toString('latin1')}`);
  });

  it('keeps a polyglot what its first bytes say, with a name that no machine runs', async () => {
    const polyglot = join('GIF89a', '/*', [1, 0, 0, 0, 0], [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0], '*/=1;alert(1)//');
    assert.equal(await look('a.js', polyglot), 'a.gif image/gif');
    assert.equal(await look('a.html', join(pdf(), '<script>alert(1)</script>')), 'a.pdf application/pdf');
  });

  it('follows the configuration', async () => {
    assert.equal(await look('a.gif', gif(), ['png']), 'refused: NotAccepted');
    assert.equal(await look('a.txt', text('words'), ['png']), 'refused: NotAccepted');
    assert.equal(await look('a.log', text('words'), ['txt']), 'a.txt text/plain');
    assert.equal(await look('a.bmp', join('BM', [70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0], new Uint8Array(58)), kindNames), 'a.bmp image/bmp');
  });

  it('is not asked for where there is nothing', async () => {
    assert.equal(await look('a.txt', new Uint8Array()), 'refused: too-short');
  });

  it('never makes the server stumble over what is broken', async () => {
    const samples = [png(), gif(), jpeg(), webp(), docx(), pdf(), zip({ a: 'b' })];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    for (let i = 0; i < 600; i++) {
      const bytes = Uint8Array.from(samples[i % samples.length]!).slice(0, 8 + random(200));
      for (let j = random(6); j > 0; j--) bytes[random(bytes.length)] = random(256);
      assert.match(await look('a.png', bytes), /^a\.[a-z]+ |^refused: (NotAccepted|invalid|too-long)$/);
    }
  });
});

describe('a picture', () => {
  it('of more pixels than anybody could show is refused by its header', async () => {
    for (const bytes of [png(30_000, 30_000), gif(30_000, 30_000), gif(1, 1, [60_000, 60_000]), jpeg(30_000, 30_000), webp(16_000, 16_000)])
      assert.equal(await look('bomb', bytes), 'refused: too-long');
    assert.equal(await look('a.png', png(10_000, 10_000)), 'a.png image/png');
  });

  it('without a size is none', async () => {
    assert.equal(await look('a.png', png(0, 5)), 'refused: invalid');
    assert.equal(await look('a.jpg', join([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0], new Uint8Array(30))), 'refused: invalid');
    assert.equal(await look('a.gif', join('GIF89a', new Uint8Array(40))), 'refused: invalid');
  });
});

describe('the name of an upload', () => {
  const named = async (name: string): Promise<string> => (await look(name, text('words'))).replace(/ text\/plain$/, '');

  it('has no folders', async () => {
    for (const name of ['../../etc/notes.txt', '..\\..\\notes.txt', '/notes.txt', 'C:\\notes.txt', 'a/b\\notes.txt', '../notes.txt'])
      assert.equal(await named(name), 'notes.txt');
    for (const name of ['', '.', '..', '../', 'a/', '...', ' ', '\0']) assert.equal(await named(name), 'file.txt', JSON.stringify(name));
  });

  it('shows itself as it is: nothing unseen, no turned direction, no line breaks', async () => {
    assert.equal(await named('in\u202evoice\u2066.txt'), 'in voice.txt');
    assert.equal(await named('a\0b\r\nc\u2028d\u200be\ufeff.txt'), 'a b c d e.txt');
    assert.equal(await named('\ud800.txt'), '\ufffd.txt');
    assert.equal(await named('e\u0301.txt'), '\u00e9.txt');
    assert.equal(await named('famille \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.txt'), 'famille \u{1f468}\u200d\u{1f469}\u200d\u{1f467}.txt');
  });

  it('keeps quotes and other harmless oddities', async () => {
    assert.equal(await named(`it's "50%" <b>.txt`), `it's "50%" <b>.txt`);
  });

  it('has two hundred characters at most, and keeps its end', async () => {
    const long = await named(`${'x'.repeat(300)}.txt`);
    assert.equal(long, `${'x'.repeat(196)}.txt`);
    const wide = await named(`${'\u{1f600}'.repeat(300)}.log`);
    assert.equal([...wide].length, 200);
    assert.ok(wide.isWellFormed() && wide.endsWith('\u{1f600}.log'));
    assert.equal([...(await named('y'.repeat(5_000)))].length, 200);
  });
});
