import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdtemp, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { endLine, headerLine, ticketLine } from '../ticket/archived.ts';
import type { ArchivedTicket } from '../ticket/archived.ts';
import { SourceError } from '../archive/reader.ts';
import type { Read, Reader, Reading, Reject } from '../archive/reader.ts';
import { readPlausible } from '../archive/plausible.ts';
import { detect, detectFolder } from '../archive/readers/detect.ts';
import { readerNamed } from '../archive/registry.ts';
import { Tally } from '../archive/report.ts';
import { isWorkbook, openSource, watched } from '../archive/source.ts';
import type { OpenedSource } from '../archive/source.ts';
import { systemClock } from '../system.ts';
import { versionOf } from '../installed.ts';
import { describeConversion } from './archive/conversion.ts';
import type { Conversion } from './archive/conversion.ts';
import { checkDestinations } from './archive/destinations.ts';
import { createProgress, readShare } from './archive/progress.ts';
import type { Progress } from './archive/progress.ts';
import { optionsOf, readerHelp, readerIn } from './archive/reader-options.ts';
import { openRejects } from './archive/rejects-file.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io, Parsed } from './command.ts';
import { keepHeapSmall } from './small-heap.ts';

const own = {
  brand: { type: 'string' },
  from: { type: 'string' },
  source: { type: 'string' },
  out: { type: 'string' },
  attachments: { type: 'string' },
  rejects: { type: 'string' },
  'rejects-with-data': { type: 'boolean' },
  report: { type: 'string' },
  sample: { type: 'boolean' },
} as const;

type Values = Parsed<typeof own>['values'];

export const convert: Command = {
  name: 'convert',
  summary: 'turn an export of an earlier system into the archive format',
  get help() {
    return `convert <file|-> --brand <brand> --from <system> [--out <file|->]

Reads an export of an earlier ticket system and writes its tickets in the archive format
(docs/archive-format.md), to be looked at and imported. Nothing else is touched. What customers
were never meant to see is left out and counted. gzip is read as it is.
Without --from it says what the file looks like.

  --brand <brand>       whose tickets they are: small letters, digits, hyphens
  --from <system>       what the file is, see below
  --source <word>       tells two systems of one brand apart (the system's name unless given)
  --out <file|->        where the archive goes (the standard output)
  --attachments <dir>   the folder of attachments: where the old system's files lie, and where those
                        that are in the export are written; the import takes the same
  --sample              shows what the first tickets become, and writes nothing
  --rejects <file>      where refused tickets are listed, without what was written in them
  --rejects-with-data   … with it
  --report <file>       where the numbers go as JSON; readable ones are printed

Systems, and their options:
${readerHelp()}

Ends with 0 (all in), 1 (some refused), 2 (called wrongly), 4 (the file cannot be read, or was cut off:
what came before is written, without the last line of an archive).`;
  },
  async run(args, io) {
    const reader = readerIn(args);
    const { values, positionals } = parse(args, { ...own, ...optionsOf(reader) }, 1);
    const input = required(positionals[0], 'the file to convert (or - for the standard input)');
    if (!reader) throw new UsageError(await proposal(input, io));
    const brand = word(required(values.brand, '--brand'), '--brand');
    const source = word(values.source ?? reader.name, '--source');
    await checkDestinations(input, {
      '--out': values.out === '-' ? undefined : values.out,
      '--rejects': values.rejects,
      '--report': values.report,
    });
    keepHeapSmall();
    const opened = await openSource(input, () => io.input(), reader);
    return run({ reader, values, brand, source, opened, io });
  },
};

function word(value: string, option: string): string {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(value)) throw new UsageError(`${option} must be a word of small letters, digits and hyphens`);
  return value;
}

