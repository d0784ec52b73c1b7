import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mintToken } from '../helpers/tokens.ts';
import { inFolder, serve } from '../helpers/process.ts';
import type { Served } from '../helpers/process.ts';

interface Acknowledged {
  readonly tickets: Map<string, { readonly title: string; readonly key: string; readonly sub: string }>;
  readonly messages: Map<string, string[]>;
}

const subs = Array.from({ length: 8 }, (_, i) => `customer-${String(i)}`);
const tickets = '/api/v1/tickets';

async function post(url: string, path: string, sub: string, body: object, key: string): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${await mintToken(sub)}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
}

const draft = (title: string) => ({ service: 'sales', title, description: 'We are ten people and need mail.' });

/** One customer opens tickets and writes into them until nobody answers any more. */
async function writeUntilCut(url: string, sub: string, done: Acknowledged, count: { acknowledged: number }): Promise<void> {
  for (let i = 0; ; i++) {
    const [title, key] = [`Request ${sub} ${String(i)}`, `${sub}-${String(i)}`];
    try {
      const made = await post(url, tickets, sub, draft(title), key);
      if (made.status === 503) return;
      if (made.status !== 201) continue;
      const { id } = (await made.json()) as { id: string };
      done.tickets.set(id, { title, key, sub });
      count.acknowledged += 1;
      const said = await post(url, `${tickets}/${id}/messages`, sub, { body: `Message ${title}` }, `${key}-m`);
      if (said.status !== 201) continue;
      await said.arrayBuffer();
      done.messages.set(id, [...(done.messages.get(id) ?? []), `Message ${title}`]);
      count.acknowledged += 1;
    } catch {
      return;
    }
  }
}

async function find(url: string, id: string, sub: string): Promise<{ title: string; messages: { body: string }[] }> {
  const response = await fetch(`${url}${tickets}/${id}`, { headers: { authorization: `Bearer ${await mintToken(sub)}` } });
  assert.equal(response.status, 200, `ticket ${id} is gone`);
  return (await response.json()) as { title: string; messages: { body: string }[] };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a server that is killed while it writes', () => {
  it('has every write that it acknowledged when it comes back, and does none twice', { timeout: 60_000 }, () =>
    inFolder(async (dir) => {
      const done: Acknowledged = { tickets: new Map(), messages: new Map() };
      let server: Served = await serve(dir);
      for (let round = 1; round <= 3; round++) {
        const count = { acknowledged: 0 };
        const writers = subs.map((sub) => writeUntilCut(server.url, `${sub}-${String(round)}`, done, count));
        await until(() => count.acknowledged >= 150);
        await server.kill();
        await Promise.all(writers);
        server = await serve(dir);
      }
      for (const [id, { title, sub }] of done.tickets) {
        const found = await find(server.url, id, sub);
        assert.equal(found.title, title);
        for (const body of done.messages.get(id) ?? [])
          assert.ok(
            found.messages.some((message) => message.body === body),
            `a message of ${id} is gone`,
          );
      }
      // Asked again with its key, an acknowledged request is the same ticket.
      for (const [id, { title, key, sub }] of [...done.tickets].slice(-20)) {
        const again = await post(server.url, tickets, sub, draft(title), key);
        assert.deepEqual(
          [again.status, again.headers.get('idempotent-replayed'), ((await again.json()) as { id: string }).id],
          [201, 'true', id],
        );
      }
      assert.ok(done.tickets.size >= 200);
      assert.equal(await server.stop(), 0);
    }),
  );

  it('finishes what it was doing when it is asked to stop', { timeout: 30_000 }, () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      const done: Acknowledged = { tickets: new Map(), messages: new Map() };
      const count = { acknowledged: 0 };
      const writers = subs.map((sub) => writeUntilCut(server.url, sub, done, count));
      await until(() => count.acknowledged >= 50);
      assert.equal(await server.stop(), 0);
      await Promise.all(writers);
      assert.ok(
        server.lines.every((line) => !line.includes('"level":"error"')),
        server.lines.join('\n'),
      );
      const back = await serve(dir);
      for (const [id, { title, sub }] of done.tickets) assert.equal((await find(back.url, id, sub)).title, title);
      assert.equal(await back.stop(), 0);
    }),
  );
});
