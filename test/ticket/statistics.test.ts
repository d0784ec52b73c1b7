/**
 * Sums of days, put together, must come to what somebody finds who walks through all tickets with a calendar on the wall.
 * That walk is written here from what the figures mean, over acts that really happened, and shares nothing with the code.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dayOf, isDay, numberOf, weekday, zoneOf } from '../../server/ticket/days.ts';
import type { Instant, Priority, PromiseKind, Ticket } from '../../server/ticket/model.ts';
import { priorities, promiseKinds } from '../../server/ticket/model.ts';
import * as law from '../../server/ticket/rules.ts';
import { addUp, daysOf, sumOfDay, waitOf } from '../../server/ticket/statistics.ts';
import type { Sum } from '../../server/ticket/statistics.ts';
import { act, after, customer, day, hour, newTicket, staff } from './samples.ts';

const timeZone = 'Europe/Paris';
const zone = zoneOf(timeZone);
/** Around the night in which clocks are set forward in Paris. */
const begin: Instant = '2026-03-27T21:00:00.000Z';

type Deed =
  | 'answer'
  | 'acknowledge'
  | 'ask'
  | 'close'
  | 'closes-quietly'
  | 'thanks-and-closes'
  | 'reopen'
  | 'reopens'
  | 'rate'
  | 'raise'
  | 'move';
interface Past {
  readonly at: Instant;
  readonly deed: Deed;
}

const lives = fc.array(
  fc.record({
    born: fc.integer({ min: 0, max: 3 * day }),
    priority: fc.constantFrom(...priorities),
    service: fc.constantFrom('technical', 'billing', '__proto__'),
    deeds: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 30 * hour }),
        fc.constantFrom<Deed>(
          'answer',
          'acknowledge',
          'ask',
          'close',
          'closes-quietly',
          'thanks-and-closes',
          'reopen',
          'reopens',
          'rate',
          'raise',
          'move',
        ),
      ),
      { maxLength: 8 },
    ),
  }),
  { maxLength: 12 },
);
type Life = typeof lives extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

function done(ticket: Ticket, deed: Deed, now: Instant): Ticket {
  const [ours, theirs] = [act(staff, now), act(customer, now)];
  switch (deed) {
    case 'answer':
      return law.reply(ticket, { body: 'Here is how.' }, ours).ticket;
    case 'acknowledge':
      return law.acknowledge(ticket, null, ours).ticket;
    case 'ask':
      return law.reply(ticket, { body: 'And now?' }, theirs).ticket;
    case 'close':
      return law.close(ticket, 'Solved.', ours).ticket;
    case 'closes-quietly':
      return law.close(ticket, null, ours).ticket;
    case 'thanks-and-closes':
      return law.close(ticket, 'Thanks', theirs).ticket;
    case 'reopen':
      return law.reopen(ticket, 'Not yet', ours).ticket;
    case 'reopens':
      return law.reopen(ticket, 'It is back', theirs).ticket;
    case 'rate':
      return law.rate(ticket, 4, 'Fine', theirs).ticket;
    case 'raise':
      return law.changePriority(ticket, 'URGENT', 'It burns', ours).ticket;
    case 'move':
      return law.moveTo(ticket, 'sales', 'quote', ours).ticket;
  }
}

/** What the law refuses did not happen. */
function lived({ born, priority, service, deeds }: Life, number: number): { ticket: Ticket; past: Past[] } {
  let at = after(begin, born);
  let ticket: Ticket = { ...newTicket({ number, priority, service }, at), id: `ticket-${String(number)}` };
  const past: Past[] = [];
  for (const [wait, deed] of deeds) {
    at = after(at, wait + 1);
    try {
      ticket = done(ticket, deed, at);
      past.push({ at, deed });
    } catch {
      continue;
    }
  }
  return { ticket, past };
}

const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
const isClosing = ({ deed }: Past): boolean => deed === 'close' || deed === 'closes-quietly' || deed === 'thanks-and-closes';
const isReopening = ({ deed }: Past): boolean => deed === 'reopen' || deed === 'reopens';

/** When promises were made, and for what: the request, each reopening, and a question that came when nothing was owed. */
function madeIn(past: readonly Past[], createdAt: Instant): readonly { readonly at: Instant; readonly kind: PromiseKind }[] {
  const made: { at: Instant; kind: PromiseKind }[] = [{ at: createdAt, kind: 'first' }];
  let isOwed = true;
  for (const one of past) {
    if (isReopening(one)) made.push({ at: one.at, kind: 'reopening' });
    else if (one.deed === 'ask' && !isOwed) made.push({ at: one.at, kind: 'follow-up' });
    if (isReopening(one) || one.deed === 'ask') isOwed = true;
    if (isClosing(one) || one.deed === 'answer' || one.deed === 'acknowledge') isOwed = false;
  }
  return made;
}

