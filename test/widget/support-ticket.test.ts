import { assert } from 'chai';
import 'axe-core';
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands';
import { Page, aTicket, answer, api, newPerson, tokenFor, until } from './page.ts';

declare const axe: typeof import('axe-core');

const people = {
  orders: [{ id: 'o1', label: 'Hosting', date: '2026-11-19', status: 'Preparing' }],
  projects: [{ id: 'p1', label: 'Shop' }],
};

let page: Page;
afterEach(() => {
  page.close();
  localStorage.clear();
});

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(page.element, { rules: { region: { enabled: false } } });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

describe('<support-ticket>', () => {
  it('shows the page’s own words until it has its own', async () => {
    page = await Page.open();
    assert.isNotNull(page.root.querySelector('slot'));
    await page.heading('How can we help you?');
    assert.isNull(page.root.querySelector('slot'));
  });

  it('takes wrong attribute values as absent', async () => {
    page = await Page.open({ attributes: { view: 'constructor', mode: 'sideways', theme: 'pink' } });
    await page.heading('How can we help you?');
  });

  it('follows its view and ticket attributes without firing events', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub });
    const fired: string[] = [];
    for (const type of ['support-navigated', 'ticket-created', 'ticket-error']) page.element.addEventListener(type, () => fired.push(type));
    page.element.setAttribute('view', 'open');
    await page.heading('My tickets');
    page.element.setAttribute('ticket', `#${ticket.number}`);
    await page.heading(`#${ticket.number} ${aTicket.title}`);
    page.element.setAttribute('ticket', ticket.id);
    await page.heading(`#${ticket.number} ${aTicket.title}`);
    page.element.removeAttribute('ticket');
    page.element.setAttribute('view', 'new');
    await page.heading('What is it about?');
    assert.isEmpty(fired);
  });

  it('tells the page where the customer goes', async () => {
    page = await Page.open();
    const gone = new Promise<Event & { view?: string }>((resolve) =>
      page.element.addEventListener('support-navigated', resolve, { once: true }),
    );
    await page.press(/^Closed tickets/);
    assert.equal((await gone).view, 'closed');
  });

  it('asks to sign in, and tells the page once, when there is no token', async () => {
    let told = 0;
    document.addEventListener('support-signed-out', () => told++);
    page = await Page.open({ tokenProvider: null });
    await page.heading('Sign in to reach us');
    assert.equal(told, 1);
    await page.press('Sign in');
    await page.heading('Sign in to reach us');
    assert.equal(told, 2);
  });

  it('waits a moment for a page that sets its tokenProvider late', async () => {
    let told = 0;
    document.addEventListener('support-signed-out', () => told++);
    page = await Page.open({ tokenProvider: null });
    const { sub } = page;
    await until('the first paint', () => page.root.querySelector('.surface'));
    page.element.tokenProvider = () => tokenFor(sub);
    await page.heading('How can we help you?');
    assert.equal(told, 0);
  });

  it('reads light text on a picture as a dark page', async () => {
    document.body.style.setProperty('background', 'linear-gradient(#111, #222)');
    document.body.style.setProperty('color', '#eee');
    try {
      page = await Page.open();
      await page.heading('How can we help you?');
      const surface = await page.find('.surface');
      assert.equal(getComputedStyle(surface).colorScheme, 'dark');
      assert.equal(getComputedStyle(await page.find('h2')).color, 'rgb(238, 238, 238)');
    } finally {
      document.body.removeAttribute('style');
    }
  });

  it('begins a new request after one was sent, when the page asks for the same again', async () => {
    page = await Page.open();
    await page.heading('How can we help you?');
    page.element.compose({ service: 'sales' });
    await page.type('Title', 'A quote for three servers');
    await page.type('Description', 'We need three servers in January.');
    await page.press('Check my request');
    await page.press('Send');
    await page.heading('Your request is on its way');
    page.element.compose({ service: 'sales' });
    await page.heading('Describe your request');
  });

  it('recovers once the page hands it a token', async () => {
    page = await Page.open({ tokenProvider: null });
    await page.heading('Sign in to reach us');
    const good = await Page.open();
    page.element.tokenProvider = good.element.tokenProvider;
    good.close();
    await page.heading('How can we help you?');
  });

  it('renews a refused token once, unseen', async () => {
    const good = await Page.open();
    const provider = good.element.tokenProvider;
    good.close();
    let asked = 0;
    page = await Page.open({ tokenProvider: async () => (asked++ ? ((await provider?.()) ?? '') : 'a.b.c') });
    await page.heading('How can we help you?');
    assert.equal(asked, 2);
  });

  it('says what happened and what to do when the server cannot be reached', async () => {
    page = await Page.open({ attributes: { server: 'http://127.0.0.1:9' } });
    await page.heading('Your tickets could not be shown');
    await page.says('Nothing is lost');
    await page.named('Try again now');
  });

  it('says that a ticket is not here, whether it is another’s or nobody’s', async () => {
    const theirs = await api(newPerson(), '/tickets', aTicket);
    page = await Page.open({ attributes: { ticket: theirs.id } });
    await page.heading('This ticket is not here');
    page.element.setAttribute('ticket', 'no-such-ticket');
    await page.heading('This ticket is not here');
  });

  it('shows markup in a ticket as the letters it is made of', async () => {
    const sub = newPerson();
    const title = '<img src=x onerror="window.__pwned=1"> & {{7*7}}';
    const ticket = await api(sub, '/tickets', { ...aTicket, title, description: `<script>window.__pwned=1</script> ${title}` });
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.heading(`#${ticket.number} ${title}`);
    assert.isNull(page.root.querySelector('.says img, .says script'));
    assert.isUndefined((window as { __pwned?: number }).__pwned);
  });

  it('links web addresses in messages, and nothing else', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, description: 'See https://example.com/a?b=1, and javascript:alert(1).' });
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    const link = await page.find<HTMLAnchorElement>('.says a');
    assert.equal(link.getAttribute('href'), 'https://example.com/a?b=1');
    assert.lengthOf(page.all('.says a'), 1);
  });
});

