import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load, TooManyRejectsError } from '../archive/loader.ts';
import type { LoadOptions } from '../archive/loader.ts';
import { newCounters, SourceError } from '../archive/reader.ts';
import type { Reader, Reading } from '../archive/reader.ts';
import { describeReport, Tally } from '../archive/report.ts';
import type { Report } from '../archive/report.ts';
import { openSource, watched } from '../archive/source.ts';
import type { OpenedSource } from '../archive/source.ts';
import { randomId, systemClock } from '../system.ts';
import { describeFile, keepFile } from '../store/archive/files.ts';
import type { Batch } from '../store/archive-store.ts';
import { checkDestinations } from './archive/destinations.ts';
import { readMappings } from './archive/mapping-file.ts';
import { openPlace } from './archive/open-archive.ts';
import type { ArchivePlace } from './archive/open-archive.ts';
import { createProgress, readShare } from './archive/progress.ts';
import { optionsOf, readerHelp, readerIn } from './archive/reader-options.ts';
import { openRejects } from './archive/rejects-file.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io, Parsed } from './command.ts';
import { keepHeapSmall } from './small-heap.ts';

const own = {
  brand: { type: 'string' },
  from: { type: 'string' },
  source: { type: 'string' },
  customers: { type: 'string' },
  attachments: { type: 'string' },
  'dry-run': { type: 'boolean' },
  rejects: { type: 'string' },
  'rejects-with-data': { type: 'boolean' },
  'max-rejects': { type: 'string' },
  report: { type: 'string' },
  undo: { type: 'string' },
} as const;

type Values = Parsed<typeof own>['values'];

export const importCommand: Command = {
  name: 'import',
  summary: 'bring tickets of an earlier system into the archive',
  get help() {
    return `import <file|-> --brand <brand> --from <system>
import --undo <batch>

Reads an export of an earlier ticket system and keeps its tickets for their customers to read. The
server may run: it is handed what was read. Nobody is written to, and no live ticket is touched.
The same import again changes nothing, and one that was stopped goes on where it was. gzip is read as it is.

  --brand <brand>       whose tickets they are: small letters, digits, hyphens
  --from <system>       what the file is, see below
  --source <word>       tells two systems of one brand apart (the system's name unless given)
  --customers <csv>     who is who: columns customer (the token's sub), and account or email of the old system
  --attachments <dir>   where the files of attachments lie
  --dry-run             reads and checks everything, and keeps nothing
  --rejects <file>      where refused tickets are listed, without what was written in them
  --rejects-with-data   … with it, to be mended there and imported --from archive
  --max-rejects <n|n%>  how many refused tickets are borne (10%)
  --report <file>       where the report goes as JSON; a readable one is printed
  --undo <batch>        takes an import back; its report and "archive list" name the batch

Systems, and their options:
${readerHelp()}

Ends with 0 (all in), 1 (some refused), 2 (called wrongly), 3 (too many refused: nothing was kept after the
last batch), 4 (the file cannot be read, or was cut off: what came before is kept).`;
  },
  async run(args, io) {
    const reader = readerIn(args);
    const { values, positionals } = parse(args, { ...own, ...optionsOf(reader) }, 1);
    if (values.undo !== undefined) return undo(values.undo, positionals, io);
    const input = required(positionals[0], 'the file to import (or - for the standard input)');
    const batch = batchOf(values, reader);
    await checkDestinations(input, { '--rejects': values.rejects, '--report': values.report });
    keepHeapSmall();
    const source = await openSource(input, () => io.input(), reader);
    const place = await openPlace(io);
    try {
      return await run({ reader: reader as Reader, values, batch, source, place, io });
    } finally {
      await place.close();
    }
  },
};

const isWord = /^[a-z][a-z0-9-]{0,39}$/;

function batchOf(values: Values, reader: Reader | undefined): Batch {
  const brand = required(values.brand, '--brand');
  required(values.from, '--from');
  const source = values.source ?? reader?.name ?? '';
  for (const [option, value] of [
    ['--brand', brand],
    ['--source', source],
  ] as const)
    if (!isWord.test(value)) throw new UsageError(`${option} must be a word of small letters, digits and hyphens`);
  const at = new Date(systemClock()).toISOString();
  return {
    id: `${brand}-${at.slice(0, 19).replace(/\D/g, '')}-${randomId().replace(/\W|_/g, '').slice(0, 6).toLowerCase()}`,
    brand,
    source,
    at,
  };
}

async function undo(batch: string, positionals: readonly string[], io: Io): Promise<number> {
  if (positionals.length > 0) throw new UsageError('--undo takes a batch, not a file');
  const place = await openPlace(io);
  try {
    const concerned = await place.undo(batch);
    if (concerned === undefined) throw new UsageError(`there is no batch "${batch}" (support-ticket archive list)`);
    io.out(`${batch}\t${String(concerned)} tickets taken back`);
    return exit.done;
  } finally {
    await place.close();
  }
}

