import { loadPart } from './load-part.ts';

/** Seldom needed: its code comes when it is. */
export const loadStats = (): Promise<void> => loadPart(import('./stats.ts'));
