import type { ArchivedTicket } from '../../server/ticket/archived.ts';
import { MemoryArchive } from '../../server/store/archive-memory.ts';
import { archived, said } from '../archive/samples.ts';

/** One for each person who reads them: what two people claim is nobody's. */
const accounts = ['journey', 'desk', 'desk-follow-up', 'lists', 'places'];

/** What journeys find in the archive, for each account: 24 tickets of Nuxit, of which one is like the board's, and one of PhpNet. */
export async function oldTickets(): Promise<MemoryArchive> {
  const archive = new MemoryArchive();
  for (const account of accounts) await putFor(account, archive);
  return archive;
}

async function putFor(account: string, archive: MemoryArchive): Promise<void> {
  const requester = { account };
  const doubled = archived({
    id: `20881 ${account}`,
    number: 'NX-20881',
    subject: 'Boîte contact@ : messages en double',
    requester,
    createdAt: '2019-03-14T07:51:00.000Z',
    messages: [
      {
        ...said('m1', 'customer', 'Bonjour, chaque message arrive deux fois. <b>Œuvre</b> {{7*7}}'),
        attachments: [{ name: 'capture.png' }],
      },
      said('m2', 'staff', 'Bonjour, une redirection en boucle a été supprimée.'),
    ],
  });
  const others = Array.from({ length: 23 }, (_, i) =>
    archived({ id: `${String(i)} ${account}`, subject: `Ancienne demande ${String(i)}`, requester }),
  );
  await put(archive, `nuxit ${account}`, 'nuxit', [doubled, ...others]);
  await put(archive, `phpnet ${account}`, 'phpnet', [
    archived({ brand: 'phpnet', id: `118340 ${account}`, number: '118340', subject: 'Base MySQL pleine', requester }),
  ]);
}

async function put(archive: MemoryArchive, id: string, brand: string, tickets: readonly ArchivedTicket[]): Promise<void> {
  const run = archive.begin({ id, brand, source: 'whmcs', at: '2026-11-25T10:00:00.000Z' });
  for (const ticket of tickets) run.put({ ticket, files: {} });
  await run.commit();
  run.end();
}
