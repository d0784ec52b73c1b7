/** A customer's page that is open while the team works: what the real bundle shows, asks for and shares between tabs. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, HTTPRequest, Page } from 'puppeteer-core';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { launch } from '../helpers/browser.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const api = '/api/v1';
/** Milliseconds: generous, as the machine may be busy. */
const timeout = 60_000;

let browser: Browser;
let context: BrowserContext;
let server: TestServer;
let staff: Record<string, string>;
let people = 0;

before(async () => {
  browser = await launch();
  server = await startTestServer({ config: { site: { name: 'Example' }, desk: { holdSeconds: 0 } } });
  staff = await signIn(server);
});
after(async () => {
  await browser.close();
  await server.close();
});
afterEach(() => context.close());

async function signIn({ url, staff: { email, password } }: TestServer): Promise<Record<string, string>> {
  const answer = await fetch(`${url}${api}/desk/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '', 'content-type': 'application/json' };
}

async function send<T>(path: string, headers: Record<string, string>, body: object, method = 'POST'): Promise<T> {
  const answer = await fetch(server.url + api + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${String(answer.status)}`);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

const say = (ticket: { id: string }, body: string, visibility: 'public' | 'internal' = 'public') =>
  send<DeskTicket>(`/desk/tickets/${ticket.id}/messages`, staff, { body, visibility });
const present = (ticket: { id: string }, state: string) => send(`/desk/tickets/${ticket.id}/presence`, staff, { state });

async function amend({ id }: { id: string }, change: object): Promise<void> {
  const { rev } = (await (await fetch(`${server.url}${api}/desk/tickets/${id}`, { headers: staff })).json()) as DeskTicket;
  await send(`/desk/tickets/${id}`, { ...staff, 'if-match': `"${String(rev)}"` }, change, 'PATCH');
}

/** A customer with a ticket. */
async function customer(): Promise<{ token: string; ticket: TicketView; headers: Record<string, string> }> {
  const token = await server.token(`live-${String(people++)}`);
  const headers = { authorization: `Bearer ${token}` };
  const ticket = await send<TicketView>('/tickets', headers, {
    service: 'sales',
    title: 'Which plan suits us',
    description: 'We are ten people and need mail.',
  });
  return { token, ticket, headers };
}

/** Their page, and what it asked for. Pages of one context share what a browser shares between tabs. */
async function open(
  path: string,
  token: string,
  ready = (page: Page): Promise<unknown> => page.waitForResponse(isStream, { timeout }),
): Promise<{ page: Page; asked: string[] }> {
  const page = await context.newPage();
  await page.emulateFocusedPage(true);
  const asked: string[] = [];
  page.on(
    'request',
    (request) => isOfApi(request) && asked.push(`${request.method()} ${new URL(request.url()).pathname.slice(api.length)}`),
  );
  const listening = ready(page);
  await page.goto(`${server.url}${path}#token=${token}`);
  await listening;
  // What it missed between its first look and the stream.
  await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
  return { page, asked };
}

const isOfApi = (request: HTTPRequest): boolean => request.url().includes(`${api}/`);
const isStream = (answer: { url(): string; status(): number }): boolean => answer.url().endsWith('/events') && answer.status() === 200;

const text = `document.querySelector('support-ticket').shadowRoot.querySelector('.surface').innerText`;
const says = (page: Page, words: string) =>
  page
    .waitForFunction(`${text}.includes(${JSON.stringify(words)})`, { timeout, polling: 50 })
    .catch(async () => assert.fail(`it never said “${words}” but:\n${String(await page.evaluate(text))}`));
const silent = (page: Page, words: string) => page.waitForFunction(`!${text}.includes(${JSON.stringify(words)})`, { timeout, polling: 50 });
const streams = async (): Promise<string | undefined> =>
  /support_streams\{at="customer"\} (\d+)/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const start = Date.now(); !(await condition()); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() - start < timeout, `never true: ${what}`);
}
const writing = 'Somebody from the team is writing to you…';

