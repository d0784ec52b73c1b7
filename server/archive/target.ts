import type { ArchivedRecord, ArchiveStore, Batch, MatchCounts, Mapping, PutOutcome } from '../store/archive-store.ts';

/** Where the loader stores tickets: the archive itself, or that of a running server. */
export interface Target {
  /** @throws ArchiveBusyError */
  begin(batch: Batch, how: { readonly dryRun: boolean }): Promise<void>;
  put(records: readonly ArchivedRecord[]): Promise<readonly PutOutcome[]>;
  map(mappings: readonly Mapping[]): Promise<void>;
  /** Makes everything stored so far durable. */
  commit(): Promise<void>;
  end(): Promise<void>;
  /** Counts the owners of the brand's tickets. */
  match(brand: string | null): Promise<MatchCounts>;
}

/** The archive of this process. */
export function localTarget(store: ArchiveStore, match: (brand: string | null) => Promise<MatchCounts>): Target {
  let run: ReturnType<ArchiveStore['begin']> | null = null;
  const running = (): ReturnType<ArchiveStore['begin']> => {
    if (run === null) throw new Error('no import has begun');
    return run;
  };
  return {
    async begin(batch, how) {
      run = store.begin(batch, how);
    },
    async put(records) {
      return records.map((record) => running().put(record));
    },
    async map(mappings) {
      running().map(mappings);
    },
    commit: () => running().commit(),
    async end() {
      run?.end();
      run = null;
    },
    match,
  };
}
