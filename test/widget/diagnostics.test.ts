import { assert } from 'chai';
import { sayBrowser } from '../../widget/diagnostics/browser.ts';
import { collect } from '../../widget/diagnostics/collect.ts';
import type { HostPage } from '../../widget/diagnostics/collect.ts';
import { linesOf, withoutLine } from '../../widget/draw/context.ts';
import { recorderKey } from '../../widget/recorder/records.ts';
import type { PageRecord } from '../../widget/recorder/records.ts';

const now = new Date(2026, 10, 25, 15, 20, 7);
const at = now.getTime() - 65_000;
const aPage = (records: readonly PageRecord[] | null, changes: Partial<HostPage> = {}): HostPage & object => ({
  navigator: { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', language: 'fr-FR' },
  location: { origin: 'https://shop.example', pathname: '/dashboard' },
  innerWidth: 1280,
  innerHeight: 800,
  devicePixelRatio: 1.25,
  ...changes,
  ...(records && { [recorderKey]: { records: () => records, clear: () => undefined } }),
});

describe('what is noted of the page', () => {
  it('is there without a recorder too', () => {
    assert.deepEqual(collect(aPage(null), now), {
      browser: 'Firefox 143, Linux',
      page: 'https://shop.example/dashboard',
      window: '1280 × 800 (×1.25)',
      language: 'fr-FR',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      collected: '2026-11-25 15:20:07 UTC+1',
    });
  });

  it('says of each record when it was, and what', () => {
    const facts = collect(
      aPage([
        { kind: 'error', at: at - 24 * 60 * 60_000, text: 'TypeError: x is undefined (/app.js 3:14)', times: 1 },
        { kind: 'console', at, text: 'No visits', times: 3 },
        { kind: 'rejection', at, text: 'Error: late', times: 1 },
        { kind: 'request', at, text: 'GET /visits', times: 1, status: 503 },
        { kind: 'request', at, text: 'GET https://cdn.example/x.js', times: 1, status: 0 },
      ]),
      now,
    );
    assert.deepEqual(facts['errors'], [
      '2026-11-24 15:19:02 TypeError: x is undefined (/app.js 3:14)',
      '15:19:02 console.error: No visits (×3)',
      '15:19:02 Unhandled rejection: Error: late',
    ]);
    assert.deepEqual(facts['requests'], ['15:19:02 GET /visits: HTTP 503', '15:19:02 GET https://cdn.example/x.js: no answer']);
  });

  it('masks what looks like a secret, also where the recorder saw none', () => {
    const facts = collect(
      aPage([{ kind: 'console', at, text: 'card 4111 1111 1111 1111 refused', times: 1 }], {
        location: { origin: 'https://shop.example', pathname: '/reset/9f8e7d6c5b4a39281706f5e4' },
      }),
      now,
    );
    assert.deepEqual(facts['errors'], ['15:19:02 console.error: card ••• refused']);
    assert.equal(facts['page'], 'https://shop.example/reset/•••');
  });

  it('stays below what the server takes, the newest kept', () => {
    const many = Array.from(
      { length: 80 },
      (_, number): PageRecord => ({ kind: number % 2 ? 'console' : 'request', at, text: `${number} ${'é\u0001"'.repeat(100)}`, times: 1 }),
    );
    const facts = collect(aPage(many), now);
    assert.isBelow(JSON.stringify(facts).length, 16 * 1024);
    assert.isAbove(JSON.stringify(facts).length, 12 * 1024);
    assert.match((facts['errors'] as string[]).at(-1) ?? '', /: 79 /);
  });

  it('can lose any of its lines', () => {
    const facts = { browser: 'Firefox 143', errors: ['one', 'two'] };
    const [browser, one, two] = linesOf(facts);
    assert.deepEqual(withoutLine(facts, one!), { browser: 'Firefox 143', errors: ['two'] });
    assert.deepEqual(withoutLine(facts, browser!) as object, { errors: ['one', 'two'] });
    assert.deepEqual(withoutLine(withoutLine(facts, two!), one!) as object, { browser: 'Firefox 143' });
  });

  it('names browsers as people do', () => {
    const names: Record<string, string> = {
      'Chrome 142, Windows':
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
      'Edge 142, Windows':
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
      'Safari 26.1, macOS':
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15',
      'Safari 26.1, iOS':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1',
      'Chrome 142, iOS':
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1',
      'Firefox 144, Android': 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0',
      'Samsung Internet 28, Android':
        'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'SomethingElse/1.0': 'SomethingElse/1.0',
    };
    for (const [name, userAgent] of Object.entries(names)) assert.equal(sayBrowser(userAgent), name);
  });
});
