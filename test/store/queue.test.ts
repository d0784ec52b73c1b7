import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Priority, Status, Ticket } from '../../server/ticket/model.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Store, TicketQuery } from '../../server/store/store.ts';
import { deskQuery, minute, sampleTicket } from './samples.ts';

const now = minute(500);
const soonBy = minute(740);

interface Sketch {
  readonly due: number;
  readonly answered: boolean;
  readonly status: Status;
  readonly ball: 'team' | 'customer';
  readonly touched: number;
  readonly priority: Priority;
  readonly service: string;
  readonly assignee: string | null;
  readonly tags: readonly string[];
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  due: fc.integer({ min: 400, max: 900 }),
  answered: fc.boolean(),
  status: fc.constantFrom<Status>('OPEN', 'IN_PROGRESS', 'CLOSED'),
  ball: fc.constantFrom('team' as const, 'customer' as const),
  touched: fc.integer({ min: 0, max: 40 }),
  priority: fc.constantFrom<Priority>('LOW', 'HIGH'),
  service: fc.constantFrom('billing', 'technical'),
  assignee: fc.constantFrom('paul', 'ines', null),
  tags: fc.subarray(['vip', 'php']),
});

/** As the law would leave it: whoever is owed an answer waits for the team, and a closed ticket waits for nobody. */
function drawn(number: number, { due, answered, status, ball, touched, ...rest }: Sketch): Ticket {
  const closed = status === 'CLOSED';
  return sampleTicket(number, {
    ...rest,
    status,
    updatedAt: minute(touched),
    promise: { startedAt: minute(0), dueAt: minute(due), answeredAt: answered ? minute(1) : null, waived: closed && !answered },
    ball: closed ? null : answered ? ball : 'team',
    closing: closed ? { at: minute(touched), by: { kind: 'system', name: null }, reason: null, thankedAt: null, ratedAt: null } : null,
  });
}

const owes = ({ promise, status }: Ticket): boolean => promise.answeredAt === null && !promise.waived && status !== 'CLOSED';
const isLate = (ticket: Ticket): boolean => owes(ticket) && ticket.promise.dueAt < now;
const isSoon = (ticket: Ticket): boolean => owes(ticket) && !isLate(ticket) && ticket.promise.dueAt <= soonBy;

/** The order as people tell it: late, then soonest; then whoever has waited longest for us; then customers; then closed. */
function inOrder(tickets: readonly Ticket[]): number[] {
  const rank = (ticket: Ticket): number => (ticket.status === 'CLOSED' ? 3 : owes(ticket) ? 0 : ticket.ball === 'team' ? 1 : 2);
  const at = (ticket: Ticket): number =>
    Date.parse(owes(ticket) ? ticket.promise.dueAt : (ticket.closing?.at ?? ticket.updatedAt)) * (rank(ticket) < 2 ? 1 : -1);
  return [...tickets].sort((a, b) => rank(a) - rank(b) || at(a) - at(b) || b.number - a.number).map(({ number }) => number);
}

const questions: readonly [Partial<TicketQuery>, (ticket: Ticket) => boolean][] = [
  [{}, () => true],
  [{ statuses: ['OPEN', 'IN_PROGRESS'] }, ({ status }) => status !== 'CLOSED'],
  [{ statuses: ['IN_PROGRESS'] }, ({ status }) => status === 'IN_PROGRESS'],
  [{ statuses: ['CLOSED', 'OPEN'] }, ({ status }) => status !== 'IN_PROGRESS'],
  [{ statuses: ['CLOSED'] }, ({ status }) => status === 'CLOSED'],
  [{ ball: 'team' }, ({ ball }) => ball === 'team'],
  [{ ball: 'customer', statuses: ['IN_PROGRESS', 'CLOSED'] }, ({ ball, status }) => ball === 'customer' && status === 'IN_PROGRESS'],
  [{ late: true }, isLate],
  [{ late: false }, (ticket) => !isLate(ticket)],
  [{ late: true, statuses: ['CLOSED'] }, () => false],
  [{ dueBy: soonBy }, isSoon],
  [{ dueBy: soonBy, priorities: ['HIGH'] }, (ticket) => isSoon(ticket) && ticket.priority === 'HIGH'],
  [{ assignees: ['paul', null], services: ['billing'] }, ({ assignee, service }) => assignee !== 'ines' && service === 'billing'],
  [{ assignees: [null], formerAssignees: true }, ({ assignee }) => assignee !== 'paul'],
  [{ tag: 'vip', late: false }, (ticket) => ticket.tags.includes('vip') && !isLate(ticket)],
  [{ q: 'panne #3' }, ({ number }) => number === 3],
];

