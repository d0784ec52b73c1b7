import type { Reader } from './reader.ts';
import { archiveReader } from './readers/archive.ts';
import { systems } from './readers/systems.ts';

/** All readers that `--from` can name. */
export const readers: readonly Reader[] = [archiveReader, ...systems];

export const readerNamed = (name: string): Reader | undefined => readers.find((reader) => reader.name === name);
