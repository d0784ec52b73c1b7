/**
 * Whatever people do, in whatever order: the ticket is what its history says it must be. The expectations here are
 * told from the list of accepted acts alone, the way the rules are told to people, and never look at the code's state.
 */
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as law from '../../server/ticket/rules.ts';
import type { Outcome, Policy } from '../../server/ticket/rules.ts';
import type { Instant, Priority, Ticket } from '../../server/ticket/model.ts';
import { InvalidInput, Refusal } from '../../server/ticket/codes.ts';
import { dueAt, promiseState } from '../../server/ticket/promise.ts';
import { ticketItem, ticketView } from '../../server/wire/view.ts';
import { act, after, customer, day, freeze, hour, minute, morning, newTicket, policy, staff } from './samples.ts';

type Who = 'customer' | 'staff';
type Step =
  | { readonly act: 'reply' | 'close'; readonly who: Who }
  | { readonly act: 'reopen'; readonly who: Who; readonly reason: string | null }
  | { readonly act: 'priority'; readonly who: 'staff'; readonly to: Priority; readonly reason: string | null }
  | { readonly act: 'acknowledge'; readonly who: 'staff' }
  | { readonly act: 'solve'; readonly who: 'staff'; readonly one: 'first' | 'last' | null }
  | { readonly act: 'note' | 'start' | 'assign' | 'tag' | 'move'; readonly who: 'staff'; readonly word: string }
  | { readonly act: 'thank' | 'nudge' | 'rate' | 'see'; readonly who: 'customer' };
type Past = Step & { readonly at: Instant };

const order: readonly Priority[] = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
const who = fc.constantFrom<Who>('customer', 'staff');
const reason = fc.constantFrom(null, 'Because');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ act: fc.constantFrom('reply', 'close'), who }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('reopen'), who, reason }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('acknowledge'), who: fc.constant('staff') }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('solve'), who: fc.constant('staff'), one: fc.constantFrom('first', 'last', null) }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('priority'), who: fc.constant('staff'), to: fc.constantFrom(...order), reason }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constantFrom('note', 'start', 'assign', 'tag', 'move'),
      who: fc.constant('staff'),
      word: fc.constantFrom('a', 'b'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('thank', 'nudge', 'rate', 'see'), who: fc.constant('customer') }) },
);
const wait = fc.oneof(
  fc.constantFrom(0, 1, minute, hour, 2 * hour, day - 1, day, day + 1, 3 * day, 7 * day),
  fc.integer({ min: 0, max: 2 * day }),
);
const life = fc.record({
  first: fc.constantFrom(...order),
  window: fc.constantFrom(null, 1, 7),
  followUp: fc.boolean(),
  steps: fc.array(fc.tuple(wait, step), { maxLength: 40 }),
});

/** The code that must refuse the step, or null when it must be accepted. */
function expectedRefusal(
  next: Past,
  past: readonly Past[],
  first: Priority,
  { reopenWindowDays: window, followUp }: Policy,
): string | null {
  const now = Date.parse(next.at);
  const { ending, isClosed, taken, sinceEnding, ball, words, promise } = tell(past, first, followUp);
  switch (next.act) {
    case 'reply':
      return isClosed ? 'ticket-closed' : null;
    case 'start':
      return isClosed || taken ? 'bad-transition' : null;
    case 'close':
      return isClosed ? 'already-closed' : null;
    case 'reopen':
      if (next.reason === null) return 'required';
      if (!isClosed || !ending) return 'not-closed';
      return window !== null && now - Date.parse(ending.at) > window * day ? 'reopen-window-passed' : null;
    case 'acknowledge':
      return ball === 'team' ? null : 'nothing-to-acknowledge';
    case 'priority':
      if (next.to === tell(past, first, followUp).priority) return null;
      if (next.reason === null) return 'required';
      return isClosed ? 'ticket-closed' : null;
    case 'thank':
      if (!isClosed) return 'not-closed';
      return sinceEnding.some((one) => one.act === 'thank') ? 'already-thanked' : null;
    case 'rate':
      if (!isClosed) return 'not-closed';
      return sinceEnding.some((one) => one.act === 'rate') ? 'already-rated' : null;
    case 'nudge': {
      const nudges = past.filter((one) => one.act === 'nudge').map(({ at }) => Date.parse(at));
      const rested = now - Math.max(Date.parse(morning), ...words.map(({ at }) => Date.parse(at)), ...nudges) >= day;
      const isLate = !promise.answer && now > promise.due;
      return ball === 'team' && (rested || (isLate && !nudges.some((at) => at > promise.due))) ? null : 'too-soon';
    }
    default:
      return null;
  }
}

