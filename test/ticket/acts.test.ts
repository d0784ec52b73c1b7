import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import * as law from '../../server/ticket/rules.ts';
import { act, after, customer, day, draft, freeze, hour, minute, morning, newTicket, policy, staff } from './samples.ts';
import type { Outcome, Policy } from '../../server/ticket/rules.ts';
import type { Instant, Ticket } from '../../server/ticket/model.ts';
import { promiseState } from '../../server/ticket/promise.ts';

const said = { body: 'Have you any news?' };
const later = after(morning, hour);

const inProgress = (now: Instant = later): Ticket => freeze(law.start(newTicket(), act(staff, now)).ticket);
const answered = (now: Instant = later): Ticket => freeze(law.reply(newTicket(), { body: 'We look into it.' }, act(staff, now)).ticket);
const closed = (now: Instant = later): Ticket => freeze(law.close(newTicket(), null, act(staff, now)).ticket);

/** The mails an act asks for, as `audience:kind`. */
const mails = (outcome: Outcome): string[] => outcome.effects.map(({ audience, kind }) => `${audience}:${kind}`);
const entries = (ticket: Ticket): string[] => ticket.timeline.map(({ kind }) => kind);
const refused = (code: string, retryAt: Instant | null = null) => ({ name: 'Refusal', code, retryAt });
const reasonMissing = { name: 'InvalidInput', errors: [{ path: 'reason', code: 'required' }] };
const notTheirs = { name: 'TypeError' };

describe('Creating', () => {
  it('opens a ticket that waits for the team, with a promise and one entry in its timeline', () => {
    const { ticket } = law.create(draft({ number: 7 }), act(customer));
    assert.equal(ticket.number, 7);
    assert.equal(ticket.status, 'OPEN');
    assert.equal(ticket.ball, 'team');
    assert.equal(ticket.rev, 1);
    assert.equal(ticket.createdAt, morning);
    assert.equal(ticket.updatedAt, morning);
    assert.equal(ticket.promise.startedAt, morning);
    assert.equal(promiseState(ticket.promise, morning), 'pending');
    assert.deepEqual(entries(ticket), ['created']);
    assert.deepEqual([ticket.messages, ticket.notes, ticket.tags, ticket.closing], [[], [], [], null]);
  });

  it('confirms to the customer and tells the team, also when staff create for the customer', () => {
    assert.deepEqual(mails(law.create(draft(), act(customer))), ['customer:created', 'team:created']);
    assert.deepEqual(mails(law.create(draft(), act(staff))), ['customer:created', 'team:created']);
  });

  it('names who created it', () => {
    assert.deepEqual(law.create(draft(), act(staff)).ticket.timeline[0]?.by, staff);
  });
});

describe("A customer's reply", () => {
  it('gives the ball to the team and leaves the status, and a promise that pends, alone', () => {
    for (const ticket of [newTicket(), inProgress()]) {
      const outcome = law.reply(ticket, said, act(customer, after(morning, 2 * hour)));
      assert.equal(outcome.ticket.ball, 'team');
      assert.equal(outcome.ticket.status, ticket.status);
      assert.deepEqual(outcome.ticket.promise, ticket.promise);
      assert.deepEqual(mails(outcome), ['team:customer-replied']);
    }
  });

  it('after an answer is promised an answer from now, in the time of the priority, and the earlier promise is kept', () => {
    const now = after(morning, 2 * hour);
    const before = freeze(law.changePriority(answered(), 'HIGH', 'It hurts', act(staff, later)).ticket);
    const { ticket } = law.reply(before, said, act(customer, now));
    assert.deepEqual(ticket.promise, { kind: 'follow-up', startedAt: now, dueAt: after(now, day), answeredAt: null, waived: false });
    assert.deepEqual(ticket.earlierPromises, [before.promise]);
    assert.deepEqual([ticket.ball, ticket.status], ['team', before.status]);
  });

  it('after an answer that came too late is promised one too, and the lateness stays', () => {
    const late = law.reply(newTicket({ priority: 'URGENT' }), said, act(staff, after(morning, 5 * hour))).ticket;
    const { ticket } = law.reply(late, said, act(customer, after(morning, 6 * hour)));
    assert.equal(ticket.promise.kind, 'follow-up');
    assert.deepEqual(
      ticket.earlierPromises?.map((one) => promiseState(one, after(morning, 6 * hour))),
      ['late'],
    );
  });

  it('does not start the promise again while the team has the ball', () => {
    const once = law.reply(answered(), said, act(customer, after(morning, 2 * hour))).ticket;
    const twice = law.reply(once, said, act(customer, after(morning, 3 * hour))).ticket;
    assert.deepEqual([twice.promise, twice.earlierPromises], [once.promise, once.earlierPromises]);
  });

  it('is promised nothing new where follow-ups are switched off', () => {
    const { ticket } = law.reply(answered(), said, act(customer, after(morning, 2 * hour), { ...policy, followUp: false }));
    assert.deepEqual([ticket.ball, ticket.promise, ticket.earlierPromises], ['team', answered().promise, undefined]);
  });

  it('is refused on a closed ticket, because reopening asks for a reason', () => {
    assert.throws(() => law.reply(closed(), said, act(customer)), refused('ticket-closed'));
  });
});

