/** The team’s way round a password: a link that comes by a real mail, followed in a real browser. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { openMailServer, until as untilHere } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { startTestServer, testStaff } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

let browser: Browser;
let smtp: MailServer;
let server: TestServer;
let page: Page;
let complaints: string[];

before(async () => {
  browser = await launch();
  smtp = await openMailServer();
  server = await startTestServer({ environment: { SUPPORT_SMTP_URL: smtp.url, SUPPORT_MAIL_FROM: 'support@example.com' } });
});
after(async () => {
  await browser.close();
  await server.close();
  await smtp.close();
});

const root = `document.querySelector('support-desk').shadowRoot`;
const until = (condition: string) =>
  page.waitForFunction(condition, { timeout: 60_000 }).catch(async () => {
    throw new Error(
      `Never true: ${condition}\n${await page.evaluate<[], () => string>(`${root}.querySelector('.surface')?.innerText` as never)}\n${complaints.join('\n')}`,
    );
  });
const says = (text: string) => until(`${root}?.querySelector('.surface')?.innerText.includes(${JSON.stringify(text)})`);
const focused = (selector: string) => until(`${root}?.activeElement?.matches(${JSON.stringify(selector)})`);
const hashOf = (text: string | undefined): string | undefined => /#sign-in=[\w-]{43}/.exec(text ?? '')?.[0];

describe('a link that signs the team in', () => {
  it('is asked for with the keyboard, comes by mail, and lets in once by a press', async () => {
    ({ page, complaints } = await openTab(browser));
    await page.goto(`${server.url}/desk`);
    await focused('#email');
    await page.keyboard.type(testStaff.email);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await says('a link is on its way to it');
    const hash = await untilHere('the link', () => smtp.taken.map(({ mail }) => hashOf(mail.text)).find((found) => found !== undefined));
    assert.deepEqual(
      smtp.taken.map(({ to }) => to),
      [[testStaff.email]],
    );
    // Another tab, as from a mail program.
    await page.close();
    ({ page, complaints } = await openTab(browser));
    await page.goto(`${server.url}/desk${hash}`);
    await focused('button[type=submit]');
    assert.equal(page.url(), `${server.url}/desk`, 'nothing of it stays in the address');
    await page.keyboard.press('Enter');
    await until(`${root}?.querySelector('[type=search]')`);
    assert.deepEqual(complaints, []);
    await page.close();
    ({ page, complaints } = await openTab(browser));
    await page.goto(`${server.url}/desk${hash}`);
    await focused('button[type=submit]');
    await page.keyboard.press('Enter');
    await says('has been used or is too old');
    await focused('#email');
    await page.close();
  });
});
