/** Labels of the active filters, and the filters without each. */
import { msg, str } from '@lit/localize';
import { filterRow } from '../../../server/ticket/filters.ts';
import type { FilterName, FilterOf, FilterValue, Filters } from '../../../server/ticket/filters.ts';
import type { DeskMe } from '../../../server/wire/desk.ts';
import { sayPriority, sayStatus, serviceLabel } from '../../draw/facts.ts';
import { colleagueName } from '../desk.ts';
import { isolated } from '../../draw/isolate.ts';

/** An active filter, and the filters without it. */
export interface Condition {
  readonly name: FilterName;
  readonly label: string;
  readonly without: Filters;
}

/** In the order in which the conditions are shown. */
const words: { readonly [N in FilterName]: (value: FilterValue<N>, me: DeskMe) => string } = {
  ball: (ball) => (ball === 'customer' ? msg('With customer') : msg('To answer')),
  late: (late) => sayLate(late),
  status: (status) => sayStatus(status),
  priority: (priority) => msg(str`Priority: ${sayPriority(priority)}`),
  service: (service, me) => serviceLabel(me, service),
  assignee: (id, me) => sayAssignee(id, me),
  tag: (tag) => msg(str`Tag: ${tag}`),
};

export function conditionsIn(filters: Filters, me: DeskMe): readonly Condition[] {
  return (Object.keys(words) as FilterName[]).flatMap((name) => conditionsOf(name, filters, me));
}

function conditionsOf<N extends FilterName>(name: N, filters: Filters, me: DeskMe): readonly Condition[] {
  return valuesOf(filters, name).map((value) => ({ name, label: words[name](value, me), without: toggled(filters, name, value) }));
}

/** The values of a filter that are on. */
export function valuesOf<N extends FilterName>(filters: Filters, name: N): readonly FilterValue<N>[] {
  const on: unknown = filters[name];
  return on === undefined ? [] : ([on].flat() as FilterValue<N>[]);
}

export function sayLate(late: FilterOf<'late'>): string {
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

/** The filters with one value put on, or taken off. */
export function toggled(filters: Filters, name: FilterName, value: string): Filters {
  const values: readonly string[] = valuesOf(filters, name);
  if (!filterRow(name).several) return changed(filters, name, values.includes(value) ? undefined : value);
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  return changed(filters, name, next.length ? next : undefined);
}

export function changed(filters: Filters, name: FilterName, value: unknown): Filters {
  const { [name]: _, ...rest } = filters;
  return value === undefined ? rest : ({ ...rest, [name]: value } as Filters);
}