describe("The team's reply", () => {
  it('takes an open ticket up, answers the promise and gives the ball to the customer', () => {
    const outcome = law.reply(newTicket(), said, act(staff, later));
    assert.equal(outcome.ticket.status, 'IN_PROGRESS');
    assert.equal(outcome.ticket.ball, 'customer');
    assert.equal(outcome.ticket.promise.answeredAt, later);
    assert.deepEqual(entries(outcome.ticket), ['created', 'started']);
    assert.deepEqual(mails(outcome), ['customer:replied']);
    assert.equal(outcome.effects[0]?.messageId, outcome.ticket.messages.at(-1)?.id);
  });

  it('keeps a ticket in progress in progress', () => {
    const { ticket } = law.reply(inProgress(), said, act(staff, later));
    assert.equal(ticket.status, 'IN_PROGRESS');
    assert.deepEqual(entries(ticket), ['created', 'started']);
  });

  it('answers the promise once: a second reply does not move the answer', () => {
    assert.equal(law.reply(answered(), said, act(staff, after(later, day))).ticket.promise.answeredAt, later);
  });

  it('is refused on a closed ticket', () => {
    assert.throws(() => law.reply(closed(), said, act(staff)), refused('ticket-closed'));
  });
});

describe('A note', () => {
  it('is possible in every state and asks for no mail', () => {
    for (const ticket of [newTicket(), inProgress(), answered(), closed()]) {
      const outcome = law.note(ticket, said, act(staff, after(morning, day)));
      assert.equal(outcome.ticket.notes.length, 1);
      assert.deepEqual(outcome.ticket, { ...ticket, rev: ticket.rev + 1, notes: outcome.ticket.notes });
      assert.deepEqual(outcome.effects, []);
    }
  });

  it("is the team's alone", () => {
    assert.throws(() => law.note(newTicket(), said, act(customer)), notTheirs);
  });
});

describe('Acknowledging', () => {
  const asked = (): Ticket => freeze(law.reply(answered(), said, act(customer, after(morning, 2 * hour))).ticket);
  const now = after(morning, 3 * hour);

  it('answers the promise and gives the ball to the customer, who sees it and gets no mail', () => {
    for (const before of [newTicket(), inProgress(), asked()]) {
      const outcome = law.acknowledge(before, null, act(staff, now));
      const { ticket } = outcome;
      assert.deepEqual([ticket.ball, ticket.status, ticket.promise.answeredAt], ['customer', before.status, now]);
      assert.equal(promiseState(ticket.promise, now), 'met');
      assert.equal(entries(ticket).at(-1), 'acknowledged');
      assert.deepEqual(mails(outcome), []);
      assert.deepEqual(ticket.messages, before.messages);
    }
  });

  it('too late is late for good', () => {
    const { ticket } = law.acknowledge(newTicket({ priority: 'URGENT' }), null, act(staff, after(morning, 3 * hour)));
    assert.equal(promiseState(ticket.promise, after(morning, 3 * hour)), 'late');
  });

  it('lets the next message ask anew', () => {
    const { ticket } = law.reply(law.acknowledge(newTicket(), null, act(staff, later)).ticket, said, act(customer, now));
    assert.deepEqual([ticket.promise.kind, ticket.promise.startedAt, ticket.ball], ['follow-up', now, 'team']);
  });

  it('is refused where the team does not have the ball, and on a closed ticket', () => {
    for (const ticket of [answered(), closed()])
      assert.throws(() => law.acknowledge(ticket, null, act(staff, now)), refused('nothing-to-acknowledge'));
  });

  it("is the team's alone", () => {
    assert.throws(() => law.acknowledge(newTicket(), null, act(customer)), notTheirs);
  });
});

