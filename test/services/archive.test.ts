import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { MemoryArchive } from '../../server/store/archive-memory.ts';
import type { ArchivedFiles, Mapping } from '../../server/store/archive-store.ts';
import type { ArchivePage, ArchivedTicketView } from '../../server/wire/archive.ts';
import type { DeskCustomerCard } from '../../server/wire/customers.ts';
import type { SessionView } from '../../server/wire/session.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { archived, batchOf, said } from '../archive/samples.ts';
import { openHarness } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const bytes = new TextEncoder().encode('<script>alert(1)</script>');
const sha256 = createHash('sha256').update(bytes).digest('hex');

interface Opened extends Harness {
  readonly archive: MemoryArchive;
  put(tickets: readonly ArchivedTicket[], mappings?: readonly Mapping[], files?: ArchivedFiles): Promise<void>;
}

async function open(config: object = {}): Promise<Opened> {
  const archive = new MemoryArchive(new Map([[sha256, bytes]]));
  const harness = await openHarness({ config, parts: { archive } });
  let batches = 0;
  return {
    ...harness,
    archive,
    async put(tickets, mappings = [], files = {}) {
      // One archive, several brands: each has a run of its own.
      for (const brand of new Set(tickets.map((ticket) => ticket.brand))) {
        const run = archive.begin({ ...batchOf(`b${String(batches++)}`), brand });
        for (const ticket of tickets) if (ticket.brand === brand) run.put({ ticket, files });
        run.map(mappings);
        await run.commit();
        run.end();
      }
    },
  };
}

const nadia = { email: 'nadia@example.com', email_verified: true, legacy: [{ brand: 'nuxit', account: 'C-1042' }] };
const list = async (person: Person, query = ''): Promise<ArchivePage> => (await person<ArchivePage>(`/api/v1/archive${query}`)).json;
const subjects = async (person: Person, query = ''): Promise<string[]> => (await list(person, query)).items.map(({ subject }) => subject);

