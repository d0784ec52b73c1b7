import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decoderFor, encodingNamed, looksLikeUtf8, mendControls, utf8 } from '../../server/text/charset.ts';
import { dateFormat } from '../../server/text/dates.ts';
import { decodeEntities, htmlToText } from '../../server/text/html.ts';
import { mendMojibake } from '../../server/text/mojibake.ts';
import { Zone } from '../../server/text/zones.ts';

describe('bytes become text', () => {
  it('as windows-1252 has them, where Node 20 makes controls of €, ’ and œ', () => {
    assert.equal(decoderFor('windows-1252').decode(Buffer.from([0x80, 0x92, 0x9c])), '€’œ');
    assert.equal(decoderFor(encodingNamed('latin1')).decode(Buffer.from([0x80, 0x92, 0x9c, 0xe9])), '€’œé');
    assert.equal(mendControls('l\u0092\u0080\u009c'), 'l’€œ');
  });

  it('strictly as UTF-8 first, then as windows-1252, and that is counted', () => {
    const counts = { fallbacks: 0 };
    const decoder = decoderFor(null, counts);
    assert.deepEqual([decoder.decode(Buffer.from('é€')), counts.fallbacks], ['é€', 0]);
    assert.deepEqual([decoder.decode(Buffer.from([0x65, 0xe9, 0x80])), counts.fallbacks], ['eé€', 1]);
    assert.deepEqual([decoder.decode(Buffer.from('\ufffd')), counts.fallbacks], ['\ufffd', 1]);
  });

  it('with marks where UTF-8 was promised and is not there', () => {
    assert.equal(decoderFor('utf-8').decode(Buffer.from([0x65, 0xe9])), 'e\ufffd');
  });

  it('in other encodings by their many names', () => {
    assert.equal(decoderFor(encodingNamed('ISO-8859-15')).decode(Buffer.from([0xa4])), '€');
    assert.equal(decoderFor(encodingNamed('cp1250')).decode(Buffer.from([0xea])), 'ę');
    assert.deepEqual([encodingNamed('UTF8MB4'), encodingNamed('no such')], ['utf-8', null]);
  });

  it('knows no encoding by a name that every object has', () => {
    for (const name of ['constructor', 'valueOf', '__proto__']) assert.equal(encodingNamed(name), null);
  });

  it('and UTF-8 under another name is noticed', () => {
    assert.deepEqual(
      [looksLikeUtf8(Buffer.from('é')), looksLikeUtf8(Buffer.from([0xe9])), looksLikeUtf8(Buffer.from('e'))],
      [true, false, false],
    );
    assert.equal(utf8(Buffer.from([0xc3])), null);
  });
});

describe('text that was saved in the wrong encoding', () => {
  const broken = (text: string, page: string): string => {
    const bytes = Buffer.from(text, 'utf8');
    return decoderFor(page).decode(bytes);
  };

  it('is mended, whichever page it went through, once or twice', () => {
    const text = 'L’été à Évry : 12 € « déjà » œuvre — 📧 Île, ça, naïf…';
    for (const page of ['windows-1252', 'windows-1250'])
      assert.equal(mendMojibake(broken(text.replaceAll('à', 'a'), page)).text, text.replaceAll('à', 'a'), page);
    assert.equal(mendMojibake(mendMojibake(broken(broken('été', 'windows-1252'), 'windows-1252')).text).text, 'été');
  });

  it('is mended beside letters that are whole', () => {
    assert.deepEqual(mendMojibake('déjà mÃªme été'), { text: 'déjà même été', count: 1 });
  });

  it('gets its à back where a trimmer took the half of it', () => {
    assert.deepEqual(mendMojibake('Allez Ă\n/dashboard').text, 'Allez à\n/dashboard');
    assert.deepEqual(mendMojibake('mise Ă jour, voilÃ .').text, 'mise à jour, voilà .');
  });

  it('is left alone where it is right', () => {
    for (const text of [
      'Déjà à Évry, Âge, Ça',
      'sécurité”\n',
      '«ÉTÉ»',
      'PÂ»',
      'Ångström, Österreich, naïve',
      'CĂ ',
      'Stăpână Ăsta',
      '50 €”',
      'SÃO',
    ])
      assert.deepEqual(mendMojibake(text), { text, count: 0 });
  });

  const seed = (name: string): string => new URL(`../../../../shared/seeds/${name}`, import.meta.url).pathname;
  const [garbled, clean] = [seed('004_32f7db9dcf9081c4.txt'), seed('000_35bc6179a8bba3e4.txt')];
  it('is mended six times in one real document, and never in another', {
    skip: existsSync(garbled) ? false : 'the documents are not there',
  }, () => {
    const { text, count } = mendMojibake(readFileSync(garbled, 'utf8'));
    assert.equal(count, 6);
    assert.doesNotMatch(text, /[ĂĹĺđź\ufffd]/);
    assert.equal(mendMojibake(readFileSync(clean, 'utf8')).count, 0);
  });

  it('takes no time to look for', () => {
    const started = performance.now();
    mendMojibake('Ã'.repeat(100_000));
    mendMojibake('â€'.repeat(50_000));
    assert.ok(performance.now() - started < 1_500, String(performance.now() - started));
  });
});