describe('A solution', () => {
  const unknown = { name: 'InvalidInput', errors: [{ path: 'solution', code: 'not-in-list' }] };
  const marked = (ticket: Ticket): Ticket => law.markSolution(ticket, ticket.messages.at(-1)?.id ?? '', act(staff, after(later, 1))).ticket;

  it('is one message of the team: another takes its place, and none takes the mark back', () => {
    const twice = law.reply(answered(), said, act(staff, after(later, hour))).ticket;
    const [first, second] = twice.messages;
    const one = law.markSolution(twice, first!.id, act(staff)).ticket;
    const other = law.markSolution(one, second!.id, act(staff)).ticket;
    assert.deepEqual([one.solution?.messageId, other.solution?.messageId], [first!.id, second!.id]);
    assert.equal(law.markSolution(other, null, act(staff)).ticket.solution, null);
  });

  it('changes no date, no ball, no status and no timeline, also once closed, and writes to nobody', () => {
    for (const ticket of [answered(), freeze(law.close(answered(), null, act(customer, later)).ticket)]) {
      const outcome = law.markSolution(ticket, ticket.messages[0]!.id, act(staff, after(later, day)));
      const { solution, rev, audit, ...rest } = outcome.ticket;
      assert.deepEqual(rest, (({ rev: _, audit: __, ...same }) => same)(ticket));
      assert.deepEqual(
        [solution?.messageId, rev, audit.at(-1)?.kind, mails(outcome)],
        [ticket.messages[0]!.id, ticket.rev + 1, 'solution', []],
      );
    }
  });

  it('that is marked already is no new version', () => {
    const ticket = marked(answered());
    assert.equal(law.markSolution(ticket, ticket.messages.at(-1)!.id, act(staff)).ticket, ticket);
    assert.equal(law.markSolution(newTicket(), null, act(staff)).ticket.solution, undefined);
  });

  it('is never a note, a word of the customer, or a message that is not there', () => {
    const noted = law.note(answered(), said, act(staff, later)).ticket;
    const asked = law.reply(noted, said, act(customer, later)).ticket;
    for (const id of [noted.notes[0]!.id, asked.messages.at(-1)!.id, 'nowhere', '__proto__']) {
      assert.throws(() => law.markSolution(asked, id, act(staff)), unknown);
      assert.throws(() => law.amend(asked, { solution: id, ball: 'customer', status: 'CLOSED' }, act(staff)), unknown);
    }
  });

  it('is sent to the customer who asks for it, and only where there is one', () => {
    const ticket = marked(answered());
    const outcome = law.sendSolution(ticket, act(customer, later));
    assert.deepEqual(mails(outcome), ['customer:solution']);
    assert.equal(outcome.effects[0]?.messageId, ticket.solution?.messageId);
    assert.equal(outcome.ticket, ticket);
    for (const none of [answered(), law.markSolution(ticket, null, act(staff)).ticket])
      assert.throws(() => law.sendSolution(none, act(customer)), refused('no-solution'));
  });
});

describe('Starting', () => {
  it('takes an open ticket up without answering the promise or moving the ball', () => {
    const outcome = law.start(newTicket(), act(staff, later));
    assert.equal(outcome.ticket.status, 'IN_PROGRESS');
    assert.equal(outcome.ticket.ball, 'team');
    assert.equal(outcome.ticket.promise.answeredAt, null);
    assert.deepEqual(mails(outcome), []);
  });

  it('is refused unless the ticket is open', () => {
    for (const ticket of [inProgress(), closed()]) assert.throws(() => law.start(ticket, act(staff)), refused('bad-transition'));
  });

  it("is the team's alone", () => {
    assert.throws(() => law.start(newTicket(), act(customer)), notTheirs);
  });
});

