import { assert } from 'chai';
import type { TicketPage } from '../../server/wire/tickets.ts';
import { Page, api, newPerson, until } from '../widget/page.ts';

describe('questions of the site’s own', () => {
  let page: Page;
  beforeEach(() => localStorage.clear());
  afterEach(() => page.close());

  it('are asked where they apply, insisted on when required, and sent with the ticket', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, attributes: { view: 'new', service: 'security' } });
    await page.heading('Describe your request');
    await page.type('Title', 'Somebody else signs in as me');
    await page.type('Description', 'There is a session from a country I never was in.');
    await page.press('Check my request');
    await page.says('Please answer this one too');
    const choice = (await page.named(/^How severe/, 'select')) as HTMLSelectElement;
    assert.equal(page.root.activeElement, choice);
    choice.value = 'breach';
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    await page.type(/^Where/, 'shop.example');
    await page.press('Check my request');
    await page.heading('Check before sending');
    await page.says(/How severe\? A breach/);
    await page.press('Send');
    await page.heading('Your request is on its way');
    const [ticket] = (await api<TicketPage>(sub, '/tickets')).items;
    assert.deepEqual(ticket?.fields, { severity: 'breach', where: 'shop.example' });
  });

  it('take answers that the page gives beforehand', async () => {
    page = await Page.open();
    await page.heading(/How can we help you/);
    page.element.compose({ service: 'security', fields: { where: 'shop.example' } });
    const field = (await page.named(/^Where/, 'input')) as HTMLInputElement;
    await until('the answer', () => field.value === 'shop.example');
  });
});