describe('a page that is open', { timeout: 120_000 }, () => {
  it('shows an answer without being asked to, and says how soon', async (t) => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page } = await open(`/tickets/${String(ticket.number)}`, token);
    await page.evaluate(
      `void (window.shown = new Promise((resolve) => new MutationObserver(() => ${text}.includes('We look into it.') && resolve(Date.now())).observe(document.querySelector('support-ticket').shadowRoot, { subtree: true, childList: true, characterData: true })))`,
    );
    const sent = Date.now();
    await say(ticket, 'We look into it.');
    await says(page, 'We look into it.');
    t.diagnostic(`from sending the answer to seeing it: ${String(Number(await page.evaluate('window.shown')) - sent)} ms`);
    // Whoever looks at it has read it.
    const headers = { authorization: `Bearer ${token}` };
    await until(
      'it has been read',
      async () => !((await (await fetch(`${server.url}${api}/tickets/${ticket.id}`, { headers })).json()) as TicketView).unread,
    );
  });

  it('shows it on the home screen and in the list', async () => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const [home, list] = [
      (await open('/', token)).page,
      (await open('/open', token, (page) => page.waitForResponse((answer) => answer.url().includes('/tickets?'), { timeout }))).page,
    ];
    await say(ticket, 'There are three plans.');
    await says(home, 'There are three plans.');
    await says(list, 'Answer to read');
  });

  it('asks for nothing when the team keeps something to itself', async () => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page, asked } = await open(`/tickets/${String(ticket.number)}`, token);
    const before = asked.length;
    await present(ticket, 'reading');
    await present(ticket, 'writing-note');
    await say(ticket, 'Never pays in time.', 'internal');
    await amend(ticket, { tags: ['late-payer'] });
    await page.waitForNetworkIdle({ idleTime: 500, concurrency: 1 });
    assert.deepEqual(asked.slice(before), []);
    await say(ticket, 'Here is our offer.');
    await says(page, 'Here is our offer.');
    assert.ok(!String(await page.content()).includes('Never pays') && !String(await page.evaluate(text)).includes('Never pays'));
  });

  it('says that somebody writes, while they do, in a place that is kept for it', async () => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page } = await open(`/tickets/${String(ticket.number)}`, token);
    const top = (): Promise<unknown> =>
      page.evaluate(`document.querySelector('support-ticket').shadowRoot.querySelector('.answer').getBoundingClientRect().top`);
    const before = await top();
    await present(ticket, 'writing-reply');
    await says(page, writing);
    assert.equal(await top(), before, 'nothing moves');
    assert.equal(
      await page.evaluate(`document.querySelector('support-ticket').shadowRoot.querySelector('.writing').getAttribute('role')`),
      'status',
    );
    await present(ticket, 'writing-note');
    await silent(page, writing);
    await present(ticket, 'writing-reply');
    await says(page, writing);
    await say(ticket, 'Done.');
    await says(page, 'Done.');
    await silent(page, writing);
  });

  it('shares one stream with the other tabs of its customer, and with nobody else’s', async () => {
    context = await browser.createBrowserContext();
    const [nadia, zoe] = [await customer(), await customer()];
    const place = ({ ticket }: typeof nadia) => `/tickets/${String(ticket.number)}`;
    const first = await open(place(nadia), nadia.token);
    const second = await open(place(nadia), nadia.token, (page) =>
      page.waitForResponse((answer) => answer.url().includes('/chunks/live-'), { timeout }),
    );
    const hers = await open(place(zoe), zoe.token);
    assert.equal(await streams(), '2');
    const before = hers.asked.length;
    await say(nadia.ticket, 'For both tabs.');
    await Promise.all([says(first.page, 'For both tabs.'), says(second.page, 'For both tabs.')]);
    assert.ok(!second.asked.includes('GET /events'));
    assert.deepEqual(hers.asked.slice(before), []);
    // The tab that reads the stream is closed: another takes over, and has missed nothing.
    const taken = second.page.waitForResponse(isStream, { timeout });
    await first.page.close();
    await say(nadia.ticket, 'Meanwhile.');
    await taken;
    await says(second.page, 'Meanwhile.');
  });

  it('goes on by itself after a restart of the server, with what was written meanwhile', async () => {
    context = await browser.createBrowserContext();
    const dir = await mkdtemp(join(tmpdir(), 'support-live-'));
    const usual = server;
    const start = (port: string) => startTestServer({ store: 'journal', environment: { SUPPORT_DATA_DIR: dir, PORT: port } });
    try {
      server = await start('0');
      const { token, ticket } = await customer();
      const { page } = await open(`/tickets/${String(ticket.number)}`, token);
      await server.close();
      server = await start(new URL(server.url).port);
      const again = page.waitForResponse(isStream, { timeout });
      staff = await signIn(server);
      await say(ticket, 'Written while you were away.');
      await again;
      await says(page, 'Written while you were away.');
    } finally {
      await server.close();
      server = usual;
      staff = await signIn(server);
      await rm(dir, { recursive: true });
    }
  });

  it('asks now and then where no stream comes through', async () => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page, asked } = await open(`/tickets/${String(ticket.number)}`, token, async (page) => {
      page.on('request', (request) => void (request.url().endsWith('/events') ? request.abort() : request.continue()));
      await Promise.all([
        page.waitForRequest((request) => request.url().endsWith('/events'), { timeout }),
        page.setRequestInterception(true),
      ]);
    });
    await say(ticket, 'By the old way.');
    // As when the page is seen again; a minute would do as well.
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await says(page, 'By the old way.');
    assert.ok(asked.includes('GET /events'));
  });

  it('lets the stream go when the customer signs out, and when it is taken away', async () => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page } = await open(`/tickets/${String(ticket.number)}`, token);
    const before = Number(await streams());
    // What is still under way when it goes does not bring the stream back.
    await page.evaluate(
      `(window.kept = document.querySelector('support-ticket')).remove(); window.kept.shadowRoot.querySelector('support-ticket-surface').requestUpdate()`,
    );
    // An element that is out of the page draws nothing: there is no update to wait for.
    await page.evaluate(`new Promise((resolve) => requestIdleCallback(resolve))`);
    await until('the stream is let go', async () => Number(await streams()) === before - 1);
    const again = page.waitForResponse(isStream, { timeout });
    await page.evaluate(`document.body.append(window.kept)`);
    await again;
  });
});

