import { assert } from 'chai';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../widget/desk.ts';
import { Drafts } from '../../widget/client/drafts.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import { aTicket, api, desk, newPerson, plain, support, tokenFor, until } from '../widget/page.ts';
import { putDesk, signInAtDesk, signOutAtDesk } from './at-desk.ts';

let element: HTMLElement;

const root = (): ShadowRoot => element.shadowRoot as ShadowRoot;
const text = (selector: string): string => plain(root().querySelector(selector)?.textContent);
const says = (words: string, where = '.surface'): Promise<true> =>
  until(
    () => `“${words}” in: ${text(where).slice(0, 800)}`,
    () => text(where).includes(words) || null,
  );
const find = <E extends HTMLElement = HTMLElement>(selector: string): Promise<E> =>
  until(selector, () => [...root().querySelectorAll<E>(selector)].find((found) => found.checkVisibility()));
const replyBox = (): Promise<HTMLTextAreaElement> => find<HTMLTextAreaElement>('support-desk-reply textarea');
const isActive = (what: string, selector: string): Promise<unknown> =>
  until(
    () => `${what} to have the keyboard, not ${root().activeElement?.outerHTML.slice(0, 200)}`,
    () => root().activeElement?.matches(selector) || null,
  );
const keys = async (...presses: string[]): Promise<void> => {
  for (const press of presses) {
    const [last = '', ...held] = press.split('+').reverse();
    for (const down of held) await sendKeys({ down });
    await sendKeys({ press: last });
    for (const up of held) await sendKeys({ up });
  }
};

async function press(label: string, within = '.surface'): Promise<void> {
  const all = () => [...root().querySelectorAll<HTMLElement>(`${within} :is(button, a)`)].filter((button) => button.checkVisibility());
  (
    await until(
      () =>
        `“${label}” among ${all()
          .map((b) => plain(b.textContent))
          .join(' | ')}`,
      () => all().find((button) => plain(button.textContent) === label),
    )
  ).click();
}

