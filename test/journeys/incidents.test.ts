import { assert } from 'chai';
import 'axe-core';
import { Page, desk, newPerson, plain, until } from '../widget/page.ts';
import { putDesk, signInAtDesk } from './at-desk.ts';
import '../widget/desk.ts';
import type { DeskIncident, DeskIncidentPage } from '../../server/wire/incidents.ts';

declare const axe: typeof import('axe-core');

const list = async (): Promise<readonly DeskIncident[]> =>
  ((await (await fetch('/api/v1/desk/incidents?limit=100')).json()) as DeskIncidentPage).items;
const announce = (more: object = {}) => desk('/incidents', { title: 'Mail is slow', ...more }) as Promise<DeskIncident>;

/** Other tests share the server: nothing goes on after one of these. */
async function endAll(): Promise<void> {
  await signInAtDesk();
  for (const { id, rev } of await list())
    await fetch(`/api/v1/desk/incidents/${id}`, { method: 'DELETE', headers: { 'if-match': `"${rev}"` } });
}

describe('an incident for customers', () => {
  let page: Page;
  beforeEach(endAll);
  afterEach(async () => {
    page.close();
    await endAll();
  });

  it('is told on the home screen and when a ticket is opened, plainly, and stands in nobody’s way', async () => {
    await announce({ title: '<img src=x onerror=alert(1)>', body: 'One server\nof four.', url: 'https://status.example.com/42' });
    page = await Page.open({ sub: newPerson() });
    await page.says(/Ongoing incident: <img src=x onerror=alert\(1\)>, since .+\. Read more/);
    await page.says('You need no ticket, unless your case is different.');
    assert.isNull(page.root.querySelector('.strip img'));
    const link = page.root.querySelector<HTMLAnchorElement>('section.strip a');
    assert.deepEqual([link?.href, link?.rel], ['https://status.example.com/42', 'noopener']);
    const { violations } = await axe.run(page.root.querySelector('section.strip') as HTMLElement);
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    await page.press('Open a ticket');
    await page.heading('What is it about?');
    await page.says('Ongoing incident:');
    await page.press(/^Sales/);
    await page.press('Continue');
    await page.heading('Describe your request');
  });

  it('is told at the service that it concerns, and nowhere else in the form', async () => {
    await announce({ services: ['technical'] });
    page = await Page.open({ sub: newPerson(), attributes: { view: 'new' } });
    await page.heading('What is it about?');
    assert.notInclude(plain(page.root.querySelector('.surface')?.textContent), 'incident');
    await page.press(/^Sales/);
    await page.named('Continue');
    assert.notInclude(plain(page.root.querySelector('.surface')?.textContent), 'incident');
    await page.press(/^Technical support/);
    await page.says('Ongoing incident: Mail is slow');
    await page.press('Continue');
    await page.press(/^Something else/);
    await page.press('Continue');
    await page.heading('Describe your request');
    await page.says('Ongoing incident: Mail is slow');
  });
});

describe('an incident at the desk', () => {
  let element: HTMLElement;
  let customer: Page | null = null;
  const root = () => element.shadowRoot as ShadowRoot;
  const panel = () => root().querySelector<HTMLDialogElement>('dialog.incidents');
  const press = async (label: string) =>
    (
      await until(label, () =>
        [...root().querySelectorAll<HTMLElement>('button')].find(
          (b) => b.checkVisibility() && (plain(b.textContent) === label || b.ariaLabel === label),
        ),
      )
    ).click();

  beforeEach(async () => {
    await endAll();
    localStorage.clear();
    location.hash = '';
    element = putDesk();
    await until('the queue', () => root().querySelector('[type=search]'));
  });
  afterEach(async () => {
    element.remove();
    customer?.close();
    await endAll();
  });

  it('is announced by keyboard, seen by customers, ended, and taken up again with one click', async function () {
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'i' }));
    await until('the panel', () => panel()?.open);
    await press('Announce an incident');
    const title = await until('the form', () => root().querySelector<HTMLInputElement>('.incidents [name=title]'));
    await until('the keyboard', () => root().activeElement === title);
    await press('Announce it');
    await until('what is missing', () => plain(panel()?.textContent).includes('Say in a few words what happens'));
    title.value = 'Mail is slow';
    title.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await press('Announce it');
    await until('the list', () => plain(panel()?.textContent).includes('Ongoing since'));
    assert.deepEqual(
      (await list()).map((item) => item.steps.map(({ kind, by }) => `${kind} ${by.name}`)),
      [['announced Camille']],
    );
    const { violations } = await axe.run(panel() as HTMLElement);
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );

    customer = await Page.open({ sub: newPerson() });
    await customer.says('Ongoing incident: Mail is slow');
    await press('It is over (Mail is slow)');
    await until('the end', () => plain(panel()?.textContent).includes('Ended'));
    assert.isNotNull((await list())[0]?.endedAt);
    await press('It is back (Mail is slow)');
    await until('the beginning', () => plain(panel()?.textContent).includes('Ongoing since'));
    assert.isNull((await list())[0]?.endedAt);
  });

  it('is not overwritten where a colleague has changed it', async () => {
    const { id, rev } = await announce();
    await press('Incidents');
    await press('Correct (Mail is slow)');
    await desk(`/incidents/${id}`, { title: 'Mail is very slow' }, 'PATCH', { 'if-match': `"${rev}"` });
    await press('Save');
    await until('the word', () => plain(panel()?.textContent).includes('A colleague has changed this incident meanwhile'));
    await until('what they wrote', () => plain(panel()?.textContent).includes('Mail is very slow'));
  });
});
