import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { createMemoryStore } from '../../server/store/memory.ts';
import { BadCursorError, ReadOnlyError, type Store } from '../../server/store/store.ts';
import { freshFolder, openStore } from './folders.ts';
import {
  creating,
  minute,
  sampleCustomer,
  sampleEffect,
  sampleIncident,
  sampleMail,
  sampleRecord,
  sampleSession,
  sampleStaff,
  sampleTicket,
  sampleUpload,
  saying,
} from './samples.ts';

const stores: Readonly<Record<string, (t: TestContext) => Promise<Store>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  journal: async (t) => openStore(t, { dir: await freshFolder(t) }),
};

for (const [name, open] of Object.entries(stores)) {
  describe(`The ${name} store`, () => {
    test('gives tickets the numbers 1, 2, 3, also when they are created at once', async (t) => {
      const store = await open(t);
      const made = await Promise.all(Array.from({ length: 20 }, () => store.createTicket(creating())));
      assert.deepEqual(
        made.map((ticket) => ticket.number),
        Array.from({ length: 20 }, (_, i) => i + 1),
      );
    });

    test('does not spend a number on a ticket that could not be made', async (t) => {
      const store = await open(t);
      const failing = store.createTicket(() => {
        throw new Error('not in the catalog');
      });
      await assert.rejects(failing, /not in the catalog/);
      assert.equal((await store.createTicket(creating())).number, 1);
    });

    test('makes the next row of a customer from the newest, whoever else is at it', async (t) => {
      const store = await open(t);
      const items = Array.from({ length: 20 }, (_, i) => ({ id: `p${String(i)}`, label: 'Project' }));
      await Promise.all(
        items.map((item) =>
          store.changeCustomer('nadia', (before) => {
            const customer = before ?? sampleCustomer('nadia', { catalog: { orders: [], subscriptions: [], projects: [] } });
            return { ...customer, catalog: { ...customer.catalog, projects: [...(before?.catalog.projects ?? []), item] } };
          }),
        ),
      );
      assert.deepEqual((await store.customer('nadia'))?.catalog.projects, items);
    });

    test('changes an incident in its newest version, one act after the other, until it is dropped', async (t) => {
      const store = await open(t);
      await store.commit({ put: { incidents: [sampleIncident('mail')] } });
      const grow = () => store.changeIncident('mail', (before) => ({ put: { incidents: [{ ...before, rev: before.rev + 1 }] } }));
      const revs = (await Promise.all([grow(), grow(), grow()])).map((incident) => incident?.rev);
      assert.deepEqual(revs, [2, 3, 4]);
      const dropping = store.changeIncident('mail', () => ({ drop: { incidents: ['mail'] } }));
      assert.equal(await grow(), undefined);
      await dropping;
      assert.deepEqual([await store.incident('mail'), await store.listIncidents()], [undefined, []]);
    });

    test('does not give out the number of an erased ticket again', async (t) => {
      const store = await open(t);
      const { id } = await store.createTicket(creating());
      await store.commit({ drop: { tickets: [id] } });
      assert.equal((await store.createTicket(creating())).number, 2);
    });

    test('finds a ticket by id and by number', async (t) => {
      const store = await open(t);
      const made = await store.createTicket(creating());
      assert.deepEqual(await store.ticket(made.id), made);
      assert.deepEqual(await store.ticketByNumber(1), made);
      assert.equal(await store.ticket('nothing'), undefined);
      assert.equal(await store.ticketByNumber(2), undefined);
    });

    test('lands fifty concurrent acts on one ticket in the order they were asked', async (t) => {
      const store = await open(t);
      const { id } = await store.createTicket(creating());
      const words = Array.from({ length: 50 }, (_, i) => `word ${String(i)}`);
      const versions = await Promise.all(words.map((word) => store.changeTicket(id, saying(word))));
      const last = await store.ticket(id);
      assert.deepEqual(
        last?.messages.map((message) => message.body),
        words,
      );
      assert.deepEqual(
        versions.map((version) => version?.rev),
        words.map((_, i) => i + 2),
      );
    });

    test('changes nothing when an act throws', async (t) => {
      const store = await open(t);
      const { id } = await store.createTicket(creating());
      const refused = store.changeTicket(id, () => {
        throw new Error('already closed');
      });
      await assert.rejects(refused, /already closed/);
      assert.equal((await store.ticket(id))?.rev, 1);
      assert.equal((await store.changeTicket(id, saying('after')))?.rev, 2);
    });

    test('lets an act decide that there is nothing to do', async (t) => {
      const store = await open(t);
      const made = await store.createTicket(creating());
      assert.deepEqual(await store.changeTicket(made.id, () => null), made);
    });

    test('lets an act change two tickets in one step, each from its newest version', async (t) => {
      const store = await open(t);
      const [one, two] = [await store.createTicket(creating()), await store.createTicket(creating())];
      await Promise.all([
        store.changeTicket(two.id, saying('before')),
        store.changeTicket(one.id, (ticket, _customer, _upload, other) => {
          const second = other(two.id);
          return second
            ? {
                put: {
                  tickets: [
                    { ...ticket, rev: ticket.rev + 1, tags: ['both'] },
                    { ...second, rev: second.rev + 1, tags: ['both'] },
                  ],
                },
              }
            : null;
        }),
        store.changeTicket(two.id, saying('after')),
      ]);
      const [first, second] = [await store.ticket(one.id), await store.ticket(two.id)];
      assert.deepEqual([first?.tags, second?.tags, second?.rev], [['both'], ['both'], 4]);
      assert.deepEqual(
        second?.messages.map(({ body }) => body),
        ['before', 'after'],
      );
      assert.deepEqual(await store.countTags(), [{ id: 'both', count: 2 }]);
    });

    test('does not run an act on a ticket that is not there', async (t) => {
      const store = await open(t);
      assert.equal(await store.changeTicket('nothing', () => assert.fail('must not run')), undefined);
    });

    test('commits a ticket, its effects and its idempotency record in one step', async (t) => {
      const store = await open(t);
      await store.createTicket((number) => ({
        put: { tickets: [sampleTicket(number)], effects: [sampleEffect('mail')], idempotency: [sampleRecord('key')] },
      }));
      assert.deepEqual(await store.pendingEffects(10), [sampleEffect('mail')]);
      assert.deepEqual(await store.idempotencyRecord('key'), sampleRecord('key'));
    });

    test('hands out effects oldest first until they are dropped', async (t) => {
      const store = await open(t);
      const effects = [3, 1, 2].map((n) => sampleEffect(`mail ${String(n)}`, minute(n)));
      await store.commit({ put: { effects } });
      assert.deepEqual(
        (await store.pendingEffects(2)).map((effect) => effect.id),
        ['mail 1', 'mail 2'],
      );
      await store.commit({ drop: { effects: ['mail 1', 'mail 2'] } });
      assert.deepEqual(
        (await store.pendingEffects(2)).map((effect) => effect.id),
        ['mail 3'],
      );
    });

    test('keeps an outbox: what waits comes in the order of its tries, the rest by page and by age', async (t) => {
      const store = await open(t);
      const mails = [sampleMail('a', 3), sampleMail('b', 1), sampleMail('c', 2), sampleMail('d', 0, { state: 'sent', endedAt: minute(5) })];
      await store.commit({ put: { mails } });
      const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join('');
      assert.equal(ids(await store.waitingMails(2)), 'bc');
      assert.deepEqual(await store.countMails(), { waiting: 3, sent: 1, dead: 0 });
      const first = await store.listMails({ limit: 3 });
      const second = await store.listMails({ limit: 3, cursor: first.nextCursor ?? '' });
      assert.deepEqual([ids(first.items) + ids(second.items), first.total, second.nextCursor], ['dcba', 4, null]);
      assert.equal(ids((await store.listMails({ limit: 9, state: 'sent' })).items), 'd');
      assert.equal(ids(await store.mailsEndedBefore(minute(6))), 'd');
      assert.equal(ids(await store.mailsEndedBefore(minute(5))), '');
      assert.equal((await store.mailsQueuedSince(minute(1))).length, 0);
      await store.commit({ put: { mails: [{ ...sampleMail('b', 1), state: 'dead', endedAt: minute(7) }] } });
      assert.equal(ids(await store.waitingMails(9)), 'ca');
      await assert.rejects(store.listMails({ limit: 1, cursor: 'x' }), BadCursorError);
    });

    test('finds the promises that run out soon', async (t) => {
      const store = await open(t);
      const dueAt = minute(60);
      await store.createTicket(creating({ promise: { startedAt: minute(0), dueAt, answeredAt: null, waived: false } }));
      await store.createTicket(creating({ promise: { startedAt: minute(0), dueAt, answeredAt: minute(1), waived: false } }));
      await store.createTicket(creating({ status: 'CLOSED', promise: { startedAt: minute(0), dueAt, answeredAt: null, waived: false } }));
      assert.deepEqual(
        (await store.promisesDue(minute(30), minute(60))).map(({ number }) => number),
        [1],
      );
      assert.deepEqual(await store.promisesDue(minute(60), minute(90)), []);
    });

    test('tells its watchers of each commit once it is there, until they have enough', async (t) => {
      const store = await open(t);
      const seen: string[] = [];
      const end = store.watch(({ put }) => seen.push(...(put?.effects ?? []).map(({ id }) => id)));
      await store.commit({ put: { effects: [sampleEffect('one')] } });
      await store.commit({ put: { effects: [sampleEffect('two')] } });
      assert.deepEqual(seen, ['one', 'two']);
      end();
      await store.commit({ put: { effects: [sampleEffect('three')] } });
      assert.equal(seen.length, 2);
    });

    test('tells its watchers what a commit has replaced, however many are on their way at once', async (t) => {
      const store = await open(t);
      const seen: (readonly [before: string | null, after: string | null])[] = [];
      store.watch(({ put, drop }, replaced) => {
        for (const { id, title } of put?.tickets ?? []) seen.push([replaced.get(id)?.title ?? null, title]);
        for (const id of drop?.tickets ?? []) seen.push([replaced.get(id)?.title ?? null, null]);
      });
      const { id } = await store.createTicket(creating({ title: 'first' }));
      const renamed = (title: string) => store.changeTicket(id, (ticket) => ({ put: { tickets: [{ ...ticket, title }] } }));
      await Promise.all([renamed('second'), renamed('third'), store.commit({ put: { effects: [sampleEffect('one')] } })]);
      await store.commit({ drop: { tickets: [id] } });
      assert.deepEqual(seen, [
        [null, 'first'],
        ['first', 'second'],
        ['second', 'third'],
        ['third', null],
      ]);
    });

    test('lists the idempotency records that are older than a moment', async (t) => {
      const store = await open(t);
      await store.commit({ put: { idempotency: [sampleRecord('old', minute(1)), sampleRecord('new', minute(2))] } });
      assert.deepEqual(await store.idempotencyRecordsBefore(minute(2)), [sampleRecord('old', minute(1))]);
    });

    test('finds staff by address whatever its case, and forgets a changed address', async (t) => {
      const store = await open(t);
      await store.commit({ put: { staff: [sampleStaff('paul', 'paul@example.org'), sampleStaff('anna')] } });
      assert.equal((await store.staffByEmail('PAUL@example.org'))?.id, 'paul');
      await store.commit({ put: { staff: [sampleStaff('paul', 'p@example.org')] } });
      assert.equal(await store.staffByEmail('paul@example.org'), undefined);
      assert.deepEqual(
        (await store.listStaff()).map((staff) => staff.id),
        ['anna', 'paul'],
      );
    });

    test('finds the sessions of one agent and forgets dropped ones', async (t) => {
      const store = await open(t);
      const sessions = [sampleSession('a', 'paul'), sampleSession('b', 'paul'), sampleSession('c', 'anna')];
      await store.commit({ put: { sessions } });
      await store.commit({ drop: { sessions: ['a'] } });
      assert.deepEqual(await store.sessionsOf('paul'), [sampleSession('b', 'paul')]);
      assert.equal(await store.session('a'), undefined);
    });

    test('tells what somebody uploaded and no ticket took, and nothing of others', async (t) => {
      const store = await open(t);
      const rows = [sampleUpload('a'), sampleUpload('b', { size: 5 }), sampleUpload('c', { owner: { kind: 'staff', id: 'marie' } })];
      await store.commit({ put: { attachments: rows } });
      assert.deepEqual(await store.pendingAttachments({ kind: 'customer', id: 'marie' }), { files: 2, bytes: 15 });
      await store.commit({ put: { attachments: [sampleUpload('a', { ticketId: 'ticket-1' })] } });
      assert.deepEqual(await store.pendingAttachments({ kind: 'customer', id: 'marie' }), { files: 1, bytes: 5 });
      assert.deepEqual(await store.pendingAttachments({ kind: 'staff', id: 'nobody' }), { files: 0, bytes: 0 });
      assert.equal((await store.attachment('a'))?.ticketId, 'ticket-1');
      assert.deepEqual((await store.listAttachments()).map(({ id }) => id).sort(), ['a', 'b', 'c']);
    });

    test('lets one act take an upload, however many want it at once', async (t) => {
      const store = await open(t);
      await store.commit({ put: { attachments: [sampleUpload('a')] } });
      const tickets = await Promise.all([store.createTicket(creating()), store.createTicket(creating({ id: 'other' }))]);
      const takes = await Promise.all(
        tickets.map(async ({ id: ticketId }) => {
          let got = false;
          await store.changeTicket(ticketId, (_ticket, _newest, upload) => {
            const row = upload('a');
            got = row?.ticketId === null;
            return got && row ? { put: { attachments: [{ ...row, ticketId }] } } : null;
          });
          return got;
        }),
      );
      assert.deepEqual(takes.sort(), [false, true]);
    });

    test('drops old uploads, but none that a ticket takes at that moment', async (t) => {
      const store = await open(t);
      const rows = ['a', 'b', 'c', 'd'].map((id, i) => sampleUpload(id, { createdAt: minute(i) }));
      await store.commit({ put: { attachments: rows } });
      const { id: ticketId } = await store.createTicket(creating());
      const taking = store.changeTicket(ticketId, (_ticket, _newest, upload) => ({
        put: { attachments: [{ ...upload('a')!, ticketId }] },
      }));
      const dropping = store.dropPendingAttachments(minute(2), 10);
      const late = store.changeTicket(ticketId, (_ticket, _newest, upload) => (upload('b') ? assert.fail('on its way out') : null));
      await Promise.all([taking, late]);
      assert.deepEqual(await dropping, ['b']);
      assert.deepEqual(await store.dropPendingAttachments(minute(9), 1), ['c']);
      assert.deepEqual((await store.listAttachments()).map(({ id }) => id).sort(), ['a', 'd']);
    });

    test('finds customers by id and by address', async (t) => {
      const store = await open(t);
      await store.commit({ put: { customers: [sampleCustomer('marie'), sampleCustomer('guest', { email: null })] } });
      assert.equal((await store.customer('marie'))?.name, 'Marie Curie');
      assert.deepEqual(
        (await store.customersByEmail('Marie@Example.org')).map(({ id }) => id),
        ['marie'],
      );
    });

    test('finds customers by words of their name or address, whose name begins so first, then who was heard of last', async (t) => {
      const store = await open(t);
      const named = (id: string, name: string | null, email: string | null, n: number) =>
        sampleCustomer(id, { name, email, updatedAt: minute(n) });
      await store.commit({
        put: {
          customers: [
            named('a', 'Jean Morel', null, 9),
            named('b', 'Morgane', 'm@example.org', 1),
            named('c', null, 'morel@example.org', 2),
            named('d', 'Zoé', null, 3),
          ],
        },
      });
      const found = async (q: string, limit = 10) => {
        const { items, total } = await store.findCustomers(q, limit);
        return [items.map(({ id }) => id), total];
      };
      assert.deepEqual(await found('mor'), [['c', 'b', 'a'], 3]);
      assert.deepEqual(await found('MORÉL'), [['c', 'a'], 2]);
      assert.deepEqual(await found('mor', 1), [['c'], 3]);
      await store.commit({ put: { customers: [named('c', 'Paul', 'paul@example.org', 4)] }, drop: { customers: ['b'] } });
      assert.deepEqual(await found('mor'), [['a'], 1]);
      for (const q of ['', '!', 'mor zoe']) assert.deepEqual(await found(q), [[], 0], q);
    });

    test('keeps the views of the team until they are dropped', async (t) => {
      const store = await open(t);
      const view = { id: 'v', rev: 1, owner: 'paul', name: 'Late', shared: false, query: { late: 'true' as const }, updatedAt: minute(0) };
      await store.commit({ put: { views: [view, { ...view, id: 'w' }] } });
      assert.deepEqual(await store.savedView('v'), view);
      await store.commit({ drop: { views: ['v'] } });
      assert.deepEqual(
        (await store.listSavedViews()).map(({ id }) => id),
        ['w'],
      );
    });

    test('counts what is open, closed and unread', async (t) => {
      const store = await open(t);
      await store.createTicket(creating({ staffActedAt: minute(90) }));
      await store.createTicket(creating({ status: 'CLOSED', staffActedAt: minute(2), seenAt: minute(2) }));
      await store.createTicket(creating({ customerId: 'somebody else' }));
      assert.deepEqual(await store.countTickets('marie'), { open: 1, closed: 1, unread: 1 });
      assert.deepEqual(await store.countTickets('nobody'), { open: 0, closed: 0, unread: 0 });
    });

    test('takes ids that are names of built-in properties as ids like any other', async (t) => {
      const store = await open(t);
      const fields = JSON.parse('{"__proto__": "yes", "constructor": "yes"}') as Record<string, string>;
      await store.createTicket(creating({ id: '__proto__', customerId: 'constructor', fields }));
      assert.deepEqual((await store.ticket('__proto__'))?.fields, fields);
      assert.equal(await store.ticket('toString'), undefined);
      assert.equal((await store.countTickets('constructor')).open, 1);
      assert.equal(Object.hasOwn({}, 'yes'), false);
    });

    test('refuses to write once it is closed, and still reads', async (t) => {
      const store = await open(t);
      const made = await store.createTicket(creating());
      await store.close();
      await assert.rejects(store.changeTicket(made.id, saying('late')), ReadOnlyError);
      assert.deepEqual(await store.ticket(made.id), made);
      assert.equal(store.health().writable, false);
    });
  });
}