/** What a person who read the whole history would say of the ticket. */
function tell(past: readonly Past[], first: Priority, followUp: boolean) {
  const turns = past.filter((one) => one.act === 'close' || one.act === 'reopen');
  const ending = turns.at(-1)?.act === 'close' ? turns.at(-1) : undefined;
  const opening = past.findLastIndex((one) => one.act === 'reopen');
  const sinceOpening = past.slice(opening + 1);
  const isClosed = ending !== undefined;
  const taken = sinceOpening.some((one) => one.act === 'start' || (one.act === 'reply' && one.who === 'staff'));
  const lastTurn = sinceOpening.findLast((one) => one.act === 'reply' || one.act === 'acknowledge');
  const ball = isClosed ? null : lastTurn?.who === 'staff' ? 'customer' : 'team';
  const promises = promisesIn(past, followUp);
  const { begin, startedAt, kind, answer } = promises.at(-1)!;
  const priorityAt = (moments: readonly Past[]): Priority =>
    moments.reduce((priority, one) => (one.act === 'priority' ? one.to : priority), first);
  let due = dueAt(priorityAt(past.slice(0, begin + 1)), startedAt, policy);
  past.forEach((one, index) => {
    if (index <= begin || one.act !== 'priority' || one.at > due) return;
    if (answer && index > past.indexOf(answer)) return;
    const change = order.indexOf(one.to) - order.indexOf(priorityAt(past.slice(0, index)));
    if (change < 0) due = dueAt(one.to, startedAt, policy);
    if (change > 0) due = [due, dueAt(one.to, one.at, policy)].sort()[0]!;
  });
  return {
    status: isClosed ? 'CLOSED' : taken ? 'IN_PROGRESS' : 'OPEN',
    ball,
    isClosed,
    taken,
    ending,
    sinceEnding: ending ? past.slice(past.indexOf(ending) + 1) : [],
    priority: priorityAt(past),
    words: past.filter((one) => one.act === 'reply' || one.act === 'reopen' || one.act === 'thank'),
    promise: { due: Date.parse(due), answer, kind, startedAt },
    earlier: promises.slice(0, -1),
    reopenings: past.filter((one) => one.act === 'reopen').length,
  };
}

interface Told {
  /** Index in the past of what it was made for; -1: the request itself. */
  readonly begin: number;
  readonly startedAt: Instant;
  readonly kind: 'first' | 'follow-up' | 'reopening';
  readonly answer: Past | undefined;
}

/** One for the request, one for each reopening, and one for each message that came when nothing was owed any more. */
function promisesIn(past: readonly Past[], followUp: boolean): readonly Told[] {
  const told: Told[] = [{ begin: -1, startedAt: morning, kind: 'first', answer: undefined }];
  past.forEach((one, index) => {
    const last = told.at(-1)!;
    const isAnswer = one.act === 'close' || one.act === 'acknowledge' || (one.act === 'reply' && one.who === 'staff');
    if (isAnswer && !last.answer) told[told.length - 1] = { ...last, answer: one };
    if (one.act === 'reopen') told.push({ begin: index, startedAt: one.at, kind: 'reopening', answer: undefined });
    if (followUp && one.act === 'reply' && one.who === 'customer' && last.answer)
      told.push({ begin: index, startedAt: one.at, kind: 'follow-up', answer: undefined });
  });
  return told;
}

/** The message that a step marks: one of the team's, or none. */
const marked = ({ messages }: Ticket, one: 'first' | 'last' | null): string | null => {
  const theirs = messages.filter(({ author }) => author.kind === 'staff');
  return (one === null ? undefined : theirs.at(one === 'first' ? 0 : -1))?.id ?? null;
};

