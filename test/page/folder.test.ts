/** The server below a folder of somebody else's host, behind a proxy that takes the folder off, and behind one that keeps it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { always } from '../helpers/hours.ts';
import { startProxy } from '../helpers/proxy.ts';
import type { Proxy } from '../helpers/proxy.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const ticket = {
  service: 'technical',
  title: 'Error 500 when creating an article',
  description: 'I go to Blog, then New article, and save.',
};
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

let browser: Browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const says = (page: Page, element: string, text: string) =>
  page
    .waitForFunction(
      `document.querySelector('${element}').shadowRoot?.querySelector('.surface')?.innerText.includes(${JSON.stringify(text)})`,
      { timeout: 60_000 },
    )
    .catch(async () => {
      throw new Error(
        `Never said: ${text}\n${String(await page.evaluate(`document.querySelector('${element}').shadowRoot?.querySelector('.surface')?.innerText`))}`,
      );
    });
const press = async (page: Page, element: string, name: RegExp): Promise<void> => {
  const named = `[...document.querySelector('${element}').shadowRoot.querySelectorAll('button, a')].find((e) => e.checkVisibility() && ${String(name)}.test(e.innerText.trim()))`;
  await page.waitForFunction(named, { timeout: 60_000 });
  await page.evaluate(`${named}.click()`);
};

for (const keeps of [false, true]) {
  describe(`below a folder that a proxy ${keeps ? 'keeps' : 'takes off'}`, () => {
    let proxy: Proxy;
    let server: TestServer;
    before(async () => {
      proxy = await startProxy({ folder: '/help', keeps });
      server = await startTestServer({
        environment: { SUPPORT_PUBLIC_URL: `${proxy.url}/` },
        config: { hours: always, desk: { holdSeconds: 0 } },
      });
      proxy.passTo(server.url);
    });
    after(async () => {
      await proxy.close();
      await server.close();
    });

    async function write(sub: string): Promise<{ number: number; location: string | null }> {
      const headers = { authorization: `Bearer ${await server.token(sub)}`, 'content-type': 'application/json' };
      const form = new FormData();
      form.append('file', new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' }), 'screen.png');
      const file = await fetch(`${proxy.url}/api/v1/attachments`, {
        method: 'POST',
        headers: { authorization: headers.authorization },
        body: form,
      });
      const attachments = [((await file.json()) as { id: string }).id];
      const answer = await fetch(`${proxy.url}/api/v1/tickets`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ ...ticket, attachments }),
      });
      return { number: ((await answer.json()) as { number: number }).number, location: answer.headers.get('location') };
    }

    it('the team signs in, reads, answers, and stays signed in', { timeout: 180_000 }, async () => {
      const { number } = await write('folder-team');
      const { page, complaints } = await openTab(browser, { width: 1280 });
      await page.goto(`${proxy.url}/desk#${String(number)}`);
      await (await page.waitForSelector('support-desk >>> input[type=email]', { visible: true }))?.type(server.staff.email);
      await (await page.waitForSelector('support-desk >>> input[type=password]', { visible: true }))?.type(server.staff.password);
      await press(page, 'support-desk', /^Sign in$/);
      await says(page, 'support-desk', ticket.title);
      await page.waitForFunction(
        `[...document.querySelector('support-desk').shadowRoot.querySelectorAll('img')].some((image) => image.naturalWidth === 1)`,
        { timeout: 60_000 },
      );
      const [cookie] = await page.cookies(`${proxy.url}/desk`);
      assert.equal(cookie?.path, '/help');
      assert.deepEqual(await page.cookies(new URL('/', proxy.url).href), [], 'nothing for the other programs of the host');
      const box = await page.waitForSelector('support-desk >>> support-desk-reply textarea', { visible: true });
      await box?.type('It is mended on our side.');
      await press(page, 'support-desk', /^Send to/);
      await page.waitForFunction(
        `document.querySelector('support-desk').shadowRoot.querySelector('support-desk-ticket').innerText.includes('It is mended on our side.') && document.querySelector('support-desk').shadowRoot.querySelector('support-desk-reply textarea').value === ''`,
        { timeout: 60_000 },
      );
      await page.reload();
      await says(page, 'support-desk', 'It is mended on our side.');
      // The statistics are in the menu of one's own.
      await (await page.waitForSelector('support-desk >>> .account-button', { visible: true }))?.click();
      await press(page, 'support-desk', /^Statistics/);
      // Only what is to be seen is looked for at each frame: what changes within a shadow tree is told to no observer of the page.
      await page.waitForSelector('support-desk >>> a[href*="stats.csv"]', { visible: true });
      for (const link of await page.$$eval('support-desk >>> a[href]', (links) =>
        links.map((one) => (one as unknown as { href: string }).href),
      ))
        assert.ok(link.startsWith(`${proxy.url}/`), link);
      assert.deepEqual(complaints, []);
      assert.deepEqual(proxy.astray, []);
      await page.close();
    });

    it('customers open the page of the server, follow their ticket and load it again', { timeout: 180_000 }, async () => {
      const { number, location } = await write('folder-customer');
      assert.match(location ?? '', /^\/help\/api\/v1\/tickets\/\w/);
      const { page, complaints } = await openTab(browser);
      await page.goto(`${proxy.url}/#token=${await server.token('folder-customer')}`);
      await says(page, 'support-ticket', 'Open a ticket');
      await press(page, 'support-ticket', /^Open tickets/);
      await press(page, 'support-ticket', new RegExp(ticket.title));
      await says(page, 'support-ticket', `#${String(number)}`);
      assert.equal(page.url(), `${proxy.url}/tickets/${String(number)}`);
      await page.reload();
      await says(page, 'support-ticket', 'screen.png');
      await page.click('footer a');
      await page.waitForFunction('document.documentElement.lang === "fr"');
      await page.click('#home');
      await page.waitForFunction(`location.pathname === '/help/'`);
      assert.deepEqual(complaints, []);
      assert.deepEqual(proxy.astray, []);
      await page.close();
    });
  });
}
