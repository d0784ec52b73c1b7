/** What each figure of the statistics shows, as a chart and as a table. */
import { html } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskMe } from '../../../server/wire/desk.ts';
import type { Stats, StatsTable } from '../../../server/wire/statistics.ts';
import { amount, columns, roundUp, shares, strokes, wait, within } from './charts.ts';
import type { Stroke } from './charts.ts';
import type { Figure } from './figure.ts';
import { sayCount, sayRate, sayShortDay, sayStretch, sayTurns, sayWait, sayWay } from './words.ts';

export interface Reading {
  readonly stats: Stats;
  readonly me: DeskMe;
  readonly locale: string;
  readonly href: (table: StatsTable) => string;
}

type Priority = Stats['volume']['byPriority'][number]['priority'];
type Turns = Stats['reopening']['all'];

const most = (numbers: readonly number[]): number => Math.max(1, ...numbers);
const labelIn = ({ me }: Reading, id: Priority): string => me.priorities.find((priority) => priority.id === id)?.label ?? id;

export function figuresOf(reading: Reading): readonly Figure[] {
  return [
    volume(reading),
    services(reading),
    priorities(reading),
    answers(reading),
    promises(reading),
    ...reopenings(reading),
    ratings(reading),
  ];
}

function volume({ stats: { volume }, locale, href }: Reading): Figure {
  const { items, per } = volume;
  const top = roundUp(most(items.flatMap(({ created, closed }) => [created, closed])));
  const count = (times: number): string => sayCount(times, locale);
  const drawn = items.map((item) => ({
    ...item,
    name: msg(str`${sayStretch(item, locale)}: created ${count(item.created)}, closed ${count(item.closed)}`),
  }));
  return {
    id: 'volume',
    title: per === 'day' ? msg('Tickets by day') : msg('Tickets by week'),
    full: true,
    href: href('volume'),
    none: volume.created + volume.closed === 0 ? msg('No ticket was created or closed.') : null,
    chart: html`<div class="columns-box">
        <div class="columns-scale"><span>${count(top)}</span><span>${top > 1 ? (top / 2).toLocaleString(locale) : ''}</span><span>0</span></div>
        ${columns(drawn, top)}
        <div class="columns-ends"><span>${sayShortDay(items[0]?.from ?? '', locale)}</span><span>${sayShortDay(items[items.length >> 1]?.from ?? '', locale)}</span><span>${sayShortDay(items.at(-1)?.to ?? '', locale)}</span></div>
      </div>
      <p class="legend">
        <span><svg width="12" height="12"><rect class="part" width="12" height="12" /></svg>${msg('created')}</span>
        <span><svg width="16" height="12"><line class="shut" x1="0" x2="16" y1="6" y2="6" /></svg>${msg('closed')}</span>
      </p>`,
    table: {
      headings: [per === 'day' ? msg('Day') : msg('Week'), msg('Created'), msg('Closed')],
      rows: items.map((item) => [sayStretch(item, locale), count(item.created), count(item.closed)]),
    },
  };
}

function services({ stats: { volume }, locale, href }: Reading): Figure {
  const top = most(volume.byService.map(({ created }) => created));
  const rows = volume.byService.map(({ label, created }) => ({
    name: label,
    text: sayCount(created, locale),
    drawn: amount(created / top),
  }));
  return {
    ...listed(msg('Service'), msg('Created'), rows),
    id: 'services',
    title: msg('By service'),
    href: href('services'),
    none: nobodyAsked(volume.created),
  };
}

function priorities(reading: Reading): Figure {
  const { stats, locale, href } = reading;
  const { byPriority, created } = stats.volume;
  const top = most(byPriority.map((one) => one.created));
  const rows = byPriority.map((one) => ({
    name: labelIn(reading, one.priority),
    text: sayCount(one.created, locale),
    drawn: amount(one.created / top),
  }));
  return {
    ...listed(msg('Priority'), msg('Created'), rows),
    id: 'priorities',
    title: msg('By priority'),
    href: href('priorities'),
    none: nobodyAsked(created),
  };
}

const nobodyAsked = (created: number): string | null => (created === 0 ? msg('No ticket was created.') : null);

const listed = (of: string, counted: string, rows: readonly Stroke[]): Pick<Figure, 'chart' | 'table'> => ({
  chart: strokes(rows),
  table: { headings: [of, counted], rows: rows.map(({ name, text }) => [name, text]) },
});

function answers(reading: Reading): Figure {
  const { stats, locale, href } = reading;
  const { all, byPriority } = stats.firstAnswer;
  const top = most(byPriority.map(({ ninetieth }) => ninetieth ?? 0));
  const said = byPriority.filter(({ answered }) => answered > 0);
  const row = (name: string, one: typeof all): string[] => [
    name,
    sayCount(one.tickets, locale),
    sayCount(one.answered, locale),
    sayWait(one.median, locale),
    sayWait(one.ninetieth, locale),
  ];
  return {
    id: 'answers',
    title: msg('First answer'),
    href: href('answers'),
    none: all.answered === 0 ? msg('No ticket of this period has been answered yet.') : null,
    note: msg(
      'Of tickets created in this period. Hours run day and night; the circle is where half had their answer, the end where nine in ten had it.',
    ),
    chart: strokes(
      said.map(({ priority, median, ninetieth }) => ({
        name: labelIn(reading, priority),
        text:
          median === ninetieth
            ? msg(str`within ${sayWait(median, locale)}`)
            : msg(str`half within ${sayWait(median, locale)}, nine in ten within ${sayWait(ninetieth, locale)}`),
        drawn: wait((median ?? 0) / top, (ninetieth ?? 0) / top),
      })),
    ),
    table: {
      headings: [msg('Priority'), msg('Created'), msg('Answered'), msg('Half within'), msg('Nine in ten within')],
      rows: [...byPriority.map((one) => row(labelIn(reading, one.priority), one)), row(msg('All'), all)],
    },
  };
}

