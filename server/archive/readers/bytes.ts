import { createReadStream } from 'node:fs';
import { unpacked } from '../unpack.ts';

/** The bytes of a file inside a folder that is read, decompressed. @throws SourceError */
export const fileBytes = (path: string): AsyncGenerator<Uint8Array> =>
  unpacked(createReadStream(path, { highWaterMark: 256 * 1024 }), path);
