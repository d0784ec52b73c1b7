/** The script as sites load it, in pages of its own: it must serve without being noticed. */
import { assert } from 'chai';
import { recorderKey } from '../../widget/recorder/records.ts';
import type { PageRecord, Recorder } from '../../widget/recorder/records.ts';
import { until } from './page.ts';

type Page = Window & typeof globalThis & { [recorderKey]?: Recorder };

const script = '/support-ticket-recorder.js';
let frame: HTMLIFrameElement;
let page: Page;
/** The page's own functions, before the recorder came. */
let own: { fetch: typeof fetch; error: typeof console.error; open: XMLHttpRequest['open'] };
let printed: unknown[][];

const load = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const element = page.document.createElement('script');
    element.src = script;
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => reject(new Error('The recorder did not load.')));
    page.document.head.append(element);
  });

/** Runs as a script of the page, so that what it throws is the page's. */
function run(code: string): void {
  const element = page.document.createElement('script');
  element.textContent = code;
  page.document.head.append(element);
}

const records = (): readonly PageRecord[] => page[recorderKey]?.records() ?? [];
const texts = (kind: PageRecord['kind']): string[] =>
  records()
    .filter((record) => record.kind === kind)
    .map(({ text }) => text);
const recorded = (kind: PageRecord['kind']): Promise<string[]> =>
  until(`a record of a ${kind}`, () => (texts(kind).length ? texts(kind) : null));

beforeEach(async () => {
  frame = document.createElement('iframe');
  document.body.append(frame);
  page = frame.contentWindow as Page;
  printed = [];
  // Failures are wanted here: the test runner's own console hears nothing of them.
  page.console.error = (...args: unknown[]) => void printed.push(args);
  own = { fetch: page.fetch, error: page.console.error, open: page.XMLHttpRequest.prototype.open };
  await load();
});
afterEach(() => frame.remove());

