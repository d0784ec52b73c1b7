import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketPage } from '../../server/wire/tickets.ts';
import { text } from '../helpers/files.ts';
import { api, openHarness, openTicket, request, routeOf, say, upload } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

/** Without what is another in each server: of the latest hint only how many there were. */
const common = (text: string): string => text.replace(/"instance":"[^"]+"/, '').replace(/("lastEventId":")[^".]+/, '$1');

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A body that each route would take. */
const bodies: Readonly<Record<string, object>> = {
  messages: { body: 'Hello' },
  reopen: { reason: 'Again' },
  thank: { body: 'Thanks' },
  rating: { score: 1 },
  close: {},
  nudge: {},
  seen: {},
};

const bare = ({ status, text, headers }: Answer): string =>
  JSON.stringify([status, common(text), [...headers].filter(([name]) => !name.startsWith('ratelimit')).sort()]);

function routesWithId(harness: Harness): string[] {
  const paths = harness.app.routes.map(({ path }) => path).filter((path) => path.includes(':id'));
  return [...new Set(paths)];
}

describe('another’s ticket', () => {
  it('is, on every route and in every way, one that is not there', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const zoe = await harness.customer('zoe');
    const sent = await upload(nadia, 'sent.txt', text('words'));
    const pending = await upload(nadia, 'pending.txt', text('words'));
    const { id, number } = await openTicket(nadia, { attachments: [sent.id] });
    const before = (await nadia(`${api}/tickets/${id}`)).text;
    const routes = routesWithId(harness);
    assert.ok(routes.length >= 13, routes.join(' '));
    for (const route of routes) {
      for (const method of methods) {
        const body = ['GET', 'HEAD', 'OPTIONS'].includes(method)
          ? undefined
          : (bodies[route.split('/').at(-1) ?? ''] ?? { status: 'CLOSED' });
        const ask = (who: string) => zoe(route.replace(':id', who), { method, body, headers: { 'if-match': '"1"' } });
        const random = await ask('V1StGXR8_Z5jdHi6B-myT');
        for (const own of [id, String(number), sent.id, pending.id]) assert.equal(bare(await ask(own)), bare(random), `${method} ${route}`);
        if (routeOf(harness.routes, method, route.replace(':id', 'x')))
          assert.ok([401, 404].includes(random.status), `${method} ${route}: ${String(random.status)}`);
      }
    }
    assert.equal((await nadia(`${api}/tickets/${id}`)).text, before);
  });

  it('is in no list, no search and no count', async () => {
    const harness = await openHarness();
    const [nadia, zoe] = [await harness.customer('nadia'), await harness.customer('zoe')];
    const { number } = await openTicket(nadia, { title: 'Xylophone out of tune' });
    for (const query of ['', `?q=%23${String(number)}`, `?q=${String(number)}`, '?q=xylophone', '?state=open', '?sort=number']) {
      assert.deepEqual((await zoe<TicketPage>(`${api}/tickets${query}`)).json, { items: [], nextCursor: null, total: 0 }, query);
    }
    assert.deepEqual((await zoe<SessionView>(`${api}/session`)).json.counts, { open: 0, closed: 0, archived: 0, unread: 0 });
    const cursor = (await nadia<TicketPage>(`${api}/tickets?limit=1`)).json.nextCursor;
    assert.equal(cursor, null);
  });
});

/** A fixed sequence of acts by two customers and an agent; with or without what only the team may know. */
async function play(harness: Harness, secretly: (work: (agent: Person) => Promise<unknown>) => Promise<void>): Promise<string[]> {
  const nadia = await harness.customer('nadia', { name: 'Nadia', email: 'nadia@example.com', email_verified: true });
  const zoe = await harness.customer('zoe', { name: 'Zoé' });
  const agent = await harness.agent();
  const seen: string[] = [];
  const tap = async (): Promise<void> => {
    for (const person of [nadia, zoe]) {
      for (const path of [
        'session',
        'tickets',
        'tickets?sort=created',
        'tickets?q=canary',
        'tickets?q=canary-1',
        'tickets?state=open&limit=1',
        'tickets/1',
        'tickets/2',
        'tickets/3',
      ]) {
        const { status, headers, text } = await person(`${api}/${path}`);
        const kept = [...headers].filter(([name]) => !name.startsWith('ratelimit')).sort();
        seen.push(JSON.stringify([path, status, kept, common(text)]));
      }
    }
  };
  const step = async (work: () => Promise<Answer>): Promise<void> => {
    harness.clock.forward(60_000);
    seen.push(common((await work()).text));
  };
  const [one, two, three] = [await openTicket(nadia), await openTicket(zoe), await openTicket(nadia, { title: 'Another request' })];
  for (const ticket of [one, two, three]) {
    await tap();
    await secretly((camille) => say(camille, ticket, 'canary-1: he never pays', 'internal'));
    await tap();
    await step(() => say(agent, ticket, 'We look into it.').then((answer) => ({ ...answer, text: '' })));
    await secretly((camille) => say(camille, ticket, 'canary-2: still does not', 'internal'));
    await secretly((camille) =>
      camille(`${api}/desk/tickets/${ticket.id}`).then(({ headers }) =>
        camille(`${api}/desk/tickets/${ticket.id}`, {
          method: 'PATCH',
          body: { tags: ['canary-3'], assignee: null },
          headers: { 'if-match': headers.get('etag') ?? '' },
        }),
      ),
    );
    await tap();
    const person = ticket === two ? zoe : nadia;
    await step(() => person(`${api}/tickets/${ticket.id}/seen`, { body: {} }));
    await step(() => person(`${api}/tickets/${ticket.id}/messages`, { body: { body: 'Thank you.' } }));
    await step(() => person(`${api}/tickets/${ticket.id}/close`, { body: {} }));
    await secretly((camille) => say(camille, ticket, 'canary-4: at last', 'internal'));
    await tap();
    await step(() => person(`${api}/tickets/${ticket.id}/reopen`, { body: { reason: 'It came back.' } }));
  }
  await secretly((camille) => camille(`${api}/desk/tickets?q=canary`));
  await tap();
  return seen;
}