interface Work {
  readonly reader: Reader;
  readonly values: Values;
  readonly batch: Batch;
  readonly source: OpenedSource;
  readonly place: ArchivePlace;
  readonly io: Io;
}

async function run(work: Work): Promise<number> {
  const { reader, values, batch, source, place, io } = work;
  const scratch = await mkdtemp(join(tmpdir(), 'support-ticket-import-'));
  const rejects = values.rejects === undefined ? null : await openRejects(resolve(values.rejects), values['rejects-with-data'] ?? false);
  const progress = createProgress(io, systemClock);
  const tally = new Tally();
  const look = ({ tickets, messages }: Tally): void => progress.tell(tickets.read, messages.kept, readShare(source));
  const dryRun = values['dry-run'] ?? false;
  let fault: Error | null = null;
  try {
    // Counts from the first pass over the source, in case there is no second.
    let counters = newCounters();
    let findings: Reading['findings'];
    const reading = async (): Promise<Reading> => {
      const opened = await reader.open(
        watched(source, () => look(tally)),
        { brand: batch.brand, source: batch.source, values, scratch, now: batch.at },
      );
      ({ counters, findings } = opened);
      return opened;
    };
    const options: LoadOptions = {
      batch,
      dryRun,
      mappings: values.customers === undefined ? [] : await readMappings(values.customers, batch.brand),
      maxRejects: toleratedRejects(values['max-rejects'] ?? '10%'),
      keepFile: await fileKeeper(values.attachments, place.folder, dryRun),
      onReject: async (reject) => rejects?.write(reject),
      onProgress: look,
      now: systemClock(),
    };
    await load(reading, place.target, options, tally).catch((error: unknown) => {
      if (!(error instanceof SourceError) && !(error instanceof TooManyRejectsError)) throw error;
      fault = error;
    });
    progress.clear();
    const report: Report = {
      batch: batch.id,
      brand: batch.brand,
      source: batch.source,
      from: reader.name,
      dryRun,
      startedAt: batch.at,
      finishedAt: new Date(systemClock()).toISOString(),
      input: { name: source.name, bytes: source.taken(), sha256: source.sha256() },
      ...tally.summary(counters),
      stopped: fault === null ? null : { why: whyOf(fault), kept: dryRun ? 0 : tally.committed },
      customers: dryRun ? null : await place.target.match(batch.brand),
    };
    await reportProgress(report, values.report, io);
    for (const remark of findings?.remarks ?? []) io.say(remark);
    if (tally.tickets.updated > 0) io.say(replaced(tally.tickets.updated, batch.id, dryRun));
  } finally {
    progress.clear();
    await rejects?.close();
    await rm(scratch, { recursive: true, force: true });
  }
  return endOf(fault, tally, dryRun, io);
}

/**
 * Warns of replaced tickets: two old systems may have the same ids, and nothing else shows that the second import was of another
 * system.
 */
function replaced(count: number, batch: string, dryRun: boolean): string {
  const [which, were, they] =
    count === 1
      ? ['1 ticket of an earlier import', 'was', 'it has']
      : [`${count.toLocaleString('en-GB')} tickets of earlier imports`, 'were', 'they have'];
  const before = `${which} ${dryRun ? 'would be' : were} replaced, as ${they} changed. If this is another system with the same ids`;
  return `${before}, ${dryRun ? '' : `take it back (import --undo ${batch}) and `}give it a --source of its own`;
}

const whyOf = (fault: Error): 'refusals' | SourceError['code'] => (fault instanceof SourceError ? fault.code : 'refusals');

function endOf(fault: Error | null, tally: Tally, dryRun: boolean, io: Io): number {
  if (fault) io.say(`support-ticket import: ${fault.message}`);
  if (fault instanceof TooManyRejectsError) {
    io.say(`--rejects <file> lists all that ${dryRun ? 'would be' : 'was'} refused; --max-rejects <n or n%> bears more`);
    return exit.tooManyRejects;
  }
  if (fault) return exit.unreadable;
  return tally.refused > 0 ? exit.rejects : exit.done;
}

async function reportProgress(report: Report, path: string | undefined, io: Io): Promise<void> {
  if (path !== undefined) await writeFile(resolve(path), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  io.out(describeReport(report));
}

function toleratedRejects(text: string): LoadOptions['maxRejects'] {
  const share = /^(\d{1,3}(?:\.\d+)?)\s?%$/.exec(text)?.[1];
  if (share !== undefined && Number(share) <= 100) return { share: Number(share) / 100 };
  if (/^\d{1,9}$/.test(text)) return { count: Number(text) };
  throw new UsageError('--max-rejects is a number of tickets, or a share such as 1%');
}

async function fileKeeper(from: string | undefined, folder: string, dryRun: boolean): Promise<LoadOptions['keepFile']> {
  if (from === undefined) return undefined;
  const found = await stat(from).catch(() => null);
  if (found?.isDirectory() !== true) throw new UsageError(`--attachments: there is no folder ${resolve(from)}`);
  return (ref) => (dryRun ? describeFile(from, ref) : keepFile(folder, from, ref));
}