describe('Closing', () => {
  it('ends the ticket, whoever closes it, and writes to the customer', () => {
    for (const by of [customer, staff]) {
      for (const ticket of [newTicket(), inProgress(), answered()]) {
        const outcome = law.close(ticket, 'It works again.', act(by, after(morning, 2 * hour)));
        assert.equal(outcome.ticket.status, 'CLOSED');
        assert.equal(outcome.ticket.ball, null);
        assert.equal(outcome.ticket.closing?.reason, 'It works again.');
        assert.equal(outcome.ticket.timeline.at(-1)?.reason, 'It works again.');
        assert.deepEqual(mails(outcome), ['customer:closed']);
      }
    }
  });

  it('needs no reason, and an empty one is none', () => {
    for (const reason of [null, '']) {
      const { ticket } = law.close(newTicket(), reason, act(customer));
      assert.equal(ticket.closing?.reason, null);
      assert.equal('reason' in (ticket.timeline.at(-1) ?? {}), false);
    }
  });

  it('answers the promise when the team closes', () => {
    assert.equal(closed().promise.answeredAt, later);
    assert.equal(promiseState(closed().promise, later), 'met');
  });

  it('ends the promise when the customer closes an unanswered ticket, late or not', () => {
    for (const now of [later, after(morning, 30 * day)]) {
      assert.equal(promiseState(law.close(newTicket(), null, act(customer, now)).ticket.promise, now), 'none');
    }
  });

  it('keeps the promise met when the customer closes an answered ticket', () => {
    assert.equal(promiseState(law.close(answered(), null, act(customer, later)).ticket.promise, later), 'met');
  });

  it('is refused on a closed ticket', () => {
    for (const by of [customer, staff]) assert.throws(() => law.close(closed(), null, act(by)), refused('already-closed'));
  });
});

describe('Reopening', () => {
  const reason = 'It broke again.';

  it('opens the ticket again with the reason as a public message, and a new promise', () => {
    for (const by of [customer, staff]) {
      const now = after(later, 3 * day);
      const outcome = law.reopen(closed(), reason, act(by, now));
      const { ticket } = outcome;
      assert.equal(ticket.status, 'OPEN');
      assert.equal(ticket.ball, 'team');
      assert.equal(ticket.reopenCount, 1);
      assert.equal(ticket.closing, null);
      assert.equal(ticket.messages.at(-1)?.body, reason);
      assert.equal(ticket.messages.at(-1)?.visibility, 'public');
      assert.deepEqual(ticket.messages.at(-1)?.author, by);
      assert.equal(ticket.timeline.at(-1)?.reason, reason);
      assert.equal(ticket.promise.startedAt, now);
      assert.equal(promiseState(ticket.promise, now), 'pending');
      assert.deepEqual(mails(outcome), ['customer:reopened', 'team:reopened']);
    }
  });

  it('counts every time', () => {
    const twice = law.reopen(law.close(law.reopen(closed(), reason, act(customer)).ticket, null, act(staff)).ticket, reason, act(customer));
    assert.equal(twice.ticket.reopenCount, 2);
  });

  it('is refused on a ticket that is not closed', () => {
    for (const ticket of [newTicket(), inProgress()]) assert.throws(() => law.reopen(ticket, reason, act(customer)), refused('not-closed'));
  });

  it('needs a reason, which is asked for before the state is looked at', () => {
    const window: Policy = { ...policy, reopenWindowDays: 1 };
    for (const none of [null, '']) {
      assert.throws(() => law.reopen(closed(), none, act(customer)), reasonMissing);
      assert.throws(() => law.reopen(newTicket(), none, act(customer)), reasonMissing);
      assert.throws(() => law.reopen(closed(), none, act(customer, after(later, 9 * day), window)), reasonMissing);
    }
  });

  it('has no time limit unless one is configured', () => {
    assert.equal(law.reopenableUntil(closed(), policy), null);
    assert.equal(law.reopen(closed(), reason, act(customer, after(later, 4000 * day))).ticket.status, 'OPEN');
  });

  it('is possible to the last millisecond of the window and refused after it', () => {
    const window: Policy = { ...policy, reopenWindowDays: 14 };
    const end = after(later, 14 * day);
    assert.equal(law.reopenableUntil(closed(), window), end);
    assert.equal(law.reopen(closed(), reason, act(customer, end, window)).ticket.status, 'OPEN');
    assert.equal(law.permissions(closed(), end, window).reopen, true);
    for (const by of [customer, staff]) {
      assert.throws(() => law.reopen(closed(), reason, act(by, after(end, 1), window)), refused('reopen-window-passed'));
    }
    assert.equal(law.permissions(closed(), after(end, 1), window).reopen, false);
  });

  it('counts the window from the last closing', () => {
    const window: Policy = { ...policy, reopenWindowDays: 1 };
    const reopened = law.reopen(closed(), reason, act(customer, after(later, day), window)).ticket;
    const again = law.close(reopened, null, act(staff, after(later, 5 * day), window)).ticket;
    assert.equal(law.reopen(again, reason, act(customer, after(later, 6 * day), window)).ticket.status, 'OPEN');
  });
});

