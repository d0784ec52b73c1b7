/** The form, step by step: what it asks, where the way back leads, and what is said once it is sent. */
import { assert } from 'chai';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import type { NavigatedEvent } from '../../widget/client/events.ts';
import { Page, aTicket, api, newPerson, plain, tokenFor, until } from '../widget/page.ts';

let page: Page;

beforeEach(() => localStorage.clear());
afterEach(() => page.close());

const orders = [
  { id: 'HB-2', label: 'Hosting Pro, 1 year', date: '2024-04-01', status: 'Delivered' },
  { id: 'HB-4', label: 'Hosting Pro, 1 year', date: '2026-05-08T10:00:00.000Z', status: 'Payment awaited' },
  { id: 'HB-1', label: 'Hosting Pro, 1 year', date: '2023-04-01', status: 'Not delivered' },
  { id: 'HB-3', label: 'Hosting Pro, 1 year', date: '2025-05-08', status: 'Cancelled' },
];
const subscriptions = [{ id: 'pro', label: 'Hosting Pro' }];

const only = async (sub: string): Promise<TicketView> => {
  const { items, total } = await api<TicketPage>(sub, '/tickets');
  assert.equal(total, 1);
  return api(sub, `/tickets/${items[0]?.id}`);
};

const focused = (): Element | null => page.root.activeElement;
const heading = (): string => plain(page.root.querySelector('h2')?.textContent);
const checked = (name: string): HTMLInputElement | undefined =>
  page.all<HTMLInputElement>(`input[name=${name}]`).find((radio) => radio.checked);

async function write(): Promise<void> {
  await page.type('Title', 'A quote for three servers');
  await page.type('Description', 'We need three servers in January.');
}

/** Addresses as a site keeps them, with its own way back. */
function history(): { readonly addresses: string[]; back(): void } {
  const addresses = ['new//'];
  const show = (address: string): void => {
    const [view = '', step = '', ticket = ''] = address.split('/');
    for (const [name, value] of [
      ['view', view],
      ['step', step],
      ['ticket', ticket],
    ] as const) {
      if (value) page.element.setAttribute(name, value);
      else page.element.removeAttribute(name);
    }
  };
  page.element.addEventListener('support-navigated', (event) => {
    const { view, step, ticket, replaces } = event as NavigatedEvent;
    if (replaces) addresses.pop();
    addresses.push(`${view}/${step ?? ''}/${ticket ?? ''}`);
    show(addresses.at(-1) as string);
  });
  return {
    addresses,
    back: () => {
      addresses.pop();
      show(addresses.at(-1) as string);
    },
  };
}

