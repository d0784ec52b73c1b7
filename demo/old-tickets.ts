/** The tickets of three companies that Hébergia took over, brought in as anybody would: by the command, from their exports. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const command = fileURLToPath(new URL('../server/cli.js', import.meta.url));
const archives = (name: string): string => fileURLToPath(new URL(`../../demo/archives/${name}`, import.meta.url));

/** A CSV of a home-made system, a dump of WHMCS, and a mailbox. */
const exports: readonly (readonly string[])[] = [
  [archives('netissime.csv'), '--from', 'csv', '--profile', archives('netissime.profile.json'), '--brand', 'netissime'],
  [archives('nuxit.sql'), '--from', 'whmcs-sql', '--zone', 'Europe/Paris', '--attachments', archives('nuxit-files'), '--brand', 'nuxit'],
  [archives('phpnet.mbox'), '--from', 'mbox', '--staff-domain', 'phpnet.example', '--brand', 'phpnet'],
];

/** Once again changes nothing. @throws when a ticket is refused, with what the command said */
export async function importOldTickets(variables: Readonly<Record<string, string>>): Promise<void> {
  const env = { PATH: process.env['PATH'], ...variables };
  for (const args of exports) await promisify(execFile)(process.execPath, [command, 'import', ...args], { env });
}