describe('the desk beside a customer’s page', { timeout: 120_000 }, () => {
  const sam = { email: 'sam@example.com', name: 'Sam', role: 'agent', password: 'another horse battery' } as const;
  const desks: BrowserContext[] = [];
  afterEach(async () => {
    for (const desk of desks.splice(0)) await desk.close();
  });

  /** A desk in a browser of its own. */
  async function openDesk(who: { email: string; password: string }, path: string): Promise<Page> {
    const desk = await browser.createBrowserContext();
    desks.push(desk);
    const { cookie = '' } = await signIn({ ...server, staff: who });
    const [name = '', value = ''] = cookie.split('=');
    await desk.setCookie({ name, value, domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Strict' });
    const page = await desk.newPage();
    await page.setViewport({ width: 1_280, height: 900 });
    await page.emulateFocusedPage(true);
    const listening = page.waitForResponse(isStream, { timeout });
    await page.goto(`${server.url}/desk${path}`);
    await listening;
    return page;
  }

  const inDesk = `document.querySelector('support-desk').shadowRoot`;
  const reads = (page: Page, selector: string, words: string | null) =>
    page
      .waitForFunction(
        `(${inDesk}.querySelector(${JSON.stringify(selector)})?.innerText ?? null)${words === null ? ' === null' : `?.includes(${JSON.stringify(words)})`}`,
        { timeout, polling: 50 },
      )
      .catch(async () =>
        assert.fail(
          `${selector} never said “${String(words)}” but:\n${String(await page.evaluate(`${inDesk}.querySelector('.desk').innerText`))}`,
        ),
      );

  it('shows each side what the other writes, and the customer nothing of a note', async (t) => {
    context = await browser.createBrowserContext();
    const { token, ticket } = await customer();
    const { page, asked } = await open(`/tickets/${String(ticket.number)}`, token);
    const desk = await openDesk(server.staff, `#${String(ticket.number)}`);
    const note = await desk.waitForSelector('support-desk >>> support-desk-note textarea', { visible: true });
    const before = asked.length;
    await note?.type('He never pays in time.');
    await desk.keyboard.down('Control');
    await desk.keyboard.press('Enter');
    await desk.keyboard.up('Control');
    await reads(desk, '.talk', 'He never pays in time.');
    await page.waitForNetworkIdle({ idleTime: 500, concurrency: 1 });
    assert.deepEqual(asked.slice(before), [], 'a note makes the customer’s page ask for nothing');
    const reply = await desk.waitForSelector('support-desk >>> support-desk-reply textarea', { visible: true });
    await reply?.type('We have three plans');
    await says(page, writing);
    await reply?.type(' for ten people.');
    const sent = Date.now();
    await desk.keyboard.down('Control');
    await desk.keyboard.press('Enter');
    await desk.keyboard.up('Control');
    await says(page, 'We have three plans for ten people.');
    t.diagnostic(`from the key at the desk to the customer's page: ${String(Date.now() - sent)} ms, looked at every 50`);
    await silent(page, writing);
    assert.ok(!String(await page.evaluate(text)).includes('never pays'));
    const answer = await page.waitForSelector('support-ticket >>> .answer textarea', { visible: true });
    await answer?.type('The second one, please.');
    await page.evaluate(
      `[...document.querySelector('support-ticket').shadowRoot.querySelectorAll('.answer button')].find((e) => e.innerText.trim() === 'Send').click()`,
    );
    await reads(desk, '.talk', 'The second one, please.');
  });

  it('says which colleague reads or writes, at the ticket and in the queue, until they go', async () => {
    context = await browser.createBrowserContext();
    const { ticket } = await customer();
    await server.addStaff(sam);
    const camille = await openDesk(server.staff, `#${String(ticket.number)}`);
    const other = await openDesk(sam, '');
    const row = `.queue li:has([data-id="${ticket.id}"]) .colleagues`;
    await reads(other, row, 'Camille is reading');
    await other.evaluate(`location.hash = ${JSON.stringify(`#${String(ticket.number)}`)}`);
    await reads(camille, '.ticket-title .colleagues', 'Sam is reading');
    await reads(camille, row, 'Sam is reading');
    await (await other.waitForSelector('support-desk >>> support-desk-note textarea', { visible: true }))?.type('Hm');
    await reads(camille, '.ticket-title .colleagues', 'Sam is writing a note');
    await (await other.waitForSelector('support-desk >>> support-desk-reply textarea', { visible: true }))?.type('Hello');
    await reads(camille, '.ticket-title .colleagues', 'Sam is answering');
    await other.close();
    await reads(camille, row, null);
  });

  it('brings a new ticket into the queue', async () => {
    context = await browser.createBrowserContext();
    const desk = await openDesk(server.staff, '');
    const { ticket } = await customer();
    await reads(desk, '.queue-list', `#${String(ticket.number)}`);
  });
});

describe('a customer who wants to be told', { timeout: 120_000 }, () => {
  /** What the browser is asked to show; it is hidden or seen as the test says. */
  const watched = `
    window.notices = [];
    window.hiddenNow = false;
    Object.defineProperty(document, 'hidden', { get: () => window.hiddenNow });
    window.hide = (hidden) => { window.hiddenNow = hidden; document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); };
    window.Notification = class extends EventTarget {
      static permission = 'default';
      static async requestPermission() { window.asked = true; return (this.permission = window.answer ?? 'granted'); }
      constructor(title, options) { super(); Object.assign(this, { title, options }); window.notices.push(this); }
      close() { this.closed = true; }
    };`;
  const offer = 'Tell me here when I have an answer';
  const press = (page: Page, name: string) =>
    page.evaluate(
      `[...document.querySelector('support-ticket').shadowRoot.querySelectorAll('button, label')].filter((e) => e.checkVisibility() && e.innerText.trim().startsWith(${JSON.stringify(name)})).at(-1).click()`,
    );

  async function write(page: Page): Promise<void> {
    for (const name of ['Open a ticket', 'Technical support', 'Continue', 'Something else', 'Continue']) {
      await says(page, name);
      await press(page, name);
    }
    await (await page.waitForSelector('support-ticket >>> #title', { visible: true }))?.type('Which plan suits us');
    await (await page.waitForSelector('support-ticket >>> #description', { visible: true }))?.type('We are ten people and need mail.');
    await press(page, 'Check my request');
    await says(page, 'Check before sending');
    await press(page, 'Send');
    await says(page, 'Your request is on its way');
  }

  async function begin(answer: string): Promise<{ page: Page; token: string; ticket: TicketView; asked: string[] }> {
    context = await browser.createBrowserContext();
    const { token, headers } = await customer();
    const { page, asked } = await open('/', token, async (page) => {
      await page.evaluateOnNewDocument(`${watched} window.answer = ${JSON.stringify(answer)};`);
      await page.waitForResponse(isStream, { timeout });
    });
    await write(page);
    const { items } = (await (await fetch(`${server.url}${api}/tickets?sort=number`, { headers })).json()) as { items: TicketView[] };
    const [ticket] = items.sort((a, b) => b.number - a.number);
    assert.ok(ticket);
    return { page, token, ticket, asked };
  }

  it('is asked after sending and when they press for it, not before', async () => {
    const { page, ticket } = await begin('granted');
    await says(page, offer);
    assert.equal(await page.evaluate('window.asked'), undefined);
    await press(page, offer);
    await page.waitForFunction('window.notices.length === 1', { timeout });
    await silent(page, offer);
    await page.evaluate('window.notices.length = 0');

    await page.evaluate('window.hide(true)');
    await say(ticket, 'The secret of our offer.');
    await page.waitForFunction('window.notices.length === 1', { timeout });
    assert.equal(await page.evaluate('window.notices[0].title'), `Your ticket #${String(ticket.number)} has an answer`);
    assert.ok(!String(await page.evaluate('JSON.stringify(window.notices[0])')).includes('secret'));
    await page.evaluate(`window.notices[0].dispatchEvent(new Event('click'))`);
    await page.evaluate('window.hide(false)');
    await says(page, 'The secret of our offer.');
  });

  it('is not told of what they see, and not while another tab is looked at', async () => {
    const { page, token, ticket } = await begin('granted');
    await press(page, offer);
    await page.waitForFunction('window.notices.length === 1', { timeout });
    await say(ticket, 'Seen at once.');
    await page.evaluate('window.hide(true)');
    const second = await open(`/tickets/${String(ticket.number)}`, token, (other) =>
      other.waitForResponse((answer) => answer.url().includes('/chunks/live-'), { timeout }),
    );
    await say(ticket, 'Seen in the other tab.');
    await says(second.page, 'Seen in the other tab.');
    await second.page.close();
    await say(ticket, 'Seen nowhere.');
    await page.waitForFunction('window.notices.length === 2', { timeout });
    await page.waitForNetworkIdle({ idleTime: 300, concurrency: 1 });
    assert.equal(await page.evaluate('window.notices.length'), 2);
  });

  it('and says no is not asked again', async () => {
    const { page } = await begin('denied');
    await press(page, offer);
    await silent(page, offer);
    await page.evaluate(`Notification.permission = 'default'`);
    await press(page, 'Back to support');
    await write(page);
    assert.ok(!String(await page.evaluate(text)).includes(offer));
  });
});
