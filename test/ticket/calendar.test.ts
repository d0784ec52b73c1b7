import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addBusinessDays, isOpen, nextOpening, offsetAt } from '../../server/ticket/calendar.ts';
import type { OpeningHours, Span } from '../../server/ticket/calendar.ts';
import { defaultHours } from '../../server/ticket/promise.ts';
import { day, hour, minute } from './samples.ts';

const at = (text: string): number => Date.parse(text);
const add = (text: string, days: number, hours: OpeningHours = defaultHours): string =>
  new Date(addBusinessDays(at(text), days, hours)).toISOString();
const span = (from: number, to: number): Span => [from * 60, to * 60];
const daily = (timeZone: string, ...spans: Span[]): OpeningHours => ({
  timeZone,
  week: Array.from({ length: 7 }, () => spans),
  holidays: [],
});

describe('Business days', () => {
  it('end at the same local time on the n-th following open day', () => {
    assert.equal(add('2026-03-10T09:30:15.250Z', 1), '2026-03-11T09:30:15.250Z');
    assert.equal(add('2026-03-10T09:30:00Z', 3), '2026-03-13T09:30:00.000Z');
  });

  it('pass over the week-end', () => {
    assert.equal(add('2026-03-13T09:30:00Z', 1), '2026-03-16T09:30:00.000Z');
    assert.equal(add('2026-03-10T09:30:00Z', 5), '2026-03-17T09:30:00.000Z');
  });

  it('count from the next opening when the team is away', () => {
    assert.equal(add('2026-03-10T05:00:00Z', 1), '2026-03-11T08:00:00.000Z', 'before opening: from nine the same day');
    assert.equal(add('2026-03-10T17:00:00Z', 1), '2026-03-12T08:00:00.000Z', 'at closing time: from nine the next day');
    assert.equal(add('2026-03-14T12:00:00Z', 1), '2026-03-17T08:00:00.000Z', 'on Saturday: from nine on Monday');
    assert.equal(add('2026-03-13T17:30:00Z', 3), '2026-03-19T08:00:00.000Z', 'on Friday evening: from nine on Monday');
  });

  it('count the last minute of a day as that day', () => {
    assert.equal(add('2026-03-10T16:59:59.999Z', 1), '2026-03-11T16:59:59.999Z');
  });

  it('pass over holidays, of one year or of every year', () => {
    const hours = { ...defaultHours, holidays: ['2026-03-11', '05-01'] };
    assert.equal(add('2026-03-10T09:30:00Z', 1, hours), '2026-03-12T09:30:00.000Z');
    assert.equal(add('2027-03-10T09:30:00Z', 1, hours), '2027-03-11T09:30:00.000Z');
    for (const year of [2025, 2026, 2028, 2030]) {
      const opening = nextOpening(at(`${year}-05-01T10:00:00Z`), hours);
      assert.ok(opening !== null && new Date(opening).getUTCDate() > 1);
    }
    assert.equal(add('2026-03-11T09:30:00Z', 1, hours), '2026-03-13T08:00:00.000Z', 'on a holiday: from the next opening');
  });

  it('keep to the opening hours of the day they end on', () => {
    const week = [[span(9, 18)], [span(10, 12)], [span(9, 12), span(14, 18)], [span(8, 18)], [], [], []];
    const hours: OpeningHours = { timeZone: 'UTC', week, holidays: [] };
    assert.equal(add('2026-03-09T16:00:00Z', 1, hours), '2026-03-10T12:00:00.000Z', 'too late for a short day: its closing');
    assert.equal(add('2026-03-09T09:00:00Z', 1, hours), '2026-03-10T10:00:00.000Z', 'too early: its opening');
    assert.equal(add('2026-03-09T13:00:00Z', 2, hours), '2026-03-11T14:00:00.000Z', 'in the lunch break: after it');
    assert.equal(add('2026-03-09T12:00:00Z', 2, hours), '2026-03-11T12:00:00.000Z', 'as the break begins: then');
    assert.equal(add('2026-03-11T12:30:00Z', 1, hours), '2026-03-12T14:00:00.000Z', 'asked in the break: counted from its end');
  });

  it('fall back to calendar days when the team never opens', () => {
    const never: OpeningHours = { timeZone: 'Europe/Paris', week: [[], [], [], [], [], [], []], holidays: [] };
    assert.equal(nextOpening(at('2026-03-10T09:00:00Z'), never), null);
    assert.equal(add('2026-03-10T09:00:00Z', 3, never), '2026-03-13T09:00:00.000Z');
    assert.equal(add('2026-03-10T09:00:00Z', 3, { ...never, week: [] }), '2026-03-13T09:00:00.000Z');
  });

  it('work for a team that never closes', () => {
    assert.equal(add('2026-03-14T23:59:00Z', 1, daily('UTC', [0, 1440])), '2026-03-15T23:59:00.000Z');
  });

  it('work for a night shift that ends at midnight', () => {
    const hours = daily('Asia/Kolkata', [0, 360], [1320, 1440]);
    assert.equal(isOpen(at('2026-03-10T18:29:59Z'), hours), true);
    assert.equal(isOpen(at('2026-03-10T18:30:00Z'), hours), true, 'midnight begins the next night');
    assert.equal(isOpen(at('2026-03-11T00:30:00Z'), hours), false, 'six in the morning ends it');
  });
});