describe('the archive', () => {
  it('shows whom it belongs to: by mapping, else by account, else by verified address; of two people to nobody', async () => {
    const { put, customer } = await open();
    const by = (subject: string, requester: ArchivedTicket['requester']) => archived({ id: subject, subject, requester });
    await put(
      [
        by('mapped to a', { account: 'C-b', email: 'b@example.com' }),
        by('mapped by address', { email: 'Old@example.com' }),
        by('of account b', { account: 'C-b2', email: 'a@example.com' }),
        by('of address a', { account: 'C-unknown', email: ' A@Example.com ' }),
        by('of two addresses', { email: 'shared@example.com' }),
        by('of two accounts', { account: 'C-two', email: 'a@example.com' }),
        by('unverified', { email: 'typed@example.com' }),
        by('of nobody', {}),
        by('of another brand', { account: 'C-phpnet' }),
      ],
      [
        { brand: 'nuxit', account: 'C-b', customer: 'a' },
        { brand: 'nuxit', email: 'old@example.com', customer: 'a' },
      ],
    );
    const people = {
      a: await customer('a', { email: 'a@example.com', email_verified: true, legacy: [{ brand: 'nuxit', account: 'C-two' }] }),
      b: await customer('b', {
        email: 'b@example.com',
        email_verified: true,
        legacy: ['C-b', 'C-b2', 'C-two'].map((account) => ({ brand: 'nuxit', account })),
      }),
      c: await customer('c', { email: 'shared@example.com', email_verified: true, legacy: [{ brand: 'phpnet', account: 'C-phpnet' }] }),
      d: await customer('d', { email: 'SHARED@example.com', email_verified: true }),
      e: await customer('e', { email: 'typed@example.com', email_verified: false }),
    };
    // Everybody has been there once, in one order, and then comes again in the other.
    for (const person of Object.values(people)) await list(person);
    const seen: Record<string, string[]> = {};
    for (const [name, person] of Object.entries(people).reverse()) seen[name] = (await subjects(person)).sort();
    assert.deepEqual(seen, { a: ['mapped by address', 'mapped to a', 'of address a'], b: ['of account b'], c: [], d: [], e: [] });
  });

  it('knows of two who share an address even if one was only ever told of by the site', async () => {
    const { put, customer, ask } = await openWithOps();
    await put([archived({ requester: { email: 'nadia@example.com' } })]);
    const person = await customer('nadia', nadia);
    assert.equal((await list(person)).total, 1);
    await ask('/api/v1/customers/twin', {
      method: 'PUT',
      body: { email: 'nadia@example.com', email_verified: true },
      headers: { authorization: `Bearer ${opsToken}` },
    });
    assert.equal((await list(person)).total, 0);
  });

  it('shows tickets when their customer appears, with no further import', async () => {
    const { put, customer } = await open();
    await put([archived()]);
    assert.equal((await list(await customer('late'))).total, 0);
    assert.equal((await list(await customer('late', { legacy: nadia.legacy }))).total, 1);
  });

  it('does not go by addresses where the owner has switched that off', async () => {
    const { put, customer } = await open({ archive: { emailMatching: false } });
    await put([archived({ id: '1', requester: { email: 'nadia@example.com' } }), archived({ id: '2' })]);
    assert.equal((await list(await customer('nadia', nadia))).total, 1);
  });

  it('answers for another’s ticket as for one that is not there', async () => {
    const { put, customer, archive } = await open();
    await put([archived({ messages: [{ ...said('m', 'customer', 'x'), attachments: [{ name: 'a', ref: 'a' }] }] })], [], {
      a: { sha256, size: bytes.length },
    });
    const [entry] = archive.entriesOfAccount('nuxit', 'C-1042');
    const stranger = await customer('stranger', { email: 'other@example.com', email_verified: true });
    const without = ({ text }: Answer): string => text.replace(/"instance":"[^"]*"/, '');
    for (const path of [(id: string) => `/api/v1/archive/${id}`, (id: string) => `/api/v1/archive/${id}/attachments/0-0`]) {
      const theirs = await stranger(path(entry?.id ?? ''));
      const nothing = await stranger(path('A'.repeat(22)));
      assert.deepEqual([theirs.status, nothing.status], [404, 404]);
      assert.equal(without(theirs), without(nothing));
    }
    const owner = await customer('nadia', nadia);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      assert.ok((await owner(`/api/v1/archive/${entry?.id ?? ''}`, { method, body: {} })).status >= 404, method);
      assert.ok((await owner('/api/v1/archive', { method, body: {} })).status >= 404, method);
    }
    assert.equal((await owner(`/api/v1/archive/${entry?.id ?? ''}`)).status, 200);
  });

  it('lists by brand, searches words, numbers and accents, orders, and goes on by page', async () => {
    const { put, customer } = await open({
      archive: {
        brands: [
          { id: 'phpnet', label: 'PhpNet' },
          { id: 'nuxit', label: { en: 'Nuxit', fr: 'Nuxit SARL' } },
        ],
      },
    });
    const day = (n: number) => `2016-04-${String(n).padStart(2, '0')}T10:00:00.000Z`;
    const made = Array.from({ length: 25 }, (_, i) => {
      const { updatedAt: _old, ...rest } = archived({
        id: String(100 + i),
        number: `NX-${String(100 + i)}`,
        subject: `Boîte ${String(i)}`,
        createdAt: day(i + 1),
        messages: [{ ...said('m', 'staff', i === 7 ? 'Œuvre réparée' : 'Bonjour'), at: day(i + 1) }],
      });
      return rest;
    });
    await put([...made, archived({ brand: 'phpnet', id: '7', subject: 'PHP' })]);
    const person = await customer('nadia', nadia);
    const { counts, archive } = (await person<SessionView>('/api/v1/session?lang=fr')).json;
    assert.deepEqual(
      [counts.archived, archive],
      [
        26,
        {
          brands: [
            { id: 'phpnet', label: 'PhpNet', count: 1 },
            { id: 'nuxit', label: 'Nuxit SARL', count: 25 },
          ],
          emptyPlace: 'explain',
        },
      ],
    );
    const first = await list(person, '?brand=nuxit');
    assert.deepEqual([first.total, first.items.length, first.items[0]?.number, first.items[0]?.messageCount], [25, 20, 'NX-124', 1]);
    const rest = await list(person, `?brand=nuxit&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    assert.deepEqual([rest.items.length, rest.items.at(-1)?.number, rest.nextCursor], [5, 'NX-100', null]);
    assert.deepEqual(
      (await list(person, '?brand=nuxit&sort=oldest&limit=1')).items.map(({ number }) => number),
      ['NX-100'],
    );
    assert.deepEqual(
      [await subjects(person, '?q=oeuvre'), await subjects(person, '?q=%23107'), await subjects(person, '?q=nx-109 boite')],
      [['Boîte 7'], ['Boîte 7'], ['Boîte 9']],
    );
    assert.deepEqual([(await list(person, '?q=absent')).total, (await list(person, '?brand=netissime')).total], [0, 0]);
    for (const query of [
      '?sort=priority',
      '?cursor=oldest.1.x',
      `?sort=oldest&cursor=${encodeURIComponent(first.nextCursor ?? '')}`,
      '?state=open',
      '?limit=0',
    ])
      assert.equal((await person(`/api/v1/archive${query}`)).status, 422, query);
  });

  it('names its brands to a customer who has none of its tickets, and none where there is no archive', async () => {
    const { put, customer } = await open({
      archive: {
        brands: [
          { id: 'phpnet', label: 'PhpNet' },
          { id: 'nuxit', label: 'Nuxit' },
        ],
      },
    });
    const stranger = await customer('stranger', {});
    const told = async () => (await stranger<SessionView>('/api/v1/session')).json;
    assert.deepEqual((await told()).archive.brands, []);
    await put([archived({ id: '1' })]);
    const { archive, counts } = await told();
    assert.deepEqual([archive.brands, counts.archived], [[{ id: 'nuxit', label: 'Nuxit', count: 0 }], 0]);
  });

  it('finds words of scripts that write without blanks', async () => {
    const { put, customer } = await open();
    await put([archived({ subject: '网站无法完成退款申请' })]);
    const person = await customer('nadia', nadia);
    assert.deepEqual(
      [(await list(person, `?q=${encodeURIComponent('退款')}`)).total, (await list(person, `?q=${encodeURIComponent('退货')}`)).total],
      [1, 0],
    );
  });

  it('gives a ticket as it was, and its files as bytes to save', async () => {
    const { put, customer } = await open();
    const attachments = [
      { name: 'é.html', type: 'text/html', ref: 'a' },
      { name: 'lost.txt', size: 9 },
      { name: 'born', ref: 'constructor' },
    ];
    await put(
      [
        archived({
          subject: '<img src=x onerror=alert(1)>',
          messages: [{ ...said('m', 'customer', 'see'), atNote: 'dst-overlap', attachments }],
        }),
      ],
      [],
      { a: { sha256, size: bytes.length } },
    );
    const person = await customer('nadia', nadia);
    const { items } = await list(person);
    const { json } = await person<ArchivedTicketView>(`/api/v1/archive/${items[0]?.id ?? ''}`);
    assert.equal(json.subject, '<img src=x onerror=alert(1)>');
    assert.deepEqual(
      json.messages[0]?.attachments.map(({ id, name, size }) => [id, name, size]),
      [
        ['0-0', 'é.html', bytes.length],
        [null, 'lost.txt', 9],
        [null, 'born', null],
      ],
    );
    assert.equal(json.messages[0]?.approximate, true);
    const file = await person(`/api/v1/archive/${json.id}/attachments/0-0`);
    assert.deepEqual(
      ['content-type', 'content-disposition', 'x-content-type-options', 'content-security-policy'].map((name) => file.headers.get(name)),
      ['application/octet-stream', `attachment; filename="_.html"; filename*=UTF-8''%C3%A9.html`, 'nosniff', "sandbox; default-src 'none'"],
    );
    for (const other of ['0-1', '0-2', '1-0', '0-0-0', '..', '__proto__'])
      assert.equal((await person(`/api/v1/archive/${json.id}/attachments/${other}`)).status, 404, other);
  });

  it('can be followed up by its owner, and by nobody else', async () => {
    const { put, customer, archive } = await open();
    await put([archived()]);
    const followUpOf = archive.entriesOfAccount('nuxit', 'C-1042')[0]?.id;
    const body = { service: 'sales', title: 'The problem is back', description: 'As in the old ticket, since today.', followUpOf };
    const made = await (await customer('nadia', nadia))<TicketView>('/api/v1/tickets', { body });
    assert.deepEqual([made.status, made.json.followUpOf], [201, followUpOf]);
    assert.equal((await (await customer('stranger'))('/api/v1/tickets', { body })).status, 422);
  });

  it('is read at the desk as its customer reads it', async () => {
    const { put, customer, agent } = await open();
    await put([archived()]);
    const person = await customer('nadia', nadia);
    await person('/api/v1/tickets', { body: { service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' } });
    const desk = await agent();
    assert.deepEqual((await desk<ArchivePage>('/api/v1/desk/customers/nadia/archive')).json, await list(person));
    const [item] = (await list(person)).items;
    assert.equal((await desk(`/api/v1/desk/customers/nadia/archive/${item?.id ?? ''}`)).status, 200);
    assert.equal((await desk('/api/v1/desk/customers/unknown/archive')).status, 404);
    assert.equal((await person('/api/v1/desk/customers/nadia/archive')).status, 401);
  });

  it('is not reached at the desk through another customer than its own', async () => {
    const { put, customer, agent, archive } = await open();
    await put([archived({ messages: [{ ...said('m', 'customer', 'x'), attachments: [{ name: 'a', ref: 'a' }] }] })], [], {
      a: { sha256, size: bytes.length },
    });
    for (const [sub, claims] of [
      ['nadia', nadia],
      ['zoe', {}],
    ] as const)
      await (await customer(sub, claims))('/api/v1/tickets', {
        body: { service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' },
      });
    const id = archive.entriesOfAccount('nuxit', 'C-1042')[0]?.id ?? '';
    const desk = await agent();
    for (const path of [id, `${id}/attachments/0-0`]) {
      assert.equal((await desk(`/api/v1/desk/customers/nadia/archive/${path}?kind=customer`)).status, 200, path);
      assert.equal((await desk(`/api/v1/desk/customers/zoe/archive/${path}`)).status, 404, path);
      assert.equal((await desk(`/api/v1/desk/customers/nadia/archive/${path}?kind=guest`)).status, 404, path);
      assert.equal((await desk(`/api/v1/desk/customers/nadia/archive/${path}?colour=red`)).status, 422, path);
    }
    assert.equal((await desk<ArchivePage>('/api/v1/desk/customers/zoe/archive')).json.total, 0);
  });

  it('is found at the desk for a guest apart from the customer with the same id, and counted on their card', async () => {
    const { put, customer, agent } = await open();
    const sub = 'sam@example.com';
    await put([archived()]);
    const body = { service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' };
    await (await customer(sub, { legacy: nadia.legacy }))('/api/v1/tickets', { body });
    const desk = await agent();
    await desk('/api/v1/desk/tickets', { body: { ...body, customer: { email: sub } } });
    const at = `/api/v1/desk/customers/${encodeURIComponent(sub)}`;
    const totals = await Promise.all(
      ['', '?kind=customer', '?kind=guest'].map(async (kind) => (await desk<ArchivePage>(`${at}/archive${kind}`)).json.total),
    );
    assert.deepEqual(totals, [1, 1, 0]);
    const brands = await Promise.all(
      ['customer', 'guest'].map(async (kind) => (await desk<DeskCustomerCard>(`${at}?kind=${kind}`)).json.archive.brands),
    );
    assert.deepEqual(brands, [[{ id: 'nuxit', label: 'nuxit', count: 1 }], []]);
    assert.equal((await desk(`${at}/archive?kind=robot`)).status, 422);
  });
});

const opsToken = 'operations-token-of-at-least-32-bytes';

async function openWithOps(): Promise<Opened> {
  const archive = new MemoryArchive();
  const harness = await openHarness({ environment: { SUPPORT_OPS_TOKEN: opsToken }, parts: { archive } });
  return {
    ...harness,
    archive,
    async put(tickets) {
      const run = archive.begin(batchOf('b'));
      for (const ticket of tickets) run.put({ ticket, files: {} });
      await run.commit();
      run.end();
    },
  };
}