async function write(words: string): Promise<void> {
  const box = await replyBox();
  box.focus();
  box.value = words;
  box.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

async function hold(words: string): Promise<void> {
  await write(words);
  await keys('Control+Enter');
  await says('Goes in', 'support-desk-reply');
}

const nadia = { name: 'Nadia Moreau', email: 'nadia@example.com', email_verified: true };
const open = (sub: string, title: string = aTicket.title) => api(sub, '/tickets', { ...aTicket, title }, nadia);
const asDesk = async (id: string): Promise<DeskTicket> => (await (await fetch(`/api/v1/desk/tickets/${id}`)).json()) as DeskTicket;
const bodies = async (id: string): Promise<string[]> => (await asDesk(id)).messages.map(({ body }) => body);
const holdFor = (seconds: number): void => localStorage.setItem('support-desk:hold', String(seconds));
const patch = async (id: string, change: object): Promise<unknown> =>
  desk(`/tickets/${id}`, change, 'PATCH', { 'if-match': `"${(await asDesk(id)).rev}"` });

function mount(): void {
  element = putDesk();
}

async function at(ticket: { readonly number: number; readonly title: string }): Promise<void> {
  await signInAtDesk();
  location.hash = `#${ticket.number}`;
  mount();
  await until('the ticket', () => text('.ticket-title h2') === ticket.title || null);
}

const { fetch: real } = window;
type Meddle = (url: string, init: RequestInit | undefined) => Promise<Response> | null;
function meddle(how: Meddle): void {
  window.fetch = (input, init) => how(String(input), init) ?? real(input, init);
}
/** Of the server, or of a proxy in front of it where there is no code. */
const answer = (status: number, code: string | null, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(new Response(code === null ? '<h1>No</h1>' : JSON.stringify({ code }), { status, headers }));
const isAnswer = (url: string, init: RequestInit | undefined): boolean =>
  url.endsWith('/messages') && String(init?.body).includes('"public"');

beforeEach(async () => {
  await setViewport({ width: 1280, height: 800 });
  await signOutAtDesk();
  localStorage.clear();
  location.hash = '';
});

afterEach(() => {
  window.fetch = real;
  element.remove();
  location.hash = '';
  // What a failed test leaves to be sent is nothing to the next.
  Drafts.memory.clear();
});

/** R, the answer, Ctrl+Enter, C, Ctrl+Enter, J, Enter: the way through a queue of the word. */
async function tenByKeyboard(how: Meddle | null): Promise<void> {
  holdFor(30);
  const sub = newPerson();
  const word = `w${sub.replace(/\D/g, '')}`;
  const tickets: Awaited<ReturnType<typeof open>>[] = [];
  for (let i = 0; i < 10; i++) tickets.push(await open(sub, `Ten ${word} ${i}`));
  await signInAtDesk();
  history.replaceState(
    null,
    '',
    `${location.pathname}?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), q: word })}`,
  );
  mount();
  await until('ten rows', () => root().querySelectorAll('.queue .title-link').length === 10);
  if (how) meddle(how);
  await keys('j');
  await isActive('a row', '.queue .title-link');
  for (let i = 0; i < 10; i++) {
    await keys('Enter');
    const title = await until('the next ticket', () => tickets.find((ticket) => text('.ticket-title h2') === ticket.title)?.title);
    await isActive('the ticket', 'h2');
    await keys('r');
    await isActive('the answer', 'support-desk-reply textarea');
    await sendKeys({ type: `To ${title}` });
    await keys('Control+Enter');
    await says('Goes in', 'support-desk-reply');
    await keys('c');
    await isActive('the reason', 'dialog[open] textarea');
    await keys('Control+Enter');
    await until('the dialog to go', () => !root().querySelector('dialog[open]'));
    if (i < 9) {
      await keys('j');
      await until('another row to have the keyboard', () =>
        root().activeElement?.matches('.queue .title-link:not([aria-current=true])') ? true : null,
      );
    }
  }
  for (const { id, title } of tickets) {
    await until(`${title} to be answered and closed`, async () => (await asDesk(id)).status === 'CLOSED' || null);
    assert.deepEqual(await bodies(id), [`To ${title}`]);
    assert.deepEqual(
      (await asDesk(id)).timeline.map(({ kind }) => kind),
      ['created', 'started', 'closed'],
    );
  }
}

describe('ten tickets answered, closed and left by keyboard', function () {
  this.timeout(120_000);
  afterEach(() => history.replaceState(null, '', location.pathname + location.search.replace(/&?q=[^&]*/, '')));

  it('are ten answers sent and ten tickets closed', () => tenByKeyboard(null));

  it('are the same with a server that is slow once', () => {
    let slow = 3;
    return tenByKeyboard((url, init) =>
      isAnswer(url, init) && slow-- === 0 ? new Promise((resolve) => setTimeout(() => resolve(real(url, init)), 1_500)) : null,
    );
  });

  it('are the same where one request is lost, one answer gets lost on its way back, and the server fails once', () => {
    let count = 0;
    return tenByKeyboard((url, init) => {
      if (!isAnswer(url, init)) return null;
      count++;
      if (count === 2) return Promise.reject(new TypeError('cut'));
      if (count === 5) return real(url, init).then(() => Promise.reject(new TypeError('cut')));
      return count === 8 ? Promise.resolve(new Response('{"code":"internal"}', { status: 500 })) : null;
    });
  });
});

describe('an answer that waits', function () {
  it('goes before whatever depends on it, in one request', async () => {
    holdFor(30);
    const sub = newPerson();
    const original = await open(sub, 'The one that goes on');
    for (const [key, act, check] of [
      ['c', async () => keys('Control+Enter'), (ticket: DeskTicket) => ticket.status === 'CLOSED'],
      [
        'd',
        async () => (await sendKeys({ type: `#${original.number}` }), keys('Control+Enter')),
        (ticket: DeskTicket) => ticket.duplicateOf?.id === original.id,
      ],
      ['a', async () => (await keys('End'), keys('Control+Enter')), (ticket: DeskTicket) => ticket.assignee !== null],
      ['m', async () => (await keys('End'), keys('Control+Enter')), (ticket: DeskTicket) => ticket.service !== aTicket.service],
      [
        'p',
        async () => (await keys('End', 'Tab'), await sendKeys({ type: 'It is down' }), keys('Control+Enter')),
        (ticket: DeskTicket) => ticket.priority === 'URGENT',
      ],
      ['y', async () => keys('Control+Enter'), (ticket: DeskTicket) => ticket.ball === 'customer'],
      ['u', async () => undefined, (ticket: DeskTicket) => ticket.status === 'IN_PROGRESS' && ticket.assignee !== null],
    ] as const) {
      const ticket = await open(sub, `Held, then ${key}`);
      let requests = 0;
      meddle((url, init) => {
        if (isAnswer(url, init) || init?.method === 'PATCH') requests++;
        return null;
      });
      await at(ticket);
      await hold(`Before ${key}`);
      await keys(key);
      if (key !== 'u') await find('dialog[open] form');
      await act();
      await until(`${key} to be done`, async () => check(await asDesk(ticket.id)) || null);
      assert.deepEqual(await bodies(ticket.id), [`Before ${key}`], key);
      assert.equal(requests, 1, key);
      await says('Your answer to Nadia Moreau has been sent.', '.strip');
      await until('an empty box', async () => !root().querySelector<HTMLTextAreaElement>('support-desk-reply textarea')?.value || null);
      element.remove();
    }
  });

  it('is acknowledged behind, then left for the next ticket or closed, with its word kept', async () => {
    holdFor(30);
    const sub = newPerson();
    const [first, second] = [await open(sub, 'Answered, acknowledged, left'), await open(sub, 'Answered, acknowledged, closed')];
    await at(first);
    await hold('The first answer.');
    await keys('y');
    await find('dialog[open] form textarea');
    await sendKeys({ type: 'It is planned.' });
    await keys('Control+Enter');
    location.hash = `#${second.number}`;
    await says('Answered, acknowledged, closed', '.ticket-title');
    await until(
      'both on disk',
      async () =>
        ((await bodies(first.id))[0] === 'The first answer.' &&
          (await asDesk(first.id)).timeline.some(({ kind, reason }) => kind === 'acknowledged' && reason === 'It is planned.')) ||
        null,
    );
    await hold('The second answer.');
    await keys('y');
    await find('dialog[open] form');
    await keys('Control+Enter');
    await says(`#${second.number} waits for`, '.strip');
    await keys('c');
    await find('dialog[open] form');
    await keys('Control+Enter');
    await until('the ticket to be closed', async () => (await asDesk(second.id)).status === 'CLOSED' || null);
    assert.deepEqual(await bodies(second.id), ['The second answer.']);
  });

  it('that went while its writer was asked leaves nothing to acknowledge, which is what they wanted', async () => {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub, 'Answered while asked');
    await at(ticket);
    for (const word of ['', 'It is planned.']) {
      if (word) await api(sub, `/tickets/${ticket.id}/messages`, { body: 'And now?' }, nadia);
      await until('an acknowledgement to be offered', async () => (await keys('y'), root().querySelector('dialog[open] form')));
      if (word) await sendKeys({ type: word });
      await desk(`/tickets/${ticket.id}/messages`, { body: 'From elsewhere.', visibility: 'public' });
      await keys('Control+Enter');
      if (!word) await says(`#${ticket.number} waits for`, '.strip');
      else await says('hat you typed is kept', 'dialog[open]');
    }
  });

  it('goes on waiting while the team tags its ticket', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    await at(ticket);
    await hold('Not yet.');
    await keys('t');
    await isActive('the tags', 'support-desk-tags input');
    await sendKeys({ type: 'php' });
    await keys('Enter');
    await until('the tag', async () => (await asDesk(ticket.id)).tags.length || null);
    await keys('Escape', 'z');
    await until('the text', async () => (await replyBox()).value === 'Not yet.' || null);
    assert.deepEqual(await bodies(ticket.id), []);
  });

  it('is not closed over: what refuses the answer leaves the ticket open, and is told with the way there', async () => {
    holdFor(30);
    const sub = newPerson();
    const [ticket, other] = [await open(sub, 'The one refused'), await open(sub, 'Another one')];
    await at(ticket);
    await hold('Refused.');
    location.hash = `#${other.number}`;
    await says('Another one', '.ticket-title');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await press('Send now', 'support-desk-held');
    const card = await find('support-desk-held .failed[role=alert]');
    assert.include(plain(card.textContent), `Your answer to Nadia Moreau, #${ticket.number}, has not been sent.`);
    assert.equal(getComputedStyle(card).borderTopColor, getComputedStyle(card.querySelector('b') as HTMLElement).color);
    element.remove();
    mount();
    await press(`Open #${ticket.number}`, 'support-desk-held');
    await says('The one refused', '.ticket-title');
    await until('the text', async () => (await replyBox()).value === 'Refused.' || null);
    await says('was closed meanwhile', 'support-desk-reply');
  });

  it('is tried again from its notice, and the notice goes with it', async () => {
    holdFor(30);
    const sub = newPerson();
    const [ticket, other] = [await open(sub, 'Failing'), await open(sub, 'Another one')];
    await at(ticket);
    await hold('Again.');
    location.hash = `#${other.number}`;
    await says('Another one', '.ticket-title');
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Béa was quicker.', visibility: 'public' });
    await press('Send now', 'support-desk-held');
    await says('A colleague has answered meanwhile', 'support-desk-held');
    await press('Send it all the same', 'support-desk-held');
    await until('both to be there', async () => (await bodies(ticket.id)).length === 2 || null);
    await until('the notice to go', () => !root().querySelector('support-desk-held .held'));
  });

  for (const [kind, fail, words] of [
    ['the way to the server is cut', () => Promise.reject(new TypeError('cut')), 'Not sent yet: the server does not answer.'],
    [
      'the server takes too long',
      () => Promise.reject(new DOMException('too long', 'TimeoutError')),
      'Not sent yet: the server does not answer.',
    ],
    ['a gateway has no server behind it', () => answer(502, null), 'Not sent yet: the server does not answer.'],
    ['the server has a fault', () => answer(500, 'internal'), 'Not sent yet: the server ran into an error. Your text is kept.'],
    ['the server has a fault without a word', () => answer(500, null), 'Not sent yet: the server ran into an error. Your text is kept.'],
    ['the server is stopping', () => answer(503, 'draining'), 'Not sent yet: the server is under maintenance.'],
    ['the server is asked too much', () => answer(429, 'too-many-requests'), 'Not sent yet: the server is receiving too many requests.'],
    ['a proxy is asked too much', () => answer(429, null), 'Not sent yet: the server is receiving too many requests.'],
  ] as const)
    it(`says what is true, and goes once it can, where ${kind}`, async () => {
      holdFor(30);
      const ticket = await open(newPerson());
      let works = false;
      meddle((url, init) => (isAnswer(url, init) && !works ? fail() : null));
      await at(ticket);
      await hold('Kept.');
      await press('Send now', 'support-desk-reply');
      await says(`${words} It will be sent automatically.`, 'support-desk-reply');
      assert.notInclude(text('support-desk-reply'), 'connection');
      assert.equal(plain(root().querySelector('support-desk-reply .held-text')?.textContent), 'Kept.');
      works = true;
      await press('Try again now', 'support-desk-reply');
      await until('it to be sent', async () => (await bodies(ticket.id)).includes('Kept.') || null);
    });

  it('says that its writer is offline, where they are', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    meddle((url, init) => (isAnswer(url, init) ? Promise.reject(new TypeError('cut')) : null));
    await at(ticket);
    await hold('Kept.');
    Object.defineProperty(navigator, 'onLine', { configurable: true, value: false });
    try {
      await press('Send now', 'support-desk-reply');
      await says('Not sent yet: you are offline. It will be sent automatically.', 'support-desk-reply');
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
    await press('Take the text up again', 'support-desk-reply');
  });

  it('waits as long as a server that is asked too much wants it to', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    meddle((url, init) => (isAnswer(url, init) ? answer(429, 'too-many-requests', { 'retry-after': '3600' }) : null));
    await at(ticket);
    await hold('Kept.');
    await press('Send now', 'support-desk-reply');
    await says('too many requests', 'support-desk-reply');
    const kept = Object.entries(localStorage).find(([name]) => name.includes('desk-held'));
    const [{ until: due }] = (JSON.parse(String(kept?.[1])) as { value: [{ until: string }] }).value;
    assert.isAbove(Date.parse(due), Date.now() + 3_000_000);
    await press('Take the text up again', 'support-desk-reply');
  });

  for (const [kind, status, code, words] of [
    ['a firewall refuses it', 403, null, 'Something between you and the server, such as a proxy or a firewall, blocked this.'],
    ['the account may not', 403, 'forbidden', 'Your account does not allow this.'],
    ['the request is not understood', 400, 'malformed-request', 'The server refused this request. Nothing is lost'],
    ['it is too long', 413, 'too-large', 'This is more than the server takes at once.'],
  ] as const)
    it(`is given back at once, with the reason, where ${kind}`, async () => {
      holdFor(30);
      const ticket = await open(newPerson());
      meddle((url, init) => (isAnswer(url, init) ? answer(status, code) : null));
      await at(ticket);
      await hold('Given back.');
      await press('Send now', 'support-desk-reply');
      await says(words, 'support-desk-reply');
      assert.equal((await replyBox()).value, 'Given back.');
    });

  it('is given back where the fault of the server goes on, with what can be done', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    meddle((url, init) => (isAnswer(url, init) ? answer(500, 'internal') : null));
    await at(ticket);
    await hold('Four times.');
    await press('Send now', 'support-desk-reply');
    for (let tries = 0; tries < 3; tries++) await press('Try again now', 'support-desk-reply');
    await says('The server ran into an error. Nothing is lost: what you typed is kept.', 'support-desk-reply');
    assert.equal((await replyBox()).value, 'Four times.');
  });

  it('is asked about before somebody signs out without it', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    await at(ticket);
    await hold('Cut off.');
    meddle((url, init) => (isAnswer(url, init) ? Promise.reject(new TypeError('cut')) : null));
    (await find('.account-button')).click();
    await press('Sign out');
    await says('An answer has not been sent', 'dialog[open]');
    window.fetch = real;
    await press('Sign out all the same', 'dialog[open]');
    await find('support-desk-sign-in');
    element.remove();
    await at(ticket);
    await until('it to arrive', async () => (await bodies(ticket.id)).length || null);
    assert.deepEqual(await bodies(ticket.id), ['Cut off.']);
  });

  it('takes along what it was to take when the page goes, and is done once', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    await at(ticket);
    await hold('With the closing.');
    meddle((url, init) => (isAnswer(url, init) && !init?.keepalive ? Promise.reject(new TypeError('cut')) : null));
    await keys('c');
    await isActive('the reason', 'dialog[open] textarea');
    await keys('Control+Enter');
    await says('with what you changed', '.strip.failed');
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    element.remove();
    window.fetch = real;
    mount();
    await until('it to be closed', async () => (await asDesk(ticket.id)).status === 'CLOSED' || null);
    await until('nothing to wait', () => !root().querySelector('.held') || null);
    assert.deepEqual(await bodies(ticket.id), ['With the closing.']);
  });

  it('that another tab has sent stands in no box any more', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    await at(ticket);
    await hold('From either.');
    const first = element;
    mount();
    await says('From either.', '.held-text');
    await press('Send now');
    await says('From either.', '.talk');
    // Of the same page, no event of the storage comes.
    for (const key of Object.keys(localStorage).filter((name) => name.endsWith('desk-held')))
      window.dispatchEvent(new StorageEvent('storage', { key, newValue: localStorage.getItem(key) }));
    const box = await until('the box', () => first.shadowRoot?.querySelector<HTMLTextAreaElement>('support-desk-reply textarea'));
    await until('it to be empty', () => box.value === '' || null);
    first.remove();
    assert.deepEqual(await bodies(ticket.id), ['From either.']);
  });
});

