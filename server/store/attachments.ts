/** The interface for the bytes of attachments. Their metadata are rows of the store, under the same ids. */

/** Bytes that can be looked at in any place. */
export interface Bytes {
  readonly size: number;
  /** Fewer than `length` only where the bytes end. */
  read(position: number, length: number): Promise<Uint8Array>;
}

/** A complete upload without an id. It is kept or discarded; a crash discards it. */
export interface Incoming extends Bytes {
  /** Hex. */
  readonly sha256: string;
  /** Gives it its id. Resolves once bytes and name would survive a power cut. @throws ReadOnlyError when the disk refuses */
  keep(id: string): Promise<void>;
  /** Nothing happens to what was kept. */
  discard(): Promise<void>;
}

export interface StoredFile {
  readonly size: number;
  /** To be read to its end, or cancelled. */
  readonly stream: ReadableStream<Uint8Array>;
}

export interface FileFacts {
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
}

export interface AttachmentFiles {
  /**
   * Takes bytes as they come, and keeps none of them in memory. On any fault nothing is left.
   * @throws TooManyBytesError beyond `most`; ReadOnlyError when the disk refuses; what the source throws
   */
  receive(source: AsyncIterable<Uint8Array>, most: number): Promise<Incoming>;
  /** Undefined when there is no such regular file. */
  open(id: string): Promise<StoredFile | undefined>;
  /** Nothing happens when there is no such file. */
  remove(id: string): Promise<void>;
  /** Ids of all files, in no order. */
  list(): Promise<readonly string[]>;
  /** Undefined when there is no such file. */
  look(id: string): Promise<FileFacts | undefined>;
}

export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';
}

/** What an id may look like: never a path, a hidden name or a name of the folder's own. */
export function isFileId(id: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id);
}
