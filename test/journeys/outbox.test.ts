import { assert } from 'chai';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { Page, aTicket, api, newPerson, tokenFor, until } from '../widget/page.ts';

let page: Page;

beforeEach(() => localStorage.clear());
afterEach(() => page.close());

const list = (sub: string): Promise<TicketPage> => api<TicketPage>(sub, '/tickets');
const only = async (sub: string): Promise<TicketView> => {
  const { items } = await until<TicketPage>('a ticket', async () => list(sub).then((found) => found.total > 0 && found));
  assert.lengthOf(items, 1);
  return api(sub, `/tickets/${items[0]?.id}`);
};

async function write(title: string, description: string): Promise<void> {
  await page.type('Title', title);
  await page.type('Description', description);
}

/** Cuts the element off from the server, though not the test, until it is called again: only the element names a language. */
function cut(): () => void {
  const real = window.fetch;
  window.fetch = (...request) =>
    'accept-language' in ((request[1]?.headers ?? {}) as object) ? Promise.reject(new TypeError('Failed to fetch')) : real(...request);
  return () => {
    window.fetch = real;
    window.dispatchEvent(new Event('online'));
  };
}

describe('what a customer has sent without a connection', () => {
  let reconnect: (() => void) | null = null;
  afterEach(() => {
    reconnect?.();
    reconnect = null;
  });

  const sendOffline = async (sub: string) => {
    page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
    await write('A quote for three servers', 'We need three servers in January.');
    await page.press('Check my request');
    await page.named('Send');
    reconnect = cut();
    await page.press('Send');
    await page.heading(/^Your request is (kept here|being sent)$/);
  };

  it('is kept, and will be sent as soon as the connection is back', async () => {
    const sub = newPerson();
    await sendOffline(sub);
    reconnect?.();
    await page.heading('Your request is on its way');
    assert.equal((await only(sub)).title, 'A quote for three servers');
  });

  it('survives the closing of the page, and is told on the home screen once it has gone', async () => {
    const sub = newPerson();
    await sendOffline(sub);
    page.close();
    reconnect?.();
    page = await Page.open({ sub });
    await page.says(/Your request is on its way: it is ticket #\d+/);
    await only(sub);
  });

  it('goes as well when the page was closed before anything came back, from any page of the site', async () => {
    const sub = newPerson();
    page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
    await write('A quote for three servers', 'We need three servers in January.');
    await page.press('Check my request');
    await page.named('Send');
    const real = window.fetch;
    let tried = 0;
    window.fetch = (...request) => {
      if (request[1]?.method !== 'POST' || !String(request[0]).endsWith('/tickets')) return real(...request);
      tried++;
      return new Promise(() => {});
    };
    reconnect = () => (window.fetch = real);
    await page.press('Send');
    await until('the try', () => tried > 0);
    page.close();
    window.fetch = real;
    page = await Page.open({ sub });
    await page.heading(/^It is ticket #\d+$/);
    await page.says('The page was closed while your request was being sent.');
    await page.says('It has now been sent, once.');
    assert.equal((await only(sub)).title, 'A quote for three servers');
    await page.press('Back to support');
    await page.press('Open a ticket');
    await page.heading('What is it about?');
  });

  it('is shown on the home screen, where another request can be begun meanwhile', async () => {
    await sendOffline(newPerson());
    await page.press('Back to support');
    await page.says('kept here, not sent yet');
    await page.press('Open a ticket');
    await page.heading('Describe your request');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, '');
  });

  it('can be taken back and changed; nothing is sent then', async () => {
    const sub = newPerson();
    await sendOffline(sub);
    await page.heading('Your request is kept here');
    await page.press('Change it');
    await page.heading('Describe your request');
    assert.equal(((await page.named('Description')) as HTMLTextAreaElement).value, 'We need three servers in January.');
    reconnect?.();
    assert.equal((await list(sub)).total, 0);
  });

  it('waits for its own customer: whoever signs in meanwhile sends nothing of it', async () => {
    const sub = newPerson();
    const stranger = newPerson();
    await sendOffline(sub);
    page.element.tokenProvider = () => tokenFor(stranger);
    reconnect?.();
    await page.heading(/How can we help you\?|Describe your request|What is it about\?/);
    assert.equal((await list(stranger)).total, 0);
    assert.equal((await list(sub)).total, 0);
    page.element.tokenProvider = () => tokenFor(sub);
    await until('the ticket of its own customer', async () => (await list(sub)).total === 1);
    assert.equal((await list(stranger)).total, 0);
  });

  it('comes back into the box, with the reason, when the ticket was closed meanwhile', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.type(/^Add something/, 'It happens on Mondays only.');
    reconnect = cut();
    await page.press('Send');
    await page.says('kept here, not sent yet');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    reconnect?.();
    await page.says(new RegExp(`Ticket #${ticket.number} was closed before your message arrived`));
    assert.lengthOf((await api(sub, `/tickets/${ticket.id}`)).messages, 0);
    assert.include(Object.values({ ...localStorage }).join(), 'It happens on Mondays only.');
  });

  it('shows a message that waits at the end of its ticket', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.type(/^Add something/, 'It happens on Mondays only.');
    reconnect = cut();
    await page.press('Send');
    await page.says('kept here, not sent yet');
    assert.equal(((await page.named(/^Add something/)) as HTMLTextAreaElement).value, '');
    reconnect?.();
    await until('the message', async () => (await api(sub, `/tickets/${ticket.id}`)).messages.length === 1);
    await until('the queue to be empty', () => !page.root.querySelector('.queued'));
  });
});
