import type { Hint } from '../../wire/live.ts';

/** Receives the hints of a channel. */
export interface Receiver {
  /** A piece of a `text/event-stream`. */
  send(text: string): void;
}

/** Hints kept for replay. A client that missed more reads everything again, which is cheaper by then. */
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

  /** Sends to all receivers, and keeps the hint for replay. */
  tell(hint: Hint): void {
    this.#count += 1;
    const text = written(hint, this.latest);
    this.#sent.push({ count: this.#count, text });
    if (this.#sent.length > kept) this.#sent.shift();
    this.receivers.forEach((receiver) => receiver.send(text));
  }

  /** Ephemeral: not replayed after a reconnect. */
  mention(hint: Hint): void {
    const text = written(hint);
    this.receivers.forEach((receiver) => receiver.send(text));
  }

  /** The hints after `lastEventId`; a `resync` when they cannot be replayed. */
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

  /** The id of the newest hint. */
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
