/**
 * Splits a JSON file of any size into its records: one per line, one after the other, in one list, or in named lists
 * (`{"tickets": […], "users": […]}`). Memory holds one record.
 */

export interface JsonHandler {
  /** @param list the name of its list, null at the top level; `bytes` is a reused buffer */
  value(bytes: Buffer, list: string | null, byte: number): void;
  reject(code: 'malformed-json' | 'too-deep' | 'too-long', list: string | null, byte: number): void;
}

const [quote, backslash, newline, comma, colon] = [0x22, 0x5c, 0x0a, 0x2c, 0x3a] as const;
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const smallest = 256 * 1024;
/** Deepest nesting, far above that of exports. JSON.parse would accept more, but later code might not. */
const deepest = 100;

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09;

/** Negative results in place of the end of a value. */
const incomplete = -1;
const tooDeep = -2;
/** A line end inside a string, encoded as -3 minus its position. */
const brokenAt = (at: number): number => -3 - at;

export class JsonReader {
  readonly #handler: JsonHandler;
  readonly #lists: ReadonlySet<string>;
  readonly #longest: number;
  #buffer = Buffer.allocUnsafe(smallest);
  #length = 0;
  #at = 0;
  #base = 0;
  #enough = 0;
  #ended = false;
  /** The parser's position: at the top level, in a list, or among the keys of an object of lists. */
  #place: 'top' | 'list' | 'keys' = 'top';
  #list: string | null = null;
  /** True when the list is in an object of lists. */
  #named = false;
  #skipping: 'no' | 'line' | 'value' = 'no';
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** True once a value was read at the top level: after a list or an object, no other value may follow. */
  #open = false;

  constructor(handler: JsonHandler, lists: readonly string[], longest: number) {
    this.#handler = handler;
    this.#lists = new Set(lists);
    this.#longest = longest;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += smallest) {
      this.#append(chunk.subarray(from, from + smallest));
      if (this.#length - this.#at >= this.#enough) this.#run();
    }
  }