describe('somebody else at the ticket', function () {
  it('who has answered while one writes is asked about first', async () => {
    holdFor(0);
    const ticket = await open(newPerson());
    await at(ticket);
    await write('Mine.');
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Theirs, quicker.', visibility: 'public' });
    await keys('Control+Enter');
    await says('send this all the same?', 'dialog[open]');
    await says('Theirs, quicker.', 'dialog[open]');
    assert.lengthOf(await bodies(ticket.id), 1);
    await press('Look at it again', 'dialog[open]');
    await until('the text', async () => (await replyBox()).value === 'Mine.' || null);
    (await replyBox()).focus();
    await keys('Control+Enter');
    await press('Send it all the same', 'dialog[open]');
    await until('both', async () => (await bodies(ticket.id)).length === 2 || null);
  });

  it('who has answered is asked about, too, where news of the ticket gives up the question that would have told', async () => {
    holdFor(0);
    const ticket = await open(newPerson());
    await at(ticket);
    await write('Mine.');
    const real = window.fetch;
    let refused = false;
    let asked = 0;
    window.fetch = async (...request) => {
      const [url, { method = 'GET' } = {}] = request;
      const isTicket = /\/desk\/tickets\/[^/?]+$/.test(String(url)) && method === 'GET';
      // Nothing tells of the other answer before the server refuses this one.
      if (isTicket && !refused) return new Promise(() => undefined);
      if (isTicket && asked++ === 0) root().querySelector<HTMLElement & { beat: number }>('support-desk-ticket')!.beat++;
      const response = await real(...request);
      refused ||= response.status === 409;
      return response;
    };
    try {
      await desk(`/tickets/${ticket.id}/messages`, { body: 'Theirs, quicker.', visibility: 'public' });
      await keys('Control+Enter');
      await says('send this all the same?', 'dialog[open]');
      assert.isAbove(asked, 1);
    } finally {
      window.fetch = real;
    }
  });

  it('who answers during the seconds interrupts them, and asks', async () => {
    holdFor(30);
    const ticket = await open(newPerson());
    await at(ticket);
    await hold('Mine.');
    await desk(`/tickets/${ticket.id}/messages`, { body: 'Theirs, quicker.', visibility: 'public' });
    await says('send this all the same?', 'dialog[open]');
    assert.isNull(root().querySelector('.held-text'));
    assert.lengthOf(await bodies(ticket.id), 1);
  });

  it('who closes during the seconds interrupts them, and the text is kept', async () => {
    holdFor(30);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await hold('Too late.');
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await says('the ticket was closed meanwhile', '.strip.failed[role=alert]');
    assert.equal((await replyBox()).value, 'Too late.');
    await says('Reopen it to answer', 'support-desk-reply');
  });

  it('is told of, and hinders nobody, where they write, take charge or reopen', async () => {
    holdFor(0);
    const sub = newPerson();
    const ticket = await open(sub);
    await at(ticket);
    await write('Mine.');
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'One thing more.' });
    await says('Nadia has just written again.', '.strip');
    const { id: me } = (await (await fetch('/api/v1/desk/me')).json()) as { id: string };
    await patch(ticket.id, { assignee: me });
    await says('in charge of this ticket', '.strip');
    await (await replyBox()).focus();
    await keys('Control+Enter');
    await until('it to arrive', async () => (await bodies(ticket.id)).length === 2 || null);
    await api(sub, `/tickets/${ticket.id}/close`, {});
    await says('Nadia has just closed this ticket.', '.strip');
    await api(sub, `/tickets/${ticket.id}/reopen`, { reason: 'Not yet.' });
    await says('Nadia has just reopened this ticket.', '.strip');
  });
});

