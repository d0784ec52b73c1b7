import { assert } from 'chai';
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import { aTicket, api, desk, newPerson, plain, support, until } from '../widget/page.ts';

let element: HTMLElement;
const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(selector, () => [...root().querySelectorAll<E>(selector)].find((found) => found.checkVisibility()));
const isSeen = (selector: string): boolean => [...root().querySelectorAll(selector)].some((found) => found.checkVisibility());

async function open(hash = ''): Promise<void> {
  const { staff } = await support();
  await fetch('/api/v1/desk/login', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(staff) });
  location.hash = hash;
  element = document.createElement('support-desk');
  element.setAttribute('lang', 'en');
  document.body.append(element);
}

beforeEach(() => setViewport({ width: 1280, height: 800 }));
afterEach(async () => {
  await emulateMedia({ media: 'screen' });
  element.remove();
  location.hash = '';
});

/** Cut off by nothing around it. */
function isWhole(selector: string): boolean {
  for (let at: Element | null = root().querySelector(selector); at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight + 1 && getComputedStyle(at).overflowY !== 'visible') return false;
  return true;
}

describe('on paper', () => {
  it('a ticket has its whole conversation and its facts, and neither queue nor control nor notice', async () => {
    const ticket = await api(newPerson(), '/tickets', { ...aTicket, title: 'To be printed' }, { name: 'Nadia Moreau' });
    for (let i = 0; i < 12; i++)
      await desk(`/tickets/${ticket.id}/messages`, { body: `Answer ${i}\n${'A line of it.\n'.repeat(6)}`, visibility: 'public' });
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Only for us.', visibility: 'internal' });
    await open(`#${ticket.number}`);
    await until('all of it', () => plain(root().querySelector('.talk')?.textContent).includes('Only for us.') || null);
    await find('.at-side .facts');
    await emulateMedia({ media: 'print' });
    for (const selector of [
      '.queue-column',
      '.foot',
      '.composers',
      'support-desk-acts button',
      '.at-side button',
      '.at-side input',
      '.talk button',
      '.strip',
      'kbd',
    ])
      assert.isFalse(isSeen(selector), selector);
    for (const selector of ['.ticket-top h2', '.promise', '.talk .says', '.at-side .facts']) assert.isTrue(isSeen(selector), selector);
    assert.isTrue(isWhole('.talk .says > li:last-child'));
    assert.isAbove(root().querySelector('.talk')?.clientHeight ?? 0, 1_000);
  });

  it('the queue has every row that was read, on lines of their own, and no control', async () => {
    let sub = newPerson();
    for (let i = 0; i < 60; i++)
      await api(i % 8 ? sub : (sub = newPerson()), '/tickets', { ...aTicket, title: `Row ${i} of the list` }, { name: 'Nadia Moreau' });
    await setViewport({ width: 1280, height: 400 });
    await open();
    await find('.queue .title-link');
    await emulateMedia({ media: 'print' });
    window.dispatchEvent(new Event('beforeprint'));
    const rows = () => [...root().querySelectorAll('.queue > li')];
    await until('every chunk', () => [...root().querySelectorAll('.queue')].every((chunk) => chunk.children.length > 0) || null);
    assert.isTrue(isWhole('.queue > li:last-child'));
    assert.isTrue(rows().every((row) => row.checkVisibility()));
    // The view that is looked at says what the list is.
    assert.isFalse(isSeen('button:not([aria-current=true])') || isSeen('input') || isSeen('.work'));
    window.dispatchEvent(new Event('afterprint'));
  });
});
