/** The content of the archive: an append-only file of lines that carry their checksum, read with `grep` and `jq`. */
import { dirname } from 'node:path';
import { DamageFile } from '../journal/damage.ts';
import { JournalError } from '../journal/errors.ts';
import { writeFully } from '../journal/files.ts';
import type { FileOps } from '../journal/files.ts';
import { readLines } from '../journal/line-reader.ts';
import type { RawLine } from '../journal/line-reader.ts';
import { decodeLine } from '../journal/line.ts';
import { encode, formatName, formatVersion, isContentLine, isHeader } from './lines.ts';
import type { ContentLine } from './lines.ts';
import type { LinePlace } from './row.ts';

/** Where the checksum stands in a line, counted from its end: `0a1b2c3d"}` and the line feed. */
const sumFromEnd = 11;
const sumLength = 8;

export interface ScannedLine extends LinePlace {
  readonly line: ContentLine;
}

export class ContentFile {
  readonly #files: FileOps;
  #path: string;
  #fd: number | null = null;
  /** Reading goes on in a file that was replaced. */
  #readers = 0;
  #givenUp = false;
  #length = 0;
  #sum = '';
  /** What stands after the last whole line. */
  #tornBytes = 0;
  damagedLines = 0;

  constructor(files: FileOps, path: string) {
    this.#files = files;
    this.#path = path;
  }

  get length(): number {
    return this.#length;
  }

  /** The checksum of the last line. */
  get sum(): string {
    return this.#sum;
  }

  get tornBytes(): number {
    return this.#tornBytes;
  }

  /** Whether there is anything to read. */
  async open(): Promise<boolean> {
    if (!(await this.#files.exists(this.#path))) return false;
    this.#fd = await this.#files.open(this.#path, 'existing');
    return true;
  }

  /** Makes the file with its first line. @throws what the disk says */
  async create(archive: string): Promise<void> {
    const header = encode({ format: formatName, version: formatVersion, archive });
    const fresh = `${this.#path}.new`;
    const fd = await this.#files.open(fresh, 'create');
    await writeFully(this.#files, fd, header, 0);
    await this.#files.fdatasync(fd);
    await this.#files.rename(fresh, this.#path);
    await this.#files.syncFolder(dirname(this.#path));
    this.#fd = fd;
    this.#advance(header);
  }

  /** The first line. @throws JournalError when this version cannot read the file */
  async header(): Promise<string> {
    const start = Buffer.alloc(1_024);
    const count = await this.#files.read(this.#opened, start, 0);
    const end = start.indexOf(10);
    const value = end > 0 && end < count ? decodeLine(start.subarray(0, end + 1)) : null;
    if (value === null) return '';
    if (!isHeader(value)) throw new JournalError(`${this.#path} is not an archive of this program; it is left as it is`);
    if (value.version > formatVersion)
      throw new JournalError(`${this.#path} was written by a newer version of this program; it is left as it is`);
    return value.archive;
  }

  /** Whether a line with this checksum ends at `end`. */
  async endsAt(end: number, sum: string): Promise<boolean> {
    if (end < sumFromEnd) return false;
    const bytes = Buffer.alloc(sumFromEnd);
    const count = await this.#files.read(this.#opened, bytes, end - sumFromEnd);
    return count === sumFromEnd && bytes[sumFromEnd - 1] === 10 && bytes.toString('latin1', 0, sumLength) === sum;
  }

  /** Takes as read what comes before `end`. */
  skipTo(end: number, sum: string): void {
    this.#length = end;
    this.#sum = sum;
  }

  /** Reads on to the end, in batches; damaged lines are copied beside the file and counted. Cuts off a torn tail. */
  async *scan(): AsyncGenerator<readonly ScannedLine[]> {
    const damage = new DamageFile(this.#files, `${this.#path}.damaged`);
    for await (const lines of readLines(this.#files, this.#opened, { from: this.#length })) {
      const batch: ScannedLine[] = [];
      for (const raw of lines) await this.#sort(raw, batch, damage);
      yield batch;
    }
    await damage.close();
    if (this.#tornBytes > 0) await this.#files.truncate(this.#path, this.#length);
  }

  async #sort(raw: RawLine, batch: ScannedLine[], damage: DamageFile): Promise<void> {
    if (raw.kind === 'tail') {
      this.#tornBytes = raw.bytes.length;
      return;
    }
    this.#length = raw.start + raw.bytes.length;
    if (raw.bytes.length >= sumFromEnd) this.#sum = sumOf(raw.bytes);
    const value = raw.kind === 'line' ? decodeLine(raw.bytes) : null;
    if (isContentLine(value)) batch.push({ line: value, position: raw.start, length: raw.bytes.length });
    else {
      if (raw.ends) this.damagedLines++;
      await damage.keep(raw.bytes);
    }
  }

  /** Appends whole lines and waits until they are durable. @throws what the disk says */
  async append(lines: readonly Buffer[]): Promise<void> {
    await this.write(lines);
    if (lines.length > 0) await this.sync();
  }

  /** Appends whole lines, which are durable after the next `sync`. @throws what the disk says */
  async write(lines: readonly Buffer[]): Promise<void> {
    const last = lines[lines.length - 1];
    if (!last) return;
    const bytes = Buffer.concat(lines);
    await writeFully(this.#files, this.#opened, bytes, this.#length);
    this.#length += bytes.length - last.length;
    this.#advance(last);
  }

  sync(): Promise<void> {
    return this.#files.fdatasync(this.#opened);
  }

  /** Takes the place of another file; for good once the folder is synced. @throws what the disk says */
  async moveTo(path: string): Promise<void> {
    await this.#files.rename(this.#path, path);
    this.#path = path;
  }

  /** What stands at a place; null when it is damaged. */
  async read(place: LinePlace): Promise<ContentLine | null> {
    const value = decodeLine(await this.readBytes(place));
    return isContentLine(value) ? value : null;
  }

  /** Fewer than there should be where the file ends. */
  async readBytes({ position, length }: LinePlace): Promise<Buffer> {
    const letGo = this.hold();
    try {
      const bytes = Buffer.allocUnsafe(length);
      let done = 0;
      while (done < length) {
        const count = await this.#files.read(this.#opened, bytes.subarray(done), position + done);
        if (count === 0) break;
        done += count;
      }
      return bytes.subarray(0, done);
    } finally {
      await letGo();
    }
  }

  /** Keeps the file open for a reader until the returned function is called, even when it is replaced meanwhile. */
  hold(): () => Promise<void> {
    this.#readers++;
    return async () => {
      this.#readers--;
      if (this.#givenUp && this.#readers === 0) await this.close();
    };
  }

  /** Closes the file once no reader uses it. */
  async giveUp(): Promise<void> {
    this.#givenUp = true;
    if (this.#readers === 0) await this.close();
  }

  async close(): Promise<void> {
    if (this.#fd !== null) await this.#files.close(this.#fd);
    this.#fd = null;
  }

  get #opened(): number {
    if (this.#fd === null) throw new Error('the archive is closed');
    return this.#fd;
  }

  #advance(line: Buffer): void {
    this.#length += line.length;
    this.#sum = sumOf(line);
  }
}

const sumOf = (line: Buffer): string => line.toString('latin1', line.length - sumFromEnd, line.length - sumFromEnd + sumLength);