describe('Thanking', () => {
  it('adds a public message and leaves the ticket closed, without a mail', () => {
    const outcome = law.thank(closed(), 'Thank you!', act(customer, after(later, hour)));
    assert.equal(outcome.ticket.status, 'CLOSED');
    assert.equal(outcome.ticket.ball, null);
    assert.equal(outcome.ticket.messages.at(-1)?.body, 'Thank you!');
    assert.deepEqual(mails(outcome), []);
  });

  it('is refused on a ticket that is not closed', () => {
    for (const ticket of [newTicket(), inProgress()])
      assert.throws(() => law.thank(ticket, 'Thanks', act(customer)), refused('not-closed'));
  });

  it('is possible once per closing', () => {
    const thanked = law.thank(closed(), 'Thanks', act(customer)).ticket;
    assert.throws(() => law.thank(thanked, 'Thanks', act(customer)), refused('already-thanked'));
    const again = law.close(law.reopen(thanked, 'Still broken', act(customer)).ticket, null, act(staff)).ticket;
    assert.equal(law.thank(again, 'Thanks', act(customer)).ticket.messages.length, 3);
  });

  it("is the customer's alone", () => {
    assert.throws(() => law.thank(closed(), 'Thanks', act(staff)), notTheirs);
  });
});

describe('Asking for news', () => {
  const nudgeAt = (ticket: Ticket, now: Instant) => law.nudge(ticket, act(customer, now));
  const tooSoon = (ticket: Ticket, now: Instant, retryAt: Instant | null) => {
    assert.throws(() => nudgeAt(ticket, now), refused('too-soon', retryAt));
  };

  it('leaves a trace in the timeline and alerts the desk', () => {
    const outcome = nudgeAt(newTicket(), after(morning, day));
    assert.equal(outcome.ticket.timeline.at(-1)?.kind, 'nudged');
    assert.deepEqual(mails(outcome), ['team:nudged']);
    assert.equal(outcome.ticket.ball, 'team');
  });

  it('is possible a day after creation, not a millisecond before', () => {
    tooSoon(newTicket(), after(morning, day - 1), after(morning, day));
    assert.equal(nudgeAt(newTicket(), after(morning, day)).ticket.nudgedAt, after(morning, day));
  });

  it('waits a day after the last public message', () => {
    const replied = law.reply(newTicket(), said, act(customer, later)).ticket;
    tooSoon(replied, after(morning, day), after(later, day));
    nudgeAt(replied, after(later, day));
  });

  it('waits a day after reopening', () => {
    const reopened = law.reopen(closed(), 'Again', act(customer, after(later, 10 * day))).ticket;
    tooSoon(reopened, after(later, 10 * day), after(later, 11 * day));
    nudgeAt(reopened, after(later, 11 * day));
  });

  it('waits a day after the last time', () => {
    const once = nudgeAt(newTicket(), after(morning, day)).ticket;
    tooSoon(once, after(morning, 2 * day - 1), after(morning, 2 * day));
    nudgeAt(once, after(morning, 2 * day));
  });

  it('does not wait for notes, tags or a colleague who takes over', () => {
    const now = after(morning, day);
    const noted = law.note(newTicket(), said, act(staff, now)).ticket;
    const tagged = law.tag(law.assign(noted, 'staff-2', act(staff, now)).ticket, ['dns'], act(staff, now)).ticket;
    nudgeAt(tagged, now);
  });

  it('is possible once as soon as the promise is late', () => {
    const urgent = newTicket({ priority: 'URGENT' });
    tooSoon(urgent, after(morning, 2 * hour), after(morning, 2 * hour + 1));
    const once = nudgeAt(urgent, after(morning, 2 * hour + 1)).ticket;
    tooSoon(once, after(morning, 2 * hour + 2), after(morning, day + 2 * hour + 1));
  });

  it('counts a nudge from before the promise was late as an earlier one', () => {
    const once = nudgeAt(newTicket(), after(morning, 3 * day - minute)).ticket;
    assert.equal(once.promise.dueAt, after(morning, 3 * day));
    tooSoon(once, after(morning, 3 * day), after(morning, 3 * day + 1));
    nudgeAt(once, after(morning, 3 * day + 1));
  });

  it('at the very moment the promise is due still counts as one from before', () => {
    const high = newTicket({ priority: 'HIGH' });
    const once = nudgeAt(high, high.promise.dueAt).ticket;
    assert.equal(nudgeAt(once, after(high.promise.dueAt, 1)).ticket.nudgedAt, after(high.promise.dueAt, 1));
  });

  it('after an answer waits for the promise that the new message was given', () => {
    const late = law.reply(newTicket({ priority: 'URGENT' }), said, act(staff, after(morning, 5 * hour))).ticket;
    const back = law.reply(late, said, act(customer, after(morning, 6 * hour))).ticket;
    tooSoon(back, after(morning, 7 * hour), after(morning, 8 * hour + 1));
    nudgeAt(back, after(morning, 8 * hour + 1));
  });

  it('without follow-ups waits the day when a late answer has been given: nothing is owed any more', () => {
    const late = law.reply(newTicket({ priority: 'URGENT' }), said, act(staff, after(morning, 5 * hour))).ticket;
    const back = law.reply(late, said, act(customer, after(morning, 6 * hour), { ...policy, followUp: false })).ticket;
    tooSoon(back, after(morning, 7 * hour), after(morning, 30 * hour));
  });

  it('is refused without a date when the team does not have the ball', () => {
    tooSoon(answered(), after(later, 9 * day), null);
    tooSoon(closed(), after(later, 9 * day), null);
  });

  it("is the customer's alone", () => {
    assert.throws(() => law.nudge(newTicket(), act(staff, after(morning, day))), notTheirs);
  });
});

