/** What a line of the content file says. Each stands for itself: it is whole, or it is not there. */
import type { ArchivedRecord, Batch, Mapping } from '../archive-store.ts';
import { encodeLine } from '../journal/line.ts';

export const formatName = 'support-ticket archive';
export const formatVersion = 1;

export interface HeaderLine {
  readonly format: typeof formatName;
  readonly version: number;
  /** Tells one archive's index from another's. */
  readonly archive: string;
}

export type ContentLine =
  | HeaderLine
  | { readonly begin: Batch }
  | (ArchivedRecord & { readonly batch: string })
  | { readonly map: readonly Mapping[]; readonly batch: string }
  | { readonly undo: string };

export const encode = (line: ContentLine): Buffer => encodeLine(JSON.stringify(line));

export function isContentLine(value: unknown): value is ContentLine {
  if (typeof value !== 'object' || value === null) return false;
  return 'ticket' in value || 'begin' in value || 'undo' in value || 'map' in value || isHeader(value);
}

export function isHeader(value: unknown): value is HeaderLine {
  return typeof value === 'object' && value !== null && 'format' in value && value.format === formatName && 'version' in value;
}
