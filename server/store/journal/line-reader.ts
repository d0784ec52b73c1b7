import type { FileOps } from './files.ts';
import { maxLineBytes } from './line.ts';

/**
 * `line` ends in its newline; `piece` is part of a line too long to be one of ours (`ends` when it is the last part);
 * `tail` is what stands after the last newline.
 */
export interface RawLine {
  readonly kind: 'line' | 'piece' | 'tail';
  readonly bytes: Buffer;
  /** Where the line starts in the file. */
  readonly start: number;
  readonly ends: boolean;
}

const newline = 10;

/**
 * The lines of a file, in batches that are valid until the next is asked for. Bytes are split before anything is
 * decoded, so a character across two reads stays whole and memory holds one chunk and one line. `from`: where a line begins.
 */
export async function* readLines(
  files: FileOps,
  fd: number,
  { chunkBytes = 1024 * 1024, longest = maxLineBytes, from = 0 } = {},
): AsyncGenerator<readonly RawLine[], void> {
  const splitter = new Splitter(longest, from);
  const chunk = Buffer.allocUnsafe(chunkBytes);
  for (let position = from; ; ) {
    const count = await files.read(fd, chunk, position);
    if (count === 0) break;
    yield splitter.split(chunk.subarray(0, count));
    position += count;
  }
  yield splitter.rest();
}

class Splitter {
  readonly #longest: number;
  /** The beginning of a line whose end has not been read yet. */
  #parts: Buffer[] = [];
  #held = 0;
  #start: number;
  #tooLong = false;

  constructor(longest: number, from: number) {
    this.#longest = longest;
    this.#start = from;
  }

  split(chunk: Buffer): RawLine[] {
    const lines: RawLine[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      lines.push(this.#finish(chunk.subarray(from, at + 1)));
      from = at + 1;
    }
    if (from < chunk.length) this.#hold(chunk.subarray(from));
    if (this.#held > this.#longest) lines.push(this.#piece());
    return lines;
  }

  rest(): RawLine[] {
    if (this.#held === 0 && !this.#tooLong) return [];
    return [{ kind: 'tail', bytes: this.#join(), start: this.#start, ends: false }];
  }

  #finish(end: Buffer): RawLine {
    this.#held += end.length;
    this.#parts.push(end);
    const length = this.#held;
    const kind = this.#tooLong || length > this.#longest ? 'piece' : 'line';
    const line: RawLine = { kind, bytes: this.#join(), start: this.#start, ends: true };
    this.#start += length;
    this.#tooLong = false;
    return line;
  }

  #hold(part: Buffer): void {
    // The chunk is filled again by the next read.
    this.#parts.push(Buffer.from(part));
    this.#held += part.length;
  }

  #piece(): RawLine {
    this.#tooLong = true;
    const start = this.#start;
    this.#start += this.#held;
    return { kind: 'piece', bytes: this.#join(), start, ends: false };
  }

  #join(): Buffer {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return bytes;
  }
}
