/** How quick the journal is beside the disk it stands on. Compare the ratios of one run, not the figures of two machines. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { openJournalStore, type JournalStore } from '../../server/store/journal.ts';
import { creating, customerQuery, deskQuery, sampleTicket } from '../store/samples.ts';

interface Row {
  readonly what: string;
  readonly result: string;
  readonly beside: string;
}

const log = { info: ignore, warn: ignore, error: ignore };
const description = 'Le panier affiche une erreur depuis ce matin. '.repeat(30);
/** Milliseconds that each rate is measured for. */
const span = 1000;

function ignore(): void {
  // The bench prints its own table.
}

/** Operations a second of the disk itself: append one ticket, wait for it, and again. */
function bareRate(dir: string): number {
  const line = Buffer.from(`${JSON.stringify(sampleTicket(1, { description }))}\n`);
  const fd = openSync(join(dir, 'bare'), 'w');
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < span; count += 1) {
    writeSync(fd, line);
    fdatasyncSync(fd);
  }
  closeSync(fd);
  return (count * 1000) / span;
}

/** The same through the thread pool, as a server that serves others meanwhile has to do it. */
async function bareAsyncRate(dir: string): Promise<number> {
  const line = Buffer.from(`${JSON.stringify(sampleTicket(1, { description }))}\n`);
  const file = await open(join(dir, 'bare'), 'w');
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < span; count += 1) {
    await file.write(line);
    await file.datasync();
  }
  await file.close();
  return (count * 1000) / span;
}

async function commitRate(store: JournalStore, writers: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  const write = async (): Promise<void> => {
    for (; performance.now() - start < span; count += 1) await store.createTicket(creating({ description }));
  };
  await Promise.all(Array.from({ length: writers }, write));
  return (count * 1000) / (performance.now() - start);
}

async function rates(dir: string): Promise<readonly Row[]> {
  const store = await openJournalStore({ dir, log });
  await commitRate(store, 64);
  const bare = bareRate(dir);
  const bareAsync = await bareAsyncRate(dir);
  const one = await commitRate(store, 1);
  const many = await commitRate(store, 64);
  await store.close();
  return [
    { what: 'bare append + fdatasync', result: `${bare.toFixed(0)}/s`, beside: '1.00' },
    { what: 'the same, asynchronously', result: `${bareAsync.toFixed(0)}/s`, beside: (bareAsync / bare).toFixed(2) },
    { what: 'commits, 1 writer', result: `${one.toFixed(0)}/s`, beside: (one / bare).toFixed(2) },
    { what: 'commits, 64 writers', result: `${many.toFixed(0)}/s`, beside: (many / bare).toFixed(2) },
  ];
}

/** A desk with many tickets of about 2 KB: every tenth belongs to one customer. */
async function fill(store: JournalStore, count: number): Promise<void> {
  const batch = 500;
  for (let from = 1; from <= count; from += batch) {
    const tickets = Array.from({ length: batch }, (_, i) => {
      const number = from + i;
      const customerId = number % 10 === 0 ? 'marie' : `customer ${String(number % 997)}`;
      return sampleTicket(number, { description, customerId });
    });
    await store.commit({ put: { tickets } });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; took: number }> {
  const start = performance.now();
  const value = await work();
  return { value, took: performance.now() - start };
}

async function large(dir: string, count: number): Promise<readonly Row[]> {
  const filling = await openJournalStore({ dir, log });
  await fill(filling, count);
  await filling.close();
  const { size } = await stat(join(dir, 'journal.ndjson'));
  const { value: store, took } = await timed(() => openJournalStore({ dir, log }));
  const what = `start with ${String(count)} tickets`;
  const startRow = { what, result: `${took.toFixed(0)} ms`, beside: `${(size / 1e6 / (took / 1000)).toFixed(0)} MB/s` };
  const rows = [startRow, ...(await reading(store)), ...(await compacting(store))];
  await store.close();
  return rows;
}

async function reading(store: JournalStore): Promise<readonly Row[]> {
  const { took: waited } = await timed(() => store.listTickets(deskQuery({ q: 'panier' })));
  const lists: Readonly<Record<string, () => Promise<{ total: number }>>> = {
    'list, customer’s own': () => store.listTickets(customerQuery()),
    'search, customer’s own': () => store.listTickets(customerQuery({ q: 'panier 5' })),
    'list, desk by activity': () => store.listTickets(deskQuery()),
    'list, desk by promise': () => store.listTickets(deskQuery({ sort: 'promise', statuses: ['OPEN'] })),
    'search, desk, in every ticket': () => store.listTickets(deskQuery({ q: 'panier' })),
    'search, desk, in few': () => store.listTickets(deskQuery({ q: 'panier 9999' })),
  };
  const rows: Row[] = [{ what: 'index of words, behind requests', result: `${waited.toFixed(0)} ms`, beside: '' }];
  for (const [what, list] of Object.entries(lists)) {
    await list();
    const { took, value } = await timed(list);
    rows.push({ what, result: `${took.toFixed(1)} ms`, beside: `${String(value.total)} found` });
  }
  return rows;
}

/** Compacts while two writers go on, and looks at how long the event loop was kept from others. */
async function compacting(store: JournalStore): Promise<readonly Row[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let running = true;
  let commits = 0;
  const write = async (): Promise<void> => {
    for (; running; commits += 1) await store.createTicket(creating({ description }));
  };
  const writers = [write(), write()];
  delay.enable();
  const { took } = await timed(() => store.compact());
  delay.disable();
  running = false;
  await Promise.all(writers);
  const [p99, most] = [delay.percentile(99) / 1e6, delay.max / 1e6];
  return [
    {
      what: 'compaction under writes',
      result: `${took.toFixed(0)} ms`,
      beside: `${(commits / (took / 1000)).toFixed(0)} commits/s meanwhile`,
    },
    { what: 'event loop delay meanwhile', result: `p99 ${p99.toFixed(1)} ms`, beside: `most ${most.toFixed(1)} ms` },
  ];
}

/** Measures and prints; about half a minute. */
export async function run({ tickets = 100_000 } = {}): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-ticket-bench-'));
  try {
    const rows = [...(await rates(join(dir, 'rates'))), ...(await large(join(dir, 'large'), tickets))];
    for (const { what, result, beside } of rows) console.log(`${what.padEnd(32)} ${result.padStart(14)}   ${beside}`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
