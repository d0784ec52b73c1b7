import { loadPart } from '../frame/load-part.ts';

/** Loads the chunk of the archive. */
export const loadArchive = (): Promise<void> => loadPart(import('./archive.ts'));
