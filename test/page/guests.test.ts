/** People without an account of the site, on the hosted page, with real mails: they write, prove their address, and come back. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { openMailServer, until as untilHere } from '../helpers/mail-server.ts';
import type { MailServer, Taken } from '../helpers/mail-server.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let smtp: MailServer;
let server: TestServer;
let page: Page;
let complaints: string[];
let people = 0;

before(async () => {
  browser = await launch();
  smtp = await openMailServer();
  server = await startTestServer({
    config: { guests: { enabled: true }, site: { name: 'Example' }, rates: { guest: null } },
    environment: { SUPPORT_SMTP_URL: smtp.url, SUPPORT_MAIL_FROM: 'support@example.com' },
  });
});
after(async () => {
  await browser.close();
  await server.close();
  await smtp.close();
});
afterEach(() => page.close());

const open = async (): Promise<void> => void ({ page, complaints } = await openTab(browser));
const newPerson = (): string => `guest-${String(people++)}@example.net`;
const root = `document.querySelector('support-ticket').shadowRoot`;
const read = <T>(expression: string): Promise<T> => page.evaluate(expression) as Promise<T>;
const shown = (): Promise<string> => read(`${root}?.querySelector('.surface')?.innerText ?? ''`);

async function until(condition: string): Promise<void> {
  await page.waitForFunction(condition, { timeout: 60_000 }).catch(async () => {
    throw new Error(`Never true: ${condition}\n${await shown()}\n${complaints.join('\n')}`);
  });
}
const heading = (text: string): Promise<void> =>
  until(`${root}?.querySelector('h2')?.textContent.replace(/\\s+/g, ' ').trim() === ${JSON.stringify(text)}`);
const says = (text: string): Promise<void> => until(`${root}?.querySelector('.surface')?.innerText.includes(${JSON.stringify(text)})`);
const press = async (name: string): Promise<void> => {
  const named = `[...${root}?.querySelectorAll('button, a, label') ?? []].find((e) => e.checkVisibility() && e.innerText.trim().startsWith(${JSON.stringify(name)}))`;
  await until(named);
  await read(`${named}.click()`);
};
const type = async (selector: string, text: string): Promise<void> => {
  await until(`${root}?.querySelector(${JSON.stringify(selector)})`);
  await read(`${root}.querySelector(${JSON.stringify(selector)}).focus()`);
  await page.keyboard.type(text);
};
const mailsTo = (address: string): readonly Taken[] => smtp.taken.filter(({ to }) => to.includes(address));
const codesTo = (address: string): string[] => mailsTo(address).flatMap(({ mail }) => /^ {4}(\d{8})$/m.exec(mail.text ?? '')?.[1] ?? []);
const code = (address: string, nth = 0): Promise<string> => untilHere('the code', () => codesTo(address)[nth]);

async function violations(): Promise<string[]> {
  await page.evaluate(axe);
  return read(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ')))`,
  );
}

async function ticketsOf(): Promise<number> {
  const token = await read<string>(
    `JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage).find((key) => key.startsWith('support-ticket:guest:')))).token`,
  );
  const answer = await fetch(`${server.url}/api/v1/tickets`, { headers: { authorization: `Bearer ${token}` } });
  return ((await answer.json()) as { total: number }).total;
}

async function comeIn(address: string, nth = 0): Promise<void> {
  await type('#guest-email', address);
  await press('Continue with your e-mail address');
  await heading('Enter the code we sent you');
  await type('#guest-code', await code(address, nth));
}

async function write(title: string): Promise<void> {
  await press('Write my request first');
  await heading('What is it about?');
  await read(`${root}.querySelectorAll('input[name=service]')[2].click()`);
  await press('Continue');
  await type('#title', title);
  await type('#description', 'We are ten people and want mail and a shared calendar.');
  await press('Check');
  await heading('Check before sending');
}

describe('somebody without an account', () => {
  it('writes first, proves the address, and has made one ticket', async () => {
    await open();
    const address = newPerson();
    await page.goto(`${server.url}/`);
    await heading('How can we reach you?');
    assert.deepEqual(await violations(), []);
    await write('Which plan suits ten people');
    await press('Send');
    await heading('One last step: your address');
    await says('“Which plan suits ten people” is kept on this device');
    // Over a reload nothing is lost: neither what waits nor the code that is awaited.
    await page.reload();
    await heading('One last step: your address');
    await type('#guest-email', address);
    await page.keyboard.press('Enter');
    await heading('Enter the code we sent you');
    assert.deepEqual(await violations(), []);
    await page.reload();
    await heading('Enter the code we sent you');
    const right = await code(address);
    await type('#guest-code', right === '12345678' ? '87654321' : '12345678');
    await says('4 tries left');
    assert.equal(await read(`${root}.activeElement.id`), 'guest-code');
    await page.keyboard.type(right);
    await heading('Your request is on its way');
    await until(`${root}.querySelector('support-ticket-guest')?.innerText.includes(${JSON.stringify(address)})`);
    assert.equal(await ticketsOf(), 1);
    assert.deepEqual(await violations(), []);
    assert.equal(
      await read(`Object.keys(localStorage).filter((key) => key.startsWith('support-ticket:draft') && /::(new|outbox)$/.test(key)).length`),
      0,
    );
    // No word of it went to an address before it was proven.
    assert.ok(
      !mailsTo(address).some(
        ({ raw, mail }) => /^Subject: Your code/im.test(raw) && /ten people/.test(`${mail.subject ?? ''}${mail.text ?? ''}`),
      ),
    );
    assert.deepEqual(
      complaints.filter((text) => !text.includes('401')),
      [],
    );
  });

  it('changes what waits, and it is sent once', async () => {
    await open();
    const address = newPerson();
    await page.goto(`${server.url}/`);
    await heading('How can we reach you?');
    await write('A first title that is wrong');
    await press('Send');
    await press('Change my request');
    await heading('Describe your request');
    await read(
      `(() => { const t = ${root}.querySelector('#title'); t.value = 'A better title for it'; t.dispatchEvent(new InputEvent('input', { bubbles: true })); })()`,
    );
    await press('Check');
    await press('Send');
    await says('“A better title for it” is kept');
    await comeIn(address);
    await heading('Your request is on its way');
    assert.equal(await ticketsOf(), 1);
  });

  it('stays for the tab, and signs out of it', async () => {
    await open();
    const address = newPerson();
    await page.goto(`${server.url}/`);
    await heading('How can we reach you?');
    await comeIn(address);
    await heading('How can we help you?');
    await page.reload();
    await heading('How can we help you?');
    await press('Sign out');
    await until(`${root}.querySelector('#guest-email')`);
    assert.ok(!(await read<string>('JSON.stringify(sessionStorage) + JSON.stringify(localStorage)')).includes(address));
  });

  it('reads by the link of a mail, and answers with a code', async () => {
    await open();
    const address = newPerson();
    await page.goto(`${server.url}/`);
    await heading('How can we reach you?');
    await write('Which plan suits a school');
    await press('Send');
    await comeIn(address);
    await heading('Your request is on its way');
    const link = await untilHere(
      'the mail about the ticket',
      () => mailsTo(address).flatMap(({ mail }) => /\/tickets\/\d+#link=\S+/.exec(mail.text ?? '')?.[0] ?? [])[0],
    );
    await page.close();
    await open();
    await page.goto(server.url + link);
    await until(`${root}?.querySelector('h2')?.textContent.includes('Which plan suits a school')`);
    assert.ok(!page.url().includes('link='));
    await says('You are reading through a link in an e-mail.');
    assert.deepEqual(await violations(), []);
    await type('support-ticket-message-box textarea', 'One more thing about it.');
    await press('Send');
    await heading('A code, to make sure it is you');
    assert.equal(await read(`${root}.querySelector('#guest-email').value`), address);
    await press('Continue with your e-mail address');
    await heading('Enter the code we sent you');
    await type('#guest-code', await code(address, 1));
    await until(`${root}?.querySelector('support-ticket-message-box textarea')?.value === 'One more thing about it.'`);
    await until(`!${root}.querySelector('.surface').innerText.includes('You are reading by the link')`);
    await press('Send');
    await until(
      `[...${root}.querySelectorAll('.says')].some((e) => e.innerText.includes('One more thing about it.')) || ${root}.querySelector('.surface').innerText.includes('Your message has been sent to the team.')`,
    );
  });

  it('fits a narrow phone', async () => {
    await open();
    await page.setViewport({ width: 360, height: 740 });
    await page.goto(`${server.url}/?lang=fr`);
    await heading('Où pouvons-nous vous répondre ?');
    assert.ok(await read('document.documentElement.scrollWidth <= 360'));
  });
});
