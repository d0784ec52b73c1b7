import { assert } from 'chai';
import 'axe-core';
import { setViewport } from '@web/test-runner-commands';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { Page, api } from '../widget/page.ts';

/** The customers whose old tickets test/helpers/old-tickets.ts puts into the archive. */
const legacy = [
  { brand: 'nuxit', account: 'journey' },
  { brand: 'phpnet', account: 'journey' },
];

declare const axe: typeof import('axe-core');

let page: Page;

afterEach(async () => {
  page.close();
  localStorage.clear();
  await setViewport({ width: 1000, height: 800 });
});

describe('a customer of a brand that was taken over', () => {
  it('finds an old ticket, reads it, and goes on from it in a new one', async function () {
    page = await Page.open({ claims: { legacy } });
    await page.press(/^My old tickets/);
    await page.heading('My old tickets');
    await page.says(/Nuxit 24/);
    await page.says(/PhpNet 1/);
    await page.press('Show 21 more');
    await page.says(/Ancienne demande 19/);
    await page.type(/^Search 25 old tickets/, 'oeuvre');
    await page.says('Tickets found: 1');
    await page.press('Boîte contact@ : messages en double');
    await page.heading('Boîte contact@ : messages en double');
    assert.match(page.root.querySelector('.top .meta')?.textContent ?? '', /Closed/, 'its status');
    await page.says(/A faithful copy from Nuxit’s earlier system/);
    await page.says('Some attachments were not carried over.');
    await page.says('<b>Œuvre</b> {{7*7}}');
    assert.equal(page.root.querySelector('.says b > b, .says .text > b'), null, 'what they wrote is shown letter by letter');
    assert.equal(page.root.querySelectorAll('textarea, form').length, 0, 'nothing can be answered');
    const { violations } = await axe.run(page.root.querySelector('.screen') as HTMLElement);
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      [],
    );
    await page.press('Open a ticket about it');
    await page.says('Follow-up to Nuxit NX-20881');
    await page.press(/^Sales/);
    await page.press('Continue');
    await page.type('Description', 'It has come back since this morning, for every message.');
    await page.press('Check my request');
    await page.says(/Follow-up to\s*Nuxit NX-20881/);
    await page.press('Send');
    await page.heading('Your request is on its way');
    const [item] = (await api<TicketPage>(page.sub, '/tickets')).items;
    const { followUpOf, title } = await api<TicketView>(page.sub, `/tickets/${item?.id ?? ''}`);
    assert.match(followUpOf ?? '', /^[\w-]{22}$/);
    assert.equal(title, 'Boîte contact@ : messages en double');
  });

  it('who has none is told what the place is for', async () => {
    page = await Page.open({ attributes: { view: 'archive' } });
    await page.heading('My old tickets');
    await page.says('No old ticket');
    await page.press('See my open tickets');
    await page.heading('My tickets');
  });
});
