import { loadPart } from '../frame/load-part.ts';

/** Seldom needed: its code comes when it is. */
export const loadStats = (): Promise<void> => loadPart(import('./statistics.ts'));
