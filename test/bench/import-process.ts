/** Reads a dump in a process of its own, so that its memory is nobody else's: `tokens` only, or whole tickets. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newCounters } from '../../server/archive/reader.ts';
import { fileBytes } from '../../server/archive/readers/bytes.ts';
import { DumpReader } from '../../server/archive/readers/sql/dump.ts';
import { systems } from '../../server/archive/readers/systems.ts';
import { keepHeapSmall } from '../../server/cli/small-heap.ts';

const [mode = '', path = ''] = process.argv.slice(2);
keepHeapSmall();
const start = performance.now();
const result = mode === 'tokens' ? await tokens() : await tickets();
console.log(JSON.stringify({ ...result, seconds: (performance.now() - start) / 1000, peak: process.resourceUsage().maxRSS * 1024 }));

async function tokens(): Promise<{ rows: number }> {
  let rows = 0;
  const all = { has: () => true } as unknown as ReadonlySet<string>;
  const dump = new DumpReader({ wants: () => all, row: () => void (rows += 1), reject: () => undefined });
  for await (const chunk of fileBytes(path)) dump.push(chunk);
  if (dump.end() !== null) throw new Error('the dump was not read to its end');
  return { rows };
}

async function tickets(): Promise<{ rows: number; tickets: number; messages: number }> {
  const scratch = mkdtempSync(join(tmpdir(), 'support-ticket-bench-'));
  const counts = { tickets: 0, messages: 0 };
  try {
    const reader = systems.find(({ name }) => name === 'whmcs-sql');
    const source = { name: path, path, [Symbol.asyncIterator]: () => fileBytes(path) };
    const reading = await reader?.open(source, {
      brand: 'nuxit',
      source: 'whmcs-sql',
      values: { zone: 'Europe/Paris' },
      scratch,
      now: '2026-01-01T00:00:00.000Z',
    });
    for await (const read of reading ?? []) {
      if (!('ticket' in read)) throw new Error(`rejected: ${JSON.stringify(read.reject)}`);
      counts.tickets += 1;
      counts.messages += read.ticket.messages.length;
    }
    return { rows: (reading?.counters ?? newCounters()).rows, ...counts };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
