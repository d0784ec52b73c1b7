import { assert } from 'chai';
import 'axe-core';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import { Page, aTicket, api, newPerson, plain, support, tokenFor, until } from '../widget/page.ts';
import { putDesk, signInAtDesk } from './at-desk.ts';

declare const axe: typeof import('axe-core');

let element: HTMLElement;
let customer: Page | null = null;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const text = (selector: string): string =>
  plain([...root().querySelectorAll<HTMLElement>(selector)].find((found) => found.checkVisibility())?.textContent);
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(
    () => `${selector} in ${text('.surface').slice(0, 600)}`,
    () => [...root().querySelectorAll<E>(selector)].find((found) => found.checkVisibility()),
  );
const says = (words: string, where = '.narrow-column'): Promise<true> =>
  until(
    () => `“${words}” in: ${text(where).slice(0, 900)}`,
    () => text(where).includes(words) || null,
  );
const isActive = (what: string, selector: string): Promise<unknown> =>
  until(
    () => `${what} to have the keyboard, not ${root().activeElement?.outerHTML.slice(0, 200) ?? ''}`,
    () => root().activeElement?.matches(selector) || null,
  );

async function press(label: string | RegExp, within = '.surface'): Promise<void> {
  const fits = (button: HTMLElement) =>
    typeof label === 'string' ? plain(button.textContent) === label : label.test(plain(button.textContent));
  const all = () =>
    [...root().querySelectorAll<HTMLElement>(`${within} :is(button, a.button)`)].filter((button) => button.checkVisibility());
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

async function fill(selector: string, words: string): Promise<void> {
  const field = await find<HTMLInputElement>(selector);
  field.focus();
  field.value = words;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

async function choose(selector: string, value: string): Promise<void> {
  const menu = await find<HTMLSelectElement>(selector);
  menu.value = value;
  menu.dispatchEvent(new Event('change', { bubbles: true }));
}

async function isAccessible(where: string): Promise<void> {
  const { violations } = await axe.run(element, { rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } });
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    [],
    where,
  );
}

async function mount(hash = ''): Promise<void> {
  location.hash = hash;
  element = putDesk();
  await until('the queue', () => element.shadowRoot?.querySelector('.queue-list'));
}

beforeEach(async () => {
  await signInAtDesk();
  localStorage.clear();
  location.hash = '';
});

afterEach(async () => {
  element.remove();
  customer?.close();
  customer = null;
  location.hash = '';
  await setViewport({ width: 800, height: 600 });
});

/** Somebody whose name nobody else has, and what they own. */
async function known(): Promise<{
  sub: string;
  name: string;
  claims: Record<string, unknown>;
  ticket: { id: string; number: number; title: string };
}> {
  const sub = newPerson();
  const name = `Zélie ${sub.replaceAll('-', '')}`;
  const orders = Array.from({ length: 60 }, (_, n) => ({ id: `o${String(n)}`, label: `Order ${String(n)}` }));
  const claims = { name, email: `${sub}@example.com`, email_verified: true, orders, subscriptions: [{ id: 's1', label: 'Hosting Pro' }] };
  return { sub, name, claims, ticket: await api(sub, '/tickets', aTicket, claims) };
}

