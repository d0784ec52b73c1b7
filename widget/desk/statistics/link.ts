import { loadPart } from '../frame/load-part.ts';

/** Loads the chunk of the statistics. */
export const loadStats = (): Promise<void> => loadPart(import('./statistics.ts'));
