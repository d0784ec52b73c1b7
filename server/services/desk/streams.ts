/** The interface between routes and the live hints of `notify/live`. */
export interface Listener {
  /** A customer's key, or an agent's id. */
  readonly id: string;
  readonly at: 'customer' | 'desk';
  /** Called repeatedly while the stream is open: it ends after a sign-out or the end of the token. */
  readonly stillWelcome: () => Promise<boolean>;
  /** Closes the connection when the client does not read. */
  readonly hangUp: () => void;
}

/** `too-many`: the listener has reached the limit of streams. `full`: the server has. */
export type Opened = ReadableStream<Uint8Array> | 'too-many' | 'full';

export interface Streams {
  open(listener: Listener, lastEventId: string | null): Opened;
  /** The id of a customer's latest hint: a stream that resumes from it gets every change after this call. */
  lastEventId(customerId: string): string;
}
