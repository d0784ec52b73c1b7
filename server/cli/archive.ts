import { endLine, headerLine } from '../ticket/archived.ts';
import { describeMatch } from '../archive/report.ts';
import { randomId, systemClock } from '../system.ts';
import { versionOf } from '../installed.ts';
import { readMappings } from './archive/mapping-file.ts';
import { megabytes } from './archive/megabytes.ts';
import { openPlace } from './archive/open-archive.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io } from './command.ts';

export const archive: Command = {
  name: 'archive',
  summary: 'what the archive holds: list, export, compact',
  help: `archive list
archive export [--brand <brand>]
archive compact

  list     the imports so far, and how many of their tickets are there
  export   every ticket in the archive format, in an order that depends on the tickets alone:
           two archives that hold the same give the same file
  compact  gives back the room of what does not count any more: tickets as they were before an import
           replaced them, and what was taken back. An import that replaced any of it is final from then
           on: import --undo does not take it back. The server may run`,
  async run([verb, ...args], io) {
    switch (verb) {
      case 'list':
        parse(args, {});
        return list(io);
      case 'export':
        return exportAll(parse(args, { brand: { type: 'string' } }).values.brand ?? null, io);
      case 'compact':
        parse(args, {});
        return compact(io);
      default:
        throw new UsageError(
          verb === undefined ? 'say what to do: list, export or compact' : `"archive ${verb}" is unknown: list, export or compact`,
        );
    }
  },
};

async function list(io: Io): Promise<number> {
  const place = await openPlace(io);
  try {
    const batches = await place.batches();
    if (batches.length === 0) io.say('nothing yet: support-ticket import brings tickets in');
    for (const { id, brand, source, at, tickets, undone, final } of batches)
      io.out(
        [id, brand, source, at, `${String(tickets)} tickets`, ...(undone ? ['taken back'] : final === true ? ['final'] : [])].join('\t'),
      );
    return exit.done;
  } finally {
    await place.close();
  }
}

async function compact(io: Io): Promise<number> {
  const place = await openPlace(io);
  try {
    const { before, after, files, damaged } = await place.compact();
    io.out(`${megabytes(before)} before, ${megabytes(after)} now; ${String(files)} files deleted that no ticket has any more`);
    if (damaged > 0)
      io.say(
        `${String(damaged)} lines could not be read and were set aside (archive/content.ndjson.damaged); the same import again brings their tickets back`,
      );
    return damaged > 0 ? exit.rejects : exit.done;
  } finally {
    await place.close();
  }
}

async function exportAll(brand: string | null, io: Io): Promise<number> {
  const place = await openPlace(io);
  try {
    await io.write(headerLine({ generatedBy: `support-ticket ${versionOf()}` }));
    let tickets = 0;
    for await (const line of place.lines(brand)) {
      tickets++;
      await io.write(line);
    }
    await io.write(endLine(tickets));
    return exit.done;
  } finally {
    await place.close();
  }
}

export const rematch: Command = {
  name: 'rematch',
  summary: 'say whose archived tickets are, and map more of them',
  help: `rematch [--brand <brand>] [--customers <csv>]

Archived tickets find their customers by themselves, whenever one appears. This says how many have,
and takes a mapping file for those who do not (--brand says whose accounts it names).

  --customers <csv>     columns customer (the token's sub), and account or email of the old system`,
  async run(args, io) {
    const { brand, customers } = parse(args, { brand: { type: 'string' }, customers: { type: 'string' } }).values;
    const mappings = customers === undefined ? [] : await readMappings(customers, required(brand, '--brand'));
    const place = await openPlace(io);
    try {
      if (mappings.length > 0) {
        const at = new Date(systemClock()).toISOString();
        const batch = {
          id: `${brand ?? ''}-map-${randomId().replace(/\W|_/g, '').slice(0, 8).toLowerCase()}`,
          brand: brand ?? '',
          source: 'mapping',
          at,
        };
        await place.target.begin(batch, { dryRun: false });
        try {
          await place.target.map(mappings);
          await place.target.commit();
        } finally {
          await place.target.end();
        }
      }
      io.out(describeMatch(await place.target.match(brand ?? null)));
      return exit.done;
    } finally {
      await place.close();
    }
  },
};
