import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as law from '../../server/ticket/rules.ts';
import type { Amendment } from '../../server/ticket/rules.ts';
import type { Instant, Ticket } from '../../server/ticket/model.ts';
import { InvalidInput, Refusal } from '../../server/ticket/codes.ts';
import { dueAt } from '../../server/ticket/promise.ts';
import { act, after, customer, day, freeze, hour, morning, newTicket, policy, staff } from './samples.ts';

const later = after(morning, hour);
const closed = (now: Instant = later): Ticket => freeze(law.close(newTicket(), null, act(staff, now)).ticket);
const started = (): Ticket => freeze(law.start(newTicket(), act(staff, later)).ticket);
const amend = (ticket: Ticket, change: Amendment, now: Instant = later) => law.amend(ticket, change, act(staff, now));
const kinds = (ticket: Ticket): string[] => ticket.timeline.map(({ kind }) => kind);
const refused = (code: string) => ({ name: 'Refusal', code });
const reasonMissing = { name: 'InvalidInput', errors: [{ path: 'reason', code: 'required' }] };

describe('A change at the desk', () => {
  it('knows three transitions: start, close and reopen', () => {
    assert.equal(amend(newTicket(), { status: 'IN_PROGRESS' }).ticket.status, 'IN_PROGRESS');
    assert.equal(amend(newTicket(), { status: 'CLOSED' }).ticket.status, 'CLOSED');
    assert.equal(amend(started(), { status: 'CLOSED' }).ticket.status, 'CLOSED');
    assert.equal(amend(closed(), { status: 'OPEN', reason: 'Not solved' }).ticket.status, 'OPEN');
  });

  it('refuses every other transition', () => {
    assert.throws(() => amend(newTicket(), { status: 'OPEN' }), refused('bad-transition'));
    assert.throws(() => amend(started(), { status: 'OPEN' }), refused('bad-transition'));
    assert.throws(() => amend(started(), { status: 'IN_PROGRESS' }), refused('bad-transition'));
    assert.throws(() => amend(closed(), { status: 'IN_PROGRESS' }), refused('bad-transition'));
  });

  it('refuses to close what is closed, in the words of closing', () => {
    assert.throws(() => amend(closed(), { status: 'CLOSED' }), refused('already-closed'));
  });

  it('gives its one reason to everything that shows one', () => {
    const { ticket, effects } = amend(closed(), { status: 'OPEN', priority: 'HIGH', reason: 'Still down' });
    assert.deepEqual(
      ticket.timeline.filter(({ reason }) => reason === 'Still down').map(({ kind }) => kind),
      ['reopened', 'priority-changed'],
    );
    assert.equal(ticket.messages.at(-1)?.body, 'Still down');
    assert.deepEqual(
      effects.map(({ kind }) => kind),
      ['reopened', 'reopened'],
    );
  });

  it('asks for a missing reason before it looks at the state', () => {
    assert.throws(() => amend(newTicket(), { priority: 'LOW' }), reasonMissing);
    assert.throws(() => amend(closed(), { status: 'OPEN' }), reasonMissing);
    assert.throws(() => amend(closed(), { priority: 'LOW' }), reasonMissing);
    assert.throws(() => amend(closed(), { status: 'IN_PROGRESS', priority: 'LOW' }), reasonMissing);
  });

  it('asks for none when nothing shows one', () => {
    const { ticket } = amend(newTicket(), { status: 'CLOSED', priority: 'MEDIUM', assignee: 'staff-2', tags: ['dns'] });
    assert.equal(ticket.status, 'CLOSED');
  });

  it('reopens before it changes the priority, and counts the new promise from the reopening', () => {
    const now = after(later, 9 * day);
    const { ticket } = amend(closed(), { status: 'OPEN', priority: 'LOW', reason: 'Again' }, now);
    assert.deepEqual(kinds(ticket).slice(-2), ['reopened', 'priority-changed']);
    assert.equal(ticket.promise.startedAt, now);
    assert.equal(ticket.promise.dueAt, dueAt('LOW', now, policy));
  });

  it('closes after everything else, which a closed ticket would refuse', () => {
    const { ticket } = amend(newTicket(), { status: 'CLOSED', priority: 'LOW', service: 'sales', reason: 'Answered by telephone' });
    assert.deepEqual(kinds(ticket), ['created', 'priority-changed', 'service-changed', 'closed']);
  });

  it('moves to a service without the category of the one it leaves', () => {
    const invoice = amend(newTicket(), { service: 'billing', category: 'invoice' }).ticket;
    assert.equal(invoice.category, 'invoice');
    assert.equal(amend(invoice, { service: 'sales' }).ticket.category, null);
    assert.equal(amend(invoice, { service: 'billing' }).ticket, invoice);
    assert.equal(amend(invoice, { category: 'payment' }).ticket.category, 'payment');
  });

  it('without a field changes nothing', () => {
    const ticket = newTicket();
    assert.equal(amend(ticket, {}).ticket, ticket);
    assert.equal(amend(ticket, { reason: 'For nothing' }).ticket, ticket);
  });

  it("is the team's alone, whatever it holds", () => {
    for (const change of [{ status: 'CLOSED' }, { assignee: 'me' }, {}] as const) {
      assert.throws(() => law.amend(newTicket(), change, act(customer)), { name: 'TypeError' });
    }
  });

  it('makes all of its changes or none', () => {
    const tickets = fc.constantFrom(newTicket(), started(), closed());
    const changes = fc.record(
      {
        status: fc.constantFrom('OPEN', 'IN_PROGRESS', 'CLOSED'),
        priority: fc.constantFrom('LOW', 'MEDIUM', 'HIGH', 'URGENT'),
        reason: fc.constant('Because'),
        assignee: fc.constantFrom(null, 'staff-2'),
        tags: fc.constantFrom(['dns'], ['mail', 'dns'], []),
        service: fc.constantFrom('technical', 'sales'),
        category: fc.constantFrom(null, 'invoice'),
      } as const,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(tickets, changes, fc.constantFrom(null, 1), (ticket, change, reopenWindowDays) => {
        const before = JSON.stringify(ticket);
        try {
          const next = law.amend(ticket, change, act(staff, after(later, 2 * day), { ...policy, reopenWindowDays })).ticket;
          if (change.status !== undefined) assert.equal(next.status, change.status);
          if (change.priority !== undefined) assert.equal(next.priority, change.priority);
          if (change.assignee !== undefined) assert.equal(next.assignee, change.assignee);
          if (change.tags !== undefined) assert.deepEqual(new Set(next.tags), new Set(change.tags));
          if (change.service !== undefined) assert.equal(next.service, change.service);
          if (change.category !== undefined) assert.equal(next.category, change.category);
        } catch (error) {
          if (!(error instanceof Refusal || error instanceof InvalidInput)) throw error;
        }
        assert.equal(JSON.stringify(ticket), before);
      }),
      { numRuns: 500 },
    );
  });
});
