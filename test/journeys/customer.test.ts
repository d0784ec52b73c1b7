import { assert } from 'chai';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { Page, aTicket, answer, api, desk, newPerson, plain, tokenFor, until } from '../widget/page.ts';

let page: Page;

beforeEach(() => localStorage.clear());
afterEach(async () => {
  page.close();
  await setViewport({ width: 1000, height: 800 });
});

const list = (sub: string): Promise<TicketPage> => api<TicketPage>(sub, '/tickets');
const only = async (sub: string): Promise<TicketView> => {
  const { items, total } = await list(sub);
  assert.equal(total, 1);
  return api(sub, `/tickets/${items[0]?.id}`);
};

async function write(title: string, description: string): Promise<void> {
  await page.type(/^Title|^Titre/, title);
  await page.type('Description', description);
}

describe('a customer with a problem', () => {
  it('opens a ticket, reads the answer, closes and reopens it, in English', async function () {
    const events: string[] = [];
    page = await Page.open();
    for (const type of ['ticket-created', 'ticket-replied', 'ticket-closed', 'ticket-reopened'])
      document.addEventListener(type, () => events.push(type));
    await page.press('Open a ticket');
    await page.press(/^Technical support/);
    await page.press('Continue');
    await page.press(/^Something does not work/);
    await page.press('Continue');
    await write('Error 500 when creating an article', 'I go to Blog, then New article, and save.');
    await page.press(/^High/);
    await page.says(/If you send it now 24 h/);
    await page.press('Check my request');
    await page.heading('Check before sending');
    await page.says('I go to Blog, then New article, and save.');
    await page.press('Change: Title');
    await page.type('Title', 'Error 500 when saving an article');
    await page.press('Check my request');
    await page.press('Send');
    await page.heading('Your request is on its way');
    const ticket = await only(page.sub);
    assert.equal(ticket.title, 'Error 500 when saving an article');
    assert.equal(ticket.priority, 'HIGH');
    await page.says(`#${ticket.number}`);

    await answer(ticket.id, 'It is mended. Does it work for you?');
    await page.press('Back to support');
    await page.heading('An answer is waiting for you');
    await page.press('Read the answer');
    await page.says('It is mended. Does it work for you?');
    await page.says('Your turn to reply');
    await until('the answer to be marked as read', () => page.root.querySelector('.says .team'));

    await page.type(/^Your answer to/, 'It does for articles, not for pages.');
    await page.press('Send');
    await page.says('It does for articles, not for pages.');
    await page.says('Our turn to reply');

    await page.press('It is solved, close the ticket');
    await page.press('Close the ticket');
    await page.says(/is closed\. You can reopen it whenever you like/);
    assert.equal((await only(page.sub)).status, 'CLOSED');
    await until('the keyboard somewhere on the screen', () => page.root.activeElement);

    await page.press('Reopen the ticket');
    await page.press('Reopen the ticket');
    await page.says('Write a few words first.');
    await page.type('Why reopen it?', 'It came back this morning.');
    await page.press('Reopen the ticket');
    await page.says(/is reopened\. We will answer by/);
    const reopened = await only(page.sub);
    await until('the keyboard somewhere on the screen', () => page.root.activeElement);
    const strip = (await page.find('.notice')).getBoundingClientRect();
    assert.isTrue(strip.top >= 0 && strip.bottom <= innerHeight, 'the confirmation is in sight');
    assert.equal(reopened.status, 'OPEN');
    assert.equal(reopened.reopenCount, 1);
    assert.equal(reopened.messages.at(-1)?.body, 'It came back this morning.');
    assert.deepEqual(events, ['ticket-created', 'ticket-replied', 'ticket-closed', 'ticket-reopened']);
  });

  it('does the same in French, on a phone, by keyboard alone', async function () {
    await setViewport({ width: 360, height: 740 });
    page = await Page.open({ attributes: { lang: 'fr' }, claims: { locale: 'fr' } });
    await page.heading('Comment pouvons-nous vous aider ?');
    const active = () => page.root.activeElement as HTMLElement | null;
    const tabTo = async (name: string | RegExp) => {
      const target = await page.named(name);
      for (let i = 0; i < 60 && active() !== target; i++) await sendKeys({ press: 'Tab' });
      assert.equal(active(), target, `Tab reaches ${name}`);
    };
    await tabTo('Ouvrir un ticket');
    await sendKeys({ press: 'Enter' });
    await page.heading('À quel sujet ?');
    await until('focus on the heading', () => active()?.matches('h2'));
    for (let i = 0; i < 3 && !active()?.matches('input[name=service]'); i++) await sendKeys({ press: 'Tab' });
    assert.isTrue(active()?.matches('input[name=service]'));
    await sendKeys({ press: 'Space' });
    const chosen = () => plain(page.root.querySelector('input[name=service]:checked')?.closest('label')?.textContent);
    for (let i = 0; i < 4 && !chosen().startsWith('Demande commerciale'); i++) await sendKeys({ press: 'ArrowDown' });
    assert.match(chosen(), /^Demande commerciale/);
    await tabTo('Continuer');
    await sendKeys({ press: 'Enter' });
    await page.heading('Décrivez votre demande');
    await tabTo('Titre');
    await sendKeys({ type: 'Devis pour trois serveurs' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ type: 'Nous cherchons trois serveurs pour janvier.' });
    await tabTo('Vérifier ma demande');
    await sendKeys({ press: 'Enter' });
    await page.heading('Vérifiez avant d’envoyer');
    await page.says(/Réponse avant/);
    await tabTo('Envoyer');
    await sendKeys({ press: 'Enter' });
    await page.heading('Votre demande est bien partie');
    const ticket = await only(page.sub);
    assert.equal(ticket.service, 'sales');

    await tabTo(`Suivre le ticket #${ticket.number}`);
    await sendKeys({ press: 'Enter' });
    await page.heading(`#${ticket.number} Devis pour trois serveurs`);
    await tabTo('C’est résolu, clore le ticket');
    await sendKeys({ press: 'Enter' });
    await page.find('dialog[open]');
    await sendKeys({ press: 'Escape' });
    await until('the dialog to go', () => !page.root.querySelector('dialog[open]'));
    assert.equal((await only(page.sub)).status, 'OPEN');
    await until('focus back on its button', () => plain(active()?.textContent) === 'C’est résolu, clore le ticket');
    await sendKeys({ press: 'Enter' });
    await page.find('dialog[open]');
    await tabTo('Clore le ticket');
    await sendKeys({ press: 'Enter' });
    await page.says(/est clos\. Vous pourrez le rouvrir quand vous voudrez/);
    await tabTo('Rouvrir le ticket');
    await sendKeys({ press: 'Enter' });
    await until('focus in the reason', () => active()?.matches('textarea'));
    await sendKeys({ type: 'Nous avons finalement besoin de quatre serveurs.' });
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Control' });
    await page.says(/est rouvert\. Nous vous répondons avant/);
    assert.equal((await only(page.sub)).reopenCount, 1);
    assert.isAtMost(document.documentElement.scrollWidth, 360);
  });

  it('closes from the list with the Actions menu, and finds the ticket among the closed ones', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { view: 'open' } });
    (await page.named(`Actions for #${ticket.number}`)).focus();
    await sendKeys({ press: 'ArrowDown' });
    await until('focus on the first action', () => page.root.activeElement?.matches('[role=menuitem]'));
    await sendKeys({ press: 'End' });
    await sendKeys({ press: 'Enter' });
    await page.find('dialog[open]');
    await page.press('Close the ticket');
    await page.says(/is closed/);
    await page.says('No open ticket');
    await page.press(/^Closed 1/);
    await page.press(`Reopen #${ticket.number}`);
    await page.find('.reopen textarea');
  });

  it('searches and orders the tickets', async () => {
    const sub = newPerson();
    const first = await api(sub, '/tickets', { ...aTicket, title: 'Certificat expiré' });
    await api(sub, '/tickets', { ...aTicket, title: 'Base de données pleine', priority: 'LOW' });
    page = await Page.open({ sub, attributes: { view: 'open' } });
    await page.named('Certificat expiré');
    await page.type('Search for a word or a number', 'certificat EXPIRE');
    await until('one ticket', () => page.all('.tickets > li').length === 1);
    await page.type('Search for a word or a number', 'nothing like it');
    await page.says('No ticket matches “nothing like it”.');
    await page.press('Show all again');
    await until('both tickets', () => page.all('.tickets > li').length === 2);
    await page.type('Search for a word or a number', `#${first.number}`);
    await until('the ticket of that number', () => page.all('.tickets > li').length === 1);
  });

  it('keeps an open menu, and the keyboard in it, with its ticket while another takes the first place', async () => {
    const sub = newPerson();
    const first = await api(sub, '/tickets', { ...aTicket, title: 'Certificat expiré' });
    const second = await api(sub, '/tickets', { ...aTicket, title: 'Base de données pleine' });
    page = await Page.open({ sub, attributes: { view: 'open' } });
    const order = () => page.all('.tickets > li').map((row) => plain(row.querySelector('.title-link')?.textContent));
    await until('both tickets', () => order().join() === 'Base de données pleine,Certificat expiré');
    await page.press(`Actions for #${second.number}`);
    const entry = await until('the menu’s first entry', () => page.root.querySelector<HTMLElement>('[role=menuitem]'));
    await until('the keyboard on it', () => page.root.activeElement === entry);
    await answer(first.id, 'Renewed.');
    document.dispatchEvent(new Event('visibilitychange'));
    await until('the answered ticket to come first', () => order()[0] === 'Certificat expiré');
    assert.isTrue(page.all('.tickets > li')[0]?.classList.contains('unread'));
    assert.equal(page.root.activeElement, entry);
    assert.include(plain(entry.closest('li')?.textContent), 'Base de données pleine');
  });

  it('thanks and rates without reopening', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.press('Thank the team without reopening');
    await page.type('Your thanks', 'Perfect, thank you!');
    await page.press('Send my thanks');
    await page.says('The team will be glad to read this');
    await page.press('5');
    await page.press('Send feedback');
    await page.says('Thank you for your feedback.');
    const after = await only(sub);
    assert.equal(after.status, 'CLOSED');
    assert.equal(after.rating?.score, 5);
    assert.isFalse(after.can.thank);
  });

  it('is told kindly when it is too soon to ask for news', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.press('Ask for news');
    await page.says(/The team already has your message\. You can ask for news again from tomorrow at/);
  });

  it('never sees a note, nor anything that one changes', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.find('.says');
    const before = JSON.stringify(await api(sub, `/tickets/${ticket.id}`));
    await desk(`/tickets/${ticket.id}/messages`, { body: 'canary-in-a-note', visibility: 'internal' });
    assert.equal(JSON.stringify(await api(sub, `/tickets/${ticket.id}`)), before);
    page.element.setAttribute('view', 'open');
    page.element.removeAttribute('ticket');
    await page.find('.tickets');
    page.element.setAttribute('ticket', ticket.id);
    await page.find('.says');
    assert.notInclude(page.root.innerHTML, 'canary-in-a-note');
    assert.equal((await api<SessionView>(sub, '/session')).counts.unread, 0);
  });
});

