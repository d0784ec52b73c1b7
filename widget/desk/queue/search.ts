/**
 * The view, filters and search words of the queue in the URL, so that a reload, "back" and a shared link show the same
 * tickets. Pure.
 */
import { filterNames, filterRow } from '../../../server/ticket/filters.ts';
import type { FilterName, Filters } from '../../../server/ticket/filters.ts';
import type { DeskQuery } from '../api.ts';
import { conditionsOf, isSettled, showsClosed, views } from './views.ts';
import type { View } from './views.ts';

export interface Looking {
  readonly view: View;
  /** Filters in addition to the view's. */
  readonly filters: Filters;
  /** Search words; with them, all tickets are searched and the view is ignored. */
  readonly words: string;
  /** The id of the saved view that was opened, also after changes. */
  readonly kept: string | null;
}

export const atFirst: Looking = { view: 'ours', filters: {}, words: '', kept: null };

/** The queue's parameters of the URL; others are not changed. */
const names = ['view', ...filterNames, 'q', 'kept'];
const isKnown = (name: FilterName, value: string): boolean => value !== '' && (filterRow(name).values?.includes(value) ?? true);

/** Reads the parameters; invalid values are ignored, since a URL may be old or cut off. */
export function readLooking(search: string): Looking {
  const query = new URLSearchParams(search);
  const found: Record<string, unknown> = {};
  for (const name of filterNames) {
    const written = query.get(name) ?? '';
    const { several } = filterRow(name);
    const values = (several ? written.split(',') : [written]).filter((value) => isKnown(name, value));
    if (values.length) found[name] = several ? values : values[0];
  }
  const view = views.find((known) => known === query.get('view')) ?? 'ours';
  return fitting({ view, filters: found as Filters, words: query.get('q') ?? '', kept: query.get('kept') });
}

/** The search part of the URL, including parameters that are not the queue's. */
export function writeLooking({ view, filters, words, kept }: Looking, search: string): string {
  const query = new URLSearchParams(search);
  for (const name of names) query.delete(name);
  if (view !== 'ours') query.set('view', view);
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) query.set(name, String(value));
  if (words) query.set('q', words);
  if (kept !== null) query.set('kept', kept);
  const text = query.toString().replace(/%2C/g, ',');
  return text && `?${text}`;
}

/** Drops filters that the view has fixed, so that none contradicts the view. */
export function fitting(looking: Looking): Looking {
  const { view, filters } = looking;
  const searching = looking.words !== '';
  const left = Object.entries(filters).filter(([name, value]) => {
    if (searching) return true;
    const isClosed = name === 'status' && !showsClosed(view) && (value as readonly string[]).includes('CLOSED');
    return !isSettled(view, name as FilterName) && !isClosed;
  });
  return left.length === Object.keys(filters).length ? looking : { ...looking, filters: Object.fromEntries(left) };
}

/** The effective view: all tickets when there are search words. */
export const viewOf = ({ view, words }: Looking): View => (words ? 'all' : view);

/** The query for the server. */
export function questionOf(looking: Looking): DeskQuery {
  const asked = { ...conditionsOf(viewOf(looking)), ...looking.filters };
  const words = looking.words.trim();
  return { ...asked, ...(words && { q: words }) };
}

/** Opens a saved view: finds the built-in view that it is based on, and its further filters. */
export function lookingThrough(id: string, { q = '', ...filters }: DeskQuery): Looking {
  const fits = (view: View): boolean =>
    Object.entries(conditionsOf(view)).every(([name, value]) => String(filters[name as FilterName] ?? '') === String(value));
  const [view = 'all'] = views.filter(fits).sort((a, b) => Object.keys(conditionsOf(b)).length - Object.keys(conditionsOf(a)).length);
  const rest = Object.entries(filters).filter(([name, value]) => value !== undefined && (q !== '' || !(name in conditionsOf(view))));
  return { view, filters: Object.fromEntries(rest), words: q, kept: id };
}

export const countFilters = ({ filters }: Looking): number => Object.values(filters).filter((value) => value !== undefined).length;

/** Whether two queries are equal. */
export const asksTheSame = (a: DeskQuery, b: DeskQuery): boolean => textOf(a) === textOf(b);

const textOf = (query: DeskQuery): string =>
  Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${Array.isArray(value) ? [...(value as readonly string[])].sort().join(',') : String(value)}`)
    .sort()
    .join('&');
