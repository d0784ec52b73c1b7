import { AbstractTokenizer, EndOfStreamError } from 'strtok3/core';
import type { IFileInfo, IReadChunkOptions } from 'strtok3/core';
import type { Bytes } from '../../store/attachments.ts';

/** Gives the type detection random access to an upload on disk. */
export class BytesTokenizer extends AbstractTokenizer {
  override fileInfo: IFileInfo;
  readonly #bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.fileInfo = { size: bytes.size };
    this.#bytes = bytes;
  }

  override supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.position = position;
  }

  async readBuffer(into: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const count = await this.peekBuffer(into, options);
    this.position = (options?.position ?? this.position) + count;
    return count;
  }

  async peekBuffer(into: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    const { mayBeLess = false, length, position } = this.normalizeOptions(into, options);
    const found = await this.#bytes.read(position, length);
    if (found.length < length && !mayBeLess) throw new EndOfStreamError();
    into.set(found);
    return found.length;
  }
}
