import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import * as law from '../../server/ticket/rules.ts';
import { DeskItem, DeskTicket } from '../../server/wire/desk.ts';
import { TicketItem, TicketView } from '../../server/wire/tickets.ts';
import { deskItem, deskTicket, ticketItem, ticketView } from '../../server/wire/view.ts';
import type { DeskPeople } from '../../server/wire/view.ts';
import type { Attachment, CustomerFacing, Note, PublicMessage, Ticket } from '../../server/ticket/model.ts';
import { act, after, customer, day, freeze, hour, morning, newTicket, policy, staff } from './samples.ts';

const later = after(morning, hour);
const file: Attachment = { id: 'file-1', name: 'screen.png', type: 'image/png', size: 1234 };

const people: DeskPeople = {
  customer: { id: 'customer-1', name: 'Camille Roche', email: 'camille@example.org', emailVerified: true, locale: 'fr', kind: 'customer' },
  staffMember: (id) => (id === 'staff-2' ? { name: 'Karim', inTeam: true } : undefined),
};

/** A ticket on which everything has happened that can. */
function fullLife(): Ticket {
  const links = {
    order: { id: 'o', label: 'Order' },
    subscription: { id: 's', label: 'Subscription' },
    project: { id: 'p', label: 'Project' },
  };
  let ticket = newTicket({ links, attachments: [file], orderReference: 'A-1', followUpOf: 'ticket-0', category: 'hosting' });
  const steps: ((ticket: Ticket) => law.Outcome)[] = [
    (t) => law.reply(t, { body: 'Some more', attachments: [file] }, act(customer, later)),
    (t) => law.note(t, { body: 'SECRET words', attachments: [{ ...file, id: 'SECRET-file' }] }, act(staff, later)),
    (t) => law.assign(t, 'SECRET-assignee', act(staff, later)),
    (t) => law.tag(t, ['SECRET-tag'], act(staff, later)),
    (t) => law.changePriority(t, 'HIGH', 'Your shop is down', act(staff, later)),
    (t) => law.moveTo(t, 'sales', null, act(staff, later)),
    (t) => law.nudge(t, act(customer, after(later, day))),
    (t) => law.reply(t, { body: 'An answer', attachments: [file] }, act(staff, after(later, day))),
    (t) => law.markSolution(t, t.messages.at(-1)?.id ?? null, act(staff, after(later, day))),
    (t) => law.reply(t, { body: 'Fine' }, act(customer, after(later, day))),
    (t) => law.acknowledge(t, null, act(staff, after(later, day))),
    (t) => law.close(t, 'Solved', act(staff, after(later, day))),
    (t) => law.reopen(t, 'Not yet', act(customer, after(later, 2 * day))),
    (t) => law.close(t, 'Solved now', act(staff, after(later, 3 * day))),
    (t) => law.thank(t, 'Thanks', act(customer, after(later, 3 * day))),
    (t) => law.rate(t, 5, 'Quick', act(customer, after(later, 3 * day))),
  ];
  for (const step of steps) ({ ticket } = step(ticket));
  return freeze({ ...ticket, customerId: 'SECRET-customer' });
}

const now = after(later, 4 * day);
const life = fullLife();

/** Every object in it gets a field that nobody foresaw; free-form records are left alone. */
function strew(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => strew(one));
  if (typeof value !== 'object' || value === null || name === 'fields' || name === 'context') return value;
  return { ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, strew(one, key)])), unforeseen: 'SECRET surprise' };
}

