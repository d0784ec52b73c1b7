import { sendKeys } from '@web/test-runner-commands';
import 'axe-core';
import { assert } from 'chai';
import type { TicketView } from '../../server/wire/tickets.ts';
import { setLocale } from '../widget/language.ts';
import { Page, aTicket, answer, api, desk, newPerson, plain, tokenFor, until } from '../widget/page.ts';

declare const axe: typeof import('axe-core');

let page: Page;

beforeEach(() => localStorage.clear());
afterEach(() => page.close());

const rev = async (id: string): Promise<string> =>
  ((await (await fetch(`/api/v1/desk/tickets/${id}`)).json()) as { rev: number }).rev.toString();
const amend = async (id: string, change: object): Promise<unknown> => {
  // Signs the colleague in, where nobody is.
  await desk(`/tickets/${id}/messages`, { body: 'Looking at it.', visibility: 'internal' });
  return desk(`/tickets/${id}`, change, 'PATCH', { 'if-match': `"${await rev(id)}"` });
};
const deskCloses = (id: string, reason?: string) => amend(id, { status: 'CLOSED', ...(reason && { reason }) });
const deskReopens = (id: string) => amend(id, { status: 'OPEN', reason: 'We have not finished.' });

/** As when its reader comes back to the page. */
const look = () => document.dispatchEvent(new Event('visibilitychange'));

const open = async (sub: string, ticket: TicketView, width?: number): Promise<void> => {
  page = await Page.open({ sub, attributes: { ticket: ticket.id }, ...(width && { width }) });
  await page.says(ticket.title);
};
const active = () => page.root.activeElement as HTMLElement | null;
const box = () => page.find<HTMLTextAreaElement>('support-ticket-message-box textarea');
const spoken = () =>
  page
    .all('[role=status], [role=alert], .voice')
    .map((region) => plain(region.textContent))
    .join(' ');

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

