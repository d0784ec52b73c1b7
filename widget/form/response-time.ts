import { msg, str } from '@lit/localize';
import type { PriorityView } from '../../server/wire/session.ts';
import { nb } from '../draw/when.ts';

/** "24 h", "1 to 3 business days". */
export function sayResponse({ response: { min, max, clock } }: PriorityView): string {
  if (clock === 'hours') return nb(min === max ? msg(str`${max} h`) : msg(str`${min} to ${max} h`));
  return nb(min === max ? msg(str`${max} business days`) : msg(str`${min} to ${max} business days`));
}
