import { clean, isBroken } from '../../server/ticket/characters.ts';
import { stringify } from './json.ts';

/** The body of a request, as JSON. Pasted text may hold control characters, which the server refuses and nobody can see to take out. */
export const bodyOf = (value: unknown): string => stringify(value, (text) => (isBroken(text) ? clean(text) : text));
