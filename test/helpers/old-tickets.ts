import type { ArchivedTicket } from '../../server/archive/format.ts';
import { MemoryArchive } from '../../server/store/archive-memory.ts';
import { archived, said } from '../archive/samples.ts';

const requester = { account: 'journey' };

/** What journeys find in the archive: 24 tickets of Nuxit, of which one is like the board's, and one of PhpNet. */
export async function oldTickets(): Promise<MemoryArchive> {
  const archive = new MemoryArchive();
  const doubled = archived({
    id: '20881',
    number: 'NX-20881',
    subject: 'Boîte contact@ : messages en double',
    requester,
    createdAt: '2019-03-14T07:51:00.000Z',
    messages: [
      { ...said('m1', 'customer', 'Bonjour, chaque message arrive deux fois. <b>Œuvre</b> {{7*7}}'), attachments: [{ name: 'capture.png' }] },
      said('m2', 'staff', 'Bonjour, une redirection en boucle a été supprimée.'),
    ],
  });
  const others = Array.from({ length: 23 }, (_, i) => archived({ id: String(i), subject: `Ancienne demande ${String(i)}`, requester }));
  await put(archive, 'nuxit', [doubled, ...others]);
  await put(archive, 'phpnet', [archived({ brand: 'phpnet', id: '118340', number: '118340', subject: 'Base MySQL pleine', requester })]);
  return archive;
}

async function put(archive: MemoryArchive, brand: string, tickets: readonly ArchivedTicket[]): Promise<void> {
  const run = archive.begin({ id: brand, brand, source: 'whmcs', at: '2026-11-25T10:00:00.000Z' });
  for (const ticket of tickets) run.put({ ticket, files: {} });
  await run.commit();
  run.end();
}
