import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answer, defaultHours, dueAt, makePromise, promiseState, reprioritise, waive } from '../../server/ticket/promise.ts';
import { isOpen } from '../../server/ticket/calendar.ts';
import type { AnswerPromise, Instant, Priority } from '../../server/ticket/model.ts';
import { after, day, hour, minute, morning, policy } from './samples.ts';

const order: readonly Priority[] = ['LOW', 'MEDIUM', 'HIGH', 'URGENT'];
const moment = fc
  .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') })
  .map((at): Instant => new Date(at).toISOString());
const change = (promise: AnswerPromise, from: Priority, to: Priority, now: Instant) =>
  reprioritise(promise, { from, to, raised: order.indexOf(to) > order.indexOf(from) }, now, policy);

describe('A promise', () => {
  it('is the upper bound of what customers are told', () => {
    assert.equal(dueAt('LOW', morning, policy), '2026-03-17T09:00:00.000Z', 'five business days');
    assert.equal(dueAt('MEDIUM', morning, policy), '2026-03-13T09:00:00.000Z', 'three business days');
    assert.equal(dueAt('HIGH', morning, policy), after(morning, 24 * hour));
    assert.equal(dueAt('URGENT', morning, policy), after(morning, 2 * hour));
  });

  it('of HIGH and URGENT runs on at night, at week-ends, on holidays and when clocks change', () => {
    const terms = { ...policy, hours: { ...defaultHours, holidays: ['2026-12-25'] } };
    for (const from of ['2026-03-14T22:00:00.000Z', '2026-12-25T03:00:00.000Z', '2026-03-29T00:30:00.000Z', '2026-10-25T00:30:00.000Z']) {
      assert.equal(dueAt('URGENT', from, terms), after(from, 2 * hour));
      assert.equal(dueAt('HIGH', from, terms), after(from, 24 * hour));
    }
  });

  it('never lies before what it counts from, and business days end within opening hours', () => {
    fc.assert(
      fc.property(moment, fc.constantFrom(...order), (from, priority) => {
        const due = dueAt(priority, from, policy);
        assert.ok(due > from);
        assert.ok(due <= after(from, 14 * day), 'five business days and two week-ends at most');
        if (priority === 'LOW' || priority === 'MEDIUM')
          assert.ok(isOpen(Date.parse(due) - 1, defaultHours) || isOpen(Date.parse(due), defaultHours));
      }),
      { numRuns: 1000 },
    );
  });

  it('is sooner for what presses more', () => {
    fc.assert(
      fc.property(moment, (from) => {
        const [low, medium, high, urgent] = order.map((priority) => dueAt(priority, from, policy));
        assert.ok(urgent! < high! && high! < medium! && medium! < low!);
      }),
    );
  });

  it('is written as an instant in UTC, so that text order is time order', () => {
    assert.match(dueAt('LOW', '2026-03-10T09:00:00.000Z', policy), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });
});

describe('The state of a promise', () => {
  const promise = makePromise('first', 'URGENT', morning, policy);
  const due = promise.dueAt;

  it('is pending to the very moment it is due, and late a millisecond after', () => {
    assert.equal(promiseState(promise, morning), 'pending');
    assert.equal(promiseState(promise, due), 'pending');
    assert.equal(promiseState(promise, after(due, 1)), 'late');
  });

  it('is met by an answer at the very moment it is due, whenever one looks', () => {
    for (const now of [due, after(due, 900 * day)]) assert.equal(promiseState(answer(promise, due), now), 'met');
  });

  it('is late for good when the answer came late', () => {
    assert.equal(promiseState(answer(promise, after(due, 1)), after(due, 1)), 'late');
    assert.equal(promiseState(answer(answer(promise, after(due, 1)), after(due, 2)), after(due, 9 * day)), 'late');
  });

  it('is none once waived, and a waiver does not undo an answer', () => {
    assert.equal(promiseState(waive(promise), after(due, day)), 'none');
    assert.equal(promiseState(waive(answer(promise, due)), due), 'met');
    assert.equal(promiseState(answer(waive(promise), due), due), 'none');
  });
});

describe('A priority change', () => {
  it('that lowers is counted from where the promise started', () => {
    const promise = makePromise('first', 'HIGH', morning, policy);
    assert.equal(change(promise, 'HIGH', 'LOW', after(morning, 20 * hour)).dueAt, dueAt('LOW', morning, policy));
    assert.equal(change(promise, 'HIGH', 'MEDIUM', after(morning, hour)).dueAt, dueAt('MEDIUM', morning, policy));
  });

  it('that raises is counted from now', () => {
    const promise = makePromise('first', 'LOW', morning, policy);
    const now = after(morning, 5 * hour);
    assert.equal(change(promise, 'LOW', 'URGENT', now).dueAt, after(now, 2 * hour));
    assert.equal(change(promise, 'LOW', 'HIGH', now).dueAt, after(now, 24 * hour));
  });

  it('that raises never makes it later than it was', () => {
    const promise = makePromise('first', 'MEDIUM', morning, policy);
    assert.equal(change(promise, 'MEDIUM', 'HIGH', after(promise.dueAt, -hour)), promise);
    assert.equal(change(promise, 'MEDIUM', 'URGENT', after(promise.dueAt, -minute)), promise);
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 15 * day }),
        fc.constantFrom(...order),
        fc.constantFrom(...order),
        (from, wait, before, to) => {
          fc.pre(order.indexOf(to) > order.indexOf(before));
          const was = makePromise('first', before, from, policy);
          const now = after(from, wait);
          const { dueAt: is, startedAt } = change(was, before, to, now);
          assert.ok(is <= was.dueAt && startedAt === was.startedAt);
          assert.ok(is === was.dueAt || is >= now);
        },
      ),
    );
  });

  it('counts at the very moment it is due, and no more once it is late', () => {
    const promise = makePromise('first', 'HIGH', morning, policy);
    assert.equal(change(promise, 'HIGH', 'LOW', promise.dueAt).dueAt, dueAt('LOW', morning, policy));
    assert.equal(change(promise, 'HIGH', 'LOW', after(promise.dueAt, 1)), promise);
  });

  it('does not touch a promise that is answered or waived', () => {
    for (const promise of [
      answer(makePromise('first', 'LOW', morning, policy), after(morning, hour)),
      waive(makePromise('first', 'LOW', morning, policy)),
    ]) {
      for (const to of order) assert.equal(change(promise, 'LOW', to, after(morning, 2 * hour)), promise);
    }
  });

  it('keeps to the given response times, whichever they are', () => {
    const terms = { ...policy, responseTimes: { ...policy.responseTimes, LOW: { min: 1, max: 1, clock: 'hours' as const } } };
    assert.equal(dueAt('LOW', morning, terms), after(morning, hour));
  });
});
