import type { Hint } from '../../wire/live.ts';

/** What a channel hands its hints to. */
export interface Receiver {
  /** A piece of a `text/event-stream`. */
  send(text: string): void;
}

/** Hints that can be told once more. Whoever missed more reads everything anew, which is cheaper by then. */
const kept = 64;

interface Sent {
  readonly count: number;
  readonly text: string;
}

/**
 * The hints of one audience: a customer, or the desk. Its ids count its own hints and nothing else, so that they say
 * nothing of what was not told; the word before the count is another one after a restart.
 */
export class Channel {
  readonly receivers = new Set<Receiver>();
  readonly #epoch: string;
  readonly #sent: Sent[] = [];
  #count = 0;

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  /** Told to everybody who listens, and once more to whoever comes back. */
  tell(hint: Hint): void {
    this.#count += 1;
    const text = written(hint, this.latest);
    this.#sent.push({ count: this.#count, text });
    if (this.#sent.length > kept) this.#sent.shift();
    this.receivers.forEach((receiver) => receiver.send(text));
  }

  /** Ephemeral: it is not told again to those who come back. */
  mention(hint: Hint): void {
    const text = written(hint);
    this.receivers.forEach((receiver) => receiver.send(text));
  }

  /** What somebody missed who was last told the hint of that id; a `resync` where that cannot be said. */
  missedSince(lastEventId: string | null): string {
    const [epoch, count] = splitId(lastEventId ?? '');
    const first = this.#sent[0]?.count ?? this.#count + 1;
    const isKnown = epoch === this.#epoch && count <= this.#count && count >= first - 1;
    if (!isKnown) return written({ type: 'resync', ticketId: null }, this.latest);
    return this.#sent
      .filter((sent) => sent.count > count)
      .map(({ text }) => text)
      .join('');
  }

  /** The id of the hint that was told last. */
  get latest(): string {
    return `${this.#epoch}.${String(this.#count)}`;
  }
}

function splitId(id: string): readonly [epoch: string, count: number] {
  const [, epoch = '', count = ''] = /^(.{1,64})\.(\d{1,15})$/.exec(id) ?? [];
  return [epoch, count === '' ? NaN : Number(count)];
}

export function written({ type, ticketId }: Hint, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify({ type, ticketId })}\n\n`;
}