describe('launcher mode', () => {
  afterEach(() => setViewport({ width: 1000, height: 800 }));

  it('opens beside the page, keeps the page usable, and gives the keyboard back', async () => {
    await setViewport({ width: 1000, height: 800 });
    page = await Page.open({ attributes: { mode: 'launcher' } });
    const button = await page.named('Support');
    button.click();
    await page.heading('How can we help you?');
    assert.isFalse(page.root.querySelector('.panel')?.matches(':modal'));
    await until('focus inside the panel', () => page.root.activeElement?.matches('h2'));
    await sendKeys({ press: 'Escape' });
    await until(
      'the button again',
      () => page.root.activeElement === button && !page.root.querySelector('.panel')?.matches(':popover-open'),
    );
  });

  it('is a true modal on a phone', async () => {
    await setViewport({ width: 360, height: 700 });
    page = await Page.open({ attributes: { mode: 'launcher' } });
    await page.press('Support');
    await page.heading('How can we help you?');
    assert.isTrue(page.root.querySelector('.panel')?.matches(':modal'));
    await sendKeys({ press: 'Escape' });
    await until('the panel to close', () => !page.root.querySelector('.panel')?.matches(':modal'));
  });

  it('counts the answers to read on its button', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'It is mended.');
    page = await Page.open({ sub, attributes: { mode: 'launcher' } });
    await page.named('Support, answers to read: 1');
  });

  it('is called in the language of the page', async () => {
    page = await Page.open({ attributes: { mode: 'launcher', lang: 'fr' } });
    await page.named('Assistance');
  });

  it('has its button again after it was moved in the page while open', async () => {
    page = await Page.open({ attributes: { mode: 'launcher' } });
    await page.press('Support');
    await page.heading('How can we help you?');
    document.body.append(page.element.closest('main') as HTMLElement);
    await page.named('Support');
  });

  it('is hidden when the page hides it', async () => {
    page = await Page.open({ attributes: { mode: 'launcher' } });
    const button = await page.named('Support');
    page.element.hidden = true;
    assert.isFalse(button.checkVisibility());
    page.element.hidden = false;
  });

  it('opens and closes at the page’s word', async () => {
    page = await Page.open({ attributes: { mode: 'launcher' } });
    await page.named('Support');
    page.element.show('new');
    await page.heading('What is it about?');
    page.element.hide();
    await until('the panel to close', () => !page.root.querySelector('.panel')?.matches(':popover-open'));
    page.element.compose({ service: 'sales', title: 'A quote for three servers' });
    await page.heading('Describe your request');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
  });
});

describe('accessibility of every screen', () => {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [360, 760]) {
      it(`holds in ${scheme} at ${width} px`, async function () {
        await emulateMedia({ colorScheme: scheme });
        document.documentElement.style.setProperty('color-scheme', 'light dark');
        document.documentElement.style.setProperty('background', 'Canvas');
        const sub = newPerson();
        const open = await api(sub, '/tickets', { ...aTicket, priority: 'URGENT' }, people);
        await answer(open.id, 'Hello, it is mended.');
        const closed = await api(sub, '/tickets', aTicket, people);
        await api(sub, `/tickets/${closed.id}/close`, {});
        page = await Page.open({ sub, claims: people, width });
        await page.heading('An answer is waiting for you');
        assert.deepEqual(await violations(), [], 'home');
        page.element.setAttribute('view', 'open');
        await page.press(/^Actions for/);
        await page.find('[role=menuitem]');
        assert.deepEqual(await violations(), [], 'open tickets with the menu');
        page.element.setAttribute('view', 'closed');
        await page.named(/^Reopen #/);
        assert.deepEqual(await violations(), [], 'closed tickets');
        page.element.setAttribute('view', 'new');
        await page.press(/^Follow my order/);
        assert.deepEqual(await violations(), [], 'choosing the service');
        await page.press('Continue');
        await page.named(/^Open a ticket for order/);
        assert.deepEqual(await violations(), [], 'choosing the order');
        await page.press(/^Open a ticket for order/);
        await page.heading('Describe your request');
        await page.press('Check my request');
        await page.find('.error');
        assert.deepEqual(await violations(), [], 'writing, with errors');
        page.element.setAttribute('ticket', open.id);
        await page.find('.says .team');
        assert.deepEqual(await violations(), [], 'a ticket');
        page.element.setAttribute('ticket', closed.id);
        await page.press('Reopen the ticket');
        await page.find('.reopen textarea');
        assert.deepEqual(await violations(), [], 'reopening');
        page.element.removeAttribute('ticket');
        page.element.setAttribute('view', 'archive');
        await page.heading('My old tickets');
        assert.deepEqual(await violations(), [], 'old tickets');
      });
    }
  }
});