describe('somebody who writes while their ticket changes', function () {
  const begin = async (text: string) => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await open(sub, ticket);
    const area = await box();
    area.focus();
    await sendKeys({ type: text });
    return { sub, ticket, area };
  };

  it('goes on in the same text when the team closes it: the text becomes the reason to reopen', async () => {
    const { ticket, area } = await begin('The pages are saved, but the pictures van');
    area.setSelectionRange(4, 9);
    await deskCloses(ticket.id);
    look();
    await page.says(/closed this ticket while you were writing\. Nothing is lost: your text is below, ready to say why you reopen it\./);
    await page.heading(/./);
    const reason = (await page.named('Why reopen it?')) as HTMLTextAreaElement;
    assert.equal(reason.value, 'The pages are saved, but the pictures van');
    assert.equal(active(), reason, 'the keyboard stays in the text');
    assert.deepEqual([reason.selectionStart, reason.selectionEnd], [4, 9], 'and the caret at its place');
    assert.include(spoken(), 'closed this ticket while you were writing');
    await sendKeys({ press: 'End' });
    await sendKeys({ type: 'ish' });
    await page.press('Reopen the ticket');
    await page.says(/is reopened/);
    const after = await api(page.sub, `/tickets/${ticket.id}`);
    assert.equal(after.messages.at(-1)?.body, 'The pages are saved, but the pictures vanish');
    assert.equal((await box()).value, '', 'what was sent does not stand there again');
  });

  it('finds the reason to reopen as a message when somebody else reopens it', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.press('Reopen the ticket');
    const reason = (await page.named('Why reopen it?')) as HTMLTextAreaElement;
    await until('the keyboard in it', () => active() === reason);
    await sendKeys({ type: 'It is back' });
    await deskReopens(ticket.id);
    look();
    await page.says(/reopened this ticket while you were writing/);
    const reply = (await page.named(/^Your answer to/)) as HTMLTextAreaElement;
    assert.equal(reply.value, 'It is back');
    assert.equal(active(), reply);
  });

  it('finds thanks as a message when the ticket is reopened meanwhile', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.press('Thank the team without reopening');
    await page.type('Your thanks', 'Perfect');
    await deskReopens(ticket.id);
    look();
    assert.equal(((await page.named(/^Your answer to/)) as HTMLTextAreaElement).value, 'Perfect');
  });

  it('may write it in the ticket that theirs turns out to be a duplicate of', async () => {
    const { sub, ticket, area } = await begin('One more thing');
    const other = await api(sub, '/tickets', { ...aTicket, title: 'The other request' });
    await amend(ticket.id, { status: 'CLOSED', duplicateOf: `${other.number}` });
    look();
    await page.says(/closed this ticket while you were writing/);
    assert.equal(area.value, 'One more thing');
    await page.press(`Write it in #${other.number} instead`);
    await page.heading(/The other request/);
    assert.equal((await box()).value, 'One more thing');
  });

  it('keeps the text of a ticket that is erased, and may begin another with it', async () => {
    const { ticket, area } = await begin('Nobody should lose this');
    const real = window.fetch;
    window.fetch = (...request) =>
      String(request[0]).endsWith(`/tickets/${ticket.id}`)
        ? Promise.resolve(
            new Response('{"code":"not-found","status":404}', { status: 404, headers: { 'content-type': 'application/problem+json' } }),
          )
        : real(...request);
    try {
      // A hint makes the page ask for it again.
      await answer(ticket.id, 'The last words of this ticket.');
      await page.says('This ticket is no longer here.');
      assert.equal(active(), area);
      assert.include(spoken(), 'This ticket is no longer here.');
      await page.press('Open a ticket with it');
    } finally {
      window.fetch = real;
    }
    await until('a form', () => page.root.querySelector('support-ticket-compose'));
    await until(
      'the text among what is written',
      () =>
        Object.entries(localStorage).some(([, value]) => value.includes('Nobody should lose this')) ||
        page.all<HTMLTextAreaElement>('textarea').some(({ value }) => value.includes('Nobody should lose this')),
    );
  });

  it('is told of an answer and of a move without being disturbed', async () => {
    const { ticket, area } = await begin('I am still writ');
    await answer(ticket.id, 'A first idea.');
    look();
    await until('the answer to be told', () => spoken().includes('has just answered you.'));
    await amend(ticket.id, { service: 'billing', category: 'invoice' });
    look();
    await until('the move to be told', () => spoken().includes('Your ticket was passed to “'));
    assert.equal(active(), area);
    assert.equal(area.value, 'I am still writ');
  });

  it('finds a reply that waited offline as the reason to reopen', async () => {
    const { ticket } = await begin('Sent from a tunnel');
    const reconnect = cut();
    try {
      await page.press('Send');
      await page.says('kept here, not sent yet');
      await deskCloses(ticket.id);
    } finally {
      reconnect();
    }
    const reason = await until('the text as the reason', () =>
      page.all<HTMLTextAreaElement>('.reopen textarea').find(({ value }) => value === 'Sent from a tunnel'),
    );
    assert.isTrue(reason.checkVisibility());
    await page.says(new RegExp(`Ticket #${ticket.number} was closed before your message arrived|closed this ticket`));
  });

  it('finds it there also when they come to the ticket later', async () => {
    const { sub, ticket } = await begin('Sent from a tunnel');
    page.close();
    await deskCloses(ticket.id);
    await open(sub, ticket);
    await page.says('This ticket was closed before your message was sent.');
    assert.equal(((await page.named('Why reopen it?')) as HTMLTextAreaElement).value, 'Sent from a tunnel');
    await page.press('Leave it closed, keep my text');
    await page.says('The text you had begun is kept there.');
    await until('the keyboard on the button', () => plain(active()?.textContent) === 'Reopen the ticket');
    await page.press('Reopen the ticket');
    assert.equal(((await page.named('Why reopen it?')) as HTMLTextAreaElement).value, 'Sent from a tunnel');
  });

  it('has the keyboard in the text again after the session ended in mid-sentence', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    let signedIn = true;
    page = await Page.open({
      sub,
      attributes: { ticket: ticket.id },
      tokenProvider: async () => (signedIn ? await tokenFor(sub) : Promise.reject(new Error('signed out'))),
    });
    (await box()).focus();
    await sendKeys({ type: 'Half a sent' });
    signedIn = false;
    const provider = page.element.tokenProvider;
    page.element.tokenProvider = () => (provider as () => Promise<string>)();
    const heading = await page.heading('Your session has ended');
    await until('the keyboard on what took the place', () => active() === heading);
    signedIn = true;
    (await page.named('Sign in again')).focus();
    await sendKeys({ press: 'Enter' });
    const area = await until('the text', () => page.all<HTMLTextAreaElement>('textarea').find(({ value }) => value === 'Half a sent'));
    await until('the keyboard in it', () => active() === area);
  });
});