describe('notes', () => {
  it('change not one byte of what customers read', async () => {
    const without = await openHarness();
    const withNotes = await openHarness();
    const plain = await play(without, () => Promise.resolve());
    let secrets = 0;
    const noted = await play(withNotes, async (work) => {
      await withNotes.withOtherIds(async () => work(await withNotes.agent()));
      secrets += 1;
    });
    assert.ok(secrets > 10);
    const different = noted.findIndex((text, i) => text !== plain[i]);
    assert.equal(noted[different], plain[different]);
    assert.equal(noted.length, plain.length);
    assert.ok(noted.every((text) => !/canary-[2-9]|he never pays|camille@example\.com/i.test(text)));
  });

  it('and whatever else the team keeps to itself never reach a customer, nor do other customers’ words', async () => {
    const lines: string[] = [];
    const log = {
      info: (message: string, facts = {}) => void lines.push(message + JSON.stringify(facts)),
      warn: (message: string, facts = {}) => void lines.push(message + JSON.stringify(facts)),
      error: () => undefined,
    };
    const harness = await openHarness({ parts: { log } });
    const canary = (): string => `canary${Math.random().toString(36).slice(2)}`;
    const [note, tag, staffMail, zoesWord, zoesMail] = [canary(), canary(), `${canary()}@example.com`, canary(), `${canary()}@example.com`];
    await harness.staff.add({ email: staffMail, name: 'Yanis', role: 'admin', password: 'correct horse battery' });
    const agent = await harness.agent({ email: staffMail, password: 'correct horse battery' });
    const nadia = await harness.customer('nadia', { email: 'nadia@example.com', email_verified: true });
    const zoe = await harness.customer('zoe', { email: zoesMail, email_verified: true });
    const mine = await openTicket(nadia);
    await openTicket(zoe, { title: `About ${zoesWord}`, description: `Everything about ${zoesWord}` });
    const rev = (await say(agent, mine, note, 'internal')).json.rev;
    const me = (await agent<{ id: string }>(`${api}/desk/me`)).json.id;
    await agent(`${api}/desk/tickets/${mine.id}`, {
      method: 'PATCH',
      body: { tags: [tag], assignee: me },
      headers: { 'if-match': `"${String(rev)}"` },
    });
    await say(agent, mine, 'A public answer.');
    const told: string[] = [];
    const listen = async (path: string, ask?: Parameters<Person>[1]): Promise<void> => {
      const { headers, text } = await nadia(path, ask);
      told.push(text, JSON.stringify([...headers]));
    };
    for (const path of [
      'session',
      'tickets',
      'tickets/1',
      'tickets/2',
      `tickets/${mine.id}`,
      `tickets?q=${note}`,
      `tickets?q=${tag}`,
      `tickets?q=${zoesWord}`,
      'tickets?cursor=x',
      'nothing',
      'desk/tickets',
    ])
      await listen(`${api}/${path}`);
    told.push(await harness.metrics());
    for (const path of ['/openapi.json', '/healthz', '/desk']) await listen(path);
    for (const [act, body] of Object.entries(bodies)) await listen(`${api}/tickets/${mine.id}/${act}`, { body });
    await listen(`${api}/tickets`, { body: request });
    for (const word of [note, tag, staffMail, zoesWord, zoesMail, 'scrypt$']) {
      assert.ok(
        told.every((text) => !text.includes(word)),
        `${word} was told`,
      );
      assert.ok(
        lines.every((line) => !line.includes(word)),
        `${word} was logged`,
      );
    }
    for (const query of [note, tag, zoesWord]) assert.equal((await nadia<TicketPage>(`${api}/tickets?q=${query}`)).json.total, 0);
  });
});
