/** How quick a dump is read, and in how much memory. `SUPPORT_BENCH_DUMP_MB=1000 npm run bench -- import` for a large one. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { writeDump } from './dump.ts';

const script = fileURLToPath(new URL('./import-process.js', import.meta.url));

interface Measured {
  readonly rows: number;
  readonly tickets?: number;
  readonly messages?: number;
  readonly seconds: number;
  /** Bytes. */
  readonly peak: number;
}

async function measure(mode: 'tokens' | 'tickets', path: string): Promise<Measured> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, mode, path]);
  return JSON.parse(stdout) as Measured;
}

/** Measures and prints; some seconds for the 64 MB it takes unless told otherwise. */
export async function run({ megabytes = Number(process.env['SUPPORT_BENCH_DUMP_MB'] ?? 64) } = {}): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-ticket-bench-'));
  try {
    const path = join(dir, 'dump.sql');
    const { tickets, replies } = writeDump(path, megabytes * 1e6);
    const size = (await stat(path)).size / 1e6;
    for (const mode of ['tokens', 'tickets'] as const) {
      const { rows, messages = 0, seconds, peak } = await measure(mode, path);
      const what = mode === 'tokens' ? `dump of ${size.toFixed(0)} MB, rows only` : 'the same, to tickets';
      const rate = `${(size / seconds).toFixed(0)} MB/s`;
      const beside = mode === 'tokens' ? `${(rows / seconds / 1000).toFixed(0)}k rows/s` : `${(messages / seconds).toFixed(0)} messages/s`;
      console.log(`${what.padEnd(32)} ${rate.padStart(14)}   ${beside}, ${(peak / 1e6).toFixed(0)} MB at most`);
      if (mode === 'tickets' && messages !== tickets + replies)
        throw new Error(`${String(tickets + replies)} messages were written, ${String(messages)} came out`);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