function promises(reading: Reading): Figure {
  const { stats, locale, href } = reading;
  const { all, byPriority, byKind } = stats.promises;
  const count = (times: number): string => sayCount(times, locale);
  const made = (one: typeof all): number => one.kept + one.late + one.owed + one.waived;
  const row = (name: string, one: typeof all): string[] => [
    name,
    ...[one.kept, one.late, one.owed, one.waived].map(count),
    sayRate(one.rate, locale),
  ];
  return {
    id: 'promises',
    title: msg('Promises'),
    href: href('promises'),
    none: made(all) === 0 ? msg('No promise was made.') : null,
    note: msg(
      'Made in this period: for a new ticket, for a message after an answer, and at a reopening. Kept in full, late in dashes, still owed in grey.',
    ),
    chart: strokes(
      byPriority
        .filter((one) => made(one) > 0)
        .map((one) => {
          const whole = most([one.kept + one.late + one.owed]);
          const late = one.late ? msg(str`late: ${count(one.late)}`) : '';
          const owed = one.owed ? msg(str`still owed: ${count(one.owed)}`) : '';
          return {
            name: labelIn(reading, one.priority),
            text: [msg(str`kept: ${count(one.kept)}`), late, owed].filter(Boolean).join(', '),
            drawn: shares([
              ['part', one.kept / whole],
              ['missed', one.late / whole],
              ['open', one.owed / whole],
            ]),
          };
        }),
    ),
    table: {
      headings: [msg('Priority'), msg('Kept'), msg('Late'), msg('Still owed'), msg('No longer owed'), msg('Share kept')],
      rows: [
        ...byPriority.map((one) => row(labelIn(reading, one.priority), one)),
        row(msg('All'), all),
        ...byKind.map((one) => row(sayMadeFor(one.kind), one)),
      ],
    },
  };
}

function sayMadeFor(kind: Stats['promises']['byKind'][number]['kind']): string {
  if (kind === 'first') return msg('For new tickets');
  return kind === 'follow-up' ? msg('After an answer') : msg('At reopenings');
}

function reopenings({ stats: { reopening }, locale, href }: Reading): readonly Figure[] {
  const none = reopening.all.closed === 0 ? msg('No ticket was closed.') : null;
  const figure = (of: string, rows: readonly (Turns & { readonly name: string })[]): Pick<Figure, 'chart' | 'table'> => {
    const top = most(rows.map(({ closed }) => closed));
    return {
      chart: strokes(
        rows.map((one) => ({ name: one.name, text: sayTurns(one, locale), drawn: within(one.closed / top, one.reopened / top) })),
      ),
      table: {
        headings: [of, msg('Closed'), msg('Reopened'), msg('Share reopened')],
        rows: rows.map((one) => [one.name, sayCount(one.closed, locale), sayCount(one.reopened, locale), sayRate(one.rate, locale)]),
      },
    };
  };
  const words = reopening.byWords.map((one) => ({ ...one, name: msg(str`“${one.words}”`) }));
  return [
    {
      ...figure(
        msg('Service'),
        reopening.byService.map((one) => ({ ...one, name: one.label })),
      ),
      id: 'reopenings',
      title: msg('Reopened, by service'),
      href: href('reopenings'),
      none,
      note: msg('Of the closings in this period, those that were reopened since.'),
    },
    {
      ...figure(
        msg('How it was closed'),
        reopening.byWay.map((one) => ({ ...one, name: sayWay(one.way) })),
      ),
      id: 'closings',
      title: msg('Reopened, by how it was closed'),
      href: href('closings'),
      none,
    },
    ...(words.length > 0
      ? [
          {
            ...figure(msg('The team’s words'), words),
            id: 'words',
            title: msg('Reopened, by the team’s words at closing'),
            href: href('words'),
            note: msg('Words that were written more than once.'),
          },
        ]
      : []),
  ];
}

function ratings({ stats: { ratings }, locale, href }: Reading): Figure {
  const top = most(ratings.distribution.map(({ count }) => count));
  const rows = [...ratings.distribution]
    .reverse()
    .map(({ score, count }) => ({ name: msg(str`${score} of 5`), text: sayCount(count, locale), drawn: amount(count / top) }));
  return {
    ...listed(msg('Rating'), msg('Times'), rows),
    id: 'ratings',
    title: msg('Ratings'),
    href: href('ratings'),
    none: ratings.count === 0 ? msg('Nobody has rated an answer.') : null,
  };
}