describe('the keyboard on a ticket’s screen', () => {
  const closed = async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    return ticket;
  };

  it('stays on the screen when the ticket is closed there', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await open(sub, ticket);
    (await page.named('It is solved, close the ticket')).focus();
    await sendKeys({ press: 'Enter' });
    await page.find('dialog[open]');
    await sendKeys({ press: 'Escape' });
    await until('the button that asked', () => plain(active()?.textContent) === 'It is solved, close the ticket');
    await sendKeys({ press: 'Enter' });
    await page.find('dialog[open]');
    (await page.named('Close the ticket')).focus();
    await sendKeys({ press: 'Enter' });
    await page.says(/is closed/);
    await until('the dialog to go', () => !page.root.querySelector('dialog[open]'));
    await until('the keyboard on the heading', () => active()?.matches('h2'));
  });

  it('goes into the field that was asked for, and back to the button that asked', async () => {
    await closed();
    (await page.named('Thank the team without reopening')).focus();
    await sendKeys({ press: 'Enter' });
    await until('the field for thanks', () => active()?.matches('textarea'));
    (await page.named('Cancel')).focus();
    await sendKeys({ press: 'Enter' });
    await until('the button again', () => plain(active()?.textContent) === 'Thank the team without reopening');
    (await page.named('Reopen the ticket')).focus();
    await sendKeys({ press: 'Enter' });
    await until('the field for the reason', () => active()?.matches('textarea'));
    (await page.named('Cancel')).focus();
    await sendKeys({ press: 'Enter' });
    await until('the button again', () => plain(active()?.textContent) === 'Reopen the ticket');
  });

  it('stays on the screen after thanks, a rating and a reopening', async () => {
    await closed();
    await page.press('Thank the team without reopening');
    await page.type('Your thanks', 'Perfect');
    (await page.named('Send my thanks')).focus();
    await sendKeys({ press: 'Enter' });
    await page.says('The team will be glad to read this');
    await until('the keyboard', () => active());
    await page.press('4');
    (await page.named('Send feedback')).focus();
    await sendKeys({ press: 'Enter' });
    await page.says('Thank you for your feedback.');
    await until('the keyboard', () => active());
    await page.press('Reopen the ticket');
    await page.type('Why reopen it?', 'It is back.');
    (await page.named('Reopen the ticket')).focus();
    await sendKeys({ press: 'Enter' });
    await page.says(/is reopened/);
    await until('the keyboard', () => active());
  });

  it('is on the heading of the list after going back', async () => {
    await closed();
    (await page.named('Closed tickets')).focus();
    await sendKeys({ press: 'Enter' });
    await page.find('.tickets');
    await until('the keyboard on the heading', () => active()?.matches('h2'));
  });
});