describe('the form for a new ticket', () => {
  it('gives its advice before the choice of a service, and says what lacks rather than going on', async () => {
    page = await Page.open({ attributes: { view: 'new' } });
    await page.heading('What is it about?');
    const advice = await page.find('.advice');
    const choice = await page.find('fieldset');
    assert.ok(advice.compareDocumentPosition(choice) & Node.DOCUMENT_POSITION_FOLLOWING);
    assert.isUndefined(checked('service'));
    await page.press('Continue');
    await page.says('Choose a service');
    await until('the keyboard on the question', () => focused()?.matches('input[name=service]'));
    assert.equal(heading(), 'What is it about?');
  });

  it('asks for a subscription and a type, of which “none” is an answer that is not given beforehand', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, claims: { subscriptions }, attributes: { view: 'new', service: 'technical' } });
    await page.heading('What exactly is it about?');
    assert.isUndefined(checked('subscription'));
    assert.isUndefined(checked('type'));
    await page.press('Continue');
    await page.says('Choose a subscription');
    await page.says('Choose a type');
    await until('the keyboard on the first question', () => focused()?.matches('input[name=subscription]'));
    await page.press(/^None in particular/);
    await until('the first complaint to go', () => !plain(page.root.textContent).includes('Choose a subscription'));
    await page.press(/^Something else/);
    await page.press('Continue');
    await page.heading('Describe your request');
    await write();
    await page.press('Check my request');
    await page.says('None in particular');
    await page.press('Send');
    await page.heading('Your request is on its way');
    const { links, type } = await only(sub);
    assert.isUndefined(links.subscription);
    assert.isNull(type);
  });

  it('asks what a draft of an older form had never been asked, with the text kept', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, claims: { subscriptions }, attributes: { view: 'new', service: 'technical' } });
    await page.press(/^None in particular/);
    await page.press(/^Something else/);
    await page.press('Continue');
    await write();
    page.close();
    for (const name of Object.keys(localStorage).filter((key) => key.endsWith(':new'))) {
      const kept = JSON.parse(localStorage.getItem(name) as string) as { value: { request: Record<string, unknown> } };
      Object.assign(kept.value.request, { subscription: null, type: null, secretsKept: undefined, secretKept: true });
      localStorage.setItem(name, JSON.stringify(kept));
    }
    page = await Page.open({ sub, claims: { subscriptions }, attributes: { view: 'new' } });
    await page.press('Check my request');
    await page.says('Choose a type');
    await page.press(/^Hosting Pro/);
    await page.press(/^Something else/);
    await page.press('Continue');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
  });

  it('shows every order with its number, day, year and state, the newest first', async () => {
    page = await Page.open({ claims: { orders }, attributes: { view: 'new', service: 'order' }, width: 900 });
    await page.heading('Which order?');
    const rows = page.all('.orders > li');
    assert.deepEqual(
      rows.map((row) => plain(row.querySelector('.order-number')?.textContent)),
      ['HB-4', 'HB-3', 'HB-2', 'HB-1'],
    );
    assert.deepEqual(
      rows.map((row) => plain(row.querySelector<HTMLElement>('.order-day')?.innerText)),
      ['May 8, 2026', 'May 8, 2025', 'April 1, 2024', 'April 1, 2023'],
    );
    const shapes = rows.map((row) => row.querySelector('.order-state path')?.getAttribute('d'));
    assert.lengthOf(new Set(shapes), 4, 'what is known, and what is negated, have shapes of their own');
    assert.isNull(page.root.querySelector('.search'), 'four need no search');
    const button = await page.named('Open a ticket for order HB-3, Hosting Pro, 1 year');
    assert.isAtLeast(button.getBoundingClientRect().width, 44);
    button.click();
    await page.heading('Describe your request');
    await page.says('Hosting Pro, 1 year (HB-3)');
  });

  it('takes an order that is not in the list, or none, and remembers which', async () => {
    const sub = newPerson();
    page = await Page.open({
      sub,
      claims: { orders: [...orders, ...orders.map((order) => ({ ...order, id: `${order.id}-b` })), { id: 'x', label: 'Mail' }] },
      attributes: { view: 'new', service: 'order' },
    });
    await page.type('Search for a name or a number', 'HB-99');
    await page.says('None of your 9 orders matches “HB-99”.');
    await page.press('My order is not in the list');
    const field = await page.named('What do you know about this order?', 'input');
    await until('the keyboard in the field', () => focused() === field);
    await page.press('Continue');
    await page.says('Tell us what you know about the order, or continue without one.');
    await page.press('Without an order');
    await page.heading('Describe your request');
    await write();
    await page.press('Check my request');
    await page.says(/Order Without an order/);
    await page.press('Change: Order');
    await page.press('My order is not in the list');
    await page.type('What do you know about this order?', 'HB-99, ordered by my partner');
    await page.press('Continue');
    await page.press('Check my request');
    await page.press('Send');
    await page.heading('Your request is on its way');
    assert.equal((await only(sub)).orderReference, 'HB-99, ordered by my partner');
  });

  it('goes one step back by the browser’s own way, and keeps what was typed', async () => {
    page = await Page.open({ attributes: { view: 'new' } });
    const { addresses, back } = history();
    await page.press(/^Technical support/);
    await page.press('Continue');
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await page.heading('Describe your request');
    await write();
    await page.press('Check my request');
    await page.heading('Check before sending');
    assert.deepEqual(addresses, ['new//', 'new/subject/', 'new/write/', 'new/check/']);
    back();
    await page.heading('Describe your request');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
    back();
    await page.heading('What exactly is it about?');
    assert.ok(checked('type'));
    back();
    await page.heading('What is it about?');
    assert.ok(checked('service'));
  });

  it('leads to the step that can be shown where an address names a later one', async () => {
    page = await Page.open({ attributes: { view: 'new', step: 'check' } });
    await page.heading('What is it about?');
  });

  it('puts the confirmation under the ticket’s address, says what happens next and what the words mean', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, claims: { email: 'nadia@example.com', email_verified: true }, attributes: { view: 'new' } });
    const { addresses } = history();
    await page.press(/^Sales/);
    await page.press('Continue');
    await write();
    await page.press('Check my request');
    await page.press('Send');
    await page.heading('Your request is on its way');
    const { number } = await only(sub);
    assert.equal(addresses.at(-1), `ticket//${number}`);
    assert.notInclude(addresses.join(), 'check');
    assert.equal(heading(), 'Your request is on its way');
    for (const words of [
      'What happens now',
      'At any time',
      'Received, not picked up yet.',
      'Someone is working on it.',
      'you may share the solution',
    ])
      await page.says(words);
    await page.press(`Follow ticket #${number}`);
    await page.heading(`#${number} A quote for three servers`);
    assert.equal(addresses.filter((address) => address.startsWith('ticket')).length, 1);
  });

  it('marks in the check each text that holds a secret, also where it was left in on purpose', async () => {
    page = await Page.open({ attributes: { view: 'new', service: 'sales' } });
    await page.type('Title', 'A quote for three servers');
    await page.type('Description', 'My password: Tr0ub4dor&3 does not work.');
    await page.press('Leave it in');
    await page.press('Check my request');
    await page.says('You left a password in here.');
    await page.press('Mask it');
    await page.says('My password: ••• does not work.');
    await page.press('Change: Description');
    await page.type('Description', 'My password: An0ther!Secret does not work.');
    await page.says('This seems to contain a password.');
  });
});