describe('Rating', () => {
  it('keeps a score and a comment, without a mail', () => {
    const outcome = law.rate(closed(), 4, 'Quick', act(customer, later));
    assert.deepEqual(outcome.ticket.rating, { score: 4, comment: 'Quick', at: later });
    assert.equal(law.rate(closed(), 4, '', act(customer)).ticket.rating?.comment, null);
    assert.deepEqual(mails(outcome), []);
  });

  it('is refused on a ticket that is not closed', () => {
    for (const ticket of [newTicket(), inProgress()]) assert.throws(() => law.rate(ticket, 5, null, act(customer)), refused('not-closed'));
  });

  it('is possible once per closing, and the last one stands', () => {
    const rated = law.rate(closed(), 1, null, act(customer)).ticket;
    assert.throws(() => law.rate(rated, 5, null, act(customer)), refused('already-rated'));
    const again = law.close(law.reopen(rated, 'Again', act(customer)).ticket, null, act(staff)).ticket;
    assert.equal(again.rating?.score, 1);
    assert.equal(law.rate(again, 5, null, act(customer)).ticket.rating?.score, 5);
  });

  it("is the customer's alone", () => {
    assert.throws(() => law.rate(closed(), 5, null, act(staff)), notTheirs);
  });
});

describe('Changing the priority', () => {
  it('is told to the customer with its reason', () => {
    const { ticket, effects } = law.changePriority(newTicket(), 'HIGH', 'Your shop is down.', act(staff, later));
    assert.equal(ticket.priority, 'HIGH');
    const { kind, from, to, reason } = ticket.timeline.at(-1)!;
    assert.deepEqual({ kind, from, to, reason }, { kind: 'priority-changed', from: 'MEDIUM', to: 'HIGH', reason: 'Your shop is down.' });
    assert.deepEqual(effects, []);
  });

  it('needs a reason, which is asked for before the state is looked at', () => {
    for (const ticket of [newTicket(), closed()]) {
      for (const none of [null, '']) assert.throws(() => law.changePriority(ticket, 'LOW', none, act(staff)), reasonMissing);
    }
  });

  it('is refused on a closed ticket', () => {
    assert.throws(() => law.changePriority(closed(), 'LOW', 'Later', act(staff)), refused('ticket-closed'));
  });

  it('to the same priority changes nothing', () => {
    const ticket = newTicket();
    assert.equal(law.changePriority(ticket, 'MEDIUM', null, act(staff, later)).ticket, ticket);
  });

  it("is the team's alone", () => {
    assert.throws(() => law.changePriority(newTicket(), 'URGENT', 'Quick!', act(customer)), notTheirs);
  });
});