async function paged(store: Store, query: TicketQuery): Promise<{ numbers: number[]; totals: Set<number> }> {
  const numbers: number[] = [];
  const totals = new Set<number>();
  let cursor: string | null = null;
  do {
    const page = await store.listTickets({ ...query, ...(cursor !== null && { cursor }) });
    numbers.push(...page.items.map(({ number }) => number));
    totals.add(page.total);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { numbers, totals };
}

describe('The queue', () => {
  test('is in the order of the promises, whatever is asked, page by page, as tickets come, change and go', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sketch, { minLength: 1, maxLength: 12 }),
        fc.array(fc.record({ at: fc.nat(), sketch }), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 3 }),
        fc.boolean(),
        async (first, changes, drops, askedBefore) => {
          const store = createMemoryStore();
          // Ines has left, or was never there.
          await store.commit({
            put: { staff: [{ id: 'paul', email: 'paul@example.com', name: 'Paul', role: 'agent', passwordHash: '', createdAt: now }] },
          });
          const rows = new Map<number, Ticket>();
          const put = async (ticket: Ticket): Promise<void> => {
            rows.set(ticket.number, ticket);
            await store.commit({ put: { tickets: [ticket] } });
          };
          for (const [index, each] of first.entries()) await put(drawn(index + 1, each));
          // Sorted by a question, or kept in order from there on: it must not matter.
          if (askedBefore) await store.listTickets(deskQuery({ sort: 'promise', now }));
          for (const { at, sketch: next } of changes) await put(drawn((at % first.length) + 1, next));
          for (const at of drops) {
            rows.delete((at % first.length) + 1);
            await store.commit({ drop: { tickets: [`ticket-${String((at % first.length) + 1)}`] } });
          }
          const tickets = [...rows.values()];
          for (const [question, belongs] of questions) {
            const { numbers, totals } = await paged(store, deskQuery({ sort: 'promise', now, limit: 3, ...question }));
            assert.deepEqual(numbers, inOrder(tickets.filter(belongs)), JSON.stringify(question));
            assert.deepEqual([...totals], [numbers.length], JSON.stringify(question));
          }
          const open = tickets.filter(({ status }) => status !== 'CLOSED');
          const count = (belongs: (ticket: Ticket) => boolean): number => open.filter(belongs).length;
          assert.deepEqual(await store.countQueue({ now, soonBy, assignee: 'paul' }), {
            open: open.length,
            late: count(isLate),
            soon: count(isSoon),
            mine: count(({ assignee }) => assignee === 'paul'),
            unassigned: count(({ assignee }) => assignee !== 'paul'),
            team: count(({ ball }) => ball === 'team'),
            customer: count(({ ball }) => ball === 'customer'),
            closed: tickets.length - open.length,
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  test('goes on after the last ticket shown when others come and go in between', async () => {
    const store = createMemoryStore();
    const owed = (number: number, due: number): Ticket =>
      sampleTicket(number, { promise: { startedAt: minute(0), dueAt: minute(due), answeredAt: null, waived: false } });
    await store.commit({ put: { tickets: [owed(1, 10), owed(2, 20), owed(3, 30), owed(4, 40)] } });
    const query = deskQuery({ sort: 'promise', limit: 2 });
    const { items, nextCursor } = await store.listTickets(query);
    assert.deepEqual(
      items.map(({ number }) => number),
      [1, 2],
    );
    await store.commit({ put: { tickets: [owed(5, 5), owed(6, 25)] }, drop: { tickets: ['ticket-2', 'ticket-3'] } });
    assert.ok(nextCursor);
    assert.deepEqual((await paged(store, { ...query, cursor: nextCursor })).numbers, [6, 4]);
  });
});