describe('the keys of the desk’s fields', function () {
  it('leave the tags, the search and the boxes with Escape, so that the next letter is a key and not a text', async () => {
    const ticket = await open(newPerson());
    await at(ticket);
    await keys('t');
    await isActive('the tags', 'support-desk-tags input');
    await sendKeys({ type: 'php' });
    await keys('Enter');
    await until('the tag', () => root().querySelector('[aria-label="Remove the tag php"]'));
    await keys('Escape');
    await isActive('the ticket', 'h2');
    await keys('c');
    await isActive('the reason', 'dialog[open] textarea');
    await keys('Escape');
    await until('the dialog to go', () => !root().querySelector('dialog[open]'));
    assert.equal(root().querySelector<HTMLInputElement>('support-desk-tags input')?.value, '');
    await keys('/');
    await isActive('the search', '[type=search]');
    await keys('Escape');
    await isActive('a row', '.queue .title-link');
    await keys('n');
    await isActive('the note', 'support-desk-note textarea');
    await keys('Escape');
    await isActive('the ticket', 'h2');
  });

  it('send every form with Ctrl and Enter, from whichever of its fields', async () => {
    const ticket = await open(newPerson());
    await at(ticket);
    await keys('d');
    await isActive('the number', 'dialog[open] [list]');
    await sendKeys({ type: '#x' });
    await keys('Control+Enter');
    await says('Give the number of a ticket', 'dialog[open]');
    await keys('Escape', 'i');
    await press('Announce an incident', 'dialog.incidents');
    await isActive('the title', '[name=title]');
    await keys('Tab');
    await keys('Control+Enter');
    await says('in a few words', 'dialog.incidents');
    await until('what is missing', () => root().querySelector('dialog.incidents [role=alert]'));
    await keys('Escape', 'e');
    await press('Write a new one', '.replies');
    await isActive('the title', '.replies input');
    await keys('Control+Enter');
    await until('what is missing', () => root().querySelector('.replies [role=alert]'));
  });

  it('do nothing while somebody composes a character', async () => {
    const ticket = await open(newPerson());
    await at(ticket);
    await keys('t');
    await isActive('the tags', 'support-desk-tags input');
    for (const key of ['Escape', 'Enter'])
      root().activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, composed: true, cancelable: true }),
      );
    await isActive('the tags still', 'support-desk-tags input');
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', isComposing: true }));
    assert.isNull(root().querySelector('dialog[open]'));
  });

  it('wait for a box that is on its way, and do nothing else meanwhile', async () => {
    const ticket = await open(newPerson());
    await at(ticket);
    const other = await open(newPerson(), 'On its way');
    let come: () => void = () => undefined;
    meddle((url, init) =>
      url.endsWith(`/tickets/${other.number}`) ? new Promise((resolve) => (come = () => resolve(real(url, init)))) : null,
    );
    location.hash = `#${other.number}`;
    await until('the old ticket to go', () => !root().querySelector('.ticket-title'));
    await keys('r', 'j', 's', 'o');
    assert.equal(location.hash, `#${other.number}`);
    assert.isNull(root().querySelector('dialog[open]'));
    come();
    await isActive('the answer', 'support-desk-reply textarea');
  });
});

