import { assert } from 'chai';
import 'axe-core';
import { sendKeys } from '@web/test-runner-commands';
import { Page, newPerson, plain, until } from '../widget/page.ts';

declare const axe: typeof import('axe-core');

/** What only a backend brings: a token has no room for it. It is put into the session's answer on its way. */
function withCatalog(kind: 'orders' | 'subscriptions' | 'projects', count: number, label: (i: number) => string): void {
  const fetched = window.fetch;
  window.fetch = async (input, init) => {
    const response = await fetched(input, init);
    if (!String(input).endsWith('/api/v1/session') || !response.ok) return response;
    const session = (await response.json()) as { catalog: Record<string, unknown> };
    session.catalog[kind] = Array.from({ length: count }, (_, i) => ({ id: `${kind}-${i}`, label: label(i) }));
    return new Response(JSON.stringify(session), { headers: { 'content-type': 'application/json' } });
  };
}

describe('catalogs of hundreds of things', () => {
  let page: Page;
  const fetched = window.fetch;
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    window.fetch = fetched;
    page.close();
  });
  const open = async (attributes: Record<string, string>) => {
    page = await Page.open({ sub: newPerson(), attributes: { view: 'new', ...attributes }, width: 328 });
  };
  const radios = (name: string) => page.all<HTMLInputElement>(`input[name=${name}]`);
  const drawn = (name: string) => radios(name).map((radio) => plain(radio.closest('label')?.textContent));
  const chosen = (name: string) =>
    plain(
      radios(name)
        .find(({ checked }) => checked)
        ?.closest('label')?.textContent,
    );

  it('finds one of 400 subscriptions by keyboard at 360 px', async () => {
    withCatalog('subscriptions', 400, (i) => `Hébergement Pro n° ${i}, boutique-${i}.example`);
    await open({ service: 'technical' });
    const search = (await page.named('Search in 400 subscriptions', 'input')) as HTMLInputElement;
    assert.isBelow(drawn('subscription').length, 12);
    search.focus();
    await sendKeys({ type: '237 hebergement' });
    await until('one', () => drawn('subscription').join() === 'None in particular,Hébergement Pro n° 237, boutique-237.example');
    await page.says('Found: 1');
    await sendKeys({ press: 'ArrowDown' });
    await until('the row', () => radios('subscription').includes(page.root.activeElement as HTMLInputElement));
    await sendKeys({ press: 'Space' });
    await until('the choice', () => chosen('subscription').includes('237'));
    const { violations } = await axe.run(page.root.querySelector('.pick') as HTMLElement);
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    const surface = page.root.querySelector('.surface') as HTMLElement;
    assert.isAtMost(surface.scrollWidth, surface.clientWidth);

    // What was chosen stays in sight, whatever is searched for next.
    search.focus();
    search.select();
    await sendKeys({ type: 'nothing like it' });
    await page.says('Nothing by that name.');
    assert.include(chosen('subscription'), '237');
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await page.heading('Describe your request');
  });

  it('draws a few of 5,000 projects, and finds among all of them', async () => {
    withCatalog('projects', 5_000, (i) => `Projet ${i}`);
    await open({ service: 'sales' });
    await page.heading('Describe your request');
    const search = (await page.named('Search in 5000 projects', 'input')) as HTMLInputElement;
    assert.isBelow(drawn('project').length, 12);
    await page.type('Search in 5000 projects', 'projet 49');
    await until('the first fifty', () => drawn('project').length === 51);
    await page.press('Show 50 more');
    await until('a hundred', () => drawn('project').length === 101);
    // Enter searches; it does not send the form.
    search.focus();
    await sendKeys({ press: 'Enter' });
    await page.heading('Describe your request');
    assert.notInclude(page.root.textContent, 'Give your request a title');
  });

  it('shows eight without a search, none of them chosen', async () => {
    withCatalog('subscriptions', 8, (i) => `Hosting ${i}`);
    await open({ service: 'technical' });
    await until('all of them, and none in particular', () => drawn('subscription').length === 9);
    assert.equal(chosen('subscription'), '');
    assert.isNull(page.root.querySelector('.search'));
  });

  it('shows all of 120 orders, and finds one by words in any order', async () => {
    withCatalog('orders', 120, (i) => `Serveur ${i}, livré à Lyon`);
    await open({ service: 'order' });
    await page.says('Your 120 orders, the newest first');
    assert.equal(page.all('.orders .icon-button').length, 120);
    await page.type('Search for a name or a number', 'lyon 77');
    await page.named('Open a ticket for order orders-77, Serveur 77, livré à Lyon');
    assert.equal(page.all('.orders .icon-button').length, 1);
  });

  it('draws those of 5,000 orders that are near, and all of them can be reached', async () => {
    withCatalog('orders', 5_000, (i) => `Serveur ${i}`);
    await open({ service: 'order' });
    await page.says(/Your 5.?000 orders/);
    const rows = () => page.all('.orders .icon-button');
    await until('the first rows', () => rows().length > 0);
    assert.isBelow(rows().length, 500);
    page.all('.orders').at(-1)?.scrollIntoView();
    await page.named('Open a ticket for order orders-4999, Serveur 4999');
    await until(
      'the first rows to be left out again',
      () => rows().length < 500 && !rows()[0]?.getAttribute('aria-label')?.endsWith('Serveur 0'),
    );
    await page.type('Search for a name or a number', '4321');
    await until('one row', () => rows().length === 1);
  });

  it('few enough for a menu are led back to from the check, too', async () => {
    page = await Page.open({
      claims: { projects: [{ id: 'p-1', label: 'My Agency' }] },
      attributes: { view: 'new', service: 'sales', project: 'p-1' },
    });
    await page.heading('Describe your request');
    await page.type('Title', 'A quote for three servers');
    await page.type('Description', 'We need three servers in January.');
    await page.press('Check my request');
    await page.press('Change: Project');
    await page.heading('Describe your request');
    await until('the menu to have the keyboard', () => page.root.activeElement?.matches('select[name=project]'));
  });
});