  /** @returns the byte at which the file was cut off, or null */
  end(): number | null {
    this.#ended = true;
    this.#enough = 0;
    this.#run();
    const rest = this.#buffer.toString('latin1', this.#at, this.#length).trim();
    return rest !== '' || this.#open || this.#skipping === 'value' ? this.#base + this.#at : null;
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#length - this.#at;
    const needed = kept + chunk.length;
    const roomy = this.#buffer.length > 4 * smallest && needed < smallest;
    if (needed > this.#buffer.length || roomy) {
      let size = smallest;
      while (size < needed) size *= 2;
      if (size > 8 * 1024 * 1024) size = this.#longest + 2 * smallest;
      const larger = Buffer.allocUnsafeSlow(size);
      this.#buffer.copy(larger, 0, this.#at, this.#length);
      this.#buffer = larger;
    } else if (this.#at > 0) this.#buffer.copyWithin(0, this.#at, this.#length);
    this.#base += this.#at;
    this.#at = 0;
    this.#buffer.set(chunk, kept);
    this.#length = needed;
  }

  #run(): void {
    while (this.#at < this.#length) {
      if (this.#skipping !== 'no') this.#skip();
      else if (!this.#step()) {
        const have = this.#length - this.#at;
        this.#enough = Math.min(have * 2, this.#longest + 1);
        if (have <= this.#longest) return;
        this.#refuse('too-long', 'value');
      }
    }
    this.#enough = 0;
  }

  #refuse(code: 'malformed-json' | 'too-deep' | 'too-long', skip: 'line' | 'value'): void {
    this.#handler.reject(code, this.#list, this.#base + this.#at);
    this.#skipping = skip;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }

  /** @returns false when more bytes are needed */
  #step(): boolean {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    while (this.#at < length && (isSpace(buffer[this.#at]) || buffer[this.#at] === comma)) this.#at += 1;
    if (this.#at >= length) return true;
    const byte = buffer[this.#at];
    if (this.#place === 'keys') return this.#key(byte);
    if (this.#place === 'list' && byte === closeList) {
      this.#at += 1;
      this.#place = this.#named ? 'keys' : 'top';
      this.#open = this.#named;
      this.#list = null;
      return true;
    }
    if (this.#place === 'top' && byte === openList) {
      this.#at += 1;
      this.#place = 'list';
      this.#open = true;
      return true;
    }
    if (this.#place === 'top' && byte === openObject && this.#holdsLists()) return true;
    return this.#value();
  }

  /** Reads a record, or skips a value that is not an object. */
  #value(): boolean {
    const start = this.#at;
    const end = this.#valueEnd(start);
    if (end === incomplete) return false;
    // With one record per line, parsing resumes at the next line; in a list, only the list's end is certain.
    if (end === tooDeep) this.#refuse('too-deep', this.#place === 'list' ? 'value' : 'line');
    else if (end < 0) {
      this.#handler.reject('malformed-json', this.#list, this.#base + start);
      this.#at = -3 - end;
    } else if (end === start) this.#refuse('malformed-json', 'line');
    else {
      this.#at = end;
      this.#handler.value(this.#buffer.subarray(start, end), this.#list, this.#base + start);
    }
    return true;
  }

  /** Whether the object at the top level holds named lists: searches its keys until one is a list, or the object ends. */
  #holdsLists(): boolean {
    if (this.#lists.size === 0) return false;
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    let at = this.#at + 1;
    for (let keys = 0; keys < 50; keys += 1) {
      while (at < length && (isSpace(buffer[at]) || buffer[at] === comma)) at += 1;
      if (at >= length || buffer[at] !== quote) return false;
      const end = this.#valueEnd(at);
      if (end < 0) return false;
      const key = buffer.toString('utf8', at + 1, end - 1);
      at = end;
      while (at < length && (isSpace(buffer[at]) || buffer[at] === colon)) at += 1;
      if (at >= length || key === 'id') return false;
      if (buffer[at] === openList && this.#lists.has(key)) {
        this.#at += 1;
        this.#place = 'keys';
        this.#open = true;
        return true;
      }
      at = this.#valueEnd(at);
      if (at < 0) return false;
    }
    return false;
  }

  #key(byte: number | undefined): boolean {
    if (byte === closeObject) {
      this.#at += 1;
      this.#place = 'top';
      this.#open = false;
      this.#named = false;
      return true;
    }
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    const end = byte === quote ? this.#valueEnd(this.#at) : tooDeep;
    if (end === incomplete) return false;
    if (end < 0) {
      this.#refuse('malformed-json', 'line');
      return true;
    }
    let at = end;
    while (at < length && (isSpace(buffer[at]) || buffer[at] === colon)) at += 1;
    if (at >= length) return false;
    const key = buffer.toString('utf8', this.#at + 1, end - 1);
    if (buffer[at] === openList && this.#lists.has(key)) {
      this.#at = at + 1;
      this.#list = key;
      this.#place = 'list';
      this.#named = true;
      return true;
    }
    // Other values may be large and are skipped.
    this.#at = at;
    this.#skipping = 'value';
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return true;
  }

  /** The position after the value that begins at `at`, or a negative result. */
  #valueEnd(at: number): number {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    let depth = 0;
    for (let i = at; i < length; i += 1) {
      const byte = buffer[i];
      if (byte === quote) {
        i += 1;
        while (i < length && buffer[i] !== quote) {
          if (buffer[i] === newline) return brokenAt(i);
          i += buffer[i] === backslash ? 2 : 1;
        }
        if (i >= length) return incomplete;
        if (depth === 0) return i + 1;
      } else if (byte === openList || byte === openObject) {
        depth += 1;
        if (depth > deepest) return tooDeep;
      } else if (byte === closeList || byte === closeObject) {
        depth -= 1;
        if (depth < 0) return i;
        if (depth === 0) return i + 1;
      } else if (depth === 0 && (byte === comma || isSpace(byte))) return i;
    }
    return depth === 0 && this.#ended ? length : incomplete;
  }

  #skip(): void {
    const { buffer, length } = { buffer: this.#buffer, length: this.#length };
    if (this.#skipping === 'line') {
      const end = buffer.subarray(this.#at, length).indexOf(newline);
      this.#at = end < 0 ? length : this.#at + end + 1;
      if (end >= 0) this.#skipping = 'no';
      return;
    }
    let at = this.#at;
    for (; at < length; at += 1) {
      const byte = buffer[at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === backslash) this.#escaped = true;
        else if (byte === quote) this.#inString = false;
      } else if (byte === quote) this.#inString = true;
      else if (byte === openList || byte === openObject) this.#depth += 1;
      else if (byte === closeList || byte === closeObject) {
        this.#depth -= 1;
        if (this.#depth <= 0) {
          // The closing bracket belongs to the enclosing value.
          at += this.#depth < 0 ? 0 : 1;
          this.#skipping = 'no';
          break;
        }
      } else if (this.#depth === 0 && byte === comma) {
        this.#skipping = 'no';
        break;
      }
    }
    this.#at = at;
  }
}
