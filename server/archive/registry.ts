import type { Reader } from './reader.ts';
import { archiveReader } from './readers/archive.ts';

/** Everything `--from` can name. */
export const readers: readonly Reader[] = [archiveReader];

export const readerNamed = (name: string): Reader | undefined => readers.find((reader) => reader.name === name);