function take(ticket: Ticket, next: Step, at: Instant, under: Policy): Outcome {
  const doing = act(next.who === 'staff' ? staff : customer, at, under);
  switch (next.act) {
    case 'reply':
      return law.reply(ticket, { body: 'Words' }, doing);
    case 'note':
      return law.note(ticket, { body: next.word }, doing);
    case 'start':
      return law.start(ticket, doing);
    case 'close':
      return law.close(ticket, null, doing);
    case 'reopen':
      return law.reopen(ticket, next.reason, doing);
    case 'acknowledge':
      return law.acknowledge(ticket, null, doing);
    case 'solve':
      return law.markSolution(ticket, marked(ticket, next.one), doing);
    case 'priority':
      return law.changePriority(ticket, next.to, next.reason, doing);
    case 'assign':
      return law.assign(ticket, next.word, doing);
    case 'tag':
      return law.tag(ticket, [next.word], doing);
    case 'move':
      return law.moveTo(ticket, next.word, null, doing);
    case 'thank':
      return law.thank(ticket, 'Thanks', doing);
    case 'nudge':
      return law.nudge(ticket, doing);
    case 'rate':
      return law.rate(ticket, 5, null, doing);
    case 'see':
      return { ticket: law.see(ticket, at), effects: [] };
  }
}

/** The next version, or the code of the refusal. */
function attempt(ticket: Ticket, next: Step, at: Instant, under: Policy): Outcome | { readonly code: string } {
  try {
    return take(ticket, next, at, under);
  } catch (error) {
    if (error instanceof Refusal) return { code: error.code };
    if (error instanceof InvalidInput) return { code: error.errors[0]!.code };
    throw error;
  }
}

interface Walk {
  readonly before: Ticket;
  readonly after: Ticket;
  readonly accepted: boolean;
  readonly code: string | null;
  readonly step: Past;
  readonly past: readonly Past[];
  readonly under: Policy;
  readonly first: Priority;
  readonly effects: Outcome['effects'];
}

/** Lives a whole ticket and hands every step to the judge. */
function everyStep(judge: (walk: Walk) => void, numRuns = 300): void {
  fc.assert(
    fc.property(life, ({ first, window, followUp, steps }) => {
      const under: Policy = { ...policy, reopenWindowDays: window, followUp };
      let ticket = newTicket({ priority: first }, morning, under);
      let now = morning;
      const past: Past[] = [];
      for (const [pause, next] of steps) {
        now = after(now, pause);
        const done = attempt(ticket, next, now, under);
        const accepted = 'ticket' in done;
        const before = ticket;
        if (accepted) ticket = freeze(done.ticket);
        const at = { ...next, at: now };
        judge({
          before,
          after: ticket,
          accepted,
          code: accepted ? null : done.code,
          step: at,
          past: [...past],
          under,
          first,
          effects: accepted ? done.effects : [],
        });
        if (accepted) past.push(at);
      }
    }),
    { numRuns },
  );
}

/** What each permission is for. */
const ofCustomers: Record<keyof law.Permissions, Step> = {
  reply: { act: 'reply', who: 'customer' },
  close: { act: 'close', who: 'customer' },
  reopen: { act: 'reopen', who: 'customer', reason: 'Because' },
  thank: { act: 'thank', who: 'customer' },
  nudge: { act: 'nudge', who: 'customer' },
  rate: { act: 'rate', who: 'customer' },
};

