import { createHash } from 'node:crypto';
import { isFileId, TooManyBytesError, type AttachmentFiles, type Incoming } from '../attachments.ts';

/** Forgets everything when the process ends: for tests and for trying things out. */
export function createMemoryFiles(now: () => number): AttachmentFiles {
  const files = new Map<string, { readonly bytes: Uint8Array<ArrayBuffer>; readonly at: number }>();
  return {
    async receive(source, most) {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of source) {
        size += chunk.length;
        if (size > most) throw new TooManyBytesError();
        chunks.push(Uint8Array.from(chunk));
      }
      return incoming(new Uint8Array(Buffer.concat(chunks)), (id, bytes) => files.set(id, { bytes, at: now() }));
    },
    open(id) {
      const file = files.get(id);
      return Promise.resolve(file && { size: file.bytes.length, stream: new Blob([file.bytes]).stream() });
    },
    remove(id) {
      files.delete(id);
      return Promise.resolve();
    },
    list: () => Promise.resolve([...files.keys()]),
    look(id) {
      const file = files.get(id);
      return Promise.resolve(file && { size: file.bytes.length, writtenAt: file.at });
    },
  };
}

function incoming(bytes: Uint8Array<ArrayBuffer>, keep: (id: string, bytes: Uint8Array<ArrayBuffer>) => void): Incoming {
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    read: (position, length) => Promise.resolve(bytes.slice(position, position + length)),
    keep(id) {
      if (!isFileId(id)) return Promise.reject(new TypeError('an attachment is named by its id, and this is none'));
      keep(id, bytes);
      return Promise.resolve();
    },
    discard: () => Promise.resolve(),
  };
}
