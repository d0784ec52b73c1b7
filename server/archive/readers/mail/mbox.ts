/** Splits an mbox file into mails, whatever their number; a file with one mail is accepted too. */

export interface RawMail {
  /** Null when the mail was too long. */
  readonly bytes: Buffer | null;
  /** Offset in the file. */
  readonly byte: number;
}

const newline = 0x0a;
/** Sentences may begin with "From " and an address, too; only a separator has a date after it. */
const separator = /^From .{0,300}\b\d{1,2}:\d{2}(:\d{2})?\b.{0,80}\d{4}|^From .{0,300}\b(19|20)\d{2}\s*\r?\n?$/;

export async function* mailsOf(chunks: AsyncIterable<Uint8Array>, longest: number): AsyncGenerator<RawMail> {
  const box = new Box(longest);
  for await (const chunk of chunks) yield* box.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  yield* box.end();
}

class Box {
  readonly #longest: number;
  /** The pieces of an incomplete line. */
  #line: Buffer[] = [];
  #lineSize = 0;
  #mail: Buffer[] = [];
  #size = 0;
  #mailAt = 0;
  #at = 0;
  #blank = true;
  #tooLong = false;
  #first = true;
  #isBox = false;

  constructor(longest: number) {
    this.#longest = longest;
  }

  *push(chunk: Buffer): Generator<RawMail> {
    let from = 0;
    for (let end = chunk.indexOf(newline, from); end >= 0; end = chunk.indexOf(newline, from)) {
      this.#hold(chunk.subarray(from, end + 1));
      yield* this.#endLine();
      from = end + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  *end(): Generator<RawMail> {
    if (this.#lineSize > 0) yield* this.#endLine();
    if (this.#size > 0 || this.#tooLong) yield this.#take();
  }

  /** Keeps at most a mail's length of a line without an end. */
  #hold(part: Buffer): void {
    if (part.length === 0) return;
    if (this.#lineSize <= this.#longest) this.#line.push(Buffer.from(part));
    this.#lineSize += part.length;
  }

  *#endLine(): Generator<RawMail> {
    const tooLong = this.#lineSize > this.#longest;
    const line = tooLong ? Buffer.alloc(0) : this.#line.length === 1 && this.#line[0] ? this.#line[0] : Buffer.concat(this.#line);
    const size = this.#lineSize;
    this.#line = [];
    this.#lineSize = 0;
    const separates =
      this.#blank && line.length < 1_000 && line.subarray(0, 5).toString('latin1') === 'From ' && separator.test(line.toString('latin1'));
    if (separates && (this.#first || this.#isBox)) {
      if (!this.#first) yield this.#take();
      this.#isBox = true;
      this.#mailAt = this.#at;
    } else this.#add(line, tooLong);
    this.#first = false;
    this.#at += size;
    this.#blank = line.length <= 2 && line.toString('latin1').trim() === '' && !tooLong;
  }

  #add(line: Buffer, tooLong: boolean): void {
    if (tooLong || this.#size + line.length > this.#longest) {
      this.#tooLong = true;
      this.#mail = [];
      this.#size = 0;
    }
    if (this.#tooLong) return;
    const quoted = this.#isBox && line[0] === 0x3e && /^>+From /.test(line.toString('latin1', 0, 200));
    const kept = quoted ? line.subarray(1) : line;
    this.#mail.push(kept);
    this.#size += kept.length;
  }

  #take(): RawMail {
    const mail = { bytes: this.#tooLong ? null : Buffer.concat(this.#mail), byte: this.#mailAt };
    this.#mail = [];
    this.#size = 0;
    this.#tooLong = false;
    return mail;
  }
}
