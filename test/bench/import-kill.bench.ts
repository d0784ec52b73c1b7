/**
 * Imports a dump end to end with the command line, kills the same import at random moments and runs it again: how quick it
 * is, how much memory it takes, and whether both archives are the same. `SUPPORT_BENCH_DUMP_MB=1000 SUPPORT_BENCH_KILLS=2
 * npm run bench -- import-kill` for a large one; it takes about three times the dump on disk. `SUPPORT_BENCH_SEED` repeats a run.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeDump } from './dump.ts';
import { chances, compareKilled } from './killed-import.ts';
import type { Imported } from './killed-import.ts';

/** Bytes of memory that an import of whatever size may take. */
const mostMemory = 200e6;

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const megabytes = (bytes: number | null): string => (bytes === null ? '?' : `${(bytes / 1e6).toFixed(0)} MB`);

function row(what: string, { report, seconds, peak }: Imported): void {
  const { tickets, messages, input } = report;
  const rates = [
    `${(input.bytes / 1e6 / seconds).toFixed(1)} MB/s`,
    `${(tickets.read / seconds).toFixed(0)} tickets/s`,
    `${(messages.kept / seconds).toFixed(0)} messages/s`,
  ];
  console.log(
    `${what.padEnd(32)} ${`${seconds.toFixed(1)} s`.padStart(10)}   ${rates.join(', ')}, ${megabytes(peak)} at most; ${String(tickets.new)} new, ${String(tickets.unchanged)} there already`,
  );
}

export async function run(): Promise<void> {
  const seed = number('SUPPORT_BENCH_SEED', Math.floor(Math.random() * 2 ** 31));
  const dir = await mkdtemp(join(tmpdir(), 'support-ticket-bench-'));
  try {
    const path = join(dir, 'dump.sql');
    const written = writeDump(path, number('SUPPORT_BENCH_DUMP_MB', 24) * 1e6);
    console.log(
      `\nimport of a dump of ${megabytes((await stat(path)).size)}: ${String(written.tickets)} tickets, ${String(written.replies)} replies, seed ${String(seed)}`,
    );
    const args = [path, '--from', 'whmcs-sql', '--brand', 'nuxit'];
    const { calm, kills, last, calmExport, killedExport } = await compareKilled({
      args,
      dir,
      kills: number('SUPPORT_BENCH_KILLS', 6),
      chance: chances(seed),
    });
    row('undisturbed', calm);
    for (const { afterSeconds, content } of kills)
      console.log(`${'killed with -9'.padEnd(32)} ${`${afterSeconds.toFixed(1)} s`.padStart(10)}   ${megabytes(content)} in the archive`);
    row('run again to its end', last);
    console.log(`archive export, SHA-256 ${calmExport}\n${'the same after the kills'.padStart(23)} ${killedExport}`);
    if (calmExport !== killedExport) throw new Error('the archives differ');
    if (calm.report.messages.kept !== written.tickets + written.replies) throw new Error('not every message came in');
    if (Math.max(calm.peak ?? 0, last.peak ?? 0) > mostMemory) throw new Error(`more memory than ${megabytes(mostMemory)}`);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