describe('a closed ticket', () => {
  it('is not to be rated or thanked for where nobody had answered', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.named('Reopen the ticket');
    assert.isNull(page.root.querySelector('support-ticket-rating'));
    assert.notInclude(plain((page.root.querySelector('.surface') as HTMLElement).innerText), 'Thank the team');
  });

  it('shows one’s own rating again, and what was being written of it after a reload', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.press('4');
    await page.type('Anything to add? (optional)', 'Quick and clear.');
    page.close();
    await open(sub, ticket);
    assert.equal(((await page.named('Anything to add? (optional)')) as HTMLTextAreaElement).value, 'Quick and clear.');
    await page.press('Send feedback');
    await page.says('Your rating 4 out of 5');
    page.close();
    await open(sub, ticket);
    await page.says('Your rating 4 out of 5');
    await page.says('Quick and clear.');
    await page.says(/You rated our help 4 out of 5 today at/);
  });

  it('takes back a confirmation that no longer holds', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.press('Reopen the ticket');
    await page.type('Why reopen it?', 'It is back.');
    await page.press('Reopen the ticket');
    await page.says(/is reopened\. We will answer by/);
    await answer(ticket.id, 'Now it is gone for good.');
    look();
    await page.says('Now it is gone for good.');
    await until('no notice', () => !page.root.querySelector('.notice'));
  });
});

describe('what stands under a promise line', () => {
  it('names the day of both moments', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, priority: 'URGENT' });
    await answer(ticket.id, 'Done.');
    await open(sub, ticket);
    await page.says(/Answered today at .*, due (today|tomorrow) at /);
  });
});