describe('a session that ends at the moment of sending', () => {
  /** Answers the next request for a new ticket with 401, before or after the server has seen it. */
  function refuseOnce(arrives: boolean): { restore(): void } {
    const real = window.fetch;
    let refusing = true;
    window.fetch = async (...request) => {
      const isNew = request[1]?.method === 'POST' && String(request[0]).endsWith('/api/v1/tickets');
      if (!refusing || !isNew) return real(...request);
      if (arrives) await real(...request);
      return new Response(JSON.stringify({ code: 'unauthenticated' }), { status: 401, headers: { 'content-type': 'application/json' } });
    };
    return {
      restore: () => {
        refusing = false;
        window.fetch = real;
      },
    };
  }

  for (const arrives of [true, false]) {
    it(`leads back to the ticket, which had ${arrives ? '' : 'not '}arrived, and never sends it twice`, async () => {
      const sub = newPerson();
      page = await Page.open({ sub, tokenProvider: () => tokenFor(sub), attributes: { view: 'new', service: 'sales' } });
      await write();
      await page.press('Check my request');
      await page.named('Send');
      const refusal = refuseOnce(arrives);
      try {
        await page.press('Send');
        await page.heading('Your session ended while your request was being sent');
        await page.says('We do not know yet whether it arrived.');
      } finally {
        refusal.restore();
      }
      await page.press('Sign in again');
      await page.heading(/^It is ticket #\d+$/);
      // What had not arrived goes as soon as it can, which may be before the customer is back.
      await page.says(arrives ? 'No need to send it again.' : /It has now been sent, once\.|No need to send it again\./);
      await until('the keyboard on the heading', () => focused()?.matches('h2'));
      assert.equal(heading(), `It is ticket #${(await only(sub)).number}`);
    });
  }

  it('is told as well where it went by itself before the customer was back', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, tokenProvider: () => tokenFor(sub), attributes: { view: 'new', service: 'sales' } });
    await write();
    await page.press('Check my request');
    await page.named('Send');
    const refusal = refuseOnce(false);
    await page.press('Send');
    await page.heading('Your session ended while your request was being sent');
    refusal.restore();
    // The site gives a token again: what waits goes, though nobody has pressed anything.
    window.dispatchEvent(new Event('online'));
    await until('the ticket', async () => (await api<TicketPage>(sub, '/tickets')).total === 1);
    await page.press('Sign in again');
    await page.heading(/^It is ticket #\d+$/);
    await only(sub);
  });

  it('is told where the site wants another ticket to be read, and finds the words again', async () => {
    const sub = newPerson();
    const other = await api<TicketView>(sub, '/tickets', aTicket);
    page = await Page.open({ sub, tokenProvider: () => tokenFor(sub), attributes: { view: 'new', service: 'sales' } });
    await write();
    await page.press('Check my request');
    await page.named('Send');
    const refusal = refuseOnce(false);
    await page.press('Send');
    await page.heading('Your session ended while your request was being sent');
    refusal.restore();
    window.dispatchEvent(new Event('online'));
    await until('the ticket', async () => (await api<TicketPage>(sub, '/tickets')).total === 2);
    page.close();
    // A notice may be missed: it is told until the customer has gone there.
    for (const read of ['not yet', 'now']) {
      page = await Page.open({ sub, attributes: { ticket: `${other.number}` } });
      await page.heading(new RegExp(other.title));
      await page.says(/Your request “.+” has reached us: there is no need to send it again\./);
      if (read === 'not yet') page.close();
    }
    await page.press('See the ticket');
    await page.heading(/^It is ticket #\d+$/);
    await page.says('Review what you sent');
    page.close();
    page = await Page.open({ sub, attributes: { ticket: `${other.number}` } });
    await page.heading(new RegExp(other.title));
    assert.notInclude(page.root.textContent, 'has reached us');
  });

  it('is told on a page that comes anew, too', async () => {
    const sub = newPerson();
    let signedIn = true;
    page = await Page.open({
      sub,
      tokenProvider: () => (signedIn ? tokenFor(sub) : Promise.reject(new Error('signed out'))),
      attributes: { view: 'new', service: 'sales' },
    });
    await write();
    await page.press('Check my request');
    await page.named('Send');
    const refusal = refuseOnce(true);
    signedIn = false;
    await page.press('Send');
    await page.heading('Your session ended while your request was being sent');
    page.close();
    refusal.restore();
    page = await Page.open({ sub });
    await page.heading(/^It is ticket #\d+$/);
    await only(sub);
  });
});