describe('When clocks change', () => {
  const always = (zone: string) => daily(zone, [0, 1440]);

  it('a time that is skipped moves forward', () => {
    assert.equal(add('2026-03-28T01:30:00Z', 1, always('Europe/Paris')), '2026-03-29T01:30:00.000Z', '02:30 becomes 03:30');
    assert.equal(add('2026-03-07T07:30:00Z', 1, always('America/New_York')), '2026-03-08T07:30:00.000Z', '02:30 becomes 03:30');
  });

  it('a time that happens twice is the first', () => {
    assert.equal(add('2026-10-24T00:30:00Z', 1, always('Europe/Paris')), '2026-10-25T00:30:00.000Z');
    assert.equal(add('2026-10-31T05:30:00Z', 1, always('America/New_York')), '2026-11-01T05:30:00.000Z');
  });

  it('nine in the morning stays nine in the morning', () => {
    assert.equal(add('2026-03-27T09:30:00Z', 1), '2026-03-30T08:30:00.000Z');
    assert.equal(add('2026-10-23T08:30:00Z', 1), '2026-10-26T09:30:00.000Z');
  });

  it('both halves of a repeated hour are open hours', () => {
    const night = daily('Europe/Paris', span(2, 3));
    assert.deepEqual(
      ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((text) => isOpen(at(text), night)),
      [true, true],
    );
  });

  it('a day that starts without a midnight opens when it starts', () => {
    const opening = nextOpening(at('2026-04-23T21:30:00Z'), { ...always('Africa/Cairo'), holidays: ['2026-04-23'] });
    assert.equal(new Date(opening ?? 0).toISOString(), '2026-04-23T22:00:00.000Z');
  });

  it('a day that a place skipped is no business day', () => {
    const weekdays: OpeningHours = { ...defaultHours, timeZone: 'Pacific/Apia' };
    assert.equal(add('2011-12-29T20:00:00Z', 1, weekdays), '2012-01-01T20:00:00.000Z', 'from Thursday over the date line to Monday');
  });
});

