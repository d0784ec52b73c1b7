import { assert } from 'chai';
import { fullForm, layOut, smallForm } from '../../widget/draw/promise-geometry.ts';
import type { PromiseFacts } from '../../widget/draw/promise-geometry.ts';

const start = '2026-11-23T09:00:00.000Z';
const due = '2026-11-24T09:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(start) + hours * 3_600_000).toISOString();
const facts = (changes: Partial<PromiseFacts> = {}): PromiseFacts => ({
  startedAt: start,
  dueAt: due,
  answeredAt: null,
  ball: 'team',
  closedAt: null,
  state: 'pending',
  ...changes,
});

describe('the promise line', () => {
  it('puts the ball where the clock stands', () => {
    const { ball, run, due: dueTick, over } = layOut(facts(), at(18), fullForm);
    assert.equal(ball, 75);
    assert.equal(run, 75);
    assert.equal(dueTick, 100);
    assert.isNull(over);
  });

  it('lets the ball stand in for the sending tick right after sending', () => {
    assert.isFalse(layOut(facts(), at(0.4), fullForm).startTick);
    assert.isTrue(layOut(facts(), at(0.6), fullForm).startTick);
    assert.isFalse(layOut(facts(), at(2), smallForm).startTick);
  });

  it('gives what is overdue room to be seen, however short it is', () => {
    const { due: dueTick, over, ball } = layOut(facts({ state: 'late' }), at(24.1), fullForm);
    assert.equal(dueTick, 80);
    assert.deepEqual(over, [80, 100]);
    assert.equal(ball, 100);
    assert.equal(layOut(facts({ state: 'late' }), at(24.1), smallForm).due, 60);
  });

  it('keeps the due tick in sight when a promise is very late', () => {
    const { due: dueTick } = layOut(facts({ state: 'late' }), at(24 * 300), fullForm);
    assert.equal(dueTick, 20);
  });

  it('marks the answer and leaves the ball behind it', () => {
    const { answer, ball, run } = layOut(facts({ answeredAt: at(4), state: 'met', ball: 'customer' }), at(6), fullForm);
    assert.approximately(answer ?? 0, 16.7, 0.1);
    assert.equal(run, answer);
    assert.isAbove(ball ?? 0, answer ?? 100);
  });

  it('keeps the ball on the line long after an answer in time', () => {
    assert.equal(layOut(facts({ answeredAt: at(4), state: 'met', ball: 'customer' }), at(500), fullForm).ball, 100);
  });

  it('draws a late answer as late for good', () => {
    const { over, answer, ball } = layOut(facts({ answeredAt: at(30), state: 'late', ball: 'customer' }), at(400), fullForm);
    assert.isNotNull(over);
    assert.equal(over?.[1], answer);
    assert.isAbove(ball ?? 0, answer ?? 100);
  });

  it('has no ball once closed', () => {
    const closed = layOut(facts({ ball: null, closedAt: at(12), state: 'none' }), at(100), fullForm);
    assert.isNull(closed.ball);
    assert.equal(closed.run, 50);
  });

  it('never leaves the line, whatever the dates', () => {
    for (const state of ['pending', 'met', 'late', 'none'] as const) {
      for (const hours of [-5, 0, 1, 24, 48, 9_999]) {
        for (const answered of [null, at(hours / 2)]) {
          for (const form of [fullForm, smallForm]) {
            const { run, due: dueTick, answer, ball } = layOut(facts({ state, answeredAt: answered }), at(hours), form);
            for (const place of [run, dueTick, answer ?? 0, ball ?? 0])
              assert.isTrue(place >= 0 && place <= 100, `${state} ${hours} ${place}`);
          }
        }
      }
    }
  });
});
