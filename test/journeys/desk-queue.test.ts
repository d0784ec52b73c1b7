import { assert } from 'chai';
import 'axe-core';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import type { SavedView } from '../../server/wire/views.ts';
import { aTicket, api, newPerson, plain, until } from '../widget/page.ts';
import { putDesk, signInAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

let element: HTMLElement;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const text = (selector: string): string => plain(root().querySelector(selector)?.textContent);
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(
    () => `${selector} in ${text('support-desk-queue').slice(0, 400)}`,
    () => [...root().querySelectorAll<E>(selector)].find((found) => found.checkVisibility()),
  );
const numbers = (): number[] => [...root().querySelectorAll('.queue .number')].map((number) => Number(plain(number.textContent).slice(1)));
const shows = (...expected: number[]): Promise<true> =>
  until(
    () => `${expected.join()} instead of ${numbers().join()} (${text('.queue-list').slice(0, 200)})`,
    () => numbers().join() === expected.join() || null,
  );
const isActive = (what: string, selector: string): Promise<unknown> =>
  until(`${what} to have the keyboard`, () => root().activeElement?.matches(selector) || null);

async function press(label: string | RegExp, within = '.surface'): Promise<void> {
  const fits = (button: HTMLElement) =>
    typeof label === 'string' ? plain(button.textContent) === label : label.test(plain(button.textContent));
  const all = () => [...root().querySelectorAll<HTMLElement>(`${within} button`)].filter((button) => button.checkVisibility());
  (
    await until(
      () =>
        `the button “${label}” among ${all()
          .map((b) => plain(b.textContent))
          .join(' | ')}`,
      () => all().find(fits),
    )
  ).click();
}

async function search(words: string): Promise<void> {
  const field = await find<HTMLInputElement>('#desk-search');
  field.focus();
  field.value = words;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** The names that the queue has in the address; the test runner has its own there. */
const asked = (): Record<string, string> =>
  Object.fromEntries([...new URLSearchParams(location.search)].filter(([name]) => !name.startsWith('wtr')));

function go(query: Record<string, string>): void {
  const search = new URLSearchParams([...new URLSearchParams(location.search)].filter(([name]) => name.startsWith('wtr')));
  for (const [name, value] of Object.entries(query)) search.set(name, value);
  history.replaceState(null, '', `${location.pathname}?${search}`);
}

async function mount(query: Record<string, string> = {}): Promise<void> {
  go(query);
  element = putDesk();
  await find('#desk-search');
}

async function tagged(tag: string, ticket: { id: string }, more: object = {}): Promise<void> {
  const response = await fetch(`/api/v1/desk/tickets/${ticket.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '"1"' },
    body: JSON.stringify({ tags: [tag], ...more }),
  });
  assert.equal(response.status, 200);
}

const open = (more: object = {}, sub = newPerson()) => api(sub, '/tickets', { ...aTicket, ...more });

beforeEach(async () => {
  await signInAtDesk();
  localStorage.clear();
  location.hash = '';
});

afterEach(async () => {
  element.remove();
  go({});
  await setViewport({ width: 800, height: 600 });
});

describe('the queue of the desk', () => {
  it('is narrowed by filters that stand in the address, come off one by one, and come back by “back”', async () => {
    const tag = newPerson();
    const low = await open({ priority: 'LOW' });
    const urgent = await open({ priority: 'URGENT' });
    await tagged(tag, low);
    await tagged(tag, urgent);
    await mount({ view: 'open', tag });
    await shows(urgent.number, low.number);
    await press('Filter');
    await press('Low', '.filters');
    await shows(low.number);
    assert.deepEqual(asked(), { view: 'open', tag, priority: 'LOW' });
    await press('Urgent', '.filters');
    await shows(urgent.number, low.number);
    assert.equal(asked()['priority'], 'LOW,URGENT');
    (await find('[aria-label="Take the filter off: Priority: Low"]')).click();
    await shows(urgent.number);
    await isActive('the next chip', '.on .icon-button');
    history.back();
    await shows(urgent.number, low.number);
    history.back();
    await shows(low.number);
    element.remove();
    await mount(asked());
    await shows(low.number);
    await press('Filter');
    await press('High', '.filters');
    await press('Low', '.filters');
    await until('to be told kindly', () => text('.queue-list').includes('No ticket passes all the filters.') || null);
    await press('Take the filters off');
    assert.deepEqual(asked(), { view: 'open' });
  });

  it('has views with counts, by mouse and by keyboard; what a view has settled is not asked again', async () => {
    const tag = newPerson();
    const ticket = await open();
    await tagged(tag, ticket, { status: 'CLOSED' });
    await mount({ tag });
    await until('the counts', () => /To answer \d/.test(text('.tabs')) || null);
    (root().activeElement as HTMLElement | null)?.blur();
    await sendKeys({ press: 'g' });
    await isActive('the view that is shown', '.menu.views [aria-current=true]');
    const { counts } = { counts: (await (await fetch('/api/v1/desk/counts')).json()) as Record<string, number> };
    assert.include(text('.menu.views'), `Closed ${String(counts['closed'])}`);
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'ArrowUp' });
    await sendKeys({ press: 'Enter' });
    await shows(ticket.number);
    assert.equal(asked()['view'], 'closed');
    assert.match(text('.tabs .more'), /^Closed \d+/);
    await press('Filter');
    assert.notInclude(text('.filters'), 'Status');
    await press(/^Mine/, '.tabs');
    await shows();
    assert.include(text('.filters'), 'Status');
    assert.notInclude(text('.filters'), 'Assigned to');
    await press(/^Mine/, '.tabs');
    await sendKeys({ press: 'Escape' });
  });

  it('is searched at each letter, in all tickets, by number, words and customer', async () => {
    const word = newPerson().replaceAll('-', '');
    const nadia = newPerson();
    const ticket = await api(
      nadia,
      '/tickets',
      { ...aTicket, title: `About ${word} it is` },
      { name: `Zoé ${word}x`, email: `${word}@example.com` },
    );
    await tagged('x', ticket, { status: 'CLOSED' });
    await mount();
    for (const words of [word.slice(0, -1), `#${String(ticket.number)}`, `zoe ${word}X`, `${word}@example`]) {
      await search(words);
      await shows(ticket.number);
      await until('the count', () => text('.found') === '1 ticket found' || null);
    }
    await until('the words in the address', () => asked()['q'] === `${word}@example` || null);
    await search('nobody has ever said this');
    await until('to be told', () => text('.queue-list').includes('No ticket matches “nobody has ever said this”.') || null);
    await sendKeys({ press: 'Escape' });
    await until('the queue again', () => text('.tabs').startsWith('To answer') || null);
    assert.deepEqual(asked(), {});
    await isActive('the search', '#desk-search');
  });

  it('goes on page by page, holds few rows in the page, and stays where it is when it is read again', async function () {
    const word = newPerson().replaceAll('-', '');
    for (let batch = 0; batch < 4; batch++) {
      const sub = newPerson();
      await Promise.all(Array.from({ length: 28 }, (_, n) => open({ title: `${word} number ${String(n)}` }, sub)));
    }
    await setViewport({ width: 1000, height: 500 });
    await mount({ q: word });
    const list = await find('.queue-list');
    await until('a first page', () => numbers().length >= 50 || null);
    const order = ((await (await fetch(`/api/v1/desk/tickets?q=${word}&limit=100`)).json()) as { items: { number: number }[] }).items.map(
      ({ number }) => number,
    );
    assert.deepEqual(numbers().slice(0, 50), order.slice(0, 50));
    await until('the end', () => {
      list.scrollTo(0, list.scrollHeight);
      return root().querySelectorAll('[data-chunk]').length === 3 && !root().querySelector('[data-more]');
    });
    await until(
      () => `fewer rows than ${numbers().length}`,
      () => numbers().length <= 100 || null,
    );
    const seen = (): string =>
      plain(
        [...root().querySelectorAll('.queue > li')]
          .find((row) => row.getBoundingClientRect().top > 200 && row.getBoundingClientRect().top < 320)
          ?.querySelector('.number')?.textContent,
      );
    list.scrollTo(0, list.scrollHeight / 2);
    await until('rows in sight', () => seen() || null);
    const [top, row] = [list.scrollTop, seen()];
    await (root().querySelector('support-desk-queue') as HTMLElement & { refresh(): Promise<void> }).refresh();
    assert.deepEqual([Math.abs(list.scrollTop - top) < 2, seen()], [true, row]);
    list.scrollTo(0, 0);
    await until('the first rows again', () => numbers()[0] === order[0] || null);
  });

  it('is kept as a view under a name, found again after a reload, brought up to date, shared and deleted', async function () {
    const tag = newPerson();
    const ticket = await open({ priority: 'HIGH' });
    await tagged(tag, ticket);
    const name = `High ${tag}`;
    await mount({ view: 'open', tag });
    await shows(ticket.number);
    await press('Keep this view…');
    const dialog = '.saved-views[open]';
    await press('Keep it', dialog);
    await until('to be asked for a name', () => text(dialog).includes('Give it a name to find it by.') || null);
    const field = await find<HTMLInputElement>(`${dialog} [name=name]`);
    await sendKeys({ type: name });
    assert.equal(field.value, name);
    const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      [],
    );
    await sendKeys({ press: 'Enter' });
    await until('the dialog to go', () => !root().querySelector(dialog) || null);
    await until('its name', () => text('.tabs .more').startsWith(`${name} 1`) || null);
    assert.isString(asked()['kept']);
    element.remove();
    await mount({});
    await until('the counts', () => /To answer \d/.test(text('.tabs')) || null);
    await press('Views');
    await press(new RegExp(`^${name} 1$`), '.menu.views');
    await shows(ticket.number);
    await press('Filter');
    await press('Urgent', '.filters');
    await press('Keep this view…');
    await press('Bring it up to date', dialog);
    await until('it to be kept', () => text('.tabs .more').startsWith(`${name} 0`) || null);
    const kept = async () =>
      ((await (await fetch('/api/v1/desk/views')).json()) as { items: SavedView[] }).items.find((view) => view.name === name);
    assert.deepEqual((await kept())?.query, { status: ['OPEN', 'IN_PROGRESS'], tag, priority: ['URGENT'] });
    await press(new RegExp(`^${name}`), '.tabs');
    await press('Manage your views…');
    await press(new RegExp(`Rename or share.*${name}`), dialog);
    (await find<HTMLInputElement>(`${dialog} [type=checkbox]`)).click();
    await press('Keep it', dialog);
    await until('it to be shared', async () => (await kept())?.shared || null);
    await press(new RegExp(`Delete.*${name}`), dialog);
    await until('it to be gone', async () => (await kept()) === undefined || null);
  });

  it('cuts no name of a view that there is room for, and has the one looked at among its tabs', async () => {
    for (const view of ['ours', 'theirs', 'unassigned']) {
      element.remove();
      await mount({ view });
      for (const width of [280, 360, 768, 1280]) {
        await setViewport({ width, height: 800 });
        await until(
          () => `whole names at ${String(width)} px in ${root().querySelector<HTMLElement>('.tabs')?.innerText ?? 'no tabs'}`,
          () => {
            const tabs = root().querySelector<HTMLElement>('.tabs');
            const word = tabs?.querySelector<HTMLElement>('.word');
            if (!tabs || !word || !tabs.querySelector('.count')) return null;
            const here = [...tabs.querySelectorAll<HTMLElement>(':scope > [aria-current=true]')];
            return (
              (tabs.scrollWidth <= tabs.clientWidth &&
                word.scrollWidth <= word.clientWidth &&
                here.length === 1 &&
                here[0]?.checkVisibility()) ||
              null
            );
          },
        );
      }
    }
  });

  it('has no accessibility fault that a machine can find, with its menu and its filters open, wide and narrow', async function () {
    await open();
    await mount({ view: 'open', priority: 'MEDIUM' });
    await until('rows', () => numbers().length > 0 || null);
    for (const width of [1000, 360]) {
      await setViewport({ width, height: 700 });
      await press('Filter');
      await press(/^All open/, '.tabs');
      const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
        [],
        String(width),
      );
      assert.isAtMost(document.documentElement.scrollWidth, width);
      await press('Filter');
    }
  });
});
