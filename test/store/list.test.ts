import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ticket } from '../../server/ticket/model.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { BadCursorError, type Store, type TicketQuery, type TicketSort } from '../../server/store/store.ts';
import { creating, customerQuery, deskQuery, minute, sampleCustomer, sampleMessage, sampleNote, sampleTicket } from './samples.ts';

async function storeWith(...tickets: Partial<Ticket>[]): Promise<Store> {
  const store = createMemoryStore();
  for (const changes of tickets) await store.createTicket(creating(changes));
  return store;
}

async function numbers(store: Store, query: TicketQuery): Promise<readonly number[]> {
  return (await store.listTickets(query)).items.map((ticket) => ticket.number);
}

async function allPages(store: Store, query: TicketQuery): Promise<readonly number[]> {
  const { items, nextCursor } = await store.listTickets(query);
  const seen = items.map((ticket) => ticket.number);
  return nextCursor === null ? seen : [...seen, ...(await allPages(store, { ...query, cursor: nextCursor }))];
}

describe('The order of a list', () => {
  const orders: Readonly<Record<TicketSort, { tickets: Partial<Ticket>[]; expected: number[] }>> = {
    activity: {
      tickets: [{ updatedAt: minute(5) }, { updatedAt: minute(9) }, { updatedAt: minute(7) }],
      expected: [2, 3, 1],
    },
    created: {
      tickets: [{ createdAt: minute(5) }, { createdAt: minute(9) }, { createdAt: minute(9) }],
      expected: [3, 2, 1],
    },
    priority: {
      tickets: [{ priority: 'HIGH' }, { priority: 'URGENT' }, { priority: 'LOW' }, { priority: 'URGENT' }],
      expected: [4, 2, 1, 3],
    },
    number: { tickets: [{}, {}, {}], expected: [3, 2, 1] },
    promise: {
      tickets: [
        { promise: { startedAt: minute(0), dueAt: minute(50), answeredAt: null, waived: false } },
        { promise: { startedAt: minute(0), dueAt: minute(1), answeredAt: minute(1), waived: false } },
        { promise: { startedAt: minute(0), dueAt: minute(10), answeredAt: null, waived: false } },
        { promise: { startedAt: minute(0), dueAt: minute(2), answeredAt: null, waived: true }, status: 'CLOSED' },
        { promise: { startedAt: minute(0), dueAt: minute(30), answeredAt: null, waived: false } },
      ],
      expected: [3, 5, 1, 2, 4],
    },
  };

  for (const [sort, { tickets, expected }] of Object.entries(orders)) {
    test(`by ${sort} is the same on one page and page by page`, async () => {
      const store = await storeWith(...tickets);
      const query = deskQuery({ sort: sort as TicketSort });
      assert.deepEqual(await numbers(store, query), expected);
      assert.deepEqual(await allPages(store, { ...query, limit: 1 }), expected);
      assert.deepEqual(await allPages(store, { ...query, limit: 2 }), expected);
    });
  }
});

describe('A cursor', () => {
  test('neither repeats nor hides tickets when others come and go in between', async () => {
    const store = await storeWith({}, {}, {}, {}, {});
    const query = customerQuery({ sort: 'number', limit: 2 });
    const first = await store.listTickets(query);
    await store.createTicket(creating());
    await store.commit({ drop: { tickets: ['ticket-4'] } });
    assert.ok(first.nextCursor);
    assert.deepEqual(await numbers(store, { ...query, cursor: first.nextCursor }), [3, 2]);
  });

  test('is null on the last page, also when the page is exactly full', async () => {
    const store = await storeWith({}, {});
    assert.equal((await store.listTickets(customerQuery({ limit: 2 }))).nextCursor, null);
    assert.deepEqual(await createMemoryStore().listTickets(customerQuery()), { items: [], nextCursor: null, total: 0 });
  });

  test('that was not given out is refused', async () => {
    const store = await storeWith({}, {}, {});
    const { nextCursor } = await store.listTickets(customerQuery({ limit: 1 }));
    assert.ok(nextCursor);
    const forged = [
      '',
      'x',
      '%%%',
      `${nextCursor}x`,
      `${nextCursor}=`,
      nextCursor.slice(1),
      'a'.repeat(10_000),
      ...['null', '{}', '["activity"]', '["activity",0,"",0]', '["activity",0,5,1]', '["activity",1e999,"",1]'].map((json) =>
        Buffer.from(json).toString('base64url'),
      ),
    ];
    for (const cursor of forged) {
      await assert.rejects(store.listTickets(customerQuery({ cursor })), BadCursorError, cursor);
    }
  });

  test('of another order is refused', async () => {
    const store = await storeWith({}, {});
    const { nextCursor } = await store.listTickets(customerQuery({ limit: 1 }));
    assert.ok(nextCursor);
    const other = customerQuery({ sort: 'number', cursor: nextCursor });
    await assert.rejects(store.listTickets(other), BadCursorError);
  });
});

