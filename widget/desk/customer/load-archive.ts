import { loadPart } from '../frame/load-part.ts';

/** Seldom needed: its code comes when it is. */
export const loadArchive = (): Promise<void> => loadPart(import('./archive.ts'));
