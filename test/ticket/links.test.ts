import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runsOf } from '../../server/ticket/links.ts';

/** `URL.canParse` of Node 20 takes Latin-1 for UTF-8 once it is optimised, and says no to `https://bücher.example`. */
function read(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

const linksIn = (text: string): (readonly [shown: string, leads: string])[] =>
  runsOf(text, read).flatMap(({ text: shown, href }) => (href === null ? [] : [[shown, href] as const]));

describe('an address in a text', () => {
  it('is a link that shows where it leads, and the rest stays as it is', () => {
    const text = 'See https://example.com/a?b=c#d, (https://example.com/e_(f)) and “http://localhost:8080/”.';
    const runs = runsOf(text, read);
    assert.equal(runs.map((run) => run.text).join(''), text);
    assert.deepEqual(linksIn(text), [
      ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
      ['https://example.com/e_(f)', 'https://example.com/e_(f)'],
      ['http://localhost:8080/', 'http://localhost:8080/'],
    ]);
    assert.deepEqual(runsOf('nothing here', read), [{ text: 'nothing here', href: null }]);
    assert.deepEqual(runsOf('', read), [{ text: '', href: null }]);
  });

  it('is no link where it names somebody before its host', () => {
    for (const text of [
      'https://bank.example@evil.example/',
      'https://bank.example:443@evil.example',
      'https://@evil.example',
      'https://a:b@evil.example/x',
    ])
      assert.deepEqual(linksIn(text), [], text);
    assert.deepEqual(linksIn('https://example.com/@someone')[0]?.[0], 'https://example.com/@someone', 'a path may hold one');
    assert.deepEqual(linksIn('https://bank.example\\@evil.example'), [
      ['https://bank.example\\@evil.example', 'https://bank.example/@evil.example'],
    ]);
  });

  it('does not read backwards', () => {
    assert.deepEqual(linksIn('https://evil.example/\u202emoc.knab//:sptth'), [
      ['https://evil.example/moc.knab//:sptth', 'https://evil.example/moc.knab//:sptth'],
    ]);
    assert.deepEqual(linksIn('https://evil.example/\u200fabc'), [['https://evil.example/', 'https://evil.example/']]);
  });

  it('of several scripts is shown as its host is written for machines', () => {
    for (const [typed, shown] of [
      ['https://bаnk.com/login', 'https://xn--bnk-6cd.com/login'],
      ['https://аррӏе.com', 'https://xn--80ak6aa92e.com'],
      ['https://ραypal.com', 'https://xn--ypal-zld9g.com'],
      ['https://example。com@x', null],
      ['https://b%61nk.com/', 'https://bank.com/'],
      ['https://ｂａｎｋ.com/', 'https://bank.com/'],
      ['http://0x7f.1/', 'http://127.0.0.1/'],
    ] as const)
      assert.deepEqual(
        linksIn(typed).map(([text]) => text),
        shown === null ? [] : [shown],
        typed,
      );
  });

  it('takes no longer to find in a text made to be slow', () => {
    for (const part of ['https://a(', 'https://', 'https://a(b)', '(((', '@', 'https://a.'])
      assert.ok(runsOf(part.repeat(20_000), read).length > 0, part);
  });

  it('of one script is shown as it was typed', () => {
    for (const typed of ['https://bücher.example/é', 'https://пример.рф', 'https://例え.jp', 'https://한국.kr', 'https://EXAMPLE.com/'])
      assert.deepEqual(
        linksIn(typed).map(([text]) => text),
        [typed],
      );
  });
});
