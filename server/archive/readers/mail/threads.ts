/** Groups millions of mails into threads: union-find in typed arrays, some 30 bytes a mail. */
import { createHash } from 'node:crypto';

/** Maps texts to numbers by their 53-bit hash; collisions are negligible at this size. */
class HashTable {
  #keys = new Float64Array(1 << 12);
  #values = new Int32Array(1 << 12);
  #size = 0;

  get(key: number): number | undefined {
    const at = this.#slot(key);
    return this.#keys[at] === key ? this.#values[at] : undefined;
  }

  set(key: number, value: number): void {
    if (this.#size * 2 >= this.#keys.length) this.#grow();
    const at = this.#slot(key);
    if (this.#keys[at] !== key) this.#size += 1;
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let at = (key % this.#keys.length) & mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(values.length * 2);
    keys.forEach((key, i) => {
      if (key === 0) return;
      const at = this.#slot(key);
      this.#keys[at] = key;
      this.#values[at] = values[i] ?? 0;
    });
  }
}

/** 53 bits, never 0. */
function hashOf(text: string): number {
  const bytes = createHash('sha256').update(text).digest();
  return bytes.readUIntBE(0, 6) * 32 + ((bytes[6] ?? 0) & 31) || 1;
}

export class Threads {
  readonly #nodes = new HashTable();
  #parents = new Int32Array(1 << 12);
  #count = 0;

  /** Whether the text was already given, here or to `join`. */
  has(text: string): boolean {
    return this.#nodes.get(hashOf(text)) !== undefined;
  }

  /** Puts all mails with these ids into one thread. @returns a node for `rootOf` */
  join(texts: readonly string[]): number {
    const [first, ...rest] = texts.map((text) => this.#node(text));
    const node = first ?? this.#new();
    for (const other of rest) {
      const [a, b] = [this.rootOf(node), this.rootOf(other)];
      // The older root stays, so that the order of the source is kept.
      if (a !== b) this.#parents[Math.max(a, b)] = Math.min(a, b);
    }
    return node;
  }

  rootOf(node: number): number {
    let at = node;
    for (let parent = this.#parents[at] ?? at; parent !== at; parent = this.#parents[at] ?? at) {
      const above = this.#parents[parent] ?? parent;
      this.#parents[at] = above;
      at = parent;
    }
    return at;
  }

  #node(text: string): number {
    const hash = hashOf(text);
    const known = this.#nodes.get(hash);
    if (known !== undefined) return known;
    const node = this.#new();
    this.#nodes.set(hash, node);
    return node;
  }

  #new(): number {
    if (this.#count === this.#parents.length) {
      const larger = new Int32Array(this.#parents.length * 2);
      larger.set(this.#parents);
      this.#parents = larger;
    }
    this.#parents[this.#count] = this.#count;
    this.#count += 1;
    return this.#count - 1;
  }
}
