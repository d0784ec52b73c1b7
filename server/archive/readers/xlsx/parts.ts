/** The parts of a workbook, which is a zip file: inflated as they are read, and refused when they are zip bombs. */
import * as yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { SourceError } from '../../reader.ts';
import { largestRatio, unsuspicious } from '../../unpack.ts';

/** Most parts of a workbook, which has a few for each sheet. */
const most = 10_000;

export class Parts {
  readonly #zip: ZipFile;
  readonly #name: string;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, name: string, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#name = name;
    this.#entries = entries;
  }

  /** @throws SourceError for an invalid or incomplete zip file */
  static async open(path: string, name: string): Promise<Parts> {
    const refuse = (error: unknown): SourceError =>
      new SourceError(
        'unreadable',
        `${name} is no workbook (.xlsx), or not a whole one: ${error instanceof Error ? error.message : String(error)}`,
        { byte: 0 },
      );
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) => {
        if (error) reject(refuse(error));
        else resolve(opened);
      });
    });
    try {
      const entries = await new Promise<Map<string, Entry>>((resolve, reject) => {
        const found = new Map<string, Entry>();
        zip.on('entry', (entry: Entry) => {
          found.set(entry.fileName.toLowerCase(), entry);
          if (found.size > most) reject(refuse(new Error(`it has more than ${String(most)} parts`)));
          else zip.readEntry();
        });
        zip.on('end', () => resolve(found));
        zip.on('error', (error: unknown) => reject(refuse(error)));
        zip.readEntry();
      });
      return new Parts(zip, name, entries);
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** @throws SourceError for a part that is damaged, encrypted or a zip bomb */
  async *read(part: string): AsyncGenerator<Uint8Array> {
    const entry = this.#entries.get(part.toLowerCase());
    if (!entry) return;
    if (entry.isEncrypted()) throw new SourceError('unreadable', `${this.#name} has a password: save it without`);
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      this.#zip.openReadStream(entry, (error, opened) => {
        if (error) reject(this.#damaged(part, error));
        else resolve(opened);
      });
    });
    let size = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > unsuspicious && size > entry.compressedSize * largestRatio)
          throw new SourceError(
            'unreadable',
            `${this.#name}: ${part} unpacks to more than ${String(largestRatio)} times its size: that is no workbook that people wrote`,
          );
        yield chunk;
      }
    } catch (error) {
      throw error instanceof SourceError ? error : this.#damaged(part, error);
    }
  }

  close(): void {
    this.#zip.close();
  }

  #damaged(part: string, error: unknown): SourceError {
    return new SourceError('cut-off', `${this.#name}: ${part} is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
