/** The filters of the queue in words, and what changing one leaves. */
import { msg, str } from '@lit/localize';
import type { DeskMe, DeskTicket } from '../../../server/wire/desk.ts';
import { sayPriority, sayStatus, serviceLabel } from '../../draw/facts.ts';
import { colleagueName } from '../desk.ts';
import type { FilterName, Filters } from './views.ts';
import { isolated } from '../../draw/isolate.ts';

type Several = 'status' | 'priority' | 'service' | 'assignee';

/** One condition that is on, and the filters without it. */
export interface Condition {
  readonly name: FilterName;
  readonly label: string;
  readonly without: Filters;
}

export function conditionsIn(filters: Filters, me: DeskMe): readonly Condition[] {
  const several = (name: Several, say: (value: string) => string): Condition[] =>
    (filters[name] ?? []).map((value) => ({ name, label: say(value), without: toggled(filters, name, value) }));
  const single = (name: 'tag' | 'late' | 'ball', label: string): Condition[] =>
    filters[name] === undefined ? [] : [{ name, label, without: changed(filters, name, undefined) }];
  return [
    ...single('ball', filters.ball === 'customer' ? msg('With customer') : msg('To answer')),
    ...single('late', sayLate(filters.late ?? 'true')),
    ...several('status', (value) => sayStatus(value as DeskTicket['status'])),
    ...several('priority', (value) => msg(str`Priority: ${sayPriority(value as DeskTicket['priority'])}`)),
    ...several('service', (value) => serviceLabel(me, value)),
    ...several('assignee', (value) => sayAssignee(value, me)),
    ...single('tag', msg(str`Tag: ${filters.tag ?? ''}`)),
  ];
}

export function sayLate(late: NonNullable<Filters['late']>): string {
  if (late === 'soon') return msg('Late before long');
  return late === 'true' ? msg('Late', { id: 'view-late' }) : msg('Not late');
}

function sayAssignee(id: string, me: DeskMe): string {
  if (id === 'none') return msg('Assigned to nobody');
  if (id === 'me' || id === me.id) return msg('Assigned to you');
  if (id === 'former') return msg('Assigned to somebody who has left');
  const name = colleagueName(id, me);
  return name === null ? msg('Assigned to somebody who has left') : msg(str`Assigned to ${isolated(name)}`);
}

export function toggled(filters: Filters, name: Several, value: string): Filters {
  const values: readonly string[] = filters[name] ?? [];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return changed(filters, name, next.length ? next : undefined);
}

export function changed(filters: Filters, name: FilterName, value: unknown): Filters {
  const { [name]: _, ...rest } = filters;
  return value === undefined ? rest : ({ ...rest, [name]: value } as Filters);
}