describe('Assigning, tagging, moving', () => {
  it('is possible in every state', () => {
    for (const ticket of [newTicket(), answered(), closed()]) {
      assert.equal(law.assign(ticket, 'staff-2', act(staff)).ticket.assignee, 'staff-2');
      assert.deepEqual(law.tag(ticket, ['dns', 'mail', 'dns'], act(staff)).ticket.tags, ['dns', 'mail']);
      assert.equal(law.moveTo(ticket, 'billing', 'invoice', act(staff)).ticket.service, 'billing');
    }
  });

  it('shows the customer the move only', () => {
    const quiet = law.tag(law.assign(newTicket(), 'staff-2', act(staff, later)).ticket, ['dns'], act(staff, later)).ticket;
    assert.deepEqual(entries(quiet), ['created']);
    assert.equal(quiet.updatedAt, morning);
    assert.deepEqual(
      quiet.audit.map(({ kind }) => kind),
      ['assigned', 'tagged'],
    );
    const moved = law.moveTo(quiet, 'sales', null, act(staff, later)).ticket;
    const { kind, from, to } = moved.timeline.at(-1)!;
    assert.deepEqual({ kind, from, to }, { kind: 'service-changed', from: 'technical', to: 'sales' });
    assert.equal(moved.updatedAt, later);
  });

  it('leaves the type behind with the service it belongs to', () => {
    assert.equal(law.moveTo(newTicket(), 'billing', 'invoice', act(staff)).ticket.type, null);
    assert.equal(law.moveTo(newTicket(), 'technical', 'hosting', act(staff)).ticket.type, 'bug');
  });

  it('to what already is changes nothing', () => {
    const ticket = law.tag(newTicket(), ['dns'], act(staff)).ticket;
    assert.equal(law.assign(ticket, null, act(staff)).ticket, ticket);
    assert.equal(law.tag(ticket, ['dns'], act(staff)).ticket, ticket);
    assert.equal(law.moveTo(ticket, 'technical', null, act(staff)).ticket, ticket);
  });

  it("is the team's alone", () => {
    assert.throws(() => law.assign(newTicket(), 'staff-2', act(customer)), notTheirs);
    assert.throws(() => law.tag(newTicket(), ['dns'], act(customer)), notTheirs);
    assert.throws(() => law.moveTo(newTicket(), 'sales', null, act(customer)), notTheirs);
  });
});

describe('Looking', () => {
  it('clears what is unread, and is no new version', () => {
    const ticket = answered();
    assert.equal(law.isUnread(ticket), true);
    const seen = law.see(ticket, after(later, 1));
    assert.equal(law.isUnread(seen), false);
    assert.deepEqual(seen, { ...ticket, seenAt: after(later, 1) });
  });

  it('never goes back in time', () => {
    const ticket = law.see(answered(), after(later, hour));
    assert.equal(law.see(ticket, later), ticket);
  });
});

describe('Unread', () => {
  it('is what the team said, closed or reopened since the customer last looked or acted', () => {
    assert.equal(law.isUnread(newTicket()), false);
    assert.equal(law.isUnread(answered()), true);
    assert.equal(law.isUnread(closed()), true);
    assert.equal(law.isUnread(law.close(newTicket(), null, act(customer, later)).ticket), false);
    assert.equal(law.isUnread(law.reply(answered(), said, act(customer, after(later, 1))).ticket), false);
    assert.equal(law.isUnread(law.note(newTicket(), said, act(staff, later)).ticket), false);
  });
});
