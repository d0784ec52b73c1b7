/** What a page pays for a launcher that nobody opens, and what opening it brings: in a browser, on what the server serves. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { always } from '../helpers/hours.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const site = 'http://shop.example.test/';

let browser: Browser;
let server: TestServer;
before(async () => {
  browser = await launch();
  server = await startTestServer({ origins: [new URL(site).origin], config: { site: { name: 'Shop' }, hours: always } });
});
after(async () => {
  await browser.close();
  await server.close();
});

interface Visit {
  readonly page: Page;
  /** The chunks that were asked for, by name. */
  readonly chunks: () => readonly string[];
  readonly complaints: readonly string[];
}

/** `sub`: who is signed in; empty for nobody. `missing`: what of the server does not come. */
async function visit(sub: string, missing = 'nothing'): Promise<Visit> {
  const { page, complaints } = await openTab(browser);
  const token = sub && (await server.token(sub));
  const asked = new Set<string>();
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const url = request.url();
    const chunk = /\/chunks\/([a-z-]+)-/.exec(url)?.[1];
    if (chunk) asked.add(chunk);
    if (url === site)
      void request.respond({
        contentType: 'text/html',
        body: `<!doctype html><title>Shop</title><h1>Shop</h1><support-ticket mode="launcher" token="${token}"><a href="mailto:help@example.com">Write to us</a></support-ticket><script type="module" src="${server.url}/support-ticket.js"></script>`,
      });
    else if (url.includes(missing)) void request.abort();
    else void request.continue();
  });
  await page.goto(site);
  return { page, chunks: () => [...asked].sort(), complaints };
}

const button = (page: Page) => page.waitForSelector('support-ticket >>> .launch', { visible: true });
const says = (page: Page, text: string) =>
  page.waitForFunction(
    `document.querySelector('support-ticket').shadowRoot.querySelector('.surface')?.innerText.includes(${JSON.stringify(text)})`,
    { timeout: 60_000 },
  );

describe('a page with a launcher', () => {
  it('loads the button and what keeps its count, until somebody comes near it', { timeout: 180_000 }, async () => {
    const { page, chunks, complaints } = await visit('launcher-near');
    const launcher = await button(page);
    await page.waitForNetworkIdle({ idleTime: 300 });
    assert.deepEqual(chunks(), []);
    assert.deepEqual(await page.evaluate("performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"), [
      '/support-ticket.js',
      '/api/v1/unread',
    ]);
    await launcher?.hover();
    await page.waitForNetworkIdle({ idleTime: 300 });
    assert.deepEqual(chunks(), ['live', 'panel', 'surface']);
    await launcher?.click();
    await says(page, 'How can we help you?');
    assert.deepEqual(complaints, []);
    await page.close();
  });

  it('says so on the button when the rest does not come', { timeout: 180_000 }, async () => {
    const { page } = await visit('launcher-missing', '/chunks/surface-');
    await (await button(page))?.click();
    await page.waitForFunction(
      "document.querySelector('support-ticket').shadowRoot.querySelector('.launch').innerText === 'Reload the page'",
      { timeout: 60_000 },
    );
    await page.close();
  });

  it('asks whoever is not signed in to do so, also where nobody says who else is let in', { timeout: 180_000 }, async () => {
    const { page } = await visit('', '/entrance');
    await (await button(page))?.click();
    await says(page, 'Sign in to reach us');
    await page.close();
  });

  it('sends what was left unsent, without being opened', { timeout: 180_000 }, async () => {
    const sub = 'launcher-unsent';
    const { page, chunks } = await visit(sub);
    await button(page);
    const ticket = { service: 'sales', title: 'A quote for three servers', description: 'We need three servers in January.' };
    const entry = { kind: 'ticket', key: 'left-behind-0001', at: new Date().toISOString(), ticket, request: {} };
    const kept = [`support-ticket:draft:${server.url}:${sub}:outbox`, JSON.stringify({ at: Date.now(), value: [entry] })];
    await page.evaluate(`localStorage.setItem(...${JSON.stringify(kept)})`);
    assert.ok(!chunks().includes('surface'));
    await page.reload();
    await button(page);
    await page.waitForFunction("!Object.keys(localStorage).some((key) => key.endsWith(':outbox'))", { timeout: 60_000 });
    const headers = { authorization: `Bearer ${await server.token(sub)}` };
    const { items } = (await (await fetch(`${server.url}/api/v1/tickets?state=open`, { headers })).json()) as {
      items: readonly { title: string }[];
    };
    assert.deepEqual(
      items.map(({ title }) => title),
      [ticket.title],
    );
    await page.close();
  });
});