describe('pictures at the desk', function () {
  it('are shown, in messages and in notes, with a way to their file; what a mail wrote in their place is not', async () => {
    const { url } = await support();
    const sub = newPerson();
    const drawn = document.createElement('canvas');
    drawn.getContext('2d')?.fillRect(0, 0, 20, 20);
    const bytes = await new Promise<Blob>((resolve) => drawn.toBlob((blob) => blob && resolve(blob)));
    const upload = async (path: string, headers: Record<string, string> = {}): Promise<string> => {
      const body = new FormData();
      body.append('file', bytes, 'shot.png');
      return ((await (await fetch(path, { method: 'POST', body, headers })).json()) as { id: string }).id;
    };
    const ticket = await open(sub);
    const theirs = await upload(`${url}/api/v1/attachments`, { authorization: `Bearer ${await tokenFor(sub, nadia)}` });
    await api(sub, `/tickets/${ticket.id}/messages`, { body: 'Look:\n[capture]\nIt is red.', attachments: [theirs] }, nadia);
    await signInAtDesk();
    await desk(`/tickets/${ticket.id}/messages`, {
      body: 'Of the log.',
      visibility: 'internal',
      attachments: [await upload('/api/v1/desk/attachments')],
    });
    await at(ticket);
    const pictures = await until('both to be drawn', () => {
      const all = [...root().querySelectorAll<HTMLImageElement>('.says .picture img')];
      all.forEach((one) => one.scrollIntoView());
      return all.length === 2 && all.every((one) => one.complete && one.naturalWidth > 0) ? all : null;
    });
    for (const picture of pictures)
      assert.deepEqual([picture.offsetWidth, picture.offsetHeight, picture.closest('a')?.download], [200, 112, 'shot.png']);
    assert.notInclude(text('.talk'), '[capture]');
    assert.include(text('.talk'), 'It is red.');
  });
});
