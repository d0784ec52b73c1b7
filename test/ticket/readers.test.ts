import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { haveSameReaders, mayRead, readersOf } from '../../server/ticket/readers.ts';
import { create } from '../../server/ticket/rules.ts';
import { act, customer, draft } from './samples.ts';

const ticketOf = (customerId: string) => create(draft({ customerId }), act(customer)).ticket;
const reader = (id: string, only: string | null = null) => ({ customer: { id }, only });

describe('who may read a ticket', () => {
  it('is its customer, and no other', () => {
    const ticket = ticketOf('marie');
    assert.deepEqual(readersOf(ticket), ['marie']);
    assert.equal(mayRead(ticket, reader('marie')), true);
    assert.equal(mayRead(ticket, reader('paul')), false);
    assert.equal(mayRead(ticket, reader('')), false);
  });

  it('is, with the link of a mail, its customer for that ticket alone', () => {
    const ticket = ticketOf('marie');
    assert.equal(mayRead(ticket, reader('marie', ticket.id)), true);
    assert.equal(mayRead(ticket, reader('marie', ticketOf('marie').id)), false);
    assert.equal(mayRead(ticket, reader('paul', ticket.id)), false);
  });

  it('decides which tickets may name each other', () => {
    assert.equal(haveSameReaders(ticketOf('marie'), ticketOf('marie')), true);
    assert.equal(haveSameReaders(ticketOf('marie'), ticketOf('paul')), false);
  });
});