describe('A filter', () => {
  test('narrows the items and the total alike', async () => {
    const store = await storeWith(
      { status: 'CLOSED', service: 'billing', assignee: 'paul', tags: ['vip'] },
      { priority: 'URGENT' },
      { promise: { startedAt: minute(0), dueAt: minute(1), answeredAt: null, waived: false } },
    );
    const cases: [Partial<TicketQuery>, number[]][] = [
      [{ statuses: ['CLOSED'] }, [1]],
      [{ statuses: ['OPEN', 'IN_PROGRESS'] }, [3, 2]],
      [{ priorities: ['URGENT'] }, [2]],
      [{ services: ['billing'] }, [1]],
      [{ assignees: ['paul'] }, [1]],
      [{ assignees: [null] }, [3, 2]],
      [{ assignees: [null, 'paul'], services: ['technical', 'billing'] }, [3, 2, 1]],
      [{ tag: 'vip' }, [1]],
      [{ late: true, now: minute(2) }, [3]],
      [{ late: true, now: minute(1) }, []],
      [{ late: false, now: minute(2) }, [2, 1]],
      [{ customerId: 'nobody' }, []],
    ];
    for (const [filter, expected] of cases) {
      const page = await store.listTickets(deskQuery({ ...filter, sort: 'number' }));
      assert.deepEqual(
        page.items.map((ticket) => ticket.number),
        expected,
        JSON.stringify(filter),
      );
      assert.equal(page.total, expected.length);
    }
  });
});

