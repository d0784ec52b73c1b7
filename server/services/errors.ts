/** Errors of services, besides those of the law (`Refusal`, `InvalidInput`). */
export { ReadOnlyError } from '../store/store.ts';

/** The object does not exist, or the caller may not know of it; the answer does not tell which. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The row of a file exists, but its bytes are missing or incomplete. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  /** For the log: the file, and what is wrong with it. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(facts: Readonly<Record<string, string | number>>) {
    super('the bytes of a file are not there');
    this.facts = facts;
  }
}

/** Files of this kind are not accepted. */
export class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
}

/** The body is too large, or its sender has too many unclaimed uploads. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  /** `quota`: earlier uploads have to be sent or to expire first. */
  readonly of: 'body' | 'quota';

  constructor(of: 'body' | 'quota') {
    super(of);
    this.of = of;
  }
}

/** The caller may read the object, but not do this to it. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/** The change was made for a version that is no longer the newest. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** The idempotency key was used before with another body. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/** A request with the same idempotency key is still in progress. */
export class InFlight extends Error {
  override readonly name = 'InFlight';
}