/** The walk: what a period comes to, from what people did. */
function walk(all: readonly { ticket: Ticket; past: readonly Past[] }[], from: string, to: string): object {
  const within = (at: Instant): boolean => wall.format(new Date(at)) >= from && wall.format(new Date(at)) <= to;
  const created = all.filter(({ ticket }) => within(ticket.createdAt));
  const closings = all.flatMap(({ ticket, past }) =>
    past.flatMap((deed, i) =>
      isClosing(deed) && within(deed.at) ? [{ ticket, deed: deed.deed, again: past.slice(i).find(isReopening) }] : [],
    ),
  );
  const waits = (priority: Priority): number[] =>
    created
      .filter(({ ticket }) => ticket.priority === priority)
      .flatMap(({ ticket, past }) =>
        past
          .filter(({ deed }) => deed === 'answer' || deed === 'acknowledge' || deed === 'close' || deed === 'closes-quietly')
          .slice(0, 1)
          .map(({ at }) => Date.parse(at) - Date.parse(ticket.createdAt)),
      )
      .sort((a, b) => a - b);
  const promises = all.flatMap(({ ticket, past }) => {
    const made = madeIn(past, ticket.createdAt);
    const kept = [...(ticket.earlierPromises ?? []), ticket.promise];
    assert.equal(kept.length, made.length);
    return made.map((one, i) => ({ ...one, priority: ticket.priority, promise: kept[i]! })).filter(({ at }) => within(at));
  });
  const state = ({ promise }: { promise: Ticket['promise'] }): string =>
    promise.waived ? 'waived' : promise.answeredAt === null ? 'owed' : promise.answeredAt > promise.dueAt ? 'late' : 'kept';
  const times = (list: readonly string[], word: string): number => list.filter((one) => one === word).length;
  const turns = (of: typeof closings) => ({ closed: of.length, reopened: of.filter(({ again }) => again).length });
  const rated = all.flatMap(({ past }) => past.filter(({ deed }) => deed === 'rate').slice(-1)).filter(({ at }) => within(at));
  return {
    created: created.length,
    services: [...new Set(created.map(({ ticket }) => ticket.service))]
      .map((service) => `${service} ${String(created.filter(({ ticket }) => ticket.service === service).length)}`)
      .sort(),
    answers: priorities.map((priority) => ({
      tickets: created.filter(({ ticket }) => ticket.priority === priority).length,
      waits: waits(priority),
    })),
    promised: priorities.map((priority) =>
      promiseKinds.map((kind) => {
        const states = promises.filter((one) => one.priority === priority && one.kind === kind).map(state);
        return ['kept', 'late', 'waived', 'owed'].map((word) => times(states, word));
      }),
    ),
    closed: turns(closings),
    quietly: turns(closings.filter(({ deed }) => deed === 'closes-quietly')),
    withWords: turns(closings.filter(({ deed }) => deed === 'close')),
    byCustomer: turns(closings.filter(({ deed }) => deed === 'thanks-and-closes')),
    moved: turns(closings.filter(({ ticket }) => ticket.category === 'quote')),
    reasons: closings
      .flatMap(({ again }) => (again ? [`${again.at} ${again.deed === 'reopens' ? 'customer It is back' : 'team Not yet'}`] : []))
      .sort()
      .reverse()
      .slice(0, 20),
    rated: rated.length,
    comments: rated
      .map(({ at }) => at)
      .sort()
      .reverse(),
  };
}

/** The same, from a sum. */
function told(sum: Sum): object {
  const turns = ({ closed, reopened }: { closed: number; reopened: number } = { closed: 0, reopened: 0 }) => ({ closed, reopened });
  const moved = sum.closings.get('["sales","quote"]');
  const ways = Object.values(sum.ways);
  return {
    created: sum.created,
    services: [...sum.services].map(([service, times]) => `${service} ${String(times)}`).sort(),
    answers: priorities.map((priority) => ({
      tickets: sum.answers[priority].tickets,
      waits: sum.answers[priority].waits.flatMap((piece) => [...piece]).sort((a, b) => a - b),
    })),
    promised: priorities.map((priority) =>
      promiseKinds.map((kind) => sum.promised[priority][kind]).map(({ kept, late, waived, owed }) => [kept, late, waived, owed.length]),
    ),
    closed: { closed: sum.closed, reopened: ways.reduce((all, { reopened }) => all + reopened, 0) },
    quietly: turns(sum.ways['team-without-words']),
    withWords: turns(sum.words.get('solved')),
    byCustomer: turns(sum.ways.customer),
    moved: turns(moved),
    reasons: sum.reopenings.map(({ at, by, reason }) => `${at} ${by} ${reason}`),
    rated: sum.scores.reduce((all, times) => all + times, 0),
    comments: sum.comments.map(({ at }) => at),
  };
}

