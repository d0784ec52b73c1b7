import { assert } from 'chai';
import 'axe-core';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import { Page, aTicket, api, desk, newPerson, plain, support, until } from '../widget/page.ts';
import { putDesk, signInAtDesk, signOutAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

let element: HTMLElement;
let customer: Page | null = null;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(
    () => `${selector} in ${plain(root().textContent).slice(0, 400)}`,
    () => [...root().querySelectorAll<E>(selector)].find((found) => found.checkVisibility()),
  );
const text = (selector: string): string => plain(root().querySelector(selector)?.textContent);
const says = (words: string, where = '.surface'): Promise<true> =>
  until(
    () => `“${words}” in: ${text(where).slice(0, 800)}`,
    () => text(where).includes(words) || null,
  );
const replyBox = (): Promise<HTMLTextAreaElement> => find<HTMLTextAreaElement>('support-desk-reply textarea');
const keys = async (...presses: string[]): Promise<void> => {
  for (const press of presses) {
    const [last = '', ...held] = press.split('+').reverse();
    for (const down of held) await sendKeys({ down });
    await sendKeys({ press: last });
    for (const up of held) await sendKeys({ up });
  }
};
const isActive = (what: string, selector: string): Promise<unknown> =>
  until(`${what} to have the keyboard`, () => root().activeElement?.matches(selector) || null);

async function fill(field: HTMLInputElement | HTMLTextAreaElement, words: string): Promise<void> {
  field.focus();
  field.value = words;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

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

function mount(): void {
  element = putDesk();
}

/** Signed in, at the ticket. */
async function at(ticket: { readonly number: number; readonly title: string }): Promise<void> {
  await signInAtDesk();
  location.hash = `#${ticket.number}`;
  mount();
  await until('the ticket', () => text('.ticket-title h2') === ticket.title || null);
}

const nadia = { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true, locale: 'fr' };
const open = (sub: string, more: object = {}, claims: object = nadia) =>
  api(sub, '/tickets', { ...aTicket, ...more }, claims as Record<string, unknown>);
const asDesk = async (id: string): Promise<DeskTicket> => (await (await fetch(`/api/v1/desk/tickets/${id}`)).json()) as DeskTicket;
const holdFor = (seconds: number): void => localStorage.setItem('support-desk:hold', String(seconds));

beforeEach(async () => {
  await signOutAtDesk();
  localStorage.clear();
  location.hash = '';
});

afterEach(async () => {
  element.remove();
  customer?.close();
  customer = null;
  location.hash = '';
  await setViewport({ width: 1280, height: 800 });
});

describe('an agent at a ticket', () => {
  it('answers ten tickets by keyboard alone', async function () {
    const sub = newPerson();
    const tickets = [];
    for (const tree of ['ash', 'birch', 'cedar', 'elm', 'fir', 'hazel', 'larch', 'maple', 'oak', 'pine'])
      tickets.push(await open(sub, { title: `By keyboard ${tree} of ${sub}` }));
    const { staff } = await support();
    mount();
    (await find('input[type=email]')).focus();
    await sendKeys({ type: staff.email });
    await keys('Tab');
    await sendKeys({ type: staff.password });
    await keys('Enter');
    await find('[type=search]');
    for (const [i, ticket] of tickets.entries()) {
      await until('the queue to have the keyboard', () => root().activeElement?.matches('.queue a, h2') || null);
      await keys('/');
      await isActive('the search', '[type=search]');
      await keys('Control+a');
      await sendKeys({ type: ticket.title });
      await until('it alone to be found', () => {
        const [first, ...others] = [...root().querySelectorAll('.queue a')];
        return (plain(first?.textContent).includes(ticket.title) && others.length === 0) || null;
      });
      await keys('Enter');
      await isActive('the ticket found', '.queue a');
      await keys('Enter');
      await until('the ticket', () => text('.ticket-title h2') === ticket.title || null);
      await isActive('the ticket', 'h2');
      await keys('r');
      await isActive('the answer', 'support-desk-reply textarea');
      await sendKeys({ type: `Answer ${i}` });
      await keys('Control+Enter');
      await says('has been sent');
      await keys('Escape');
    }
    for (const [i, { id }] of tickets.entries()) {
      const { messages } = await api(sub, `/tickets/${id}`);
      assert.deepEqual(
        messages.map(({ body }) => body),
        [`Answer ${i}`],
      );
    }
  });

  it('tags, closes as a duplicate and views as the customer by keyboard; the customer finds the way', async function () {
    const sub = newPerson();
    const [first, second] = [await open(sub, { title: `The first of ${sub}` }), await open(sub, { title: `The second of ${sub}` })];
    await desk(`/tickets/${second.id}/messages`, { body: 'canary: a note', visibility: 'internal' });
    await at(second);
    await says(`#${first.number}`, '.others');
    await keys('t');
    await isActive('the tags', 'support-desk-tags input');
    await sendKeys({ type: 'php' });
    await keys('Enter');
    await until('the tag', () => root().querySelector('[aria-label="Remove the tag php"]'));
    assert.deepEqual((await asDesk(second.id)).tags, ['php']);
    (root().activeElement as HTMLElement).blur();
    await keys('v');
    await says('I go to Blog', '.as-customer .says');
    assert.notInclude(text('.as-customer'), 'canary');
    assert.include(text('.talk'), 'canary');
    assert.isNull(root().querySelector('.as-customer :is(textarea, input)'));
    await keys('Escape', 'd');
    await until('the dialog', () => root().querySelector('dialog[open] [list=change-likely]'));
    await sendKeys({ type: `#${second.number}` });
    await keys('Enter');
    await says('no duplicate of itself', 'dialog[open]');
    await keys('Control+a');
    await sendKeys({ type: `#${first.number}` });
    await keys('Enter');
    await says(`is closed as a duplicate of #${first.number}`);
    await says(`closed the ticket as a duplicate of #${first.number}`, '.talk');
    customer = await Page.open({ sub, claims: nadia, attributes: { ticket: second.id } });
    await customer.says(`This ticket is a duplicate of #${first.number}`);
    await customer.press(`#${first.number}`);
    await customer.heading(`#${first.number} The first of ${sub}`);
    await customer.says(`#${second.number}`);
  });

  it('says by keyboard that a message needs no answer, and only while one is owed', async function () {
    const sub = newPerson();
    const ticket = await open(sub, { title: `No answer for ${sub}` });
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Here it is.', visibility: 'public' });
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'Thank you, I will try.' }, nadia);
    await at(ticket);
    await keys('y');
    await says('read your message; it needs no answer', 'dialog[open]');
    await press('No answer needed', 'dialog[open]');
    await says(`#${ticket.number} waits for Nadia`);
    await says('it needs no answer', '.talk');
    const { ball, promise } = await asDesk(ticket.id);
    assert.deepEqual([ball, promise.kind, promise.state], ['customer', 'follow-up', 'met']);
    assert.equal((await api(sub, `/tickets/${ticket.id}`)).timeline.at(-1)?.kind, 'acknowledged');
    await keys('y');
    assert.isNull(root().querySelector('dialog[open]'));
  });

  it('marks an answer as the solution and takes the mark back; a note cannot be one', async function () {
    const sub = newPerson();
    const ticket = await open(sub, { title: `Solved for ${sub}` });
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Raise the limit.', visibility: 'public' });
    await desk(`/tickets/${ticket.id}/messages`, { body: 'canary: a note', visibility: 'internal' });
    await at(ticket);
    await press('Mark as the solution', '.talk');
    await says('The solution', '.talk .team');
    const { solution, messages } = await asDesk(ticket.id);
    assert.equal(solution, messages[0]?.id);
    assert.equal((await api(sub, `/tickets/${ticket.id}`)).solution, solution);
    assert.lengthOf(root().querySelectorAll('.talk .solution'), 1);
    await press('Take the mark back', '.talk');
    await until('no mark', () => root().querySelector('.talk .solution b') === null || null);
    assert.isNull((await asDesk(ticket.id)).solution);
  });

  it('closes a ticket as a duplicate of another customer’s, of which the customer reads nothing', async () => {
    const [mine, theirs] = [await open(newPerson(), { title: 'A ticket of mine' }), await open(newPerson(), { title: 'canary of theirs' })];
    await desk(`/tickets/${mine.id}`, { duplicateOf: theirs.id }, 'PATCH', { 'if-match': '"1"' });
    await at({ ...mine, title: 'A ticket of mine' });
    await says(`#${theirs.number}`, '.at-side');
    await keys('v');
    await says('This ticket was closed as a duplicate.', '.as-customer');
    assert.notInclude(text('.as-customer'), `#${theirs.number}`);
    assert.notInclude(text('.as-customer'), 'canary');
  });

  it('inserts a canned reply where the caret is, in the customer’s language, and is told what is left to fill in', async function () {
    const word = `w${newPerson().replace(/\D/g, '')}`;
    const ticket = await open(newPerson());
    await desk('/replies', {
      title: `Greeting ${word}`,
      shortcut: word,
      bodies: { fr: 'Bonjour {{customer.firstName}}, {{ticket.number}} {{colour}}', en: 'Hello' },
    });
    await at(ticket);
    const box = await replyBox();
    await fill(box, 'Before\n');
    await keys('/');
    await isActive('the picker', 'support-desk-picker input');
    await sendKeys({ type: word });
    await says(`Bonjour Nadia, #${ticket.number}`, '.picker .preview');
    await keys('Enter');
    await until('the text', () => box.value === `Before\nBonjour Nadia, #${ticket.number} {{colour}}` || null);
    await isActive('the answer', 'support-desk-reply textarea');
    await says('Left to fill in: {{colour}}', 'support-desk-reply');
    await keys('Control+Enter');
    await says('Something is left to fill in', 'dialog[open]');
    await press('Look at it again', 'dialog[open]');
    assert.lengthOf((await asDesk(ticket.id)).messages, 0);
    await fill(box, '');
    await keys('/');
    await isActive('the picker', 'support-desk-picker input');
    await sendKeys({ type: 'etc' });
    await keys('Escape');
    await until('what was typed to come back', () => box.value === '/etc' || null);
  });

  it('writes, changes and deletes canned replies', async function () {
    const word = `x${newPerson().replace(/\D/g, '')}`;
    await at(await open(newPerson()));
    await keys('e');
    await press('Write a new one', '.replies');
    const field = async (label: string) =>
      await until(label, () =>
        [...root().querySelectorAll('.replies label')]
          .find((l) => plain(l.textContent).startsWith(label))
          ?.querySelector<HTMLInputElement>('input, textarea'),
      );
    await fill(await field('Title'), `Title ${word}`);
    await press('Save the reply', '.replies');
    await says('The shortcut is one word', '.replies');
    await fill(await field('Shortcut'), word);
    await fill(await field('Text in English'), 'Hello {{customer.name}}');
    await press('Save the reply', '.replies');
    await says(`Title ${word}`, '.replies .rows');
    const button = (label: string) => until(label, () => root().querySelector<HTMLElement>(`.replies [aria-label="${label}"]`));
    (await button(`Edit Title ${word}`)).click();
    await fill(await field('Title'), `Other ${word}`);
    await press('Save the reply', '.replies');
    (await button(`Delete Other ${word}`)).click();
    (await button(`Delete for good Other ${word}`)).click();
    await until('it to be gone', () => !text('.replies').includes(word) || null);
  });
});

