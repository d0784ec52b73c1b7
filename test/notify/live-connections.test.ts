/** Streams of hints over real connections: proxies, browsers and restarts are not kind to them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import type { TicketView } from '../../server/wire/tickets.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer, TestServerOptions } from '../helpers/server.ts';
import { Ear } from '../helpers/ear.ts';

const origin = 'https://www.example.com';
const events = '/api/v1/events';

async function withServer(
  options: TestServerOptions,
  work: (server: TestServer, headers: Record<string, string>) => Promise<unknown>,
): Promise<void> {
  const server = await startTestServer({ origins: [origin], ...options });
  try {
    await work(server, { authorization: `Bearer ${await server.token('nadia')}`, origin });
  } finally {
    await server.close();
  }
}

const listen = async (server: TestServer, headers: Record<string, string>): Promise<Ear> =>
  new Ear(await fetch(server.url + events, { headers }));

async function openTicket(server: TestServer, headers: Record<string, string>): Promise<TicketView> {
  const body = JSON.stringify({ service: 'sales', title: 'Which plan suits us', description: 'We are ten people and need mail.' });
  const answer = await fetch(`${server.url}/api/v1/tickets`, {
    method: 'POST',
    body,
    headers: { ...headers, 'content-type': 'application/json' },
  });
  assert.equal(answer.status, 201);
  return (await answer.json()) as TicketView;
}

const open = async (server: TestServer): Promise<string | undefined> =>
  /support_streams\{at="customer"\} (\d+)/.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a stream over the network', { timeout: 60_000 }, () => {
  it('comes at once, to pages of the site, and asks to be neither kept, changed, packed nor collected', async () => {
    await withServer({}, async (server, headers) => {
      const response = await fetch(server.url + events, { headers: { ...headers, 'accept-encoding': 'br, gzip' } });
      const said = (name: string) => response.headers.get(name);
      assert.deepEqual(
        [
          'content-encoding',
          'content-length',
          'cache-control',
          'x-accel-buffering',
          'connection',
          'access-control-allow-origin',
          'x-content-type-options',
        ].map(said),
        [null, null, 'no-store, no-transform', 'no', 'close', origin, 'nosniff'],
      );
      const ear = new Ear(response);
      await ear.until(({ types }) => types.includes('resync'));
      const { id } = await openTicket(server, headers);
      await ear.until(({ hints }) => hints.some(({ type, ticketId }) => type === 'ticket-created' && ticketId === id));
      const preflight = await fetch(server.url + events, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization,last-event-id' },
      });
      assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Last-Event-ID/);
    });
  });

  it('is not taken for a slow sender, however long it lasts', async () => {
    await withServer(
      {
        limits: { requestTimeout: 100, headersTimeout: 100, keepAliveTimeout: 100, connectionsCheckingInterval: 20 },
        uploadPatience: { every: 20, bytes: 1, whole: 60 },
      },
      async (server, headers) => {
        const ear = await listen(server, headers);
        const slow = connect(Number(new URL(server.url).port), '127.0.0.1');
        slow.write(
          `POST /api/v1/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers['authorization'] ?? ''}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
        );
        slow.resume();
        // Longer than everything that ends slow connections takes to end one.
        await once(slow, 'close');
        await openTicket(server, headers);
        await ear.until(({ types }) => types.includes('ticket-created'));
      },
    );
  });

  it('is forgotten when its reader has gone', async () => {
    await withServer({}, async (server, headers) => {
      const ears = [await listen(server, headers), await listen(server, headers)];
      assert.equal(await open(server), '2');
      await ears[0]?.leave();
      await until(async () => (await open(server)) === '1');
    });
  });

  it('ends in good order when the server stops, which does not wait for it', async () => {
    const server = await startTestServer();
    const ears: Ear[] = [];
    for (let count = 0; count < 50; count++)
      ears.push(await listen(server, { authorization: `Bearer ${await server.token(`customer-${String(count)}`)}` }));
    // Somebody who has stopped reading is no reason to wait either.
    const deaf = connect(Number(new URL(server.url).port), '127.0.0.1');
    deaf.write(`GET ${events} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${await server.token('deaf')}\r\n\r\n`);
    await once(deaf, 'data');
    deaf.pause();
    await server.close();
    for (const ear of ears) assert.equal(await ear.end(), 'well');
    deaf.destroy();
  });

  it('goes on with what was missed when the connection breaks, and begins anew after a restart', async () => {
    await withServer({ store: 'journal' }, async (server, headers) => {
      const ear = await listen(server, headers);
      await openTicket(server, headers);
      await ear.until(({ types }) => types.includes('ticket-created'));
      await ear.leave();
      await openTicket(server, headers);
      const again = await listen(server, { ...headers, 'last-event-id': ear.lastId });
      await again.until(({ types }) => types.length > 0);
      assert.deepEqual(again.types, ['ticket-created']);
      await withServer({}, async (other) => {
        const elsewhere = await listen(other, { ...headers, 'last-event-id': again.lastId });
        await elsewhere.until(({ types }) => types.includes('resync'));
      });
    });
  });
});
