import { assert } from 'chai';
import 'axe-core';
import { setViewport } from '@web/test-runner-commands';
import { Page, aTicket, answer, api, newPerson, plain, until } from '../widget/page.ts';

declare const axe: typeof import('axe-core');

const legacy = [
  { brand: 'nuxit', account: 'lists' },
  { brand: 'phpnet', account: 'lists' },
];
const fetched = window.fetch;

let page: Page;

beforeEach(() => localStorage.clear());
afterEach(async () => {
  window.fetch = fetched;
  page.close();
  await setViewport({ width: 1000, height: 800 });
});

/** Keeps back the server's answers to what matches, as a slow line does, until the returned function is called. */
function holdBack(pattern: RegExp): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  window.fetch = async (...given) => {
    const response = await fetched(...given);
    if (pattern.test(String(given[0]))) await released;
    return response;
  };
  return release;
}

/** Breaks the line for what matches, until the page is closed. */
function cutOff(pattern: RegExp): void {
  window.fetch = (...given) => (pattern.test(String(given[0])) ? Promise.reject(new TypeError('Failed to fetch')) : fetched(...given));
}

const words = (): string => plain((page.root.querySelector('.surface') as HTMLElement | null)?.innerText);
const isShown = (selector: string): boolean => page.element.querySelector(selector)?.checkVisibility() ?? false;

async function openWith(content: string, options: Parameters<typeof Page.open>[0] = {}): Promise<void> {
  page = await Page.open(options);
  page.element.innerHTML = content;
}

const contact = '<p id="own">Write to <a href="mailto:help@example.com">help@example.com</a> or call 01 23 45 67 89.</p>';

describe('home', () => {
  it('leaves the page’s own words in place until it knows what to show', async () => {
    const sub = newPerson();
    await api(sub, '/tickets', aTicket);
    const release = holdBack(/\/tickets\?/);
    await openWith(contact, { sub });
    await until('the screen behind the page’s words', () => page.root.querySelector('support-ticket-home .bones'));
    assert.isTrue(isShown('#own'), 'the page’s own words');
    assert.isFalse((page.root.querySelector('.surface') as HTMLElement).checkVisibility(), 'nothing else');
    release();
    await page.heading('You’re all caught up');
    await until('the page’s words to give way', () => !isShown('#own'));
  });

  it('claims nothing while the tickets are on their way and nothing stands in the slot', async () => {
    const sub = newPerson();
    await api(sub, '/tickets', aTicket);
    const release = holdBack(/\/tickets\?/);
    page = await Page.open({ sub });
    await page.heading('Support');
    release();
    await page.heading('You’re all caught up');
  });

  it('offers the page’s address and telephone while the server does not answer', async () => {
    cutOff(/\/api\/v1\//);
    await openWith(contact);
    await page.says('Your tickets could not be shown');
    assert.isTrue(isShown('#own'));
  });

  it('says that it may be out of date once a refresh has failed', async () => {
    await openWith(contact);
    await page.heading('How can we help you?');
    assert.isFalse(isShown('#own'));
    // The heading is there before the list is.
    const home = await page.find<HTMLElement & { waiting: unknown }>('support-ticket-home');
    await until('the tickets', () => home.waiting !== null);
    cutOff(/\/tickets\?/);
    window.dispatchEvent(new Event('online'));
    await page.says('this may have changed since');
    assert.isTrue(isShown('#own'));
    assert.notInclude(words(), 'all caught up');
  });

  it('mentions a draft, resumes it, discards it and takes that back', async () => {
    page = await Page.open({ attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
    await page.type(/^Title/, 'A quote for three servers');
    page.element.show('home');
    await page.says(/A quote for three servers Draft from today at .* It has not been sent/);
    await page.press('Resume');
    assert.equal(((await page.named(/^Title/, 'input')) as HTMLInputElement).value, 'A quote for three servers');
    page.element.show('home');
    await page.press('Discard the draft');
    await page.says('The draft is discarded.');
    await page.press('Undo');
    await page.press('Discard the draft');
    page.element.show('open');
    await page.heading('My tickets');
    page.element.show('home');
    await page.heading('How can we help you?');
    assert.notInclude(words(), 'A quote for three servers');
  });
});

describe('the lists', () => {
  it('tell what the other places hold of a search, and lead there', async () => {
    const sub = newPerson();
    const claims = { legacy };
    await api(sub, '/tickets', { ...aTicket, title: 'Certificat expiré' }, claims);
    const closed = await api(sub, '/tickets', { ...aTicket, title: 'Panier vide' }, claims);
    await api(sub, `/tickets/${closed.id}/close`, { reason: 'Encore Nuxit, sans doute' }, claims);
    page = await Page.open({ sub, claims, attributes: { view: 'open' } });
    await page.type('Search for a word or a number', 'doute');
    await page.says('No open ticket matches “doute”.');
    await page.press('1 in your closed tickets');
    await page.named('Panier vide');
    await page.type('Search for a word or a number', 'message');
    await page.press(/^\d+ in your old tickets$/);
    await page.heading('My old tickets');
    await page.type(/^Search 25 old tickets/, 'certificat');
    await page.press('1 in your open tickets');
    await page.named('Certificat expiré');
    await page.type('Search for a word or a number', 'nothing like it');
    await page.says('No ticket matches “nothing like it”.');
  });

  it('never answer a question by what was found for the one before', async () => {
    const sub = newPerson();
    await api(sub, '/tickets', { ...aTicket, title: 'Certificat expiré' });
    page = await Page.open({ sub, attributes: { view: 'open' } });
    await page.type('Search for a word or a number', 'nowhere');
    await page.says('No ticket matches “nowhere”.');
    const release = holdBack(/q=certificat/);
    await page.type('Search for a word or a number', 'certificat');
    assert.notInclude(words(), '“certificat”');
    release();
    await page.named('Certificat expiré');
  });

  it('put every row on two lines when there is room, with promises as wide as their column', async () => {
    await setViewport({ width: 1280, height: 900 });
    const sub = newPerson();
    for (const title of ['Certificat expiré', 'Panier vide']) await api(sub, '/tickets', { ...aTicket, title });
    page = await Page.open({ sub, attributes: { view: 'open' }, width: 1032 });
    await page.named('Panier vide');
    for (const row of page.all('.tickets > li')) {
      assert.closeTo(row.getBoundingClientRect().height, 77, 2);
      assert.closeTo((row.querySelector('.promise-small > svg') as SVGElement).getBoundingClientRect().width, 360, 1);
    }
    const { violations } = await axe.run(page.root.querySelector('.screen') as HTMLElement);
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      [],
    );
  });

  it('stay within a narrow page, in French', async () => {
    await setViewport({ width: 280, height: 700 });
    const sub = newPerson();
    for (const title of ['Certificat expiré', 'Panier vide'])
      await answer((await api(sub, '/tickets', { ...aTicket, title })).id, 'Voici.');
    page = await Page.open({ sub, attributes: { view: 'open', lang: 'fr' }, width: 264 });
    await page.named('Panier vide');
    await page.says('Récents d’abord');
    assert.isAtMost(document.documentElement.scrollWidth, 280);
  });
});
