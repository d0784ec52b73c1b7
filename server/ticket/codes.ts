/** The stable codes that answers carry and the widget translates. */
export type RefusalCode =
  | 'ticket-closed'
  | 'answered-meanwhile'
  | 'already-closed'
  | 'not-closed'
  | 'reopen-window-passed'
  | 'already-thanked'
  | 'already-rated'
  | 'too-soon'
  | 'bad-transition'
  | 'already-sent'
  | 'nothing-to-acknowledge'
  | 'no-solution'
  | 'no-proven-address';

export type FieldCode = 'required' | 'too-short' | 'too-long' | 'invalid' | 'unknown-key' | 'not-in-list' | 'too-many' | 'taken';

export type ProblemCode =
  | RefusalCode
  | 'unauthenticated'
  | 'forbidden'
  | 'code-required'
  | 'not-found'
  | 'method-not-allowed'
  | 'unsupported-media-type'
  | 'too-large'
  | 'malformed-json'
  | 'malformed-request'
  | 'invalid-input'
  | 'idempotency-key-reused'
  | 'in-flight'
  | 'stale'
  | 'precondition-required'
  | 'too-many-requests'
  | 'too-many-streams'
  | 'file-missing'
  | 'read-only'
  | 'draining'
  | 'internal';

export interface FieldError {
  /** Dotted, such as `attachments.0`; empty for the whole body. */
  readonly path: string;
  readonly code: FieldCode;
}

/** Thrown when the ticket's state does not allow the act. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  /** When the same act becomes possible; null when waiting does not help. */
  readonly retryAt: string | null;

  constructor(code: RefusalCode, retryAt: string | null = null) {
    super(code);
    this.code = code;
    this.retryAt = retryAt;
  }
}

/** Thrown when a field that only the law can judge is missing or wrong; answered like any other invalid input. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
  readonly errors: readonly FieldError[];

  constructor(...errors: FieldError[]) {
    super('invalid-input');
    this.errors = errors;
  }
}