describe('A search', () => {
  const ticket = {
    title: 'Échec du paiement',
    description: 'Le cœur du problème : l’œuvre n’est pas livrée à Straße.',
    messages: [sampleMessage('Réponse du 12 août')],
    notes: [sampleNote('client difficile')],
    tags: ['remboursement'],
  };

  test('folds case, accents, œ and ß, and matches the beginnings of words', async () => {
    const store = await storeWith(ticket);
    for (const q of ['echec', 'ÉCHEC', 'paiem', 'coeur', 'cœur', 'oeuvre', "l'oeuvre", 'strasse', 'reponse AOUT', 'problème:']) {
      assert.deepEqual(await numbers(store, customerQuery({ q })), [1], q);
    }
    for (const q of ['aiement', 'échec avion', '???']) {
      assert.deepEqual(await numbers(store, customerQuery({ q })), [], q);
    }
  });

  test('without a word finds everything', async () => {
    assert.deepEqual(await numbers(await storeWith(ticket), customerQuery({ q: '  ' })), [1]);
  });

  test('finds a number with or without its sign, and a number in the text only without', async () => {
    const store = await storeWith({ title: 'Commande 2' }, {}, {});
    assert.deepEqual(await numbers(store, customerQuery({ q: '#2' })), [2]);
    assert.deepEqual(await numbers(store, customerQuery({ q: '2', sort: 'number' })), [2, 1]);
    assert.deepEqual(await numbers(store, customerQuery({ q: 'panne #3' })), [3]);
  });

  test('finds every word that its customer can read in the ticket', async () => {
    const link = (label: string) => ({ id: `id-of-${label}`, label });
    const by = { kind: 'staff', id: 'paul', name: 'Paul' } as const;
    const file = (name: string) => ({ id: name, name, type: 'text/plain', size: 1 });
    const store = await storeWith(
      {
        attachments: [file('journal-rouge.txt')],
        messages: [{ ...sampleMessage('merci infiniment'), attachments: [file('capture_bleue.png')] }],
        links: { order: link('Hébergement Pro'), subscription: link('Messagerie'), project: link('Vitrine') },
        orderReference: 'CMD-vieille',
        fields: { where: 'au guichet', urgent: true },
        timeline: [
          { id: 'a', kind: 'closed', at: minute(1), by, reason: 'périmé' },
          { id: 'b', kind: 'reopened', at: minute(2), by, reason: 'panne revenue' },
          { id: 'c', kind: 'priority-changed', at: minute(3), by, from: 'LOW', to: 'HIGH', reason: 'boutique arrêtée' },
        ],
        rating: { score: 4, comment: 'rapide et courtois', at: minute(4) },
      },
      {},
    );
    for (const q of [
      'rouge',
      'bleue',
      'capture',
      'merci',
      'hebergement',
      'messagerie',
      'vitrine',
      'id-of-Vitrine',
      'cmd-vieille',
      'guichet',
      'perime',
      'arretee',
      'courtois',
      'rouge bleue courtois arretee',
    ]) {
      assert.deepEqual(await numbers(store, customerQuery({ q })), [1], q);
      assert.deepEqual(await numbers(store, deskQuery({ q })), [1], q);
    }
  });

  test('finds words of scripts that write without blanks, anywhere in a text', async () => {
    const store = await storeWith({ title: '网站无法完成退款申请' }, { title: 'iPhone14で支払いができません' }, { title: 'เว็บไซต์ล่ม' });
    const found = {
      退款: [1],
      退: [1],
      请: [1],
      退款申请: [1],
      完成退款: [1],
      款退: [],
      退货: [],
      支払い: [2],
      'iphone 支払': [2],
      で支払: [2],
      ไซต์: [3],
      网站无法完成退款申请: [1],
    };
    for (const [q, expected] of Object.entries(found)) {
      assert.deepEqual(await numbers(store, customerQuery({ q })), expected, q);
      assert.deepEqual(await numbers(store, deskQuery({ q })), expected, q);
    }
    await store.commit({ put: { customers: [sampleCustomer('marie', { name: '王小明' })] } });
    assert.equal((await store.listTickets(deskQuery({ q: '小明' }))).total, 3);
    assert.equal((await store.findCustomers('小明', 5)).total, 1);
  });

  test('by the desk also sees notes, tags and who the customer is', async () => {
    const store = await storeWith(ticket);
    await store.commit({ put: { customers: [sampleCustomer('marie')] } });
    for (const q of ['difficile', 'rembours', 'curie', 'marie@example.org']) {
      assert.deepEqual(await numbers(store, deskQuery({ q })), [1], q);
    }
  });

  test('by a customer is blind to notes, tags, assignee and audit, in the total too', async () => {
    const store = await storeWith({ ...ticket, assignee: 'canary', tags: ['canary'], notes: [sampleNote('canary')] });
    await store.commit({ put: { customers: [sampleCustomer('marie', { name: 'canary' })] } });
    assert.deepEqual(await store.listTickets(customerQuery({ q: 'canary' })), { items: [], nextCursor: null, total: 0 });
  });

  test('by a customer gives the same page whether or not the desk has written notes', async () => {
    const plain = sampleTicket(1);
    const noted = { ...plain, rev: 7, notes: [sampleNote('panne')], tags: ['panne'], assignee: 'paul' };
    const cursors = [];
    for (const version of [plain, noted]) {
      const store = createMemoryStore();
      await store.commit({ put: { tickets: [version, sampleTicket(2)] } });
      const page = await store.listTickets(customerQuery({ q: 'panne', limit: 1 }));
      cursors.push({ total: page.total, cursor: page.nextCursor, ids: page.items.map(({ id }) => id) });
    }
    assert.deepEqual(cursors[0], cursors[1]);
  });

  test('never crosses customers, and a customer without a name reads nothing', async () => {
    const store = await storeWith(ticket, { ...ticket, customerId: 'other' });
    assert.deepEqual(await numbers(store, customerQuery({ q: 'paiement' })), [1]);
    const { customerId: _, ...nameless } = customerQuery();
    await assert.rejects(store.listTickets(nameless), TypeError);
  });

  test('ignores a filter on desk fields when a customer asks', async () => {
    const store = await storeWith({ assignee: 'paul', tags: ['vip'] }, {});
    for (const filter of [{ tag: 'vip' }, { assignees: ['paul'] }, { ball: 'customer' as const }]) {
      assert.equal((await store.listTickets(customerQuery(filter))).total, 2);
    }
  });
});
