import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dueFromOpenDays } from '../../server/ticket/open-days.ts';
import { addBusinessDays, openDaysFrom } from '../../server/ticket/calendar.ts';
import type { OpeningHours, Span } from '../../server/ticket/calendar.ts';
import { defaultHours } from '../../server/ticket/promise.ts';
import { day, hour } from './samples.ts';

const from = Date.parse('2026-01-05T00:00:00Z');
const days = (max: number) => ({ min: max, max, clock: 'business-days' as const });

/** Waking hours: clocks are changed at night. */
const spans: fc.Arbitrary<readonly Span[]> = fc.constantFrom(
  [],
  [[540, 1080]],
  [
    [480, 720],
    [840, 1110],
  ],
  [[600, 601]],
);
const hours: fc.Arbitrary<OpeningHours> = fc.record({
  timeZone: fc.constantFrom('Europe/Paris', 'UTC', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu'),
  week: fc.array(spans, { minLength: 7, maxLength: 7 }),
  holidays: fc.constantFrom([], ['05-01', '12-25'], ['2026-01-06', '2026-01-07']),
});

describe('A promise reckoned from days laid out', () => {
  it('is the one that the calendar gives, also a while later', () => {
    fc.assert(
      fc.property(hours, fc.nat(400 * day), fc.nat(4 * day), fc.nat(5), (hours, begin, later, count) => {
        const now = from + begin + later;
        assert.equal(dueFromOpenDays(days(count), now, openDaysFrom(from + begin, count + 10, hours)), addBusinessDays(now, count, hours));
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts hours day and night', () => {
    assert.equal(dueFromOpenDays({ min: 1, max: 2, clock: 'hours' }, from, []), from + 2 * hour);
  });

  it('falls back to calendar days where nothing is laid out any more', () => {
    const early = openDaysFrom(from, 2, defaultHours);
    assert.equal(early.length, 2);
    assert.equal(dueFromOpenDays(days(3), from, early), from + 3 * day);
    assert.equal(dueFromOpenDays(days(1), from + 60 * day, early), from + 61 * day);
  });

  it('lays nothing out for a team that never opens', () => {
    assert.deepEqual(openDaysFrom(from, 3, { ...defaultHours, week: [[], [], [], [], [], [], []] }), []);
  });
});
