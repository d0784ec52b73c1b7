/** The hosted page as people meet it: in a window of its own, with a link, a mail, or nothing at all. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ticket = {
  service: 'technical',
  title: 'Error 500 when creating an article',
  description: 'I go to Blog, then New article, and save.',
};
const minute = 60_000;

let browser: Browser;
let server: TestServer;
let page: Page;
let complaints: string[];
let ahead = 0;
let people = 0;

before(async () => {
  browser = await launch();
  server = await startTestServer({
    now: () => Date.now() + ahead,
    config: {
      site: { name: 'Example', url: 'https://www.example.com/account', ticketUrl: 'https://www.example.com/account/{number}' },
      help: { email: 'help@example.com' },
    },
  });
});
after(async () => {
  await browser.close();
  await server.close();
});
afterEach(async () => {
  ahead = 0;
  await page.close();
});

const open = async (...options: Parameters<typeof openTab> extends [unknown, ...infer Rest] ? Rest : never): Promise<void> => {
  ({ page, complaints } = await openTab(browser, ...options));
};
const go = (path: string) => page.goto(server.url + path);
const newPerson = (): string => `hosted-${String(people++)}`;
const link = async (sub: string, path = '/'): Promise<string> => `${path}#token=${await server.token(sub)}`;

async function write(sub: string): Promise<number> {
  const headers = { authorization: `Bearer ${await server.token(sub)}`, 'content-type': 'application/json' };
  const answer = await fetch(`${server.url}/api/v1/tickets`, { method: 'POST', headers, body: JSON.stringify(ticket) });
  return ((await answer.json()) as { number: number }).number;
}

/** Waits until it is true in the page; says what never was. */
async function until(condition: string): Promise<void> {
  await page.waitForFunction(condition, { timeout: 60_000 }).catch(async () => {
    throw new Error(`Never true: ${condition}\n${await shown()}\n${complaints.join('\n')}`);
  });
}
const read = <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>;
const shown = (): Promise<string> =>
  read('document.body.innerText + (document.querySelector("support-ticket").shadowRoot?.querySelector(".surface")?.innerText ?? "")');
const heading = (text: string): Promise<void> =>
  until(
    `document.querySelector('support-ticket').shadowRoot?.querySelector('h2')?.textContent.replace(/\\s+/g, ' ').trim() === ${JSON.stringify(text)}`,
  );
const wayBack = (text: string): Promise<void> =>
  until(`[...document.querySelectorAll('h2')].some((h) => h.checkVisibility() && h.textContent === ${JSON.stringify(text)})`);
const press = async (name: string): Promise<void> => {
  const named = `[...document.querySelector('support-ticket').shadowRoot?.querySelectorAll('button, a') ?? []].find((e) => e.checkVisibility() && e.innerText.trim() === ${JSON.stringify(name)})`;
  await until(named);
  await read(`${named}.click()`);
};
const path = (): string => page.url().slice(server.url.length);

