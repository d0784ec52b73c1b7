/** Statistics of a period. They count tickets, never the work of a member. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { Language } from '../../ticket/languages.ts';
import type { Store } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { longestPeriod } from '../../ticket/limits.ts';
import { dayOf, numberOf, weekday, zoneOf } from '../../ticket/days.ts';
import type { DayNumber } from '../../ticket/days.ts';
import { instant } from '../../ticket/promise.ts';
import { addUp } from '../../ticket/statistics.ts';
import type { Sum } from '../../ticket/statistics.ts';
import type * as schema from '../../wire/statistics.ts';
import type { Stats, StatsTable } from '../../wire/statistics.ts';
import { byteOrderMark, csvLine, dialects } from './csv.ts';
import { Ledger } from './ledger.ts';
import { namesOf } from './names.ts';
import type { Names } from './names.ts';
import { tableOf } from './tables.ts';
import { answersOf, promisesOf, ratingsOf, reopeningOf } from './view.ts';
import { ticketCells, ticketHeadings } from './ticket-rows.ts';

export interface StatisticsDeps {
  readonly store: Pick<Store, 'everyTicket' | 'watch' | 'listStaff' | 'listFormerStaff'>;
  readonly site: Site;
  readonly now: () => number;
  readonly breathe: () => Promise<void>;
}

type Asked = InferOutput<typeof schema.StatsQuery>;

/** Days as numbers, both included. */
interface Period {
  readonly from: DayNumber;
  readonly to: DayNumber;
}

/** A file that is streamed. */
export interface Download {
  readonly name: string;
  readonly text: AsyncIterable<string>;
}

export interface Statistics {
  /** @throws InvalidInput when the period ends before it begins, or is too long. */
  read(asked: Asked, language: Language): Promise<Stats>;
  /** @throws InvalidInput as `read`. */
  table(asked: Asked, table: StatsTable, language: Language): Promise<Download>;
  /** The tickets created in the period; of their texts, only the titles. @throws InvalidInput as `read`. */
  tickets(asked: Asked, language: Language): Promise<Download>;
}

/** The length in days of a period without a beginning. */
const usualDays = 30;
/** Longer periods are shown by week. */
const mostSingleDays = 45;

export function createStatistics({ store, site, now, breathe }: StatisticsDeps): Statistics {
  const zone = zoneOf(site.policy.hours.timeZone);
  const ledger = new Ledger({ store, zone, breathe });

  function periodOf({ from, to }: Asked): Period {
    const last = to === undefined ? zone.dayAt(instant(now())) : numberOf(to);
    const first = from === undefined ? Math.max(0, last - usualDays + 1) : numberOf(from);
    if (first > last) throw new InvalidInput({ path: 'from', code: 'invalid' });
    if (last - first >= longestPeriod) throw new InvalidInput({ path: 'from', code: 'too-long' });
    return { from: first, to: last };
  }

  async function reckon({ from, to }: Period, names: Names): Promise<Stats> {
    const days = await ledger.sums(from, to);
    const sum = addUp(days);
    const at = instant(now());
    return {
      from: dayOf(from),
      to: dayOf(to),
      timeZone: site.policy.hours.timeZone,
      at,
      volume: { ...volumeOf(from, days), created: sum.created, closed: sum.closed, ...names.volume(sum) },
      firstAnswer: answersOf(sum),
      promises: promisesOf(sum, at),
      reopening: reopeningOf(sum, names),
      ratings: ratingsOf(sum),
    };
  }

  return {
    read: async (asked, language) => reckon(periodOf(asked), namesOf(site, language)),

    async table(asked, table, language) {
      const period = periodOf(asked);
      const names = namesOf(site, language);
      const lines = tableOf(table, await reckon(period, names), names);
      const text = byteOrderMark + lines.map((cells) => csvLine(cells, dialects[language])).join('');
      return { name: fileName(`support-${table}`, period), text: once(text) };
    },

    async tickets(asked, language) {
      const period = periodOf(asked);
      const names = namesOf(site, language);
      const former = (await store.listFormerStaff()).map(({ id, name }) => [id, goneFrom(name, language)] as const);
      const staff = new Map([...former, ...(await store.listStaff()).map(({ id, name }) => [id, name] as const)]);
      async function* text(): AsyncIterable<string> {
        yield byteOrderMark + csvLine(ticketHeadings(language), dialects[language]);
        for (let day = period.from; day <= period.to; day++) {
          const tickets = await ledger.createdOn(day);
          for (let i = 0; i < tickets.length; i += piece) {
            const cells = tickets
              .slice(i, i + piece)
              .map((ticket) => ticketCells(ticket, { names, zone, now: instant(now()), staff, language }));
            yield cells.map((row) => csvLine(row, dialects[language])).join('');
            await breathe();
          }
        }
      }
      return { name: fileName('support-tickets', period), text: text() };
    },
  };
}

const goneFrom = (name: string, language: Language): string =>
  language === 'fr' ? `${name} (ne fait plus partie de l’équipe)` : `${name} (no longer in the team)`;

/** Tickets per chunk of the CSV. */
const piece = 500;

/** A stream with one chunk. */
async function* once(text: string): AsyncIterable<string> {
  yield text;
}

const fileName = (what: string, { from, to }: Period): string => `${what}-${dayOf(from)}-${dayOf(to)}.csv`;

/** The volume by day, or by week from Monday to Sunday; the period may cut the first and last week. */
function volumeOf(from: DayNumber, days: readonly Sum[]): Pick<Stats['volume'], 'per' | 'items'> {
  const per = days.length > mostSingleDays ? 'week' : 'day';
  const items: Stats['volume']['items'] = [];
  days.forEach(({ created, closed }, index) => {
    const day = from + index;
    const last = items.at(-1);
    if (last && per === 'week' && weekday(day) !== 0)
      items[items.length - 1] = { ...last, to: dayOf(day), created: last.created + created, closed: last.closed + closed };
    else items.push({ from: dayOf(day), to: dayOf(day), created, closed });
  });
  return { per, items };
}
