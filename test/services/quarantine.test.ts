import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { QuarantinePage, QuarantinedMailView } from '../../server/wire/mail.ts';
import { png } from '../helpers/files.ts';
import { mailOf } from '../helpers/mails.ts';
import type { Letter } from '../helpers/mails.ts';
import { api, fields, openTicket, problem } from '../helpers/harness.ts';
import type { Person } from '../helpers/harness.ts';
import { bodies, closedTicket, openMailIn } from '../helpers/mail-in.ts';
import type { MailingIn } from '../helpers/mail-in.ts';

/** What a mail program puts before what it quotes. */
const attribution = 'Le lun. 23 nov. 2026 à 10:02, Example <support@example.com> a écrit :';

const path = `${api}/desk/quarantine`;
const list = async (agent: Person): Promise<QuarantinePage> => (await agent<QuarantinePage>(path)).json;
const file = (agent: Person, id: string, body: object, headers = {}) => agent<DeskTicket>(`${path}/${id}/file`, { body, headers });

/** A server, an agent, a ticket of Nadia's and one mail in doubt. */
async function inDoubt(letter: Letter = {}, config: object = {}) {
  const server = await openMailIn({ config });
  const agent = await server.agent();
  const ticket = await openTicket(server.nadia);
  await server.post(mailOf({ text: `Depuis <b>hier</b>.\n\n${attribution}\n> Depuis quand ?`, ...letter }));
  const [item] = (await list(agent)).items;
  assert.ok(item);
  return { server, agent, ticket, item };
}

const unchanged = async (server: MailingIn, ticket: { id: string }) => assert.deepEqual(bodies(await server.asCustomer(ticket)), []);