describe('the desk on the telephone', () => {
  it('opens a ticket for somebody found by name, about something they own; it is theirs', async function () {
    const { sub, name, claims, ticket } = await known();
    await mount();
    (root().activeElement as HTMLElement | null)?.blur();
    await sendKeys({ press: 'o' });
    await isActive('the search', '[role=combobox]');
    await sendKeys({ type: `zelie ${sub.replaceAll('-', '')}` });
    await says(name, '.found-customers');
    await isAccessible('while somebody is looked for');
    await sendKeys({ press: 'Enter' });
    await isActive('the service', '#new-service');
    await says(`#${String(ticket.number)}`);
    await choose('#new-service', 'order');
    await fill('.pick [type=search]', '59');
    (await find<HTMLInputElement>('.pick .found input')).click();
    await press('Open the ticket');
    await says('Give it a title');
    await isActive('the title', '#new-title');
    await isAccessible('with faults');
    await fill('#new-title', 'Order 59 has not come');
    await fill('#new-description', 'Was told on Monday that it had left, and waits since.');
    assert.notInclude(text('.narrow-column'), 'Give it a title');
    (await find<HTMLInputElement>('.priorities input:nth-of-type(1)')).click();
    await press('Open the ticket');
    const opened = await until('the ticket', () => text('.ticket-title h2') === 'Order 59 has not come' || null);
    assert.isTrue(opened);
    await until('to be told', () => text('.work > .strip').includes(`is open for ${name}.`) || null);
    const mine = (await (
      await fetch(`${(await support()).url}/api/v1/tickets`, { headers: { authorization: `Bearer ${await tokenFor(sub, claims)}` } })
    ).json()) as { items: { title: string; priority: string; links: { order?: { label: string } } }[] };
    assert.deepEqual(
      mine.items.map(({ title, links }) => [title, links.order?.label]),
      [
        ['Order 59 has not come', 'Order 59'],
        [aTicket.title, undefined],
      ],
    );
    customer = await Page.open({ sub, claims, attributes: { view: 'open' } });
    await customer.says('Order 59 has not come');
  });

  it('starts with somebody new, keeps what is written over a reload, and opens one ticket', async function () {
    const address = `${newPerson()}@example.org`;
    await mount('#new');
    await isActive('the search', '[role=combobox]');
    await sendKeys({ type: address });
    await says('start with somebody new', '.found-customers');
    await sendKeys({ press: 'Enter' });
    await isActive('the address', '#new-email');
    assert.equal((await find<HTMLInputElement>('#new-email')).value, address);
    await choose('#new-service', 'security');
    await fill('#new-title', 'A letter that is not from you');
    await fill('#new-description', 'Asks for a password, in the name of the company.');
    await press('Open the ticket');
    await says('The site asks for this one too.');
    await isActive('the site’s own question', '#field-severity');
    await choose('#field-severity', 'doubt');
    await fill('#new-email', 'not an address');
    await press('Open the ticket');
    await says('This does not look like an e-mail address');
    await isActive('the address', '#new-email');
    await fill('#new-email', address);
    element.remove();
    await mount('#new');
    assert.equal((await find<HTMLInputElement>('#new-title')).value, 'A letter that is not from you');
    assert.equal((await find<HTMLInputElement>('#new-email')).value, address);
    const input = await find<HTMLInputElement>('.files .icon-button').then(() =>
      root().querySelector<HTMLInputElement>('.files [type=file]'),
    );
    const chosen = new DataTransfer();
    chosen.items.add(new File(['the letter'], 'letter.txt'));
    if (input) input.files = chosen.files;
    input?.dispatchEvent(new Event('change'));
    await until('the file', () => /letter\.txt 10/.test(text('.files')) || null);
    const send = await find('.on-behalf [type=submit]');
    send.click();
    send.click();
    await until('the ticket', () => text('.ticket-title h2') === 'A letter that is not from you' || null);
    const found = (await (await fetch(`/api/v1/desk/tickets?q=${encodeURIComponent(address)}`)).json()) as {
      total: number;
      items: { id: string; customer: { kind: string; emailVerified: boolean }; attachments: { name: string }[] }[];
    };
    assert.deepEqual(
      [found.total, found.items[0]?.customer.kind, found.items[0]?.customer.emailVerified, found.items[0]?.attachments[0]?.name],
      [1, 'guest', false, 'letter.txt'],
    );
    location.hash = '#new';
    await isActive('an empty form', '[role=combobox]');
    assert.equal((await find<HTMLInputElement>('#new-title')).value, '');
  });

  it('offers the one who is known under an address instead of starting with somebody new', async () => {
    const { name, claims } = await known();
    await mount('#new');
    await isActive('the search', '[role=combobox]');
    await sendKeys({ type: 'nobody of this name' });
    await says('start with somebody new', '.found-customers');
    await sendKeys({ press: 'Enter' });
    await fill('#new-email', String(claims['email']).toUpperCase());
    await says(`${name} is known under this address.`);
    await press('Open it for them');
    await until('them to be chosen', () => text('.chosen').includes(name) || null);
  });

  it('shows a customer with what they own and asked, found from the search of the queue too', async function () {
    const { sub, name, ticket } = await known();
    await mount();
    (root().activeElement as HTMLElement | null)?.blur();
    await sendKeys({ press: 'w' });
    await isActive('the search', '[role=combobox]');
    await sendKeys({ press: 'Escape' });
    location.hash = '';
    const field = await find<HTMLInputElement>('#desk-search');
    field.focus();
    field.value = sub.replaceAll('-', '');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    (await find('.people a')).click();
    await until('their name', () => text('.narrow-column h2') === name || null);
    await says(`#${String(ticket.number)} ${ticket.title}`);
    await says('Subscriptions 1');
    await isActive('the heading', 'h2');
    for (const width of [1200, 360]) {
      await setViewport({ width, height: 700 });
      await isAccessible(`the customer at ${String(width)}`);
      assert.isAtMost(document.documentElement.scrollWidth, width);
    }
    await press('Open a ticket for them');
    await until('them to be chosen', () => text('.chosen').includes(name) || null);
    await isAccessible('a new ticket on a phone');
    assert.isAtMost(document.documentElement.scrollWidth, 360);
    location.hash = '#customer/customer/nobody-of-this-id';
    await says('This customer is not here');
  });
});
