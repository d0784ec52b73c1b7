/** What routes ask of whoever tells live hints; services know nothing of them. */
export interface Listener {
  /** A customer's key, or an agent's id. */
  readonly id: string;
  readonly at: 'customer' | 'desk';
  /** Asked again and again: whoever has signed out or whose token has ended is told nothing more. */
  readonly stillWelcome: () => Promise<boolean>;
  /** Closes the connection of somebody who does not read. */
  readonly hangUp: () => void;
}

/** `too-many`: they have as many as one may. `full`: the server has. */
export type Opened = ReadableStream<Uint8Array> | 'too-many' | 'full';

export interface Streams {
  open(listener: Listener, lastEventId: string | null): Opened;
  /** The latest hint of a customer: a stream that goes on from it misses nothing of what is read after this call. */
  lastEventId(customerId: string): string;
}