describe('the recorder', () => {
  it('keeps console errors, uncaught errors, unhandled rejections and failed requests', async () => {
    page.console.error('The total is %o', { secret: 'content' }, new TypeError('x is undefined'));
    run("setTimeout(() => { throw new RangeError('out of bounds') })");
    run("Promise.reject(new Error('nobody caught this'))");
    await page.fetch('/nowhere/to/be/found');
    assert.deepEqual(await recorded('console'), ['The total is %o [object Object] TypeError: x is undefined']);
    assert.match((await recorded('error'))[0] ?? '', /RangeError: out of bounds/);
    assert.deepEqual(await recorded('rejection'), ['Error: nobody caught this']);
    const [request] = records().filter(({ kind }) => kind === 'request');
    assert.deepInclude(request, { text: 'GET /nowhere/to/be/found', status: 404, times: 1 });
    assert.closeTo(request?.at ?? 0, Date.now(), 10_000);
  });

  it('keeps requests that got no answer, XHR, and files of the page that did not load', async () => {
    await page.fetch('http://127.0.0.1:9/closed', { method: 'POST' }).catch(() => undefined);
    const request = new page.XMLHttpRequest();
    request.open('put', '/nowhere/xhr?token=1');
    request.send();
    const image = page.document.createElement('img');
    image.src = '/nowhere/picture.png?size=2';
    page.document.body.append(image);
    await until('all three', () => texts('request').length === 3);
    assert.sameMembers(texts('request'), ['POST http://127.0.0.1:9/closed', 'put /nowhere/xhr', 'img /nowhere/picture.png']);
    const statuses = Object.fromEntries(records().map(({ text, status }) => [text.split(' ')[0], status]));
    assert.deepEqual(statuses, { POST: 0, put: 404, img: 0 });
  });

  it('keeps nothing of what went well, or was called off', async () => {
    await page.fetch(script);
    const stop = new page.AbortController();
    const called = page.fetch(script, { signal: stop.signal });
    stop.abort();
    await called.catch(() => undefined);
    const request = new page.XMLHttpRequest();
    request.open('GET', script);
    await new Promise((resolve) => {
      request.addEventListener('loadend', resolve);
      request.send();
    });
    assert.deepEqual(records(), []);
  });

  it('hands everything through: arguments, `this`, answers, failures, names', async () => {
    page.console.error('one', 2);
    assert.deepEqual(printed, [['one', 2]]);
    assert.equal(page.fetch.name, own.fetch.name);
    assert.equal(page.fetch.length, own.fetch.length);
    assert.equal(page.XMLHttpRequest.prototype.open.length, own.open.length);
    const response = await page.fetch(new page.Request('/nowhere', { method: 'DELETE' }));
    assert.instanceOf(response, page.Response);
    assert.equal(response.status, 404);
    assert.isFalse(response.bodyUsed);
    assert.deepEqual(texts('request'), ['DELETE /nowhere']);
    let failure: unknown;
    await page.fetch('http://[').catch((error: unknown) => (failure = error));
    assert.instanceOf(failure, page.TypeError);
    assert.throws(() => Reflect.apply(page.XMLHttpRequest.prototype.open, {}, ['GET', script]), page.TypeError);
  });

  it('leaves it to the page whether a failed request was caught', async () => {
    const heard: unknown[] = [];
    page.addEventListener('unhandledrejection', (event) => {
      event.preventDefault();
      heard.push(event.reason);
    });
    await page.fetch('http://127.0.0.1:9/caught').catch(() => undefined);
    run("void fetch('http://127.0.0.1:9/forgotten')");
    await until('the page to hear of it', () => heard.length);
    assert.equal(heard.length, 1);
  });

  it('keeps twenty of a kind, the newest, and counts what repeats', () => {
    for (let number = 0; number < 50; number++) page.console.error(`number ${number}`);
    for (let turn = 0; turn < 3; turn++) page.console.error('again');
    const kept = records();
    assert.equal(kept.length, 20);
    assert.equal(kept[0]?.text, 'number 31');
    assert.deepInclude(kept.at(-1), { text: 'again', times: 3 });
  });

  it('keeps lines of at most 300 characters', () => {
    page.console.error('long '.repeat(100_000));
    assert.isAtMost(texts('console')[0]?.length ?? 999, 300);
    assert.isAtLeast(texts('console')[0]?.length ?? 0, 290);
  });

  it('strips queries, fragments, sign-ins and what looks like a secret', async () => {
    page.console.error('GET https://nadia:pa55@api.example/reset/9f8e7d6c5b4a39281706f5e4?code=abc#top failed');
    page.console.error('Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2ln');
    page.console.error('{"password":"hunter2 and more","user":"nadia"}');
    page.console.error(`${'x'.repeat(990)} https://api.example/?key=sk_live_0123456789abcdef`);
    await page.fetch('/nowhere/session/0123456789abcdef0123456789abcdef?token=canary#canary');
    const all = JSON.stringify(records());
    for (const secret of ['nadia:', 'pa55', '9f8e7d6c', 'abc#', 'eyJ', 'hunter2', 'and more', 'sk_live', '0123456789', 'canary'])
      assert.notInclude(all, secret);
    assert.include(all, 'GET https://api.example/reset/••• failed');
    assert.deepEqual(texts('request'), ['GET /nowhere/session/•••']);
  });

  it('survives arguments that bite', () => {
    const biting = {
      get [Symbol.toStringTag](): string {
        throw new Error('bitten');
      },
      toString: () => {
        throw new Error('bitten');
      },
    };
    page.console.error(biting, Symbol('a symbol'), null, undefined);
    assert.equal(printed.length, 1);
    const request = new page.XMLHttpRequest();
    assert.throws(() => request.open('GET', biting as unknown as string), 'bitten');
  });

  it('is there once when it is included twice', async () => {
    const [{ fetch }, recorder] = [page, page[recorderKey]];
    await load();
    assert.equal(page.fetch, fetch);
    assert.equal(page[recorderKey], recorder);
    page.console.error('once');
    assert.deepEqual(texts('console'), ['once']);
  });

  it('forgets when told to, and leaves nothing behind but its symbol', () => {
    page.console.error('soon forgotten');
    page[recorderKey]?.clear();
    assert.deepEqual(records(), []);
    const before = document.createElement('iframe');
    document.body.append(before);
    const names = (of: Window) => Object.getOwnPropertyNames(of).filter((name) => !/^\d+$/.test(name));
    assert.sameMembers(names(page), names(before.contentWindow as Window));
    before.remove();
    assert.equal(page.localStorage.length + page.sessionStorage.length, localStorage.length + sessionStorage.length);
    assert.equal(page.document.body.childElementCount, 0);
  });
});