describe('The difference to UTC', () => {
  it('is the one the zone had at that moment', () => {
    const cases: [string, string, number][] = [
      ['Europe/Paris', '2026-03-29T00:59:59.999Z', 1],
      ['Europe/Paris', '2026-03-29T01:00:00.000Z', 2],
      ['America/New_York', '2026-11-01T05:59:59.999Z', -4],
      ['America/New_York', '2026-11-01T06:00:00.000Z', -5],
      ['Asia/Kolkata', '2026-06-01T12:00:00.000Z', 5.5],
      ['Asia/Kathmandu', '2026-06-01T12:00:00.000Z', 5.75],
      ['Australia/Lord_Howe', '2026-06-01T12:00:00.000Z', 10.5],
      ['Pacific/Apia', '2026-06-01T12:00:00.000Z', 13],
      ['Pacific/Kiritimati', '2026-06-01T12:00:00.000Z', 14],
      ['UTC', '1969-12-31T23:59:59.999Z', 0],
    ];
    for (const [zone, moment, hours] of cases) assert.equal(offsetAt(at(moment), zone), hours * hour, `${zone} at ${moment}`);
  });
});

/* ── Against a slow and simple reading, minute by minute ───────────────── */

interface LocalMinute {
  readonly date: string;
  /** Minutes shown by the clock on the wall. */
  readonly clock: number;
}

/** What the clock on the wall shows, as the zone's own offset name tells it, a quarter of an hour at a time. */
function wallClock(timeZone: string): (at: number) => LocalMinute {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offsets = new Map<number, number>();
  const dates = new Map<number, string>();
  const offset = (quarter: number): number => {
    const [, sign, h = 0, m = 0] = /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(quarter * 15 * minute)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(h) * 60 + Number(m)) * minute;
  };
  return (moment) => {
    const quarter = Math.floor(moment / (15 * minute));
    if (!offsets.has(quarter)) offsets.set(quarter, offset(quarter));
    const local = moment + offsets.get(quarter)!;
    const midnight = Math.floor(local / day) * day;
    if (!dates.has(midnight)) dates.set(midnight, new Date(midnight).toISOString().slice(0, 10));
    return { date: dates.get(midnight)!, clock: Math.floor((local - midnight) / minute) };
  };
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const plan = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function schedule(hours: OpeningHours): (date: string) => readonly Span[] {
  return (date) => {
    const closed = hours.holidays.some((holiday) => holiday === date || holiday === date.slice(5));
    const name = weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()]!;
    return closed ? [] : hours.week[plan.indexOf(name)]!;
  };
}

/** Reads the rule as it is told to people, walking through every minute. */
function slowBusinessDays(start: number, days: number, hours: OpeningHours, clock = wallClock(hours.timeZone)): number {
  const spans = schedule(hours);
  const works = (m: number): boolean => {
    const { date, clock: time } = clock(m);
    return spans(date).some(([from, to]) => time >= from && time < to);
  };
  let now = start;
  while (!works(now)) now += minute;
  const asked = clock(now);

  let { date } = asked;
  for (let left = days; left > 0; ) {
    now += minute;
    if (clock(now).date === date) continue;
    ({ date } = clock(now));
    if (spans(date).length > 0) left--;
  }

  const allowed = (time: number): boolean => spans(date).some(([from, to]) => time >= from && time <= to);
  let wanted = asked.clock;
  while (wanted < 1440 && !allowed(wanted)) wanted++;
  while (!allowed(wanted)) wanted--;
  const dayStart = now;
  for (let skipped = 0; skipped <= 60; skipped += 30) {
    for (let m = dayStart; m < dayStart + 26 * hour; m += minute) {
      const shown = clock(m);
      const time = shown.date === date ? shown.clock : shown.clock + 1440;
      if (time === wanted + skipped) return m;
    }
  }
  throw new Error('No such minute');
}

/** Spans of two hours at least that start on the hour: no clock change swallows one, and none starts inside a skipped hour. */
const openDay: fc.Arbitrary<readonly Span[]> = fc.oneof(
  fc.constant([]),
  fc
    .record({ from: fc.integer({ min: 0, max: 20 }), length: fc.integer({ min: 4, max: 40 }) })
    .map(({ from, length }) => [[from * 60, Math.min(1440, from * 60 + length * 30)] as const]),
  fc
    .record({
      from: fc.integer({ min: 0, max: 9 }),
      morning: fc.integer({ min: 4, max: 8 }),
      lunch: fc.integer({ min: 1, max: 4 }),
      rest: fc.integer({ min: 4, max: 12 }),
    })
    .map(({ from, morning, lunch, rest }) => {
      const noon = from * 60 + morning * 30;
      const back = Math.ceil((noon + lunch * 30) / 60) * 60;
      return [[from * 60, noon] as const, [back, Math.min(1440, back + rest * 30)] as const];
    }),
);