describe('what a customer has typed', () => {
  const begin = async (options: Parameters<typeof Page.open>[0]) => {
    page = await Page.open({ ...options, attributes: { view: 'new', service: 'sales' } });
    await page.heading('Describe your request');
  };

  it('survives leaving the page', async () => {
    const sub = newPerson();
    await begin({ sub });
    await write('A quote for three servers', 'We need three servers in January.');
    page.close();
    page = await Page.open({ sub, attributes: { view: 'new' } });
    await page.heading('Describe your request');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
    await page.says(/Draft kept here at/);
  });

  it('is never shown to somebody else', async () => {
    await begin({ sub: newPerson() });
    await write('My own secret request', 'Nobody else should read this.');
    page.close();
    await begin({ sub: newPerson() });
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, '');
  });

  it('survives a session that ends while writing, and is sent after signing in again', async () => {
    const sub = newPerson();
    let signedIn = true;
    await begin({ sub, tokenProvider: async () => (signedIn ? await tokenFor(sub) : Promise.reject(new Error('signed out'))) });
    await write('A quote for three servers', 'We need three servers in January.');
    await page.press('Check my request');
    // The page's own session ends, and the server refuses the token it had given.
    signedIn = false;
    const provider = page.element.tokenProvider;
    page.element.tokenProvider = () => (provider as () => Promise<string>)();
    await page.heading('Your session has ended');
    signedIn = true;
    await page.press('Sign in again');
    await page.press('Send');
    await page.heading('Your request is on its way');
    assert.equal((await only(sub)).description, 'We need three servers in January.');
  });

  it('is not carried over when somebody else signs in on the same page', async () => {
    const nadia = newPerson();
    const ticket = await api(nadia, '/tickets', { ...aTicket, title: 'A secret of Nadia' });
    page = await Page.open({ sub: nadia, attributes: { ticket: ticket.id } });
    await page.says('A secret of Nadia');
    const tom = newPerson();
    page.element.tokenProvider = () => tokenFor(tom);
    await page.heading('This ticket is not here');
    assert.notInclude(page.root.innerHTML, 'A secret of Nadia');
  });

  it('can be sent although an earlier version was sent from another window', async () => {
    const sub = newPerson();
    await begin({ sub });
    await write('A quote for three servers', 'We need three servers in January.');
    const other = await Page.open({ sub, attributes: { view: 'new' } });
    await other.heading('Describe your request');
    await other.type('Description', 'We need four servers in January.');
    await other.press('Check my request');
    await other.press('Send');
    await other.heading('Your request is on its way');
    other.close();
    await page.press('Check my request');
    await page.press('Send');
    await page.says(/An earlier version of this was already sent, perhaps from another window/);
    await page.press('Send');
    await page.heading('Your request is on its way');
    assert.equal((await list(sub)).total, 2);
  });

  it('is sent once, however often the button is pressed', async () => {
    const sub = newPerson();
    await begin({ sub });
    await write('A quote for three servers', 'We need three servers in January.');
    await page.press('Check my request');
    const send = await page.named('Send');
    for (let i = 0; i < 5; i++) send.click();
    await page.heading('Your request is on its way');
    await only(sub);
  });

  it('becomes one ticket when the answer to the first try is lost, even if the text was changed since', async function () {
    const sub = newPerson();
    // Nor does a hint tell the page that it has arrived.
    const usual = window.fetch;
    window.fetch = (...request) =>
      String(request[0]).endsWith('/events') ? Promise.reject(new TypeError('Failed to fetch')) : usual(...request);
    await begin({ sub });
    await write('A quote for three servers', 'We need three servers in January.');
    await page.press('Check my request');
    await page.named('Send');
    const real = window.fetch;
    // The request arrives; the connection is cut before the answer does.
    window.fetch = async (...request) => {
      const response = await real(...request);
      if ((request[1] as RequestInit | undefined)?.method === 'POST' && !String(request[0]).includes('__support__')) {
        window.fetch = real;
        throw new TypeError('Failed to fetch');
      }
      return response;
    };
    await page.press('Send');
    await page.heading('Your request is kept here');
    await only(sub);
    await page.press('Change it');
    await page.type('Description', 'We need four servers in January.');
    await page.press('Check my request');
    await page.press('Send');
    await page.says(/Your request had already arrived/);
    assert.equal(((await page.named(/^Add something/)) as HTMLTextAreaElement).value, 'We need four servers in January.');
    assert.equal((await only(sub)).description, 'We need three servers in January.');
    window.fetch = usual;
  });
});
