/** What services refuse with, besides what the law itself says (`Refusal`, `InvalidInput`). */
export { ReadOnlyError } from '../store/store.ts';

/** Not there, or not theirs: nobody is told which. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** The row of a file is there, and its bytes are not, or not all of them. */
export class FileMissing extends Error {
  override readonly name = 'FileMissing';
  /** For the log: which file, and what is wrong with it. */
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(facts: Readonly<Record<string, string | number>>) {
    super('the bytes of a file are not there');
    this.facts = facts;
  }
}

/** Nothing of this kind may be attached. */
export class NotAccepted extends Error {
  override readonly name = 'NotAccepted';
}

/** More than may be sent at once, or than one person may have waiting. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
  /** `quota`: what was uploaded before has to be sent first, or will be thrown away in time. */
  readonly of: 'body' | 'quota';

  constructor(of: 'body' | 'quota') {
    super(of);
    this.of = of;
  }
}

/** There, and to be seen, but somebody else's. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

/** The desk changes a version that is no longer the newest. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** The idempotency key came before, with something else in it. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/** The same request is still being worked on. */
export class InFlight extends Error {
  override readonly name = 'InFlight';
}