describe('the desk’s quarantine', () => {
  it('lists what is in doubt, the newest first, and shows it as text', async () => {
    const { server, agent, ticket, item } = await inDoubt({ subject: 'Panne', files: [{ name: 'photo.png', bytes: png() }] });
    assert.deepEqual(
      { ...item, id: '', at: '' },
      { id: '', at: '', reason: 'no-address', from: 'nadia@example.com', name: 'Nadia Moreau', subject: 'Panne', ticket: null, files: 1 },
    );
    const { json } = await agent<QuarantinedMailView>(`${path}/${item.id}`);
    assert.deepEqual([json.text, json.quoted], ['Depuis <b>hier</b>.', `${attribution}\n> Depuis quand ?`]);
    assert.deepEqual(
      json.attachments.map(({ name }) => name),
      ['photo.png'],
    );
    assert.deepEqual(json.candidates, [{ number: ticket.number, title: ticket.title, status: 'OPEN' }]);
    server.clock.forward(1_000);
    await server.post(mailOf({ from: 'eve@example.com', to: await server.addressOf(ticket), text: 'Moi aussi' }));
    const both = await list(agent);
    assert.deepEqual([both.total, both.items[0]?.reason, both.items[0]?.ticket], [2, 'other-sender', ticket.number]);
    const first = (await agent<QuarantinePage>(`${path}?limit=1`)).json;
    assert.deepEqual(
      (await agent<QuarantinePage>(`${path}?limit=1&cursor=${first.nextCursor ?? ''}`)).json.items.map(({ id }) => id),
      [item.id],
    );
    assert.match(await server.metrics(), /support_quarantine 2/);
  });

  it('is the team’s alone', async () => {
    const { server, item } = await inDoubt();
    assert.equal((await server.ask(path)).status, 401);
    assert.equal((await server.nadia(path)).status, 401);
    assert.equal((await server.nadia(`${path}/${item.id}`)).status, 401);
    const foreign = await server
      .agent()
      .then((agent) =>
        agent(`${path}/${item.id}/file`, { body: { ticket: '1', as: 'note' }, headers: { origin: 'https://evil.example' } }),
      );
    assert.equal(problem(foreign), 'forbidden');
  });

  it('hands a mail of the customer’s own address on as their reply, files and all, once', async () => {
    const { server, agent, ticket, item } = await inDoubt({ files: [{ name: 'photo.png', bytes: png() }] });
    const key = { 'idempotency-key': 'a-key' };
    const filed = await file(agent, item.id, { ticket: String(ticket.number), as: 'reply' }, key);
    assert.equal(filed.status, 200, filed.text);
    const again = await file(agent, item.id, { ticket: String(ticket.number), as: 'reply' }, key);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [200, 'true']);
    const view = await server.asCustomer(ticket);
    assert.deepEqual(
      [bodies(view), view.messages[0]?.author.kind, view.messages[0]?.attachments.map(({ name }) => name)],
      [['Depuis <b>hier</b>.'], 'customer', ['photo.png']],
    );
    assert.equal((await list(agent)).total, 0);
    assert.deepEqual(
      await server.deps.files.list(),
      view.messages[0]?.attachments.map(({ id }) => id),
    );
    assert.equal(problem(await file(agent, item.id, { ticket: '1', as: 'reply' })), 'not-found');
  });

  it('never makes somebody else’s words the customer’s: those become a note at most', async () => {
    const { server, agent, ticket, item } = await inDoubt({
      from: 'Eve <eve@example.com>',
      files: [
        { name: 'photo.png', bytes: png() },
        { name: 'run.exe', bytes: 'MZ\u0000' },
      ],
    });
    assert.deepEqual(fields(await file(agent, item.id, { ticket: '1', as: 'reply' })), { as: 'invalid' });
    await unchanged(server, ticket);
    const before = JSON.stringify(await server.asCustomer(ticket));
    const { json } = await file(agent, item.id, { ticket: '1', as: 'note' }, { 'accept-language': 'fr' });
    assert.match(
      json.notes[0]?.body ?? '',
      /^E-mail de Eve <eve@example\.com>\nReçu le 2026-11-23 09:00 UTC\nObjet\u00a0: Re: Panne \[#1\]\n\nDepuis <b>hier<\/b>\.\n\nPièces jointes écartées\u00a0: run\.exe$/,
    );
    assert.equal(JSON.stringify(await server.asCustomer(ticket)), before);
    const [photo] = json.notes[0]?.attachments ?? [];
    assert.equal((await server.nadia(`${api}/attachments/${photo?.id ?? ''}`)).status, 404);
    assert.equal((await agent(`${api}/desk/attachments/${photo?.id ?? ''}`)).status, 200);
  });

  it('does not take an unproven address, or another customer with the same claim, for the ticket’s customer', async () => {
    const { agent, server, item } = await inDoubt({ from: 'ulla@example.com' });
    const ticket = await openTicket(await server.customer('ulla', { email: 'ulla@example.com' }));
    assert.deepEqual(fields(await file(agent, item.id, { ticket: String(ticket.number), as: 'reply' })), { as: 'invalid' });
    assert.deepEqual((await agent<QuarantinedMailView>(`${path}/${item.id}`)).json.candidates, []);
  });

  it('reopens a closed ticket with it, inside the window', async () => {
    const server = await openMailIn({ config: { reopenWindowDays: 14 } });
    const ticket = await closedTicket(server);
    await server.post(mailOf({ text: 'Le problème revient.' }));
    server.clock.forward(15 * 86_400_000);
    const late = await server.agent();
    const [item] = (await list(late)).items;
    assert.equal(problem(await file(late, item?.id ?? '', { ticket: '1', as: 'reply' })), 'reopen-window-passed');
    assert.equal((await list(late)).total, 1);
    server.clock.now -= 14 * 86_400_000;
    assert.equal((await file(late, item?.id ?? '', { ticket: '1', as: 'reply' })).json.status, 'OPEN');
    assert.equal((await server.asCustomer(ticket)).reopenCount, 1);
  });

  it('takes the whole mail where nobody could tell what is new in it', async () => {
    const { server, agent, ticket, item } = await inDoubt({ text: '> Depuis quand ?\n> Depuis hier.' });
    await file(agent, item.id, { ticket: '1', as: 'reply' });
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['> Depuis quand ?\n> Depuis hier.']);
  });

  it('keeps what cannot be read as it came', async () => {
    const server = await openMailIn();
    const agent = await server.agent();
    const ticket = await openTicket(server.nadia);
    const nested = Array.from(
      { length: 200 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${String(i)}\r\n\r\n--b${String(i)}\r\n`,
    ).join('');
    await server.post(`From: nadia@example.com\r\nTo: x@example.com\r\n${nested}`);
    const [item] = (await list(agent)).items;
    assert.equal(item?.reason, 'unreadable');
    assert.deepEqual(fields(await file(agent, item.id, { ticket: '1', as: 'reply' })), { as: 'invalid' });
    const { json } = await file(agent, item.id, { ticket: '1', as: 'note' });
    assert.deepEqual(
      json.notes[0]?.attachments.map(({ name }) => name),
      ['message.eml'],
    );
    await unchanged(server, ticket);
  });

  it('says what is wrong with a filing, and lets a mail go when told to', async () => {
    const { server, agent, item } = await inDoubt();
    assert.deepEqual(fields(await file(agent, item.id, { ticket: '999', as: 'note' })), { ticket: 'not-in-list' });
    assert.deepEqual(fields(await file(agent, item.id, { ticket: '1', as: 'other' })), { as: 'not-in-list' });
    assert.equal(problem(await file(agent, 'no-such', { ticket: '1', as: 'note' })), 'not-found');
    assert.equal((await agent(`${path}/${item.id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await agent(`${path}/${item.id}`, { method: 'DELETE' })).status, 404);
    assert.deepEqual(await server.deps.files.list(), []);
    // The mail server tries again: it is not back.
    assert.equal((await list(agent)).total, 0);
  });

  it('is filed once when two colleagues do it at the same time', async () => {
    const { server, agent, ticket, item } = await inDoubt();
    const both = await Promise.all([
      file(agent, item.id, { ticket: '1', as: 'reply' }),
      file(agent, item.id, { ticket: '1', as: 'reply' }),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409]);
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['Depuis <b>hier</b>.']);
  });
});