describe('an answer that is held', () => {
  it('is taken back by one key, and the customer has read nothing', async () => {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await fill(await replyBox(), 'Too quick.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    await isActive('the held answer', '.held-text');
    await keys('z');
    await until('the text to stand there again', async () => (await replyBox()).value === 'Too quick.' || null);
    assert.lengthOf((await api(sub, `/tickets/${ticket.id}`)).messages, 0);
  });

  it('goes when its time has come, or when it is told to, once', async function () {
    holdFor(2);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await fill(await replyBox(), 'By itself.');
    await keys('Control+Enter');
    await says('has been sent');
    await until('an empty box', async () => (await replyBox()).value === '' || null);
    holdFor(30);
    element.remove();
    await at(ticket);
    await fill(await replyBox(), 'When told.');
    await press(/^Send to/);
    await press('Send now');
    await says('When told.', '.talk');
    assert.deepEqual(
      (await api(sub, `/tickets/${ticket.id}`)).messages.map(({ body }) => body),
      ['By itself.', 'When told.'],
    );
  });

  it('goes on when another ticket is opened, and can be taken back from there', async () => {
    holdFor(30);
    const sub = newPerson();
    const [one, two] = [await open(sub, { title: 'Held one here' }), await open(sub, { title: 'Another one there' })];
    await at(one);
    await fill(await replyBox(), 'Held.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    location.hash = `#${two.number}`;
    await says('Another one there', '.ticket-title');
    await says(`#${one.number}`, 'support-desk-held');
    await press('Cancel sending', 'support-desk-held');
    await says('Held one here', '.ticket-title');
    await until('the text', async () => (await replyBox()).value === 'Held.' || null);
    assert.lengthOf((await api(sub, `/tickets/${one.id}`)).messages, 0);
  });

  it('is neither lost nor doubled by a page that goes, nor by one that never said so', async function () {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await fill(await replyBox(), 'On leaving.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await until('it to arrive', async () => (await api(sub, `/tickets/${ticket.id}`)).messages.length || null);
    element.remove();
    mount();
    await says('has been sent');
    await until('an empty box', async () => (await replyBox()).value === '' || null);
    assert.lengthOf((await api(sub, `/tickets/${ticket.id}`)).messages, 1);
    holdFor(1);
    element.remove();
    await at(ticket);
    await fill(await replyBox(), 'After a crash.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    // Gone without a word: nothing runs any more, and the next visit finds what is on the device.
    element.remove();
    mount();
    await says('After a crash.', '.talk');
    assert.deepEqual(
      (await api(sub, `/tickets/${ticket.id}`)).messages.map(({ body }) => body),
      ['On leaving.', 'After a crash.'],
    );
  });

  it('stays as a text when the ticket was closed meanwhile', async function () {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await fill(await replyBox(), 'Too late.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await press('Send now');
    await says('was closed meanwhile', 'support-desk-reply');
    assert.equal((await replyBox()).value, 'Too late.');
  });
});

describe('a note’s text in an answer', () => {
  it('is asked about once, kindly, and goes when it is meant', async function () {
    const sub = newPerson();
    const ticket = await open(sub);
    const note = 'Rights were taken away by the step to PHP 8.3, ask the infrastructure team first.';
    await desk(`/tickets/${ticket.id}/messages`, { body: note, visibility: 'internal' });
    await at(ticket);
    await fill(await replyBox(), `Hello Nadia,\n${note.toUpperCase()}`);
    await keys('Control+Enter');
    await says('Is this meant for the customer?', 'dialog[open]');
    await press('Look at it again', 'dialog[open]');
    assert.lengthOf((await api(sub, `/tickets/${ticket.id}`)).messages, 0);
    await press(/^Send to/);
    await press('Send it all the same', 'dialog[open]');
    await until('it to arrive', async () => (await api(sub, `/tickets/${ticket.id}`)).messages.length || null);
    await until('an empty box', async () => (await replyBox()).value === '' || null);
    await fill(await replyBox(), note);
    await press(/^Send to/);
    await until('it to arrive unasked', async () => (await api(sub, `/tickets/${ticket.id}`)).messages.length === 2 || null);
  });

  it('is known from the draft of a note too', async () => {
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    const words = 'He never pays before the third reminder, tell nobody about it.';
    await fill(await find<HTMLTextAreaElement>('support-desk-note textarea'), words);
    await fill(await replyBox(), words);
    await keys('Control+Enter');
    await says('Is this meant for the customer?', 'dialog[open]');
    assert.lengthOf((await api(sub, `/tickets/${ticket.id}`)).messages, 0);
  });
});

describe('the ticket page', () => {
  it('has no accessibility fault that a machine can find: wide, on a phone, dark, with all that opens', async function () {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub, {}, { ...nadia, orders: [{ id: 'o', label: 'Hosting', date: '2026-01-02' }] });
    await open(sub);
    await at(ticket);
    await says('Hosting', '.at-side');
    const check = async (where: string): Promise<void> => {
      await until('colours to be still', () => root().getAnimations().length === 0);
      const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
        [],
        where,
      );
    };
    for (const theme of ['light', 'dark']) {
      element.setAttribute('theme', theme);
      await check(`wide, ${theme}`);
    }
    (await replyBox()).focus();
    await keys('Control+;');
    await isActive('the picker', 'support-desk-picker input');
    await check('the picker');
    await keys('Escape');
    await fill(await replyBox(), 'Held.');
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    await check('held');
    for (const [key, selector] of [
      ['v', '.as-customer .says'],
      ['e', '.replies h2'],
      ['d', 'dialog[open] [list]'],
    ] as const) {
      await keys(key);
      await find(selector);
      await check(key);
      await keys('Escape');
      await until('the dialog to go', () => !root().querySelector('dialog[open]') || null);
    }
    await setViewport({ width: 360, height: 760 });
    await keys('t');
    await isActive('the tags', 'support-desk-tags input');
    await check('a phone');
    assert.isAtMost(document.documentElement.scrollWidth, 360);
  });
});