describe('what a period was like', () => {
  it('is what a walk through all tickets finds, whatever happened and however days are put together', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: -1, max: 5 }), fc.integer({ min: 0, max: 6 }), fc.boolean(), (drawn, first, length, halved) => {
        const all = drawn.map(lived);
        const from = numberOf('2026-03-27') + first;
        const books = Array.from({ length: length + 1 }, (_, i) => from + i).map((number) =>
          sumOfDay(
            number,
            all.map(({ ticket }) => ticket).filter((ticket) => daysOf(ticket, zone).has(number)),
            zone,
          ),
        );
        const middle = books.length >> 1;
        const sum = halved ? addUp([addUp(books.slice(0, middle)), addUp(books.slice(middle))]) : addUp(books);
        const found = walk(all, dayOf(from), dayOf(from + length));
        // Two acts of one millisecond have no order among them.
        assert.deepEqual(told(sum), found);
      }),
      { numRuns: 400 },
    );
  });

  it('waits no longer than the share of all that it names', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), fc.constantFrom(0.5, 0.9), (waits, share) => {
        const sorted = [...waits].sort((a, b) => a - b);
        const wait = waitOf(sorted, share);
        assert.ok(wait !== null && sorted.includes(wait));
        const upTo = (most: number): number => sorted.filter((one) => one <= most).length / sorted.length;
        assert.ok(upTo(wait) >= share);
        for (const shorter of sorted.filter((one) => one < wait)) assert.ok(upTo(shorter) < share);
      }),
    );
    assert.equal(waitOf([], 0.5), null);
  });

  it('takes closing for an answer, and the reason for a reopening for none', () => {
    const fresh = newTicket({}, begin);
    const closed = law.close(fresh, null, act(customer, after(begin, hour))).ticket;
    const reopened = law.reopen(closed, 'We looked again', act(staff, after(begin, 2 * hour))).ticket;
    const sum = (ticket: Ticket) => sumOfDay(zone.dayAt(begin), [ticket], zone).answers.MEDIUM.waits.flatMap((piece) => [...piece]);
    assert.deepEqual(sum(reopened), []);
    assert.deepEqual(sum(law.close(reopened, 'Done', act(staff, after(begin, 3 * hour))).ticket), [3 * hour]);
    assert.deepEqual(sum(law.reply(reopened, { body: 'Hello' }, act(staff, after(begin, 4 * hour))).ticket), [4 * hour]);
  });
});

describe('days', () => {
  it('are those of the calendar on the wall, also when clocks are changed and far from Greenwich', () => {
    for (const name of ['Europe/Paris', 'America/St_Johns', 'Pacific/Apia', 'Pacific/Kiritimati', 'Asia/Kathmandu', 'UTC']) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: name, dateStyle: 'short', timeStyle: 'short' });
      const there = zoneOf(name);
      fc.assert(
        fc.property(fc.integer({ min: Date.UTC(2011, 11, 28) / 60_000, max: Date.UTC(2027, 0) / 60_000 }), (minutes) => {
          const at = new Date(minutes * 60_000);
          assert.equal(there.clockAt(at.toISOString()), format.format(at));
          assert.equal(dayOf(there.dayAt(at.toISOString())), format.format(at).slice(0, 10));
        }),
        { numRuns: 300 },
      );
    }
  });

  it('are counted from 1970, and are there or not', () => {
    assert.equal(dayOf(0), '1970-01-01');
    assert.equal(numberOf('2026-11-26'), 20783);
    assert.equal(weekday(numberOf('2026-11-23')), 0);
    assert.equal(weekday(numberOf('2026-11-29')), 6);
    for (const day of ['2024-02-29', '1970-01-01', '9999-12-31']) assert.ok(isDay(day), day);
    for (const none of [
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '1969-12-31',
      '26-11-26',
      '2026-11-26T00:00',
      '２０２６-11-26',
      '',
      ' 2026-11-26',
    ])
      assert.ok(!isDay(none), none);
  });
});
