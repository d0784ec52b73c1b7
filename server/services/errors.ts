/** What services refuse with, besides what the law itself says (`Refusal`, `InvalidInput`). */
export { ReadOnlyError } from '../store/store.ts';

/** Not there, or not theirs: nobody is told which. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
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
