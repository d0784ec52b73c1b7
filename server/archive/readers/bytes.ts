import { createReadStream } from 'node:fs';
import { unpacked } from '../unpack.ts';

/** The decompressed bytes of a file in a folder. @throws SourceError */
export const fileBytes = (path: string): AsyncGenerator<Uint8Array> =>
  unpacked(createReadStream(path, { highWaterMark: 256 * 1024 }), path);
