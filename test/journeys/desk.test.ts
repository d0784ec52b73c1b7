import { assert } from 'chai';
import 'axe-core';
import { sendKeys } from '@web/test-runner-commands';
import '../widget/desk.ts';
import { Page, aTicket, api, newPerson, plain, support, until } from '../widget/page.ts';
import { putDesk, signOutAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

let element: HTMLElement;
let customer: Page | null = null;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(selector, () => root().querySelector<E>(selector));
const words = (): string => plain(root().querySelector<HTMLElement>('*:not(style)')?.parentElement?.innerText ?? root().textContent);
const says = (text: string): Promise<true> =>
  until(
    () => `“${text}” in: ${words().slice(0, 600)}`,
    () => plain(element.shadowRoot?.textContent).includes(text) || null,
  );

async function press(label: string | RegExp): Promise<void> {
  const button = await until(
    () => `the button “${label}” among ${[...root().querySelectorAll('button')].map((b) => plain(b.textContent)).join(' | ')}`,
    () =>
      [...root().querySelectorAll<HTMLElement>('button')].find(
        (b) => b.checkVisibility() && (typeof label === 'string' ? plain(b.textContent) === label : label.test(plain(b.textContent))),
      ),
  );
  button.click();
}

async function fill(field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

async function signIn(): Promise<void> {
  const { staff } = await support();
  await fill(await find<HTMLInputElement>('input[type=email]'), staff.email);
  await fill(await find<HTMLInputElement>('input[type=password]'), staff.password);
  await press('Sign in');
  await find('[type=search]');
}

beforeEach(async () => {
  await signOutAtDesk();
  localStorage.clear();
  location.hash = '';
  element = putDesk();
});

afterEach(() => {
  element.remove();
  customer?.close();
  customer = null;
  location.hash = '';
});

describe('a colleague at the desk', () => {
  it('is told kindly that the password is wrong', async () => {
    await fill(await find<HTMLInputElement>('input[type=email]'), 'nobody@example.com');
    await fill(await find<HTMLInputElement>('input[type=password]'), 'not the password');
    await press('Sign in');
    await find('[role=alert]');
    assert.isNull(root().querySelector('[type=search]'));
  });

  it('answers and keeps a note; the customer reads the answer and nothing of the note', async function () {
    const sub = newPerson();
    const ticket = await api(
      sub,
      '/tickets',
      { ...aTicket, title: `A question of ${sub}` },
      { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true },
    );
    await signIn();
    location.hash = `#${ticket.number}`;
    await says(`A question of ${sub}`);
    const [reply, note] = await until('both composers', () => {
      const areas = [...root().querySelectorAll('textarea')];
      return areas.length >= 2 ? areas : null;
    });
    assert.notEqual(reply, note);
    await fill(note as HTMLTextAreaElement, 'canary: see with the infrastructure team');
    await press('Keep the note');
    await says('canary: see with the infrastructure team');
    await fill(reply as HTMLTextAreaElement, 'It is mended on our side.');
    await press(/^Send to/);
    await until('the answer to arrive', () => (reply as HTMLTextAreaElement).value === '' || null);
    const after = await api(sub, `/tickets/${ticket.id}`);
    assert.equal(after.status, 'IN_PROGRESS');
    assert.deepEqual(
      after.messages.map(({ body }) => body),
      ['It is mended on our side.'],
    );
    customer = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await customer.says('It is mended on our side.');
    assert.notInclude(customer.root.innerHTML, 'canary');
    assert.notInclude(JSON.stringify(after), 'canary');
  });

  it('reads each sentence in its own order, whichever way the customer’s name runs', async () => {
    const sub = newPerson();
    const ticket = await api(
      sub,
      '/tickets',
      { ...aTicket, title: `A question of ${sub}` },
      { name: 'דנה כהן', email: 'dana@example.com', email_verified: true },
    );
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await signIn();
    location.hash = `#${ticket.number}`;
    await says('\u2068דנה כהן\u2069 closed the ticket today at');
  });

  it('attaches files to an answer and to a note, each to its own; the customer has those of the answer', async function () {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await signIn();
    location.hash = `#${ticket.number}`;
    const attach = async (composer: string, name: string, words: string): Promise<void> => {
      const input = await find<HTMLInputElement>(`${composer} [type=file]`);
      const chosen = new DataTransfer();
      chosen.items.add(new File([words], name));
      input.files = chosen.files;
      input.dispatchEvent(new Event('change'));
    };
    const form = (composer: string): string => plain(root().querySelector(composer)?.textContent);
    await attach('support-desk-note', 'canary.log', 'canary: for the team');
    await attach('support-desk-reply', 'answer.txt', 'for the customer');
    await attach('support-desk-reply', 'page.html', '<html>');
    await until('the one to be refused', () => form('support-desk-reply').includes('Files of this kind are not taken.') || null);
    await until(
      'both to arrive',
      () => (!form('support-desk-reply').includes('Uploading') && !form('support-desk-note').includes('Uploading')) || null,
    );
    assert.notInclude(form('support-desk-reply'), 'canary');
    await fill(await find<HTMLTextAreaElement>('support-desk-reply textarea'), 'Here is the answer.');
    await press(/^Send to/);
    await until('to be told why not', () => form('support-desk-reply').includes('A file did not arrive') || null);
    root().querySelector<HTMLElement>('[aria-label="Remove page.html"]')?.click();
    await press(/^Send to/);
    await until('the answer to arrive', () => root().querySelector<HTMLAnchorElement>('.says a[download="answer.txt"]'));
    assert.include(form('support-desk-note'), 'canary.log');
    await fill(await find<HTMLTextAreaElement>('support-desk-note textarea'), 'See the log.');
    await press('Keep the note');
    const link = await find<HTMLAnchorElement>('.says .note a[download="canary.log"]');
    assert.equal(await (await fetch(link.href)).text(), 'canary: for the team');
    const after = await api(sub, `/tickets/${ticket.id}`);
    assert.deepEqual(
      after.messages.map(({ attachments }) => attachments.map(({ name, size }) => [name, size])),
      [[['answer.txt', 16]]],
    );
    assert.notInclude(JSON.stringify(after), 'canary');
  });

  it('keeps a reply and a note apart as drafts, over a reload', async () => {
    const ticket = await api(newPerson(), '/tickets', aTicket);
    await signIn();
    location.hash = `#${ticket.number}`;
    const areas = await until('both composers', () => {
      const found = [...root().querySelectorAll('textarea')];
      return found.length >= 2 ? found : null;
    });
    await fill(areas[0] as HTMLTextAreaElement, 'for the customer');
    await fill(areas[1] as HTMLTextAreaElement, 'for the team');
    element.remove();
    element = putDesk();
    const again = await until('both drafts', () => {
      const found = [...root().querySelectorAll('textarea')];
      return found.length >= 2 && found[0]?.value ? found : null;
    });
    assert.deepEqual(
      again.slice(0, 2).map(({ value }) => value),
      ['for the customer', 'for the team'],
    );
  });

  it('walks the queue by keyboard', async () => {
    await api(newPerson(), '/tickets', { ...aTicket, priority: 'URGENT' });
    await signIn();
    await until('the queue', () => /#\d+/.test(plain(root().textContent)) || null);
    (root().activeElement as HTMLElement | null)?.blur();
    await sendKeys({ press: 'j' });
    await sendKeys({ press: 'Enter' });
    await until('a ticket with its composers', () => root().querySelectorAll('textarea').length >= 2 || null);
    await sendKeys({ press: '?' });
    await find('dialog[open]');
    await sendKeys({ press: 'Escape' });
    await until('the help sheet to go', () => !root().querySelector('dialog[open]') || null);
  });

  it('chooses which mails to get, and finds the choice again', async () => {
    await signIn();
    (await find('.account-button')).click();
    await press('My e-mails');
    const box = () => [...root().querySelectorAll<HTMLInputElement>('.mails input')];
    await until('the choices', () => box().length === 8 || null);
    const first = box()[0] as HTMLInputElement;
    const wanted = !first.checked;
    first.click();
    await says('Your choice is kept.');
    const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      [],
    );
    const kept = (await (await fetch('/api/v1/desk/me/alerts')).json()) as { topics: string[] };
    assert.equal(kept.topics.includes('new'), wanted);
  });

  it('has no accessibility fault that a machine can find', async function () {
    const ticket = await api(newPerson(), '/tickets', aTicket);
    const check = async (where: string) => {
      const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
        [],
        where,
      );
    };
    await find('input[type=email]');
    await check('sign-in');
    await signIn();
    location.hash = `#${ticket.number}`;
    await until('both composers', () => root().querySelectorAll('textarea').length >= 2 || null);
    await check('a ticket');
  });
});