describe('Any sequence of acts', () => {
  it('is accepted or refused exactly as the history demands', () => {
    everyStep(({ code, step: next, past, first, under }) => {
      assert.equal(code, expectedRefusal(next, past, first, under), `${next.who} ${next.act}`);
    }, 1000);
  });

  it('leaves the status, the ball and the counts that the history tells', () => {
    everyStep(({ after: ticket, accepted, past, step: next, first, under }) => {
      const told = tell(accepted ? [...past, next] : past, first, under.followUp);
      assert.equal(ticket.status, told.status);
      assert.equal(ticket.ball, told.ball);
      assert.equal(ticket.priority, told.priority);
      assert.equal(ticket.reopenCount, told.reopenings);
      assert.equal(ticket.messages.length, told.words.length);
      assert.equal(ticket.closing?.at, told.ending?.at);
      assert.equal(ticket.closing?.by.kind, told.ending?.who);
    });
  });

  it('leaves the promise that the history tells', () => {
    everyStep(({ after: ticket, accepted, past, step: next, first, under }) => {
      const { promise, earlier } = tell(accepted ? [...past, next] : past, first, under.followUp);
      const { answer, due, kind, startedAt } = promise;
      const waived = answer?.act === 'close' && answer.who === 'customer';
      const answeredAt = waived ? null : answer?.at;
      const late = Date.parse(answeredAt ?? next.at) > due;
      assert.equal(ticket.promise.kind, kind);
      assert.equal(ticket.promise.startedAt, startedAt);
      assert.equal(ticket.promise.dueAt, new Date(due).toISOString());
      assert.equal(promiseState(ticket.promise, next.at), waived ? 'none' : late ? 'late' : answeredAt ? 'met' : 'pending');
      const kept = (ticket.earlierPromises ?? []).map((one) => [one.kind, one.startedAt, one.waived ? 'waived' : one.answeredAt]);
      assert.deepEqual(
        kept,
        earlier.map((one) => [
          one.kind,
          one.startedAt,
          one.answer?.act === 'close' && one.answer.who === 'customer' ? 'waived' : one.answer?.at,
        ]),
      );
    }, 600);
  });

  it('owes an answer whenever the team has the ball, unless follow-ups are switched off', () => {
    everyStep(({ after: ticket, under, step: { at } }) => {
      if (ticket.ball === 'team' && under.followUp)
        assert.ok(['pending', 'late'].includes(promiseState(ticket.promise, at)) && ticket.promise.answeredAt === null);
      if (ticket.ball === 'customer') assert.notEqual(ticket.promise.answeredAt, null);
    });
  });

  it('keeps every promise but the present one as it was when it ended', () => {
    everyStep(({ before, after: ticket }) => {
      const [was, is] = [before.earlierPromises ?? [], ticket.earlierPromises ?? []];
      assert.deepEqual(is.slice(0, was.length), was);
      if (is.length > was.length) assert.deepEqual(is.slice(was.length), [before.promise]);
    });
  });

  it('changes nothing but the mark where a solution is marked, and sends no mail', () => {
    everyStep(({ before, after: ticket, step: next, under, effects }) => {
      if (next.act !== 'solve') return;
      assert.deepEqual(effects, []);
      const bare = (one: Ticket) => ({ ...ticketView(one, next.at, under), solution: null, solutionBy: null });
      assert.deepEqual(bare(ticket), bare(before));
      assert.equal(ticketView(ticket, next.at, under).solution, marked(before, next.one));
    });
  });

  it('never reaches a state that contradicts itself', () => {
    everyStep(({ after: ticket, step: { at } }) => {
      const isClosed = ticket.status === 'CLOSED';
      assert.equal(ticket.ball === null, isClosed);
      assert.equal(ticket.closing !== null, isClosed);
      assert.ok(!(ticket.promise.waived && ticket.promise.answeredAt !== null), 'answered or waived, not both');
      assert.ok(!(isClosed && promiseState(ticket.promise, at) === 'pending'), 'nothing is pending once closed');
      assert.ok(ticket.promise.startedAt >= ticket.createdAt && ticket.promise.startedAt <= at);
      assert.ok(ticket.promise.dueAt > ticket.promise.startedAt);
      assert.ok(ticket.seenAt <= at && ticket.updatedAt <= at && ticket.updatedAt >= ticket.createdAt);
      for (const list of [ticket.messages, ticket.notes]) {
        assert.deepEqual(
          list,
          [...list].sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0)),
        );
      }
      const ids = [ticket.id, ...[...ticket.messages, ...ticket.notes, ...ticket.timeline, ...ticket.audit].map(({ id }) => id)];
      assert.equal(new Set(ids).size, ids.length, 'every row has an id of its own');
    });
  });

  it('only adds: messages, notes, timeline and audit keep what they had', () => {
    everyStep(({ before, after: ticket }) => {
      for (const list of ['messages', 'notes', 'timeline', 'audit'] as const) {
        assert.deepEqual(ticket[list].slice(0, before[list].length), before[list]);
        assert.ok(ticket[list].length <= before[list].length + 1);
      }
    }, 150);
  });

  it('raises the version with every change but a look, and time never goes back', () => {
    everyStep(({ before, after: ticket, step: next }) => {
      assert.equal(ticket.rev, next.act === 'see' || ticket === before ? before.rev : before.rev + 1);
      assert.ok(ticket.updatedAt >= before.updatedAt);
      assert.ok(ticket.seenAt >= before.seenAt);
      assert.ok(ticket.createdAt === before.createdAt && ticket.id === before.id && ticket.number === before.number);
    });
  });

  it('changes nothing when it is refused', () => {
    everyStep(({ before, step: next, under, accepted }) => {
      if (accepted) return;
      const bytes = JSON.stringify(before);
      attempt(before, next, next.at, under);
      assert.equal(JSON.stringify(before), bytes);
    });
  });

  it("leaves every byte of the customer's ticket as it was, when it was the team's own business", () => {
    const quiet: readonly Step['act'][] = ['note', 'assign', 'tag'];
    everyStep(({ before, after: ticket, step: { act: kind, at }, under, effects }) => {
      if (!quiet.includes(kind)) return;
      for (const now of [at, after(at, 5 * day)]) {
        assert.equal(JSON.stringify(ticketView(ticket, now, under)), JSON.stringify(ticketView(before, now, under)));
        assert.equal(JSON.stringify(ticketItem(ticket, now, under)), JSON.stringify(ticketItem(before, now, under)));
      }
      assert.deepEqual(effects, []);
    });
  });

  it('offers the customer exactly what would be accepted', () => {
    everyStep(({ after: ticket, step: { at }, under }) => {
      for (const now of [at, after(at, 1), after(at, day - 1), after(at, day), after(at, day + 1), after(at, 7 * day)]) {
        const can = law.permissions(ticket, now, under);
        for (const [name, next] of Object.entries(ofCustomers)) {
          assert.equal(can[name as keyof law.Permissions], 'ticket' in attempt(ticket, next, now, under), name);
        }
      }
    }, 150);
  });

  it('tells the moment from which a refused nudge is accepted, and it is that one', () => {
    everyStep(({ after: ticket, step: { at }, under }) => {
      try {
        law.nudge(ticket, act(customer, at, under));
      } catch (error) {
        assert.ok(error instanceof Refusal);
        const { retryAt } = error;
        assert.equal(retryAt === null, ticket.ball !== 'team');
        if (retryAt === null) return;
        assert.ok(retryAt > at);
        assert.throws(() => law.nudge(ticket, act(customer, after(retryAt, -1), under)), { code: 'too-soon', retryAt });
        assert.equal(law.nudge(ticket, act(customer, retryAt, under)).ticket.nudgedAt, retryAt);
      }
    });
  });

  it('asks for no mail to the customer about a thank, a rating, a nudge or their own words', () => {
    everyStep(({ step: next, effects }) => {
      const toCustomer = effects.filter(({ audience }) => audience === 'customer').map(({ kind }) => kind);
      const expected =
        next.act === 'close'
          ? ['closed']
          : next.act === 'reopen'
            ? ['reopened']
            : next.act === 'reply' && next.who === 'staff'
              ? ['replied']
              : [];
      if (effects.length > 0) assert.deepEqual(toCustomer, expected);
    }, 150);
  });
});