describe("The customer's view", () => {
  it('has the published shape, for a new ticket and for one on which everything happened', () => {
    for (const ticket of [newTicket(), life]) {
      assert.deepEqual(v.safeParse(TicketView, ticketView(ticket, now, policy)).issues, undefined);
      assert.deepEqual(v.safeParse(TicketItem, ticketItem(ticket, now, policy)).issues, undefined);
    }
  });

  it("says nothing of what is the team's own", () => {
    for (const view of [ticketView(life, now, policy), ticketItem(life, now, policy)]) {
      const text = JSON.stringify(view);
      assert.doesNotMatch(text, /SECRET|staff-1|"rev"|"tags"|"assignee"|"audit"|"notes"|customerId|seenAt/);
    }
  });

  it('says nothing that a stored ticket might learn to hold one day, at any depth', () => {
    const strewn = strew(life) as Ticket;
    assert.equal(JSON.stringify(ticketView(strewn, now, policy)), JSON.stringify(ticketView(life, now, policy)));
    assert.equal(JSON.stringify(ticketItem(strewn, now, policy)), JSON.stringify(ticketItem(life, now, policy)));
  });

  it('names staff and shows no id of theirs', () => {
    const { messages, timeline, closedBy } = ticketView(life, now, policy);
    assert.deepEqual(messages[1]?.author, { kind: 'staff', name: 'Nadia' });
    assert.deepEqual(closedBy, { kind: 'staff', name: 'Nadia' });
    for (const { by } of timeline) assert.deepEqual(Object.keys(by), ['kind', 'name']);
  });

  it('in a list leaves out the description, messages, timeline, context and the earlier promises', () => {
    const item = ticketItem(life, now, policy);
    const left = Object.keys(ticketView(life, now, policy)).filter((key) => !(key in item));
    assert.deepEqual(left.sort(), ['context', 'description', 'messages', 'promises', 'timeline']);
  });

  it('tells every promise, oldest first, with what it was made for and what became of it', () => {
    const { promise, promises, solution, solutionBy, messages } = ticketView(life, now, policy);
    assert.deepEqual(
      promises.map(({ kind, state }) => `${kind} ${state}`),
      ['first met', 'follow-up met', 'reopening met'],
    );
    assert.deepEqual(promises.at(-1), promise);
    assert.equal(solution, messages[1]?.id);
    assert.deepEqual(solutionBy, { kind: 'staff', name: 'Nadia' });
  });

  it('tells of promises that were stored before they had kinds', () => {
    const bare = ({ kind: _, ...old }: Ticket['promise']): Ticket['promise'] => old;
    const first = newTicket();
    const { earlierPromises: _, ...reopened } = law.reopen(
      law.close(first, null, act(staff, later)).ticket,
      'Again',
      act(customer, after(later, day)),
    ).ticket;
    assert.equal(ticketView({ ...first, promise: bare(first.promise) }, now, policy).promise.kind, 'first');
    const { promise, promises, solution } = ticketView({ ...reopened, promise: bare(reopened.promise) }, now, policy);
    assert.deepEqual([promise.kind, promises.length, solution], ['reopening', 1, null]);
  });

  it('tells the state of the promise at the moment it is asked', () => {
    const ticket = newTicket({ priority: 'URGENT' });
    assert.equal(ticketView(ticket, ticket.promise.dueAt, policy).promise.state, 'pending');
    assert.equal(ticketView(ticket, after(ticket.promise.dueAt, 1), policy).promise.state, 'late');
  });

  it('tells until when it may be reopened and from when news may be asked for', () => {
    const window = { ...policy, reopenWindowDays: 14 };
    assert.equal(ticketItem(life, now, window).reopenableUntil, after(life.closing!.at, 14 * day));
    assert.equal(ticketItem(life, now, policy).reopenableUntil, null);
    assert.equal(ticketItem(life, now, policy).nudgeableFrom, null);
    assert.equal(ticketItem(newTicket(), now, policy).nudgeableFrom, after(morning, day));
  });

  it('does not change with what is done to it afterwards', () => {
    const before = JSON.stringify(life);
    const view = ticketView(life, now, policy);
    view.fields.domain = 'changed';
    view.can.reply = true;
    view.attachments.pop();
    assert.equal(JSON.stringify(life), before);
  });

  it('cannot be made from a note: the compiler refuses', () => {
    const note: Note = newNote();
    const facing: CustomerFacing = newTicket();
    // @ts-expect-error -- a note is no public message
    const disguised: PublicMessage = note;
    // @ts-expect-error -- nor may a list of messages hold one
    const mixed: CustomerFacing = { ...facing, messages: [...facing.messages, note] };
    // @ts-expect-error -- nor does what customers see have a place for notes
    const notes = facing.notes;
    // @ts-expect-error -- and a view is made of a ticket, nothing else
    const view = () => ticketView(note, now, policy);
    assert.ok([disguised, mixed, view].every(Boolean) && Array.isArray(notes));
  });
});