const zones: Record<string, string[]> = {
  'Europe/Paris': ['2026-03-29', '2026-10-25', '2026-12-28'],
  'America/New_York': ['2026-03-08', '2026-11-01', '2024-02-28'],
  'Asia/Kolkata': ['2026-03-29', '2026-12-30'],
  'Pacific/Apia': ['2026-01-01', '2011-09-24', '2012-04-01', '2011-12-30'],
  'Australia/Lord_Howe': ['2026-04-05', '2026-10-04'],
  'Africa/Cairo': ['2026-04-24', '2026-10-29'],
};

describe('Business days, minute by minute', () => {
  for (const [timeZone, moments] of Object.entries(zones)) {
    it(`agree with a walk through every minute in ${timeZone}`, () => {
      const clock = wallClock(timeZone);
      const cases = fc.record({
        start: fc
          .record({ around: fc.constantFrom(...moments), minutes: fc.integer({ min: -6 * 1440, max: 2 * 1440 }) })
          .map(({ around, minutes }) => at(`${around}T00:00:00Z`) + minutes * minute),
        days: fc.integer({ min: 1, max: 5 }),
        week: fc.array(openDay, { minLength: 7, maxLength: 7 }).filter((week) => week.some((spans) => spans.length > 0)),
        holidays: fc.array(
          fc
            .record({ around: fc.constantFrom(...moments), off: fc.integer({ min: -3, max: 5 }), yearly: fc.boolean() })
            .map(({ around, off, yearly }) => {
              const date = new Date(at(`${around}T12:00:00Z`) + off * day).toISOString().slice(0, 10);
              return yearly ? date.slice(5) : date;
            }),
          { maxLength: 3 },
        ),
      });
      fc.assert(
        fc.property(cases, ({ start, days, week, holidays }) => {
          const hours: OpeningHours = { timeZone, week, holidays };
          const due = addBusinessDays(start, days, hours);
          assert.equal(new Date(due).toISOString(), new Date(slowBusinessDays(start, days, hours, clock)).toISOString());
        }),
        { numRuns: 60 },
      );
    });
  }

  it('open when, and only when, the wall clock is inside a span', () => {
    for (const timeZone of Object.keys(zones)) {
      const clock = wallClock(timeZone);
      const hours: OpeningHours = {
        ...defaultHours,
        timeZone,
        week: defaultHours.week.map((spans) =>
          spans.length > 0
            ? [
                [0, 150],
                [540, 1080],
              ]
            : [],
        ),
      };
      const spans = schedule(hours);
      for (const around of zones[timeZone]!) {
        for (let m = at(`${around}T00:00:00Z`) - day; m < at(`${around}T00:00:00Z`) + 2 * day; m += 10 * minute) {
          const { date, clock: time } = clock(m);
          assert.equal(
            isOpen(m, hours),
            spans(date).some(([from, to]) => time >= from && time < to),
            `${timeZone} ${new Date(m).toISOString()}`,
          );
        }
      }
    }
  });

  it('begin at an opening that is open, not earlier than asked, with nothing open before it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(zones)),
        fc.integer({ min: at('2010-01-01'), max: at('2040-01-01') }),
        (timeZone, start) => {
          const hours: OpeningHours = { ...defaultHours, timeZone, holidays: ['01-01', '12-25'] };
          const opening = nextOpening(start, hours)!;
          assert.ok(opening >= start && isOpen(opening, hours));
          if (opening > start) assert.equal(isOpen(opening - 1, hours), false);
          for (let m = start; m < opening; m += hour) assert.equal(isOpen(m, hours), false);
        },
      ),
      { numRuns: 300 },
    );
  });
});
