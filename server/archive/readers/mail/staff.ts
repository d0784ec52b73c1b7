/** Decides which addresses belong to the team. */
import { ReaderUsageError } from '../../reader.ts';

export class StaffList {
  readonly #domains = new Set<string>();
  readonly #addresses = new Set<string>();

  /** @param words domains, or whole addresses. @throws ReaderUsageError for an empty list, or for an invalid entry */
  constructor(words: readonly string[]) {
    if (words.length === 0)
      throw new ReaderUsageError(
        '--staff-domain is missing: the domain, or an address, of those who answered. It tells answers from questions, and keeps mails among the team out',
      );
    for (const word of words.flatMap((one) => one.split(','))) {
      const lower = word.trim().toLowerCase().replace(/^@/, '');
      if (!/^[^\s@]*@?[^\s@]+\.[^\s@.]+$/.test(lower))
        throw new ReaderUsageError(`--staff-domain "${word}": a domain such as example.com, or a whole address`);
      (lower.includes('@') ? this.#addresses : this.#domains).add(lower);
    }
  }

  has(address: string): boolean {
    const lower = address.trim().toLowerCase();
    return this.#addresses.has(lower) || this.#domains.has(lower.slice(lower.lastIndexOf('@') + 1));
  }
}
