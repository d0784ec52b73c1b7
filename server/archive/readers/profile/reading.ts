/** Reads a source by a profile: the parts common to all formats. */
import { newCounters, ReaderUsageError, SourceError } from '../../reader.ts';
import type { Place, Read, ReadCounters, Reading, ReadOptions, Source } from '../../reader.ts';
import { AttachmentFolder } from '../attachment-folder.ts';
import { Findings } from '../findings.ts';
import { decoderFor, encodingNamed } from '../../../text/charset.ts';
import { Texts } from '../texts.ts';
import { Zone } from '../../../text/zones.ts';
import type { Moment } from '../../../text/zones.ts';
import { Assembly } from './assembly.ts';
import { Moments } from './moments.ts';
import { needsOf } from './needs.ts';
import { Rules } from './rules.ts';
import type { Profile } from './schema.ts';
import { Tables } from './tables.ts';
import type { Row } from './tables.ts';

/** What a format's reader gets. */
export interface Intake {
  readonly profile: Profile;
  readonly tables: Tables;
  readonly assembly: Assembly;
  readonly counters: ReadCounters;
  readonly findings: Findings;
  /** Most bytes of a row. */
  readonly longestRow: number;
  /** The requested or declared encoding; null when none is. */
  readonly encoding: string | null;
  readonly values: ReadOptions['values'];
  /** An empty folder, removed after the reading. */
  readonly scratch: string;
  /** Changes how places are given, when it differs from the format's default. */
  placedBy(places: Format['places']): void;
  /** Sets the encoding of the following strings. */
  decodeAs(encoding: string | null): void;
  /** Sets the zone of a column's times. */
  zoneOf(find: (table: string, column: string) => string | null): void;
}

export interface Format {
  /** The format of dates without a declared one. */
  readonly dates: string | readonly string[];
  /** The format in which the source itself writes dates, tried besides those that the profile gives for text. */
  readonly always?: string;
  /** How places in the source are given. */
  readonly places: 'line' | 'byte';
  /**
   * Adds all rows to the assembly and yields the rejects.
   * @throws SourceError when the source ends too early; the rows added before are good
   */
  take(source: Source, intake: Intake): AsyncGenerator<Read>;
}

/** The zone of most European hosting companies, and of this server's default opening hours. */
const assumedZone = 'Europe/Paris';

export interface ProfiledReading extends Reading {
  readonly findings: Findings;
}

/** @throws ReaderUsageError for an unknown encoding or zone */
export function readByProfile(profile: Profile, format: Format, source: Source, options: ReadOptions): ProfiledReading {
  const counters = newCounters();
  const findings = new Findings();
  const zone = zoneFor(profile, options.values['zone'], findings);
  const encoding = encodingFor(profile, options.values['encoding']);
  async function* read(): AsyncGenerator<Read> {
    const tables = new Tables(options.scratch, needsOf(profile), decoderFor(encoding, findings));
    let { places } = format;
    let zoneOf: (table: string, column: string) => string | null = () => null;
    const rules = new Rules(tables);
    const shop = {
      tables,
      rules,
      texts: new Texts({ repair: options.values['repair-mojibake'] === true, counters, findings }),
      moments: new Moments({
        rules,
        format: profile.dates ?? format.dates,
        always: format.always ?? null,
        zone,
        zoneOf: (table, column) => zoneOf(table, column),
        counters,
      }),
      files: AttachmentFolder.from(options.values),
      counters,
      findings,
      // A CSV file that is one table gives it no name.
      placeOf: ({ table, place }: Row): Place => ({
        ...(profile.format === 'csv' && !profile.csv?.files ? {} : { table }),
        ...(places === 'line' ? { line: place } : { byte: place }),
      }),
    };
    const assembly = new Assembly({ profile, shop, brand: options.brand, source: options.source, folder: options.scratch });
    const intake: Intake = {
      profile,
      tables,
      assembly,
      counters,
      findings,
      longestRow: 64 * 1024 * 1024,
      encoding,
      values: options.values,
      scratch: options.scratch,
      placedBy: (other) => (places = other),
      decodeAs: (named) => tables.decodeWith(decoderFor(named, findings)),
      zoneOf: (find) => (zoneOf = find),
    };
    try {
      let cut: SourceError | null = null;
      try {
        yield* format.take(source, intake);
      } catch (error) {
        // The incomplete source may be all that is left of an old company: its tickets are yielded before the error is thrown.
        if (!(error instanceof SourceError) || error.code !== 'cut-off') throw error;
        cut = error;
      }
      if (cut === null && counters.rows === 0)
        throw new SourceError(
          'unreadable',
          `${source.name}: nothing was read of it, not one row of ${profile.tickets.table}. Is it the right file, and the right --from? "support-ticket convert" with the file alone says what it looks like`,
        );
      for (const table of cut === null ? tables.names : [])
        if (tables.rowsOf(table) === 0 && isLookedUp(profile, table))
          findings.say(`there is no row of ${table}: what is looked up there is taken as empty`);
      yield* assembly.read();
      if (cut) throw cut;
    } finally {
      tables.close();
    }
  }
  return { counters, findings, [Symbol.asyncIterator]: read };
}

/** Whether the table is used only for look-ups, not for tickets or messages. */
const isLookedUp = (profile: Profile, table: string): boolean =>
  table !== profile.tickets.table && !profile.messages.some((message) => message.table === table);

function zoneFor(profile: Profile, asked: ReadOptions['values'][string], findings: Findings): Zone {
  const name = typeof asked === 'string' ? asked : profile.zone;
  try {
    return name === undefined ? new AssumedZone(findings) : new Zone(name);
  } catch {
    throw new ReaderUsageError(`there is no time zone "${String(name)}": such as Europe/Paris, UTC or +01:00`);
  }
}

function encodingFor(profile: Profile, asked: ReadOptions['values'][string]): string | null {
  const word = typeof asked === 'string' ? asked : profile.encoding;
  if (word === undefined || word === 'auto') return null;
  const encoding = encodingNamed(word);
  if (encoding === null) throw new ReaderUsageError(`"${word}" is no encoding that can be read: such as utf-8, windows-1252 or utf-16`);
  return encoding;
}

/** A default zone that reports its use. */
class AssumedZone extends Zone {
  readonly #findings: Findings;

  constructor(findings: Findings) {
    super(assumedZone);
    this.#findings = findings;
  }

  override toUtc(wall: number): Moment {
    this.#findings.say(`times without an offset were taken as ${assumedZone}; --zone says otherwise`);
    return super.toUtc(wall);
  }
}
