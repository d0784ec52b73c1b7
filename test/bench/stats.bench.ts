/** How long the desk's statistics take on many tickets, and how long they keep others waiting. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { readSite } from '../../server/config/site.ts';
import { breathe } from '../../server/system.ts';
import { createStatistics } from '../../server/services/statistics/statistics.ts';
import type { Statistics } from '../../server/services/statistics/statistics.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Store } from '../../server/store/store.ts';
import type { Instant, Ticket, TimelineEntry } from '../../server/ticket/model.ts';
import { priorities } from '../../server/ticket/model.ts';
import { sampleMessage, sampleTicket } from '../store/samples.ts';

interface Row {
  readonly what: string;
  readonly took: string;
  /** Of this process, whatever else the machine does. */
  readonly cpu: string;
  readonly 'others waited': string;
}

const tickets = 100_000;
const hour = 3_600_000;
const now = Date.parse('2026-11-24T09:00:00.000Z');
const staff = { kind: 'staff', id: 'ines', name: 'Ines' } as const;
const customer = { kind: 'customer', name: 'Marie' } as const;

const instant = (milliseconds: number): Instant => new Date(milliseconds).toISOString();

/** Answered, closed, and now and then reopened and closed again; the same for the same number. */
function lived(number: number, span: number): Ticket {
  const chance = (of: number): number => (Math.imul(number ^ (of << 16), 2_654_435_761) >>> 0) / 2 ** 32;
  const created = now - chance(1) * span;
  const at = (hours: number): Instant => instant(Math.min(now, created + hours * hour));
  const entry = (kind: TimelineEntry['kind'], hours: number, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
    id: kind,
    kind,
    at: at(hours),
    by: kind === 'reopened' ? customer : staff,
    ...more,
  });
  const reopened = chance(2) < 0.1;
  const words = ['Solved.', 'No answer from you', `Moved to server ${String(number % 5_000)}`][number % 3] ?? '';
  const answeredAt = at(chance(3) * 40);
  return sampleTicket(number, {
    createdAt: at(0),
    priority: priorities[number % 4] ?? 'LOW',
    service: ['technical', 'billing', 'sales', 'order'][number % 4] ?? '',
    messages: [{ ...sampleMessage('Here is how.'), author: staff, createdAt: answeredAt }],
    promise: { startedAt: at(0), dueAt: at(24), answeredAt, waived: false },
    timeline: [
      entry('created', 0),
      entry('closed', 45, { reason: words }),
      ...(reopened ? [entry('reopened', 60, { reason: 'It is back' }), entry('closed', 90, { reason: words })] : []),
    ],
    rating: chance(4) < 0.2 ? { score: 1 + (number % 5), comment: chance(5) < 0.5 ? 'Fine' : null, at: at(100) } : null,
  });
}

async function filled(days: number): Promise<Store> {
  const store = createMemoryStore();
  for (let from = 1; from <= tickets; from += 1_000) {
    await store.commit({ put: { tickets: Array.from({ length: 1_000 }, (_, i) => lived(from + i, days * 24 * hour)) } });
  }
  return store;
}

/** The middle one of several times. */
async function timed(what: string, work: () => Promise<unknown>, times = 1): Promise<Row> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const took: number[] = [];
  const used: number[] = [];
  for (let i = 0; i < times; i++) {
    delay.enable();
    await tick();
    const start = performance.now();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    used.push((user + system) / 1_000);
    took.push(performance.now() - start);
    // A long stretch is seen once the loop has turned.
    await tick();
    delay.disable();
  }
  const middle = (of: number[]): string => `${(of.sort((a, b) => a - b)[times >> 1] ?? 0).toFixed(1)} ms`;
  return { what, took: middle(took), cpu: middle(used), 'others waited': `${(delay.max / 1e6).toFixed(0)} ms at most` };
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function download(statistics: Statistics, from: string): Promise<void> {
  const { text } = await statistics.tickets({ from }, 'fr');
  for await (const _ of text) await breathe();
}

async function asked(days: number): Promise<readonly Row[]> {
  const store = await filled(days);
  await store.listTickets({ reader: 'staff', now: instant(now), sort: 'number', limit: 1, q: 'panne' });
  const statistics = createStatistics({ store, site: readSite({}), now: () => now, breathe });
  const from = instant(now - (days - 1) * 24 * hour).slice(0, 10);
  const read = (): Promise<unknown> => statistics.read({ from }, 'fr');
  return [
    await timed(`${String(days)} days, the first time`, read),
    await timed('again', read, 20),
    await timed(
      'after a change',
      async () => {
        await store.commit({ put: { tickets: [lived(tickets + 1, hour)] } });
        await read();
      },
      20,
    ),
    await timed('all tickets as CSV', () => download(statistics, from)),
  ];
}

export async function run(): Promise<void> {
  console.log(`\nStatistics, ${String(tickets)} tickets in the period`);
  console.table([...(await asked(366)), ...(await asked(30))]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await run();
