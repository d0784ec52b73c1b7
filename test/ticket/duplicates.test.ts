import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidInput, Refusal } from '../../server/ticket/codes.ts';
import { closeAsDuplicate, forgetDuplicate, originalOf } from '../../server/ticket/duplicates.ts';
import { close, note, reopen } from '../../server/ticket/rules.ts';
import { deskTicket, ticketView } from '../../server/wire/view.ts';
import type { Ticket } from '../../server/ticket/model.ts';
import { act, after, customer, freeze, hour, morning, newTicket, policy, staff } from './samples.ts';

const later = after(morning, hour);
const by = act(staff, later);
const people = {
  customer: { id: 'c', name: null, email: null, emailVerified: false, locale: null, kind: 'customer' as const },
  staffMember: () => undefined,
};
const pair = (otherCustomer = 'customer-1'): [Ticket, Ticket] => [
  newTicket({ number: 8 }),
  newTicket({ number: 7, customerId: otherCustomer }),
];
const pathOf = (error: unknown) => (error instanceof InvalidInput ? error.errors[0] : error);

describe('closing a ticket for another about the same', () => {
  it('links both, and closes the one as staff closes: promise answered, reason told, mail asked for', () => {
    const [ticket, original] = pair();
    const paired = freeze(closeAsDuplicate(ticket, original, 'We go on there.', by));
    const shown = ticketView(paired.ticket, later, policy);
    assert.deepEqual(
      [shown.status, shown.closedAs, shown.closeReason, shown.ball, shown.promise.state],
      ['CLOSED', 'duplicate', 'We go on there.', null, 'met'],
    );
    assert.deepEqual(shown.duplicateOf, { id: original.id, number: 7 });
    assert.deepEqual(shown.timeline.at(-1), {
      id: shown.timeline.at(-1)?.id,
      kind: 'closed',
      at: later,
      by: { kind: 'staff', name: 'Nadia' },
      reason: 'We go on there.',
      as: 'duplicate',
      to: '7',
    });
    assert.deepEqual(ticketView(paired.original, later, policy).duplicates, [{ id: ticket.id, number: 8 }]);
    assert.deepEqual(
      paired.effects.map(({ kind, audience, ticketId }) => [kind, audience, ticketId]),
      [['closed', 'customer', ticket.id]],
    );
    assert.deepEqual([paired.ticket.rev, paired.original.rev], [2, 2]);
  });

  it('changes nothing about the original but the link: no date, no mark, no promise', () => {
    const [ticket, original] = pair();
    const { original: next } = closeAsDuplicate(ticket, original, null, by);
    const { duplicates: _, ...shown } = ticketView(next, later, policy);
    const { duplicates: __, ...before } = ticketView(original, later, policy);
    assert.deepEqual(shown, before);
  });

  it('tells neither customer anything of the other’s ticket; the team knows both ways', () => {
    const [ticket, original] = pair('customer-2');
    const paired = closeAsDuplicate(ticket, original, null, by);
    assert.deepEqual(ticketView(paired.original, later, policy), ticketView(original, later, policy));
    const shown = ticketView(paired.ticket, later, policy);
    assert.deepEqual([shown.closedAs, shown.duplicateOf, shown.duplicates], ['duplicate', null, []]);
    const { id: _id, at: _at, by: _by, ...entry } = shown.timeline.at(-1) ?? { id: '', at: '', by: null };
    assert.deepEqual(entry, { kind: 'closed', as: 'duplicate' });
    assert.ok(!JSON.stringify(shown).includes(original.id));
    const [one, other] = [deskTicket(paired.ticket, people, later, policy), deskTicket(paired.original, people, later, policy)];
    assert.deepEqual(one.otherDuplicateOf, { id: original.id, number: 7 });
    assert.deepEqual(other.otherDuplicates, [{ id: ticket.id, number: 8 }]);
    assert.deepEqual(
      [one.audit.at(-1)?.kind, one.audit.at(-1)?.to, other.audit.at(-1)?.kind, other.audit.at(-1)?.to],
      ['duplicate-of', '7', 'duplicate', '8'],
    );
  });

  it('refuses itself, one that was closed for a third, and what is closed already', () => {
    const [ticket, original] = pair();
    assert.throws(
      () => closeAsDuplicate(ticket, ticket, null, by),
      (error) => assert.deepEqual(pathOf(error), { path: 'duplicateOf', code: 'invalid' }) === undefined,
    );
    const gone = closeAsDuplicate(original, newTicket({ number: 6 }), null, by).ticket;
    assert.throws(
      () => closeAsDuplicate(ticket, gone, null, by),
      (error) => assert.deepEqual(pathOf(error), { path: 'duplicateOf', code: 'taken' }) === undefined,
    );
    const closed = close(ticket, null, by).ticket;
    assert.throws(
      () => closeAsDuplicate(closed, original, null, by),
      (error) => error instanceof Refusal && error.code === 'already-closed',
    );
  });

  it('takes an original that is closed: its answer is there to be read', () => {
    const [ticket, original] = pair();
    assert.equal(closeAsDuplicate(ticket, close(original, null, by).ticket, null, by).original.status, 'CLOSED');
  });

  it('never makes a ring, in whatever order it is tried', () => {
    const [a, b] = pair();
    const first = closeAsDuplicate(a, b, null, by);
    assert.throws(() => closeAsDuplicate(first.original, first.ticket, null, by), InvalidInput);
  });

  it('is undone by reopening, whoever reopens, on both sides', () => {
    for (const [who, other] of [
      [customer, 'customer-1'],
      [staff, 'customer-2'],
    ] as const) {
      const paired = closeAsDuplicate(...pair(other), null, by);
      const again = reopen(paired.ticket, 'It is not the same.', act(who, after(later, hour))).ticket;
      const freed = forgetDuplicate(note(paired.original, { body: 'meanwhile' }, by).ticket, again);
      assert.equal(originalOf(again), null);
      assert.equal(ticketView(again, later, policy).closedAs, null);
      const shown = deskTicket(freed, people, later, policy);
      assert.deepEqual([shown.duplicates, shown.otherDuplicates, shown.notes.length, shown.rev], [[], [], 1, 4]);
      assert.equal(shown.updatedAt, morning);
    }
  });
});
