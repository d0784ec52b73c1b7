import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openJournalStore, type JournalStore } from '../../server/store/journal.ts';
import type { JournalOptions, StoreLog } from '../../server/store/journal/options.ts';

/** A folder of its own for a test, gone after it. */
export async function freshFolder(t: Pick<TestContext, 'after'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'support-ticket-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export class RecordedLog implements StoreLog {
  readonly lines: string[] = [];
  info(message: string): void {
    this.lines.push(message);
  }
  warn(message: string): void {
    this.lines.push(message);
  }
  error(message: string): void {
    this.lines.push(message);
  }
}

/** A journal store that is closed after the test. */
export async function openStore(
  t: Pick<TestContext, 'after'>,
  options: Partial<JournalOptions> & { readonly dir: string },
): Promise<JournalStore> {
  const store = await openJournalStore({ log: new RecordedLog(), ...options });
  t.after(() => store.close());
  return store;
}
