import type { Claims } from './claims.ts';
import type { TokenKey } from './keys.ts';

/** A token that was verified: its claims, and the key that signed it. */
export interface Verified {
  readonly claims: Claims;
  readonly key: TokenKey;
}

/** The cache holds at most about ten megabytes of text, and so many tokens. */
const maxCharacters = 5_000_000;
const maxTokens = 10_000;

/** Verified tokens by their text, least recently used dropped first. Checking a signature costs more than a look-up. */
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
