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
  const chosen = (name: string) => plain(radios(name).find(({ checked }) => checked)?.closest('label')?.textContent);

  it('finds one of 400 subscriptions by keyboard at 360 px', async () => {
    withCatalog('subscriptions', 400, (i) => `Hébergement Pro n° ${i}, boutique-${i}.example`);
    await open({ service: 'technical' });
    const search = (await page.named('Search in 400 subscriptions', 'input')) as HTMLInputElement;
    assert.isBelow(drawn('subscription').length, 8);
    search.focus();
    await sendKeys({ type: '237 hebergement' });
    await until('one', () => drawn('subscription').join() === 'None in particular,Hébergement Pro n° 237, boutique-237.example');
    await page.says('Found: 1');
    await sendKeys({ press: 'ArrowDown' });
    await until('the row', () => radios('subscription').includes(page.root.activeElement as HTMLInputElement));
    await sendKeys({ press: 'Space' });
    await until('the choice', () => chosen('subscription').includes('237'));
    const { violations } = await axe.run(page.root.querySelector('.pick') as HTMLElement);
    assert.deepEqual(violations.map(({ id }) => id), []);
    const surface = page.root.querySelector('.surface') as HTMLElement;
    assert.isAtMost(surface.scrollWidth, surface.clientWidth);

    // What was chosen stays in sight, whatever is searched for next.
    search.focus();
    search.select();
    await sendKeys({ type: 'nothing like it' });
    await page.says('Nothing by this name.');
    assert.include(chosen('subscription'), '237');
    await page.press('Go on');
    await page.heading('Describe your request');
  });

  it('draws a few of 5,000 projects, and is quick to search them', async () => {
    withCatalog('projects', 5_000, (i) => `Projet ${i}`);
    await open({ service: 'sales' });
    await page.heading('Describe your request');
    const search = (await page.named('Search in 5000 projects', 'input')) as HTMLInputElement;
    assert.isBelow(drawn('project').length, 8);
    const before = performance.now();
    await page.type('Search in 5000 projects', 'projet 49');
    await until('the first fifty', () => drawn('project').length === 51);
    assert.isBelow(performance.now() - before, 2_000);
    await page.press('See 50 more');
    await until('a hundred', () => drawn('project').length === 101);
    // Enter searches; it does not send the form.
    search.focus();
    await sendKeys({ press: 'Enter' });
    await page.heading('Describe your request');
    assert.notInclude(page.root.textContent, 'Give your request a title');
  });

  it('stays a simple menu for eight', async () => {
    withCatalog('subscriptions', 8, (i) => `Hosting ${i}`);
    await open({ service: 'technical' });
    const menu = (await page.named(/^Which subscription/, 'select')) as HTMLSelectElement;
    assert.equal(menu.options.length, 9);
    assert.isNull(page.root.querySelector('.search'));
  });

  it('finds an order by words in any order', async () => {
    withCatalog('orders', 120, (i) => `Serveur ${i}, livré à Lyon`);
    await open({ service: 'order' });
    await page.type('Search in 120 orders', 'lyon 77');
    await page.named('Open a ticket for Serveur 77, livré à Lyon');
    assert.equal(page.all('.orders .button').length, 1);
  });

  it('few enough for a menu are led back to from the check, too', async () => {
    page = await Page.open({ claims: { projects: [{ id: 'p-1', label: 'My Agency' }] }, attributes: { view: 'new', service: 'sales', project: 'p-1' } });
    await page.heading('Describe your request');
    await page.type('Title', 'A quote for three servers');
    await page.type('Description', 'We need three servers in January.');
    await page.press('Check my request');
    await page.press('Change: Project');
    await page.heading('Describe your request');
    await until('the menu to have the keyboard', () => page.root.activeElement?.matches('select[name=project]'));
  });
});