describe('HTML becomes what a person would have read', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['paragraphs and line breaks', '<p>Bonjour,<br>merci</p><p>Camille</p>', 'Bonjour,\nmerci\n\nCamille'],
    ['two line breaks for an empty line', 'a<br /> <br /> b', 'a\n\nb'],
    ['entities', '<p>l&#039;&eacute;t&eacute; &amp; 5&nbsp;&euro; &lt;b&gt;</p>', "l'été & 5\u00a0€ <b>"],
    ['lists', '<ul><li>un</li><li>deux</li></ul>', '- un\n- deux'],
    ['quotes', '<p>oui</p><blockquote><p>a</p><p>b</p></blockquote>', 'oui\n\n> a\n>\n> b'],
    [
      'links that hide their address',
      '<a href="https://x.fr/a?b=1&amp;c=2">ici</a> <a href="http://x.fr/">x.fr</a> <a href="javascript:alert(1)">là</a>',
      'ici (https://x.fr/a?b=1&c=2) x.fr là',
    ],
    ['pictures by their words, spies not at all', '<img src="a.png" alt="schéma"><img width="1" alt="x" src="//spy">', '[schéma]'],
    ['no code and no styles', '<style>p{}</style><script>alert("<p>")</script><p>ok</p><!-- no -->', 'ok'],
    ['what is preformatted as it stands', '<pre>a\n  b\n</pre>c', 'a\n  b\n\nc'],
    ['table rows', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['tags that nobody closed', '<p>a<b>c<div>d', 'ac\nd'],
  ];
  for (const [what, html, text] of cases) it(what, () => assert.equal(htmlToText(html), text));

  it('also when it is nested absurdly', () => {
    const started = performance.now();
    assert.equal(htmlToText(`${'<div><blockquote>'.repeat(50_000)}x`), '> > > > > x');
    assert.ok(performance.now() - started < 5_000);
  });

  it('and entities alone are decoded without touching what looks like a tag', () => {
    assert.equal(decodeEntities('a &lt;b&gt; <c> &#039; &eacute; R&D'), "a <b> <c> ' é R&D");
  });
});

describe('dates', () => {
  const paris = new Zone('Europe/Paris');
  const read = (format: string | readonly string[], text: string, zone = paris): string => {
    const moment = dateFormat(format).read(text, zone);
    return typeof moment === 'string' ? moment : `${new Date(moment.time).toISOString()}${moment.note ? ` ${moment.note}` : ''}`;
  };

  it('are read by the format that was declared', () => {
    assert.equal(read('dd/MM/yyyy HH:mm', '04/03/2009 14:05'), '2009-03-04T13:05:00.000Z');
    assert.equal(read('sql', '2009-07-04 14:05:06'), '2009-07-04T12:05:06.000Z');
    assert.equal(read('iso', '2016-04-28T11:19:34 -10:00'), '2016-04-28T21:19:34.000Z');
    assert.equal(read('iso', '2016-04-28T11:19:34.5Z'), '2016-04-28T11:19:34.500Z');
    assert.equal(read('epoch', '1236171906'), '2009-03-04T13:05:06.000Z');
    assert.equal(read('d MMM yyyy H:mm', '4 févr. 2009 9:05'), '2009-02-04T08:05:00.000Z');
    assert.equal(read("d/M/yy 'à' H'h'mm", '4/3/09 à 9h05'), '2009-03-04T08:05:00.000Z');
    assert.equal(read('MM/dd/yyyy HH:mm a', '03/04/2009 12:05 AM'), '2009-03-03T23:05:00.000Z');
    assert.equal(read(['dd/MM/yyyy HH:mm', 'dd/MM/yyyy'], '04/03/2009'), '2009-03-03T23:00:00.000Z');
  });

  it('are refused when they are not in it, or not in the calendar', () => {
    for (const text of ['2009-03-04', '31/02/2009 10:00', '04/13/2009 10:00', '04/03/2009 24:00', 'hier', '1/1/2009 1:00'])
      assert.equal(read('dd/MM/yyyy HH:mm', text), 'bad-date', text);
  });

  it('that say never are told apart', () => {
    for (const text of ['0000-00-00 00:00:00', '00/00/0000', '0', '', ' ']) assert.equal(read('sql', text), 'zero-date', text);
  });

  it('tell of the hours that clocks skip and repeat', () => {
    assert.equal(read('sql', '2019-03-31 02:30:00'), '2019-03-31T01:30:00.000Z dst-gap');
    assert.equal(read('sql', '2019-10-27 02:30:00'), '2019-10-27T00:30:00.000Z dst-overlap');
    assert.equal(read('sql', '2019-10-27 03:30:00'), '2019-10-27T02:30:00.000Z');
    assert.equal(read('sql', '2019-03-31 03:00:00'), '2019-03-31T01:00:00.000Z');
    assert.equal(read('sql', '2019-03-31 02:30:00', new Zone('UTC')), '2019-03-31T02:30:00.000Z');
    assert.equal(read('sql', '2019-03-31 02:30:00', new Zone('+05:30')), '2019-03-30T21:00:00.000Z');
  });

  it('agree with Intl at every hour of some years', () => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' });
    for (let time = Date.UTC(2008, 0, 1); time < Date.UTC(2012, 0, 1); time += 3_600_000 * 5) {
      const moment = dateFormat('sql').read(format.format(time), paris);
      assert.ok(typeof moment !== 'string');
      if (moment.note !== 'dst-overlap') assert.equal(moment.time, time);
    }
  });

  it('of unknown letters are a fault of the format', () => {
    assert.throws(() => dateFormat('dd/QQ/yyyy'), /"QQ"/);
  });
});
