import { assert } from 'chai';
import 'axe-core';
import { setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import type { Stats } from '../../server/wire/statistics.ts';
import { aTicket, answer, api, desk, newPerson, plain, until } from '../widget/page.ts';
import { putDesk, signInAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

let element: HTMLElement;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const place = () => root().querySelector<HTMLDialogElement>('dialog.stats');
const words = (): string => plain(place()?.innerText);
const says = (text: string | RegExp): Promise<true> =>
  until(
    () => `“${text}” in ${words()}`,
    () => (typeof text === 'string' ? words().includes(text) : text.test(words())) || null,
  );
const key = (name: string): boolean => document.dispatchEvent(new KeyboardEvent('keydown', { key: name, cancelable: true }));
const labelOf = (control: HTMLElement): string => plain((control as HTMLInputElement).labels?.[0]?.textContent ?? control.textContent);
const control = (label: string): Promise<HTMLElement> =>
  until(label, () =>
    [...(place()?.querySelectorAll<HTMLElement>('button, a, input') ?? [])].find((one) => one.checkVisibility() && labelOf(one) === label),
  );
const press = async (label: string): Promise<void> => (await control(label)).click();
const faults = async (): Promise<string[]> =>
  (await axe.run(place() as HTMLElement)).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);

async function fill(label: string, value: string): Promise<void> {
  ((await control(label)) as HTMLInputElement).value = value;
}

/** What the page was last told: other tests make tickets on the same server, so that asking again may tell something else. */
let told: Stats | null = null;
const { fetch: real } = window;
const lastTold = (): Promise<Stats> => until('the statistics to be told', () => told);

/** Reasons and comments of other tests may stand before it. */
async function saysAmongAll(text: string): Promise<void> {
  await until(`“${text}”`, () => {
    if (words().includes(text)) return true;
    for (const more of place()?.querySelectorAll<HTMLElement>('.told ~ button.link') ?? []) more.click();
    return null;
  });
}

async function open(lang = 'en'): Promise<void> {
  element = putDesk(lang);
  await until('the queue', () => root().querySelector('#desk-search'));
  key('s');
  await until('the place', () => place()?.open);
}

/** A ticket that was answered, closed, rated and reopened today. */
async function reopened(reason: string): Promise<number> {
  const sub = newPerson();
  const { id, number } = await api(sub, '/tickets', { ...aTicket, title: '=1+1 is what the shop says' });
  await answer(id, 'Here is how.');
  await api(sub, `/tickets/${id}/close`, {});
  await api(sub, `/tickets/${id}/rating`, { score: 2, comment: `${reason} <b>bold</b>` });
  await api(sub, `/tickets/${id}/reopen`, { reason });
  return number;
}

describe('the statistics at the desk', function () {
  beforeEach(async () => {
    await setViewport({ width: 1280, height: 800 });
    await signInAtDesk();
    localStorage.clear();
    location.hash = '';
    told = null;
    window.fetch = async (input, init) => {
      const response = await real(input, init);
      if (String(input).includes('/api/v1/desk/stats?')) told = (await response.clone().json()) as Stats;
      return response;
    };
  });
  afterEach(() => {
    window.fetch = real;
    element.remove();
    location.hash = '';
  });

  it('are a key away, are of thirty days, and say what the server counted', async () => {
    const number = await reopened('It came back on Monday');
    await open();
    const heading = await until('the heading', () => place()?.querySelector<HTMLElement>('h2'));
    await until('the keyboard at the heading', () => root().activeElement === heading);
    await says('Tickets created');
    const { volume, reopening, timeZone } = await lastTold();
    assert.equal(timeZone, 'Europe/Paris');
    const sums = [...(place()?.querySelectorAll('.sums dd > b') ?? [])].map((sum) => plain(sum.textContent));
    assert.equal(sums[0], volume.created.toLocaleString('en'));
    await says(`${reopening.all.reopened} of ${reopening.all.closed} closed`);
    await saysAmongAll('It came back on Monday');
    await saysAmongAll('It came back on Monday <b>bold</b>');
    assert.isNull(place()?.querySelector('.told b'));
    assert.deepEqual(await faults(), []);

    (await until('the ticket', () => place()?.querySelector<HTMLElement>(`a[href="#${number}"]`))).click();
    await until('the desk', () => !place()?.open);
    await until('the ticket', () => plain(root().querySelector('.ticket-title')?.textContent).includes('what the shop says'));
  });

  it('show each chart as a table as well, which is there from the first for whoever cannot see', async () => {
    await reopened('Again');
    await open('fr');
    await says('Tickets par jour');
    const charts = [...(place()?.querySelectorAll('.chart') ?? [])];
    const tables = [...(place()?.querySelectorAll('table') ?? [])];
    assert.isAtLeast(charts.length, 7);
    assert.equal(tables.length, charts.length);
    for (const chart of charts) assert.equal(chart.getAttribute('aria-hidden'), 'true');
    for (const table of tables) {
      assert.isNotEmpty(plain(table.caption?.textContent));
      assert.isNotNull(table.querySelector('th[scope=col]'));
      assert.isNotNull(table.querySelector('th[scope=row]'));
    }
    const [{ created } = { created: 0 }] = (await lastTold()).volume.items.slice(-1);
    await press('En tableau (Tickets par jour)');
    await control('En graphique (Tickets par jour)');
    const table = await until('the table', () =>
      [...(place()?.querySelectorAll('table') ?? [])].find((one) => one.getBoundingClientRect().height > 100),
    );
    assert.equal(table.rows.length, 31);
    assert.equal(plain(table.rows[30]?.cells[1]?.textContent), created.toLocaleString('fr'));
    assert.isTrue(table.closest('.table')?.matches('[tabindex="0"]'));
    assert.deepEqual(await faults(), []);
    await setViewport({ width: 360, height: 740 });
    assert.isAtMost(place()?.scrollWidth ?? 0, 360);
  });

  it('are of other days on demand, and say kindly what is amiss and that there is nothing', async () => {
    await reopened('Once more');
    await open();
    await says('Tickets created');
    const monthsEnd = (await lastTold()).to;
    told = null;
    await press('7 days');
    await until('the week', () => place()?.querySelector('.columns')?.querySelectorAll('g').length === 7);
    const week = await lastTold();
    assert.deepEqual([week.volume.items.length, week.to], [7, monthsEnd]);
    assert.equal(plain(place()?.querySelector('.sums dd > b')?.textContent), week.volume.created.toLocaleString('en'));
    await press('90 days');
    await says('Tickets by week');

    await press('Other days');
    await fill('First day', '2001-02-03');
    await fill('Last day', '2001-01-03');
    await press('Show these days');
    await says('The first day comes after the last one: swap them.');
    await fill('Last day', '2003-01-03');
    await press('Show these days');
    await says('choose 366 days at most');
    await fill('Last day', '2001-02-04');
    await press('Show these days');
    await says('Nothing to count in this period');
    assert.deepEqual(await faults(), []);
    await press('30 days');
    await says('Tickets by day');
    await press('Back to the desk');
    await until('the desk', () => !place()?.open);
  });

  it('come as files for spreadsheets, of the days that are shown', async () => {
    const number = await reopened('For the file');
    await open('fr');
    await says('Tickets créés');
    await press('7 jours');
    await until('the week', () => place()?.querySelector('.columns')?.querySelectorAll('g').length === 7);
    const file = async (label: string): Promise<{ text: string; disposition: string }> => {
      const link = (await control(label)) as HTMLAnchorElement;
      assert.isTrue(link.hasAttribute('download'));
      const response = await fetch(link.href);
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
      return { text: await response.text(), disposition: response.headers.get('content-disposition') ?? '' };
    };
    const promises = await file('CSV (Promesses)');
    assert.match(promises.disposition, /^attachment; filename="support-promises-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"$/);
    assert.match(promises.text, /^Priorité;Tenues;/);
    const tickets = await file('Télécharger les tickets (CSV)');
    assert.include(tickets.text, `${number};"'=1+1 is what the shop says";`);
    assert.notInclude(tickets.text, 'For the file');
    const { from, to } = await lastTold();
    assert.isTrue(from < to);
    assert.include(tickets.disposition, `${from}-${to}`);
  });

  it('say that they could not be read, and are read once they can be', async () => {
    const { fetch: usual } = window;
    window.fetch = (input, init) => (String(input).includes('/desk/stats') ? Promise.reject(new TypeError('cut')) : usual(input, init));
    try {
      await open();
      await says('The statistics could not be read');
    } finally {
      window.fetch = usual;
    }
    await press('Try again now');
    await says('Tickets');
    await until('the figures', () => place()?.querySelector('.stats-found'));
    assert.isNull(place()?.querySelector('[role=alert]') ?? null);
    await desk('/logout', {}).catch(() => undefined);
    await press('90 days');
    await until('the way in', () => root().querySelector('support-desk-sign-in'));
  });
});