describe('A clock that is set back', () => {
  const jump = fc.oneof({ weight: 3, arbitrary: wait }, { weight: 2, arbitrary: fc.constantFrom(-1, -hour, -hour - 1, -day, -3 * day) });
  const jumpy = fc.record({
    first: fc.constantFrom(...order),
    window: fc.constantFrom(null, 1, 7),
    followUp: fc.boolean(),
    steps: fc.array(fc.tuple(jump, step), { maxLength: 30 }),
  });
  type Life = typeof jumpy extends fc.Arbitrary<infer L> ? L : never;
  const quiet: readonly Step['act'][] = ['note', 'assign', 'tag', 'solve'];

  function live(
    { first, window, followUp, steps }: Life,
    judge: (walk: { before: Ticket; after: Ticket; step: Past; accepted: boolean; under: Policy }) => void,
    skipped: readonly Step['act'][] = [],
  ): Ticket {
    const under: Policy = { ...policy, reopenWindowDays: window, followUp };
    let ticket = newTicket({ priority: first }, morning, under);
    let now = morning;
    for (const [pause, next] of steps) {
      now = after(now, pause);
      if (skipped.includes(next.act)) continue;
      const before = ticket;
      const done = attempt(before, next, now, under);
      if ('ticket' in done) ticket = freeze(done.ticket);
      judge({ before, after: ticket, step: { ...next, at: now }, accepted: 'ticket' in done, under });
    }
    return ticket;
  }

  const isSorted = (moments: readonly Instant[]): void => assert.deepEqual(moments, [...moments].sort());
  const everyLife = (check: (life: Life) => void): void => fc.assert(fc.property(jumpy, check), { numRuns: 400 });

  it('turns no time back in the ticket', () => {
    everyLife((one) => {
      live(one, ({ before, after: ticket }) => {
        isSorted([ticket.createdAt, ...ticket.messages.map((message) => message.createdAt), ticket.updatedAt]);
        isSorted([ticket.createdAt, ...ticket.timeline.map(({ at }) => at), ticket.updatedAt]);
        isSorted([ticket.createdAt, ...ticket.notes.map((added) => added.createdAt)]);
        isSorted([ticket.createdAt, ...ticket.audit.map(({ at }) => at)]);
        isSorted([before.updatedAt, ticket.updatedAt]);
        isSorted([before.seenAt, ticket.seenAt]);
        isSorted([
          ticket.createdAt,
          ...[...(ticket.earlierPromises ?? []), ticket.promise].flatMap(({ startedAt, answeredAt }) => [
            startedAt,
            answeredAt ?? startedAt,
          ]),
        ]);
        assert.ok(ticket.promise.dueAt > ticket.promise.startedAt);
        if (ticket.closing) isSorted([ticket.createdAt, ticket.closing.at, ticket.closing.ratedAt ?? ticket.updatedAt, ticket.updatedAt]);
      });
    });
  });

  it('hides no answer from the customer, and keeps none unread that they have seen', () => {
    everyLife((one) => {
      live(one, ({ before, after: ticket, step: { act: kind, who: by, at }, accepted }) => {
        if (accepted && kind === 'see') assert.equal(law.isUnread(ticket), false);
        const tells = by === 'staff' && (kind === 'reply' || kind === 'close' || kind === 'reopen');
        if (accepted && tells && at !== before.seenAt) assert.equal(law.isUnread(ticket), true, kind);
      });
    });
  });

  it('offers what would be accepted, and takes no right away: what could be done before the jump can be done after it', () => {
    everyLife((one) => {
      live(one, ({ after: ticket, step: { at }, under }) => {
        const can = law.permissions(ticket, at, under);
        for (const [name, next] of Object.entries(ofCustomers))
          assert.equal(can[name as keyof law.Permissions], 'ticket' in attempt(ticket, next, at, under), name);
        const earlier = law.permissions(ticket, after(at, -hour), under);
        if (can.reopen) assert.ok(earlier.reopen);
        // Where what was waited for still lies ahead, an hour set back is an hour more to wait, never more.
        if (can.nudge) assert.ok(law.permissions(ticket, after(after(at, -hour), hour), under).nudge);
      });
    });
  });

  it('tells the customer nothing of what the team does for itself, not even by a date', () => {
    everyLife((one) => {
      const moments = ({ messages, timeline, updatedAt, promise }: Ticket) => [
        updatedAt,
        promise,
        ...messages.map((message) => message.createdAt),
        ...timeline.map(({ at }) => at),
      ];
      assert.deepEqual(moments(live(one, () => undefined)), moments(live(one, () => undefined, quiet)));
    });
  });
});