describe('a ticket’s screen', () => {
  for (const width of [1032, 360]) {
    it(`says of every control what is written on it, at ${width} px`, async () => {
      const sub = newPerson();
      const ticket = await api(sub, '/tickets', aTicket);
      await answer(ticket.id, 'Done.');
      await open(sub, ticket, width);
      const check = async () => {
        const { violations } = await axe.run(page.root.querySelector('.screen') as HTMLElement, {
          rules: { 'label-content-name-mismatch': { enabled: true } },
        });
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`),
          [],
        );
      };
      await check();
      await api(sub, `/tickets/${ticket.id}/close`, {});
      look();
      await page.press('Reopen the ticket');
      await page.press('5');
      await check();
    });
  }

  it('folds its facts into one run of words where it is narrow', async () => {
    const sub = newPerson();
    await open(sub, await api(sub, '/tickets', { ...aTicket, priority: 'HIGH' }), 360);
    const run = await page.find('.fold summary .run-in');
    assert.equal(plain(run.innerText), 'Open · High · Technical support');
    assert.deepEqual(
      [...run.children].map((part) => getComputedStyle(part).display),
      ['inline', 'inline'],
    );
  });

  it('says of every file what is written on it', async () => {
    const sub = newPerson();
    const { url } = await fetch('/__support__.json').then((response) => response.json() as Promise<{ url: string }>);
    const data = new FormData();
    data.append('file', new File(['2026-11-28'], 'journal.log', { type: 'text/plain' }));
    const kept = await fetch(`${url}/api/v1/attachments`, {
      method: 'POST',
      body: data,
      headers: { authorization: `Bearer ${await tokenFor(sub)}` },
    });
    const { id } = (await kept.json()) as { id: string };
    await open(sub, await api(sub, '/tickets', { ...aTicket, attachments: [id] }));
    const chip = await page.find('button.chip');
    assert.match(plain(chip.innerText), /^Download journal\.log .*10 bytes$/);
    const { violations } = await axe.run(chip, { rules: { 'label-content-name-mismatch': { enabled: true } } });
    assert.deepEqual(violations, []);
  });

  it('draws a late promise without the look of anything else', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await open(sub, ticket);
    // A late promise would take days: the drawing's parts are what would meet another sheet's classes.
    const drawing = await page.find('.drawing');
    for (const name of ['over', 'tick', 'check', 'gap', 'run', 'track', 'ball']) {
      const part = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      part.setAttribute('class', name);
      drawing.append(part);
      const { outlineStyle, display, backgroundColor } = getComputedStyle(part);
      assert.deepEqual([outlineStyle, display, backgroundColor], ['none', 'inline', 'rgba(0, 0, 0, 0)'], name);
      part.remove();
    }
  });

  it('says an error before the help of its field', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.press('Reopen the ticket');
    const reason = await page.named('Why reopen it?');
    await page.press('Reopen the ticket');
    await page.says('Write a few words first.');
    const told = (reason.getAttribute('aria-describedby') ?? '').split(' ').map((id) => plain(page.root.getElementById(id)?.textContent));
    assert.equal(told[0], 'Write a few words first.');
    assert.match(told[1] ?? '', /^Required\./);
  });
});

describe('a ticket that goes on after an answer', () => {
  it('shows the running promise large and the earlier one small, each with its days', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, priority: 'HIGH' });
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'The pages still fail.' });
    await open(sub, ticket);
    await page.says(/Written today at/);
    await page.says(/First answer today at .*, promised for (today|tomorrow) at .*: kept/);
    assert.lengthOf(page.all('.promise-past .promise-small'), 1);
  });

  it('says that a message was read and needs no answer', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', { ...aTicket, priority: 'HIGH' });
    await answer(ticket.id, 'Done.');
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'Thank you!' });
    await amend(ticket.id, { ball: 'customer' });
    await open(sub, ticket);
    await page.says(/read your message today at/);
    await page.says(/Read today at .*, due (today|tomorrow) at/);
    await page.says('The team has read your message');
    await page.says('read in time');
    assert.notMatch(plain((page.root.querySelector('.screen') as HTMLElement).innerText), /Your turn|answered in time/);
    assert.isNull(page.root.querySelector('.promise .ball'), 'nobody has to act');
  });

  it('asks nothing of a customer whose message was only read, at home and in the list', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Add these two lines.');
    await api(sub, `/tickets/${ticket.id}/seen`, {});
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'Perfect, I will do it this week.' });
    await amend(ticket.id, { ball: 'customer' });
    page = await Page.open({ sub });
    await page.heading('You’re all caught up');
    page.element.setAttribute('view', 'open');
    await page.says('Read by the team');
    assert.notInclude(plain((page.root.querySelector('.tickets') as HTMLElement).innerText), 'Your turn');
  });

  it('does not tell of a solution where a ticket was closed without one', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await open(sub, ticket);
    await page.says(/no answer from us/);
    assert.notInclude(plain((page.root.querySelector('.screen') as HTMLElement).innerText), 'share the solution');
  });

  it('cuts no moment in two under the promise line, however narrow', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    for (const width of [248, 288, 328]) {
      await open(sub, ticket, width);
      const ends = await until('the ends', () => {
        const times = page.all('.promise-ends time');
        return times.length ? times : null;
      });
      for (const time of ends) {
        const moment = time.querySelector('b') ?? time;
        const text = [...moment.childNodes].find((node) => node instanceof Text && /\d/.test(node.data)) as Text;
        const clock = /\d+:\d+\s[AP]M$/.exec(text.data.trimEnd());
        const range = document.createRange();
        range.setStart(text, clock?.index ?? 0);
        range.setEnd(text, text.data.trimEnd().length);
        assert.lengthOf(new Set([...range.getClientRects()].map(({ top }) => Math.round(top))), 1, `${text.data} at ${width}`);
      }
      page.close();
    }
    await open(sub, ticket);
  });

  it('marks the solution, links to it, and offers no mail where no address is proven', async () => {
    const sub = newPerson();
    const ticket = await api(sub, '/tickets', aTicket);
    await answer(ticket.id, 'Add these two lines.');
    const { messages } = await api(sub, `/tickets/${ticket.id}`);
    await amend(ticket.id, { solution: messages[0]?.id });
    await open(sub, ticket);
    await page.says('The solution');
    await page.named('Copy the solution');
    assert.notInclude(
      plain((page.root.querySelector('.screen') as HTMLElement).innerText),
      'Send it by e-mail',
      'nobody has proven an address',
    );
    const [link] = await until('the link in the facts', () => {
      const links = page.all('.facts button.link').filter((button) => button.checkVisibility());
      return links.length ? links : null;
    });
    link?.click();
    await until('the keyboard on the solution', () => active()?.matches('.solved'));
  });
});

after(() => setLocale('en'));