describe('a link with a token', () => {
  it('lets its bearer in, and nothing of the token stays in the address', async () => {
    await open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const token = await server.token(newPerson());
    await go(`/#token=${token}`);
    await heading('How can we help you?');
    assert.equal(path(), '/');
    assert.equal(await read('history.length'), 2, 'the blank tab and this page');
    for (const url of asked) assert.ok(!new URL(url).search.includes(token) && !url.split('#')[0]?.includes(token), url);
    assert.ok((await read<string>('JSON.stringify(sessionStorage)')).includes(token));
    assert.ok(!(await read<string>('JSON.stringify(localStorage) + document.cookie')).includes(token));
    assert.deepEqual(complaints, []);
  });

  it('is good for the tab until it is closed, loaded again or in another language', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(await link(sub, `/tickets/${String(number)}`));
    await heading(`#${String(number)} ${ticket.title}`);
    await page.reload();
    await heading(`#${String(number)} ${ticket.title}`);
    await page.click('footer a');
    await until('document.documentElement.lang === "fr"');
    await heading(`#${String(number)} ${ticket.title}`);
    assert.equal(path(), `/tickets/${String(number)}?lang=fr`);
    assert.match(await shown(), /Vous/);
  });

  it('asks before it replaces somebody else, also where only what stands behind the # has changed', async () => {
    await open();
    const [first, second] = [newPerson(), newPerson()];
    await write(first);
    await go(await link(first, '/open'));
    await until('document.querySelector("support-ticket").shadowRoot?.querySelector(".surface")?.innerText.includes("Error 500")');
    const token = await server.token(second, { name: 'Second Person' });
    await go(`/open#token=${token}`);
    await until('document.querySelector("dialog").open && document.activeElement.id === "stay"');
    assert.equal(path(), '/open', 'the token is out of the address at once');
    assert.match(await read('document.querySelector("dialog").innerText'), /You are signed in as|Somebody is signed in/);
    assert.match(await read('document.querySelector("dialog").innerText'), /is for Second Person\./);
    await page.evaluate(axe);
    assert.deepEqual(
      await read('axe.run("dialog", { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id }) => id))'),
      [],
    );
    // Escape, and Enter on what has the focus, change nothing.
    await page.keyboard.press('Escape');
    await until('!document.querySelector("dialog").open');
    assert.match(await shown(), /Error 500/);
    assert.ok(!(await read<string>('JSON.stringify(sessionStorage)')).includes(token));
    await go(`/open#token=${token}`);
    await until('document.querySelector("dialog").open && document.activeElement.id === "stay"');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await until('document.querySelector("support-ticket").shadowRoot?.querySelector(".surface")?.innerText.includes("No open ticket")');
    assert.ok(!(await shown()).includes(ticket.title));
    assert.match(await read('document.querySelector("footer").innerText'), /Second Person/);
    assert.equal(path(), '/open');
  });

  it('asks on a freshly loaded page too, and not for the same person, nor for what is no token', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(await link(sub, '/open'));
    await until('document.querySelector("support-ticket").shadowRoot?.querySelector(".surface")?.innerText.includes("Error 500")');
    for (const harmless of [await link(sub, '/open'), '/open#token=nothing', '/open#token=']) {
      await go(harmless);
      await until('!location.hash');
      assert.equal(await read('document.querySelector("dialog").open'), false, harmless);
      assert.match(await shown(), /Error 500/);
    }
    await go(await link(newPerson(), `/tickets/${String(number)}`));
    await until('document.querySelector("dialog").open');
    await read('document.querySelector("#stay").click()');
    await heading(`#${String(number)} ${ticket.title}`);
    await go('/open#link=anything');
    await until('document.querySelector("dialog").open');
    assert.match(await read('document.querySelector("dialog").innerText'), /does not say for whom/);
    assert.deepEqual(complaints, []);
  });

  it('that is no token, or an old one, shows the way back', async () => {
    await open();
    await go('/#token=%3Cscript%3E');
    await wayBack('Open support from your client area');
    assert.equal(path(), '/');
    const at = Math.floor(Date.now() / 1000);
    await go(`/new#token=${await server.token(newPerson(), { iat: at - 7200, exp: at - 3600 })}`);
    await wayBack('Your session has ended');
    assert.deepEqual(complaints, []);
  });
});

describe('the footer', () => {
  it('says whose tickets these are, so that nobody writes in another’s place unawares', async () => {
    await open();
    const name = 'Nadia Moreau-Łęcka <img src=x>';
    const sub = newPerson();
    await go(`/#token=${await server.token(sub, { name })}`);
    await heading('How can we help you?');
    assert.equal(await read('document.querySelector("#bearer").textContent'), name);
    assert.equal(await read('document.querySelector("#bearer").childElementCount'), 0);
    await go(`/open#token=${await server.token(sub, { email: 'nadia@example.com' })}`);
    await until('document.querySelector("#bearer").textContent === "nadia@example.com"');
  });
});

describe('somebody without a token', () => {
  it('is told how to come back, and finds the ticket of the mail when they do', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(`/tickets/${String(number)}`);
    await wayBack('Open support from your client area');
    assert.equal(await read('document.querySelector(".button").href'), `https://www.example.com/account/${String(number)}`);
    assert.equal(await read('customElements.get("support-ticket")'), undefined, 'nothing was loaded for nobody');
    await go(await link(sub));
    await heading(`#${String(number)} ${ticket.title}`);
    assert.equal(path(), `/tickets/${String(number)}`);
    await page.click('#home');
    await until('location.pathname === "/"');
    await go(await link(sub));
    await until('document.querySelector("support-ticket").shadowRoot?.querySelector(".surface")?.innerText.includes("Open a ticket")');
    assert.equal(path(), '/', 'once only');
  });

  it('is told that the session has ended once the server says so; what they were sending goes when they are back', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(await link(sub, `/tickets/${String(number)}`));
    const box = await page.waitForSelector('support-ticket >>> textarea', { visible: true });
    await box?.type('It is still there this morning.');
    ahead = 62 * minute;
    await press('Send');
    await wayBack('Your session has ended');
    assert.equal(await read('document.querySelector("support-ticket").checkVisibility()'), false);
    await page.reload();
    await wayBack('Your session has ended');
    await go(await link(sub));
    await until(
      'document.querySelector("support-ticket").shadowRoot?.querySelector(".says")?.innerText.includes("It is still there this morning.")',
    );
    assert.equal(path(), `/tickets/${String(number)}`);
  });

  it('has no token left in the tab when its time is over, even if nothing was asked', async () => {
    await open();
    const at = Math.floor(Date.now() / 1000);
    const token = await server.token(newPerson(), { iat: at, exp: at + 1 });
    await go(`/#token=${token}`);
    await heading('How can we help you?');
    await until(`!JSON.stringify(sessionStorage).includes(${JSON.stringify(token)})`);
    await page.reload();
    await wayBack('Your session has ended');
  });

  it('signs out for good: nothing is there when going back', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(await link(sub, `/tickets/${String(number)}`));
    await heading(`#${String(number)} ${ticket.title}`);
    await go('/new');
    await heading('What is it about?');
    await page.click('#leave');
    await wayBack('Open support from your client area');
    assert.equal(await read('sessionStorage.length'), 0);
    await page.goBack();
    await wayBack('Open support from your client area');
    assert.ok(!(await shown()).includes(ticket.title));
  });
});

