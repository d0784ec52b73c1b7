/** A mail came back: the desk says so at the ticket and on the customer's card, and one button has mails tried again. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'puppeteer-core';
import type { TicketView } from '../../server/wire/tickets.ts';
import { launch, openTab } from '../helpers/browser.ts';
import { openMailServer, until } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const secret = 'an-operations-token-of-thirty-two-bytes';
const nadia = { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true };

let browser: Browser;
let smtp: MailServer;
let server: TestServer;
let page: Page;

before(async () => {
  [browser, smtp] = await Promise.all([launch(), openMailServer()]);
  server = await startTestServer({
    config: { mail: { replies: 'support+{key}@example.com', unsigned: 'take' } },
    environment: { SUPPORT_SMTP_URL: smtp.url, SUPPORT_MAIL_FROM: 'support@example.com', SUPPORT_OPS_TOKEN: secret },
  });
  ({ page } = await openTab(browser, { width: 1280 }));
});
after(async () => {
  await page.close();
  await browser.close();
  await server.close();
  await smtp.close();
});

/** As the mail server of the address writes it. */
const report = (messageId: string): string =>
  [
    'From: MAILER-DAEMON@mx.example.net',
    'To: support@example.com',
    'Subject: Undelivered Mail Returned to Sender',
    'Message-ID: <report@mx.example.net>',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    `Final-Recipient: rfc822; ${nadia.email}`,
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user here',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    'From: Example <support@example.com>',
    `Message-ID: ${messageId}`,
    '--b--',
    '',
  ].join('\r\n');

const root = `document.querySelector('support-desk').shadowRoot`;
const says = (selector: string, text: string): Promise<unknown> =>
  page.waitForFunction(
    `[...${root}?.querySelectorAll(${JSON.stringify(selector)}) ?? []].some((e) => e.checkVisibility() && e.innerText.replace(/\\s+/g, ' ').includes(${JSON.stringify(text)}))`,
    { timeout: 60_000 },
  );

async function post(path: string, body: object, headers: Record<string, string>): Promise<TicketView> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as TicketView;
}

describe('an address that a mail came back from', () => {
  it('is told beside the ticket and in it, and is written to again once somebody presses “Try again”', async () => {
    const authorization = `Bearer ${await server.token('nadia', nadia)}`;
    const ticket = await post('/tickets', { service: 'sales', title: 'Which plan', description: 'We are ten people.' }, { authorization });
    const mailsTo = () => smtp.taken.filter(({ to }) => to.includes(nadia.email));
    const [first] = await until('the first mail', () => mailsTo().length > 0 && mailsTo());
    const handedIn = await fetch(`${server.url}/api/v1/mail/inbound`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822' },
      body: report(first?.mail.messageId ?? ''),
    });
    assert.equal(handedIn.status, 200);

    await page.goto(`${server.url}/desk#${String(ticket.number)}`);
    await page.waitForFunction(`${root}?.querySelector('input[type=password]')`);
    await page.evaluate(async (staff) => {
      await fetch('/api/v1/desk/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(staff),
      });
    }, server.staff);
    await page.reload();
    await says('.at-side .bounced', 'This address does not take e-mails');
    await says('.at-side .bounced', '550 5.1.1 no such user here');
    await says('.talk', 'An e-mail to the customer came back');

    await page.evaluate(`${root}.querySelector('.at-side .bounced button').click()`);
    await says('.strip', 'E-mails are sent to this address again.');
    await page.waitForFunction(`!${root}.querySelector('.at-side .bounced')`);
    const cookies = (await page.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const sent = mailsTo().length;
    await post(
      `/desk/tickets/${ticket.id}/messages`,
      { body: 'The middle one.', visibility: 'public' },
      { cookie: cookies, origin: server.url },
    );
    await until('the answer as a mail', () => mailsTo().length > sent);
  });
});
