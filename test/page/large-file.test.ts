/** A proxy that takes no large body, and says so in its own words, without leave for another site's page to read them. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { startProxy } from '../helpers/proxy.ts';
import type { Proxy } from '../helpers/proxy.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const limit = 1024 * 1024;
const surface = "document.querySelector('support-ticket').shadowRoot.querySelector('.surface')";

let browser: Browser;
let proxy: Proxy;
let server: TestServer;
let site: ReturnType<typeof createServer>;
let siteUrl: string;
let folder: string;

before(async () => {
  browser = await launch();
  proxy = await startProxy({ folder: '/help', keeps: false, limit });
  // The page is of another site than the proxy: what the proxy says itself, the page may not read.
  site = createServer((incoming, answer) => {
    if (incoming.url !== '/') return void answer.writeHead(404).end();
    answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html lang="en"><title>Site</title><body></body></html>');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  server = await startTestServer({ environment: { SUPPORT_PUBLIC_URL: `${proxy.url}/` }, origins: [siteUrl] });
  proxy.passTo(server.url);
  folder = await mkdtemp(path.join(tmpdir(), 'large-file-'));
});
after(async () => {
  await browser.close();
  await proxy.close();
  site.closeAllConnections();
  site.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const says = async (page: Page, text: RegExp): Promise<void> => {
  await page.waitForFunction(`${String(text)}.test(${surface}.innerText)`, { timeout: 60_000 }).catch(async () => {
    throw new Error(`Never said: ${String(text)}\n${String(await page.evaluate(`${surface}.innerText`))}`);
  });
};

describe('a file that a proxy on the way does not take', () => {
  it('is told of by its size, with what can be done, and nothing written is lost', { timeout: 180_000 }, async () => {
    const file = path.join(folder, 'journal.txt');
    await writeFile(file, 'One line of a log.\n'.repeat((2 * limit) / 19));
    const token = await server.token('large-file');
    const { page } = await openTab(browser, { lang: 'en' });
    await page.goto(siteUrl);
    await page.evaluate(`(() => {
      const element = document.createElement('support-ticket');
      element.setAttribute('view', 'new');
      element.setAttribute('service', 'sales');
      element.setAttribute('server', ${JSON.stringify(proxy.url)});
      element.setAttribute('token', ${JSON.stringify(token)});
      document.body.append(element);
      const script = Object.assign(document.createElement('script'), { type: 'module', src: ${JSON.stringify(`${proxy.url}/support-ticket.js`)} });
      document.head.append(script);
    })()`);
    await (await page.waitForSelector('support-ticket >>> #title', { visible: true }))?.type('A quote for three servers');
    await (await page.waitForSelector('support-ticket >>> #description', { visible: true }))?.type('Our needs are in the attached file.');
    const picker = (await page.waitForSelector('support-ticket >>> input[type=file]')) as unknown as {
      uploadFile(file: string): Promise<void>;
    };
    await picker.uploadFile(file);
    await says(page, /This file \(2.MB\) seems too large for the network between you and us\. Try a smaller one\./);
    const value = (name: string): Promise<unknown> =>
      page.evaluate(`document.querySelector('support-ticket').shadowRoot.querySelector('${name}').value`);
    assert.equal(await value('#title'), 'A quote for three servers');
    assert.equal(await value('#description'), 'Our needs are in the attached file.');
    assert.match(String(await page.evaluate(`${surface}.innerText`)), /journal/);
    // Without it, the request goes.
    await (await page.waitForSelector('support-ticket >>> button[aria-label="Remove journal.txt"]', { visible: true }))?.click();
    await (await page.waitForSelector('support-ticket >>> button[type=submit]', { visible: true }))?.click();
    await says(page, /Check before sending/);
    await page.evaluate(
      `[...document.querySelector('support-ticket').shadowRoot.querySelectorAll('button')].find((button) => button.checkVisibility() && button.innerText.trim() === 'Send').click()`,
    );
    await says(page, /Your request is on its way/);
    await page.close();
  });
});
