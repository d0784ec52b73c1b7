/** People's words run their own way, whatever the page's direction: they turn nothing around that stands beside them. */
import { assert } from 'chai';
import { Page, aTicket, answer, api, newPerson, until } from '../widget/page.ts';

const arabic = 'خطأ في الخادم';

describe('in a page that runs from right to left', () => {
  let page: Page;
  beforeEach(() => {
    localStorage.clear();
    document.documentElement.dir = 'rtl';
  });
  afterEach(() => {
    document.documentElement.removeAttribute('dir');
    page.close();
  });

  const directionOf = (element: Element): string => getComputedStyle(element).direction;

  it('the English surface runs from left to right, and keeps its full stops at the end', async () => {
    page = await Page.open({ attributes: { view: 'new' } });
    await page.heading('What is it about?');
    assert.equal(directionOf(page.root.querySelector('.surface') as Element), 'ltr');
  });

  it('a field runs as its text does', async () => {
    page = await Page.open({ attributes: { view: 'new', service: 'sales' } });
    for (const name of ['Title', 'Description']) {
      const field = await page.named(name, 'input, textarea');
      await page.type(name, arabic);
      await until('the field to turn', () => directionOf(field) === 'rtl');
      await page.type(name, 'Error 500');
      await until('the field to turn back', () => directionOf(field) === 'ltr');
    }
  });

  it('every text field of a ticket and of its lists turns by itself', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, title: arabic });
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    const wanted = 'input:not([type=radio], [type=checkbox], [type=file]), textarea';
    await page.find('.answer textarea');
    for (const field of page.all<HTMLInputElement>(wanted)) assert.equal(field.dir, 'auto', field.outerHTML);
    page.element.setAttribute('ticket', '');
    page.element.setAttribute('view', 'open');
    await page.find('.tickets');
    for (const field of page.all<HTMLInputElement>(wanted)) assert.equal(field.dir, 'auto', field.outerHTML);
  });

  it('a title keeps to itself beside a number', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, title: `${arabic} 500` });
    await answer(ticket.id, 'Mended.');
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    const heading = await page.heading(new RegExp(`^#${ticket.number}`));
    const title = heading.querySelector('bdi') as HTMLElement;
    assert.equal(directionOf(title), 'rtl');
    const number = heading.querySelector('.number') as HTMLElement;
    assert.isBelow(number.getBoundingClientRect().left, title.getBoundingClientRect().left, 'the number stands before the title');
  });
});
