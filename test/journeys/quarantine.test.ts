import { assert } from 'chai';
import 'axe-core';
import { newPerson, plain, support, tokenFor, until } from '../widget/page.ts';
import { putDesk, signInAtDesk } from './at-desk.ts';
import '../widget/desk.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { QuarantinePage } from '../../server/wire/mail.ts';
import type { TicketView } from '../../server/wire/tickets.ts';

declare const axe: typeof import('axe-core');

const type = { 'content-type': 'application/json' };
const waiting = async (): Promise<QuarantinePage> => (await (await fetch('/api/v1/desk/quarantine?limit=100')).json()) as QuarantinePage;

/** Other tests share the server. */
async function empty(): Promise<void> {
  await signInAtDesk();
  for (const { id } of (await waiting()).items) await fetch(`/api/v1/desk/quarantine/${id}`, { method: 'DELETE' });
}

/** As a mail server hands one in. */
async function comes(from: string, subject: string, text: string): Promise<void> {
  const mail = `From: ${from}\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMessage-ID: <${newPerson()}@example.com>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`;
  const headers = { authorization: 'Bearer an-operations-token-of-thirty-two-bytes', 'content-type': 'message/rfc822' };
  const answer = await fetch('/api/v1/mail/inbound', { method: 'POST', headers, body: mail });
  assert.equal(((await answer.json()) as { outcome: string }).outcome, 'quarantined');
}

async function ticketOf(email: string): Promise<TicketView> {
  const token = await tokenFor(newPerson(), { name: 'Nadia Moreau', email, email_verified: true });
  const { url } = await support();
  const body = JSON.stringify({ service: 'sales', title: 'Which plan suits us', description: 'We are ten people and need mail.' });
  return (await (
    await fetch(`${url}/api/v1/tickets`, { method: 'POST', headers: { ...type, authorization: `Bearer ${token}` }, body })
  ).json()) as TicketView;
}

describe('the e-mails to sort', () => {
  let element: HTMLElement;
  const root = () => element.shadowRoot as ShadowRoot;
  const panel = () => root().querySelector<HTMLDialogElement>('dialog.quarantine');
  const shows = (text: string) =>
    until(
      () => `${text} in ${plain(panel()?.textContent)}`,
      () => plain(panel()?.textContent).includes(text),
    );
  const button = (label: string | RegExp) =>
    [...root().querySelectorAll<HTMLButtonElement>('button')].find(
      (b) => b.checkVisibility() && (label instanceof RegExp ? label.test(plain(b.textContent)) : plain(b.textContent) === label),
    );
  const press = async (label: string | RegExp) => (await until(String(label), () => button(label))).click();
  const ticket = async ({ number }: { number: number }) => (await (await fetch(`/api/v1/desk/tickets/${number}`)).json()) as DeskTicket;

  const open = async (): Promise<void> => {
    element = putDesk();
    await press(/^E-mails to sort/);
  };

  beforeEach(async () => {
    await empty();
    localStorage.clear();
    location.hash = '';
  });
  afterEach(async () => {
    element.remove();
    await empty();
  });

  it('are shown as text, never as markup, and put into the customer’s ticket as their reply', async function () {
    const email = `${newPerson()}@example.com`;
    const made = await ticketOf(email);
    await comes(
      `Nadia Moreau <${email}>`,
      '<img src=x onerror=alert(1)>',
      'Since <b>yesterday</b>: https://evil.example/\r\n\r\nOn Mon, 23 Nov 2026 at 10:02, Example <support@example.com> wrote:\r\n> Since when?',
    );
    await open();
    await shows('<img src=x onerror=alert(1)>');
    await shows('It came to no ticket’s address.');
    assert.isOk(button('E-mails to sort (1)'));
    await press(/^Look at it/);
    await shows('Since <b>yesterday</b>');
    assert.isNull(panel()?.querySelector('img, .mail-text a, .mail-text b') ?? null);
    const { violations } = await axe.run(panel() as HTMLElement);
    assert.deepEqual(
      violations.map(({ id }) => id),
      [],
    );
    await press('Add as the customer’s reply');
    await until('the reply', async () => (await ticket(made)).messages.length === 1);
    await until('the panel to go', () => panel()?.open !== true);
    assert.equal((await waiting()).total, 0);
    location.hash = `#${made.number}`;
    const quoted = await until('the quoted text', () =>
      [...root().querySelectorAll<HTMLElement>('.says summary')].find((one) => plain(one.textContent) === 'Show the quoted text'),
    );
    assert.include(plain(quoted.closest('li')?.textContent), 'by e-mail');
    quoted.click();
    await until('what was quoted', () => plain(quoted.parentElement?.textContent).includes('> Since when?'));
  });

  it('of a stranger become a note at most, in a ticket that is there', async function () {
    const made = await ticketOf(`${newPerson()}@example.com`);
    await comes('Eve <eve@example.org>', 'Me too', 'It is down here as well.');
    await open();
    await press(/^Look at it/);
    await shows('No customer has proven this address');
    assert.isUndefined(button('Add as the customer’s reply'));
    await press('Keep as an internal note');
    await shows('Type the number of the ticket.');
    const number = panel()?.querySelector<HTMLInputElement>('[name=number]') as HTMLInputElement;
    const put = (text: string) => {
      number.value = text;
      number.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    put('999999');
    await press('Keep as an internal note');
    await shows('check whether ticket #999999 exists');
    put(`#${made.number}`);
    await press('Keep as an internal note');
    const [note] = await until('the note', async () => (await ticket(made)).notes[0] && (await ticket(made)).notes);
    assert.include(note?.body ?? '', 'Eve <eve@example.org>');
  });

  it('are deleted when nobody wants them', async () => {
    await comes('Eve <eve@example.org>', 'Cheap pills', 'Buy.');
    await open();
    await press(/^Look at it/);
    await press('Delete this e-mail');
    await until('nothing left', async () => (await waiting()).total === 0);
  });
});
