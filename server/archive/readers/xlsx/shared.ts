/** The shared strings of a workbook, on disk: a workbook of a million messages has them all in one part. */
import { join } from 'node:path';
import { Heap } from '../spool/heap.ts';
import type { MarkupHandler } from './markup.ts';
import { unescaped } from './values.ts';

const entrySize = 10;

/** The text of a shared or inline string: its runs, without phonetic readings. */
export class RichText {
  #text = '';
  #in = false;
  #phonetic = false;

  open(name: string): void {
    if (name === 't') this.#in = !this.#phonetic;
    else if (name === 'rPh') this.#phonetic = true;
  }

  text(text: string): void {
    if (this.#in) this.#text += text;
  }

  close(name: string): void {
    if (name === 't') this.#in = false;
    else if (name === 'rPh') this.#phonetic = false;
  }

  get length(): number {
    return this.#text.length;
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return unescaped(text);
  }
}

export class SharedTexts implements MarkupHandler {
  readonly #texts: Heap;
  readonly #places: Heap;
  readonly #longest: number;
  readonly #rich = new RichText();
  readonly #entry = Buffer.allocUnsafe(entrySize);

  constructor(folder: string, longest: number) {
    this.#texts = new Heap(join(folder, 'shared'));
    this.#places = new Heap(join(folder, 'shared-places'));
    this.#longest = longest;
  }

  open(name: string): void {
    this.#rich.open(name);
  }

  text(text: string): void {
    if (this.#rich.length <= this.#longest) this.#rich.text(text);
  }

  close(name: string): void {
    this.#rich.close(name);
    if (name !== 'si') return;
    const bytes = Buffer.from(this.#rich.take());
    this.#entry.writeUIntLE(this.#texts.size, 0, 6);
    this.#entry.writeUInt32LE(bytes.length, 6);
    this.#places.append(this.#entry);
    this.#texts.append(bytes);
  }

  /** The text at an index, or null. */
  get(index: number): Buffer | null {
    if (!Number.isInteger(index) || index < 0 || (index + 1) * entrySize > this.#places.size) return null;
    const entry = this.#places.read(index * entrySize, entrySize);
    return Buffer.from(this.#texts.read(entry.readUIntLE(0, 6), entry.readUInt32LE(6)));
  }

  shut(): void {
    this.#texts.close();
    this.#places.close();
  }
}
