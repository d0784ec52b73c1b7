import type { Claims } from './claims.ts';
import type { TokenKey } from './keys.ts';

/** A token that passed: what it says, and the key that made it. */
export interface Verified {
  readonly claims: Claims;
  readonly key: TokenKey;
}

/** About ten megabytes of text at most, and never more tokens than this. */
const maxCharacters = 5_000_000;
const maxTokens = 10_000;

/** Tokens that passed, by their text; the longest unused go first. Checking a signature costs more than a read. */
export class TokenCache {
  readonly #tokens = new Map<string, Verified>();
  #characters = 0;

  get(token: string): Verified | undefined {
    const known = this.#tokens.get(token);
    if (!known) return undefined;
    this.#tokens.delete(token);
    this.#tokens.set(token, known);
    return known;
  }

  set(token: string, verified: Verified): void {
    if (this.#tokens.has(token)) return;
    this.#tokens.set(token, verified);
    this.#characters += token.length;
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= maxTokens && this.#characters <= maxCharacters) return;
      this.#tokens.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
