import { assert } from 'chai';
import 'axe-core';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import type { ArchivePage } from '../../server/wire/archive.ts';
import { aTicket, api, newPerson, plain, until } from '../widget/page.ts';
import { putDesk, signInAtDesk, signOutAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

/** The customers whose old tickets test/helpers/old-tickets.ts puts into the archive. */
const nadia = (account: string) => ({ name: 'Nadia Moreau', legacy: ['nuxit', 'phpnet'].map((brand) => ({ brand, account })) });

let element: HTMLElement;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const text = (selector: string): string => plain(root().querySelector(selector)?.textContent);
const says = (words: string, where = '.old-tickets[open]'): Promise<true> =>
  until(
    () => `“${words}” in: ${text(where).slice(0, 800)}`,
    () => text(where).includes(words) || null,
  );
const control = (label: RegExp, within = '.surface'): Promise<HTMLElement> =>
  until(`a control called ${label}`, () =>
    [...root().querySelectorAll<HTMLElement>(`${within} :is(button, a)`)].find(
      (found) => found.checkVisibility() && label.test(plain(found.textContent)),
    ),
  );
const isActive = (what: string, fits: (active: Element) => boolean): Promise<true> =>
  until(
    () => `${what} to have the keyboard, not ${root().activeElement?.outerHTML.slice(0, 120)}`,
    () => (root().activeElement && fits(root().activeElement as Element)) || null,
  );

async function enter(label: RegExp, within?: string): Promise<void> {
  (await control(label, within)).focus();
  await sendKeys({ press: 'Enter' });
}

async function at({ number, title }: { readonly number: number; readonly title: string }, lang = 'en'): Promise<void> {
  await signInAtDesk();
  location.hash = `#${number}`;
  element = putDesk(lang);
  await until('the ticket', () => text('.ticket-title h2') === title || null);
}

async function isAccessible(): Promise<void> {
  const { violations } = await axe.run(element);
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

beforeEach(() => setViewport({ width: 1280, height: 800 }));

afterEach(async () => {
  element.remove();
  location.hash = '';
  await signOutAtDesk();
  await setViewport({ width: 1000, height: 800 });
});

describe('at the desk, the tickets of earlier systems', () => {
  it('are listed from the customer’s card, searched, and read by keyboard; nothing can be answered', async function () {
    await at(await api(newPerson(), '/tickets', aTicket, nadia('desk')));
    await enter(/^25 of earlier systems$/);
    await says('Old tickets of Nadia Moreau');
    await says('Nuxit 24');
    await says('PhpNet 1');
    await isAccessible();
    await enter(/^Show 19 more$/);
    await isActive('the first of the new rows', (active) => active === root().querySelectorAll('.old .link')[5]);
    root().querySelector<HTMLInputElement>('.old-tickets [type=search]')?.focus();
    await sendKeys({ type: 'oeuvre' });
    await says('Found: 1');
    await enter(/^Boîte contact@ : messages en double$/);
    await isActive('its heading', (active) => active.matches('h2'));
    await says('A faithful copy from Nuxit’s earlier system');
    await says('Some attachments were not carried over.');
    await says('<b>Œuvre</b> {{7*7}}');
    assert.notInclude(text('.old-tickets .says'), 'You', 'the customer goes by their name');
    assert.isNull(root().querySelector('.old-tickets :is(textarea, input, form)'), 'nothing can be answered');
    assert.notInclude(text('.old-tickets'), 'Open a ticket about it', 'nothing can be opened in the customer’s name');
    await isAccessible();
    await enter(/^Old tickets of/, '.old-tickets');
    await isActive('the row it came from', (active) => plain(active.textContent) === 'Boîte contact@ : messages en double');
    assert.equal(root().querySelector<HTMLInputElement>('.old-tickets [type=search]')?.value, 'oeuvre');
    await sendKeys({ press: 'Escape' });
    await isActive('the way in', (active) => /^25 of/.test(plain(active.textContent)));
  });

  it('are one step from the ticket that goes on from them, on a phone and in French too', async function () {
    await setViewport({ width: 360, height: 740 });
    const [sub, claims] = [newPerson(), nadia('desk-follow-up')];
    await api(sub, '/tickets', aTicket, claims);
    const query = new URLSearchParams({ q: 'oeuvre' });
    const [old] = (await api<ArchivePage>(sub, `/archive?${query}`, undefined, claims)).items;
    await at(await api(sub, '/tickets', { ...aTicket, followUpOf: old?.id }, claims), 'fr');
    await says('Fait suite à l’ancien ticket Nuxit n° NX-20881', '.follows');
    await enter(/NX-20881/);
    await says('Boîte contact@ : messages en double');
    const dialog = root().querySelector('.old-tickets') as HTMLElement;
    assert.isAtMost(dialog.scrollWidth, dialog.clientWidth, 'nothing is cut at the side');
    assert.isAtMost(document.documentElement.scrollWidth, 360);
    await isAccessible();
    await enter(/^Anciens tickets de Nadia Moreau$/, '.old-tickets');
    await says('PhpNet 1');
  });

  it('are told apart from a ticket of here that another goes on from', async () => {
    const sub = newPerson();
    const first = await api(sub, '/tickets', aTicket);
    await at(await api(sub, '/tickets', { ...aTicket, title: 'It is back once more', followUpOf: first.id }));
    await says(`Follow-up of the ticket #${first.number}`, '.follows');
    (await control(new RegExp(`^#${first.number}$`), '.follows')).click();
    await until('the first ticket', () => text('.ticket-title h2') === first.title || null);
    await until('no word of a follow-up', () => root().querySelector('.follows') === null || null);
  });
});