/** The command line to type. */
async function proposal(input: string, io: Io): Promise<string> {
  const folder = input !== '-' && ((await stat(input).catch(() => null))?.isDirectory() ?? false);
  const { from, options, because } = folder
    ? detectFolder(resolve(input))
    : await detect(await openSource(input, () => io.input(), { asItLies: await isWorkbook(input) })).catch(reasonUnread);
  if (from === null) return `--from is missing, and ${input} cannot be told: ${because}`;
  const known = readerNamed(from);
  return `--from is missing. ${input} looks like ${known?.summary ?? from}: ${because}. So:\n  support-ticket convert ${shellQuoted(input)} --brand brand --from ${[from, ...options].join(' ')} --sample`;
}

/** Quotes a word for a shell. */
const shellQuoted = (word: string): string => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The reason why the file could not be examined. */
function reasonUnread(error: unknown): { from: null; options: []; because: string } {
  if (error instanceof SourceError) return { from: null, options: [], because: error.message };
  throw error;
}

interface Work {
  readonly reader: Reader;
  readonly values: Values;
  readonly brand: string;
  readonly source: string;
  readonly opened: OpenedSource;
  readonly io: Io;
}

async function run(work: Work): Promise<number> {
  const { reader, values, brand, source, opened, io } = work;
  const tally = new Tally();
  const progress = createProgress(io, systemClock);
  const tell = (): void => progress.tell(tally.tickets.read, tally.messages.kept, readShare(opened));
  const scratch = await mkdtemp(join(tmpdir(), 'support-ticket-convert-'));
  try {
    const now = systemClock();
    const reading = await reader.open(watched(opened, tell), { brand, source, values, scratch, now: new Date(now).toISOString() });
    return await (values.sample ? showSample(reading, now, io) : writeAll(reading, { ...work, tally, progress, tell, now }));
  } catch (error) {
    progress.clear();
    if (!(error instanceof SourceError)) throw error;
    io.say(`support-ticket convert: ${error.message}`);
    return exit.unreadable;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const shownTickets = 3;
const shownText = 400;

async function showSample(reading: Reading, now: number, io: Io): Promise<number> {
  let ticketsLeft = shownTickets;
  const rejects: Reject[] = [];
  for await (const read of reading) {
    const taken = check(read, now);
    if ('reject' in taken) rejects.push(taken.reject);
    else {
      const { ticket } = taken;
      const messages = ticket.messages.map((message) => ({
        ...message,
        text: message.text.length > shownText ? `${message.text.slice(0, shownText)}…` : message.text,
      }));
      io.out(JSON.stringify({ ...ticket, messages }, null, 2));
      ticketsLeft -= 1;
    }
    if (ticketsLeft === 0 || rejects.length > 1_000) break;
  }
  for (const { code, line, byte, table, field } of rejects.slice(0, 5))
    io.say(
      `refused: ${[code, field, table, line === undefined ? (byte === undefined ? undefined : `byte ${String(byte)}`) : `line ${String(line)}`].filter((part) => part !== undefined).join(' ')}`,
    );
  const dropped = Object.entries(reading.counters.dropped).map(([why, count]) => `${String(count)} ${why}`);
  if (dropped.length > 0) io.say(`left out so far: ${dropped.join(', ')}`);
  for (const remark of reading.findings?.remarks ?? []) io.say(remark);
  return exit.done;
}

/** Refuses what an import would refuse, while it can still be corrected. @param now milliseconds since the epoch */
function check(read: Read, now: number): { readonly ticket: ArchivedTicket; readonly rows: number } | { readonly reject: Reject } {
  if ('reject' in read) return read;
  const checked = readPlausible(read.ticket, now);
  const rows = read.rows ?? 1;
  if ('fault' in checked)
    return { reject: { ...read.at, rows, legacyId: String(read.ticket.id).slice(0, 200), ...checked.fault, record: read.ticket } };
  return { ticket: checked.ticket, rows };
}

interface Writing extends Work {
  readonly tally: Tally;
  readonly progress: Progress;
  /** Reports progress now and then. */
  readonly tell: () => void;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

async function writeAll(
  reading: Reading,
  { values, opened, brand, source, reader, io, tally, progress, tell, now }: Writing,
): Promise<number> {
  const rejects = values.rejects === undefined ? null : await openRejects(resolve(values.rejects), values['rejects-with-data'] ?? false);
  const out = await openOut(values.out ?? '-', io);
  let fault: SourceError | null = null;
  try {
    await out.write(headerLine({ generatedBy: `support-ticket ${versionOf()}` }));
    try {
      for await (const read of reading) {
        const taken = check(read, now);
        if ('reject' in taken) {
          if (taken.reject.strayRow !== true) tally.tickets.read += 1;
          tally.reject(taken.reject);
          await rejects?.write(taken.reject);
        } else await keep(taken.ticket, taken.rows);
        tell();
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      fault = error;
    }
    if (!fault) await out.write(endLine(tally.tickets.new));
    await out.end();
  } finally {
    progress.clear();
    await rejects?.close();
    await out.abandon();
  }
  async function keep(ticket: ArchivedTicket, rows: number): Promise<void> {
    tally.tickets.read += 1;
    tally.keep(ticket, rows, 'new');
    for (const { missing } of ticket.messages.flatMap((message) => message.attachments ?? []))
      tally.attachments[missing ? 'missing' : 'kept'] += 1;
    await out.write(ticketLine(ticket));
  }
  const conversion: Conversion = {
    brand,
    source,
    from: reader.name,
    input: { name: opened.name, bytes: opened.taken(), sha256: opened.sha256() },
    ...tally.summary(reading.counters),
    remarks: reading.findings?.remarks ?? [],
    repairs: reading.findings?.repairs ?? [],
    cutOff: fault?.code === 'cut-off',
  };
  if (values.report !== undefined) await writeFile(resolve(values.report), `${JSON.stringify(conversion, null, 2)}\n`, { mode: 0o600 });
  io.say(describeConversion(conversion));
  if (fault) io.say(`support-ticket convert: ${fault.message}`);
  return fault ? exit.unreadable : tally.refused > 0 ? exit.rejects : exit.done;
}

interface Out {
  write(text: string): Promise<void>;
  /** Writes everything to disk, then gives the file its name. */
  end(): Promise<void>;
  /** Removes the unfinished file; does nothing after `end`. */
  abandon(): Promise<void>;
}

/** Destroys a stream and waits until it is closed. A pending write then fails, which is ignored. */
async function destroyed(stream: WriteStream): Promise<void> {
  stream.on('error', () => undefined);
  if (stream.closed) return;
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  stream.destroy();
  await closed;
}

/** Writes to a pipe or a device in place: renaming a file over it would take it away from its reader. */
async function openDevice(path: string): Promise<Out> {
  const stream = createWriteStream(path);
  await once(stream, 'open');
  return {
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    async end() {
      stream.end();
      await finished(stream);
    },
    abandon: () => destroyed(stream),
  };
}

async function openOut(name: string, io: Io): Promise<Out> {
  if (name === '-') return { write: (text) => io.write(text), end: () => Promise.resolve(), abandon: () => Promise.resolve() };
  const path = await realpath(resolve(name)).catch(() => resolve(name));
  const found = await stat(path).catch(() => null);
  if (found && !found.isFile()) return openDevice(path);
  const part = `${path}.part`;
  const stream = createWriteStream(part, { mode: 0o600 });
  await once(stream, 'open');
  let ended = false;
  return {
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    async end() {
      stream.end();
      await finished(stream);
      for (const place of [part, dirname(path)]) {
        const file = await open(place, 'r');
        await file.sync().finally(() => file.close());
      }
      await rename(part, path);
      ended = true;
    },
    async abandon() {
      if (ended) return;
      await destroyed(stream);
      await rm(part, { force: true });
    },
  };
}
