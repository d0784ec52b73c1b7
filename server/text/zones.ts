/** Converts local times of a zone to UTC, and notes whether a clock change made them ambiguous or skipped them. */

export interface Moment {
  /** UTC, milliseconds. */
  readonly time: number;
  readonly note?: 'dst-gap' | 'dst-overlap';
}

const hour = 3_600_000;
/** Offsets change only at whole quarters of an hour, so one cached offset holds for a quarter. */
const slot = hour / 4;

/** A time zone with cached offsets: asking Intl for each time of a large import would take minutes. */
export class Zone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  readonly #fixed: number | null;

  /** @throws RangeError for a zone that does not exist */
  constructor(name: string) {
    this.name = name;
    const fixed = /^([+-])(\d{2}):?(\d{2})$/.exec(name);
    this.#fixed = name === 'UTC' ? 0 : fixed ? (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * hour + Number(fixed[3]) * 60_000) : null;
    this.#format = new Intl.DateTimeFormat('en-GB', {
      timeZone: this.#fixed === null ? name : 'UTC',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** The instant of a wall time. @param wall the wall time as if it were UTC, in milliseconds */
  toUtc(wall: number): Moment {
    if (this.#fixed !== null) return { time: wall - this.#fixed };
    const before = this.#offsetAt(wall - 24 * hour);
    const after = this.#offsetAt(wall + 24 * hour);
    if (before === after && this.#offsetAt(wall - before) === before) return { time: wall - before };
    const candidates = [...new Set([before, after])].filter((offset) => this.#offsetAt(wall - offset) === offset);
    const [first, second] = candidates.map((offset) => wall - offset).sort((a, b) => a - b);
    if (first === undefined) return { time: wall - before, note: 'dst-gap' };
    return second === undefined ? { time: first } : { time: first, note: 'dst-overlap' };
  }

  #offsetAt(time: number): number {
    const key = Math.floor(time / slot);
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    const offset = this.#computeOffset(key * slot);
    if (this.#offsets.size > 200_000) this.#offsets.clear();
    this.#offsets.set(key, offset);
    return offset;
  }

  #computeOffset(time: number): number {
    const parts = new Map(this.#format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - time;
  }
}
