/** Maps the names of a database to those of a profile: case is ignored, and the table prefix may differ. */
import { SourceError } from '../../reader.ts';
import { countedTables } from '../profile/needs.ts';
import type { Intake } from '../profile/reading.ts';

/** A set of names that ignores case: Windows servers and PostgreSQL write lower case. */
export class Names extends Set<string> {
  constructor(names: Iterable<string>) {
    super([...names].map((name) => name.toLowerCase()));
  }

  override has(name: string): boolean {
    return super.has(name.toLowerCase());
  }
}

/** The position of each of the profile's columns among the existing ones, -1 for a missing one. */
export function positionsOf(wanted: readonly string[], there: readonly string[]): readonly number[] {
  const small = there.map((name) => name.toLowerCase());
  return wanted.map((name) => (there.includes(name) ? there.indexOf(name) : small.indexOf(name.toLowerCase())));
}

export class TableNames {
  /** Requested tables, as the database spells them. */
  readonly seen = new Set<string>();
  readonly #intake: Intake;
  readonly #bySmall: ReadonlyMap<string, string>;
  readonly #known = new Map<string, string | null>();

  constructor(intake: Intake) {
    this.#intake = intake;
    this.#bySmall = new Map(intake.tables.names.map((name) => [name.toLowerCase(), name]));
  }

  /** The profile's name for a table, or null when the profile does not need it. */
  of(table: string): string | null {
    const known = this.#known.get(table);
    if (known !== undefined) return known;
    if (table !== '') this.seen.add(table);
    const asked = this.#intake.values['table-prefix'];
    const own = this.#intake.profile.sql?.prefix ?? '';
    const renamed = typeof asked !== 'string' ? table : table.startsWith(asked) ? own + table.slice(asked.length) : null;
    const name =
      renamed === null ? null : this.#intake.tables.wants(renamed) ? renamed : (this.#bySmall.get(renamed.toLowerCase()) ?? null);
    this.#known.set(table, name);
    return name;
  }

  /** The profile's tables that were not found. */
  missing(tables: Iterable<string>): readonly string[] {
    const found = new Set(this.#known.values());
    return [...tables].filter((table) => !found.has(table));
  }
}

/** Explains missing tables: the database is of another system, or has another prefix. */
export function complainOf(names: TableNames, source: string, { profile, findings }: Intake): void {
  const missing = names.missing(countedTables(profile));
  if (missing.length === 0) return;
  const there = [...names.seen].slice(0, 30).join(', ') || 'no table at all';
  if (missing.includes(profile.tickets.table))
    throw new SourceError(
      'unreadable',
      `${source} has no table ${profile.tickets.table}. It has ${there}. Another system, or another prefix (--table-prefix)?`,
    );
  findings.say(`there is no table ${missing.join(', ')}: no messages come from there`);
}