const newNote = (): Note => law.note(newTicket(), { body: 'Between us' }, act(staff)).ticket.notes[0]!;

describe('The last answer in a list', () => {
  const answered = (body: string) => ticketItem(law.reply(newTicket(), { body }, act(staff, later)).ticket, now, policy).lastAnswer;

  it("is the team's, never the customer's and never a note", () => {
    assert.equal(ticketItem(law.reply(newTicket(), { body: 'Mine' }, act(customer, later)).ticket, now, policy).lastAnswer, null);
    assert.equal(ticketItem(law.note(newTicket(), { body: 'Ours' }, act(staff, later)).ticket, now, policy).lastAnswer, null);
    assert.deepEqual(answered('We are on it.'), { author: 'Nadia', excerpt: 'We are on it.', at: later });
  });

  it('is cut between words', () => {
    const excerpt = answered('word '.repeat(100))!.excerpt;
    assert.match(excerpt, /^(word )*word…$/);
    assert.ok(excerpt.length <= 161 && excerpt.length > 150);
  });

  it('is cut all the same where there are no words', () => {
    assert.equal(answered('字'.repeat(500))?.excerpt, `${'字'.repeat(160)}…`);
    assert.equal(answered('😀'.repeat(100))?.excerpt, '😀'.repeat(100));
  });

  it('never breaks a character in two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ' ', '\n', '😀', 'é', '字字字字'), { minLength: 1, maxLength: 400 }), (parts) => {
        const { excerpt } = answered(parts.join(''))!;
        assert.ok(excerpt.isWellFormed() && !excerpt.includes('\ufffd'));
        assert.ok(Array.from(excerpt).length <= 161);
        assert.doesNotMatch(excerpt, /\n| {2}|^ | $/);
      }),
    );
  });
});

describe("The desk's view", () => {
  it('has the published shape', () => {
    assert.deepEqual(v.safeParse(DeskTicket, deskTicket(life, people, now, policy)).issues, undefined);
    assert.deepEqual(v.safeParse(DeskItem, deskItem(life, people, now, policy)).issues, undefined);
  });

  it('holds the notes apart from the messages', () => {
    const { messages, notes, rev, tags } = deskTicket(life, people, now, policy);
    assert.deepEqual(
      notes.map(({ body, visibility }) => [body, visibility]),
      [['SECRET words', 'internal']],
    );
    assert.ok(messages.length > 0 && messages.every(({ visibility }) => visibility === 'public'));
    assert.equal(rev, life.rev);
    assert.deepEqual(tags, ['SECRET-tag']);
  });

  it('names the assignee, and shows no id of whoever has left', () => {
    const assigned = (id: string) => deskItem(law.assign(newTicket(), id, act(staff)).ticket, people, now, policy).assignee;
    assert.deepEqual(assigned('staff-2'), { id: 'staff-2', name: 'Karim', inTeam: true });
    assert.deepEqual(assigned('gone'), { id: 'gone', name: '', inTeam: false });
  });

  it('takes nothing unforeseen from the stored ticket either', () => {
    assert.equal(
      JSON.stringify(deskTicket(strew(life) as Ticket, people, now, policy)),
      JSON.stringify(deskTicket(life, people, now, policy)),
    );
  });
});
