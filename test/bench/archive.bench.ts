/** How many old tickets come in per second, what they weigh in memory, and how soon they are there, listed and found. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { readSite } from '../../server/config/site.ts';
import { createArchive } from '../../server/services/archive/archive.ts';
import { openArchiveStore } from '../../server/store/archive.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Customer } from '../../server/store/store.ts';

/** A million takes some minutes and 2 GB of disk: ARCHIVE_TICKETS=1000000. */
const tickets = Number(process.env['ARCHIVE_TICKETS'] ?? 100_000);
const perCustomer = 20;
const log = { info: () => undefined, warn: console.warn, error: console.error };
const words =
  'bonjour votre site hébergement domaine boîte erreur serveur base données équipe facture certificat transfert adresse fichier réponse client'.split(
    ' ',
  );
const text = (seed: number, length: number): string =>
  Array.from({ length }, (_, i) => words[(seed * 31 + i * 17) % words.length]).join(' ');

function ticket(i: number): ArchivedTicket {
  const customer = i % Math.ceil(tickets / perCustomer);
  const at = new Date(Date.UTC(2010, 0, 1) + i * 300_000).toISOString();
  return {
    v: 1,
    brand: 'nuxit',
    source: 'whmcs-sql',
    id: String(i),
    subject: text(i, 6),
    status: 'closed',
    createdAt: at,
    requester: { account: `C-${String(customer)}`, email: `c${String(customer)}@example.com` },
    messages: Array.from({ length: 4 }, (_, k) => ({
      id: `m${String(k)}`,
      kind: k % 2 ? ('staff' as const) : ('customer' as const),
      at,
      text: text(i + k, 40),
    })),
  };
}

const customer: Customer = {
  id: 'c',
  iss: 'site',
  sub: 'c',
  kind: 'customer',
  name: null,
  email: 'c7@example.com',
  emailVerified: true,
  locale: null,
  catalog: { orders: [], subscriptions: [], projects: [] },
  legacy: [{ brand: 'nuxit', account: 'C-7' }],
  updatedAt: '',
};

async function timed<T>(work: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
}

export async function run(): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-archive-'));
  try {
    let archive = await openArchiveStore({ dir, log });
    const [wrote] = await timed(async () => {
      const run = archive.begin({ id: 'bench', brand: 'nuxit', source: 'whmcs-sql', at: '' });
      for (let i = 0; i < tickets; i++) {
        run.put({ ticket: ticket(i), files: {} });
        if (i % 500 === 499) await run.commit();
      }
      await run.commit();
      run.end();
    });
    await archive.close();
    const [start, opened] = await timed(() => openArchiveStore({ dir, log }));
    archive = opened;
    const service = createArchive({ archive, store: createMemoryStore(), site: readSite({}) });
    await service.list(customer, {}, 'en');
    const [list, page] = await timed(() => service.list(customer, {}, 'en'));
    const [search] = await timed(() => service.list(customer, { q: 'facture certificat' }, 'en'));
    const bytes = archive.health().indexBytes / tickets;
    console.log(`\narchive of ${tickets.toLocaleString('en')} tickets with 4 messages each, ${String(page.total)} a customer
  kept            ${Math.round((tickets * 4_000) / wrote).toLocaleString('en')} messages/s, on disk by 500 tickets
  memory          ${bytes.toFixed(0)} bytes a ticket (300 at most)
  start-up        ${start.toFixed(0)} ms
  customer's list ${list.toFixed(1)} ms, search ${search.toFixed(1)} ms`);
    if (bytes > 300) process.exitCode = 1;
    await archive.close();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