describe('the address bar', () => {
  it('follows the customer, back and forward included, and the title says where they are', async () => {
    await open();
    const sub = newPerson();
    const number = await write(sub);
    await go(await link(sub));
    await press('Open a ticket');
    await heading('What is it about?');
    assert.deepEqual([path(), await page.title()], ['/new', 'Open a ticket · Example']);
    await page.click('#home');
    await until('document.title === "Support · Example" && location.pathname === "/"');
    const openTickets =
      '[...document.querySelector("support-ticket").shadowRoot.querySelectorAll("button")].find((e) => e.innerText.startsWith("Open tickets"))';
    await until(openTickets);
    await read(`${openTickets}.click()`);
    await press(ticket.title);
    await heading(`#${String(number)} ${ticket.title}`);
    assert.deepEqual([path(), await page.title()], [`/tickets/${String(number)}`, `Ticket #${String(number)} · Example`]);
    for (let i = 0; i < 3; i++) await page.goBack();
    await heading('What is it about?');
    assert.deepEqual([path(), await page.title()], ['/new', 'Open a ticket · Example']);
    for (let i = 0; i < 3; i++) await page.goForward();
    await heading(`#${String(number)} ${ticket.title}`);
    assert.equal(path(), `/tickets/${String(number)}`);
    assert.deepEqual(complaints, []);
  });
});

describe('what stands in the element', () => {
  it('leads to the team where no script runs', async () => {
    await open();
    await page.setJavaScriptEnabled(false);
    await go('/tickets/12');
    const seen = await page.$$eval('support-ticket p, support-ticket a', (all) =>
      all
        .filter((e) => (e as unknown as { checkVisibility(): boolean }).checkVisibility())
        .map((e) => (e as unknown as { innerText: string }).innerText),
    );
    assert.deepEqual(seen, [
      'Support needs JavaScript.',
      'You can also reach us here: your client area, help@example.com.',
      'your client area',
      'help@example.com',
    ]);
    assert.equal(await page.$eval('support-ticket a', (a) => a.getAttribute('href')), 'https://www.example.com/account/12');
  });

  it('is there while the script is on its way, and goes when it has come', async () => {
    await open();
    let release: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (release = resolve));
    await page.setRequestInterception(true);
    page.on('request', (request) => void (request.url().includes('/chunks/') ? late : Promise.resolve()).then(() => request.continue()));
    await go(await link(newPerson()));
    await until('getComputedStyle(document.querySelector(".until")).visibility === "visible"');
    assert.match(await shown(), /Support is loading…[^]*help@example\.com/);
    release();
    await heading('How can we help you?');
    assert.ok(!(await shown()).includes('help@example.com'));
  });

  for (const missing of ['/support-ticket.js', '/chunks/surface-']) {
    it(`says so when ${missing} does not come`, async () => {
      await open();
      await page.setRequestInterception(true);
      page.on('request', (request) => void (request.url().includes(missing) ? request.abort() : request.continue()));
      await go(await link(newPerson()));
      await until('document.querySelector(".unavailable").checkVisibility({ visibilityProperty: true })');
      assert.doesNotMatch(await shown(), /Support is loading/);
      assert.match(await shown(), /reload the page in a moment[^]*your client area, help@example\.com/);
    });
  }
});

describe('accessibility', () => {
  for (const dark of [false, true]) {
    for (const width of [360, 760]) {
      it(`holds in ${dark ? 'dark' : 'light'} at ${String(width)} px, under the page’s own policy`, async () => {
        await open({ dark, width });
        const check = async (what: string): Promise<void> => {
          assert.deepEqual(complaints, [], what);
          assert.ok((await read<number>('document.documentElement.scrollWidth')) <= width, `${what} is no wider than the window`);
          const low = `[...document.querySelectorAll('header a, footer a, footer button')].filter((e) => e.checkVisibility() && e.offsetHeight < 44).map((e) => e.textContent)`;
          assert.deepEqual(await read(low), [], `${what} has nothing too small to touch`);
          await page.evaluate(axe);
          const found = await read<unknown[]>(
            'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`))',
          );
          assert.deepEqual(found, [], what);
        };
        await go('/');
        await wayBack('Open support from your client area');
        await check('the way back');
        const sub = newPerson();
        const number = await write(sub);
        await go(await link(sub, `/tickets/${String(number)}`));
        await heading(`#${String(number)} ${ticket.title}`);
        await check('a ticket');
      });
    }
  }
});
