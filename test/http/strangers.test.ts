/** What a browser or a script may not do from outside, though it looks almost right. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import type { DeskPage } from '../../server/wire/desk.ts';
import type { TicketPage } from '../../server/wire/tickets.ts';
import { startTestServer } from '../helpers/server.ts';
import { api, fields, openHarness, openTicket, problem } from '../helpers/harness.ts';

const tickets = `${api}/tickets`;

/** What a server answers to exactly these lines. */
function exchange(url: string, ...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write([...lines, 'Connection: close', '', ''].join('\r\n')));
    socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
}

describe('a request', () => {
  it('with two hosts is refused, as a proxy may have believed the other one', async () => {
    const server = await startTestServer();
    try {
      for (const second of ['evil.example', 'localhost']) {
        const answer = await exchange(server.url, 'GET /healthz HTTP/1.1', 'Host: localhost', `hOST: ${second}`);
        assert.match(answer, /^HTTP\/1\.1 400 /);
        assert.match(answer, /"code":"malformed-request"/);
      }
      assert.match(await exchange(server.url, 'GET /healthz HTTP/1.1', 'Host: localhost'), /^HTTP\/1\.1 200 /);
    } finally {
      await server.close();
    }
  });

  it('of another site’s page reads nothing of the desk', async () => {
    const harness = await openHarness();
    const agent = await harness.agent();
    for (const path of ['me', 'tickets', 'stats', 'customers?q=nadia', 'events', 'replies', 'views', 'counts']) {
      for (const from of ['cross-site', 'same-site'])
        assert.equal(problem(await agent(`${api}/desk/${path}`, { headers: { 'sec-fetch-site': from } })), 'forbidden', path);
    }
    for (const from of ['same-origin', 'none'])
      assert.equal((await agent(`${api}/desk/me`, { headers: { 'sec-fetch-site': from } })).status, 200);
  });
});

describe('a cursor', () => {
  it('leads on only where it was given out, and only as it was', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (let i = 0; i < 3; i++) await openTicket(nadia);
    const { nextCursor } = (await nadia<TicketPage>(`${tickets}?limit=1`)).json;
    assert.ok(nextCursor !== null);
    const next = (await nadia<TicketPage>(`${tickets}?limit=1&cursor=${nextCursor}`)).json;
    assert.deepEqual([next.items.length, next.nextCursor === null], [1, false]);

    const [place = ''] = nextCursor.split('~');
    const byHand = Buffer.from(JSON.stringify(JSON.parse(Buffer.from(place, 'base64url').toString()))).toString('base64url');
    for (const made of [place, byHand, `${byHand}~`, `${byHand}~aaaaaaaaaaaaaaaa`, `${nextCursor}a`, `a${nextCursor}`, '', '~', 'x'])
      assert.deepEqual(fields(await nadia(`${tickets}?limit=1&cursor=${made}`)), { cursor: 'invalid' }, made);

    const agent = await harness.agent();
    const desk = (await agent<DeskPage>(`${api}/desk/tickets?limit=1`)).json.nextCursor ?? '';
    assert.deepEqual(fields(await agent(`${api}/desk/tickets?limit=1&cursor=${nextCursor}`)), { cursor: 'invalid' });
    assert.equal((await agent(`${api}/desk/tickets?limit=1&cursor=${desk}`)).status, 200);
  });

  it('is good after a restart', async () => {
    const before = await openHarness();
    const nadia = await before.customer('nadia');
    for (let i = 0; i < 2; i++) await openTicket(nadia);
    const { nextCursor } = (await nadia<TicketPage>(`${tickets}?limit=1`)).json;
    const after = await openHarness({ store: before.store });
    assert.equal((await (await after.customer('nadia'))(`${tickets}?limit=1&cursor=${nextCursor ?? ''}`)).status, 200);
  });
});
