/** The schemas of the queue's filters, made from the rows of the law: in the address of a list, and in a saved view. */
import * as v from 'valibot';
import { filterNames, filterRow } from '../ticket/filters.ts';
import type { FilterName, FilterOf } from '../ticket/filters.ts';
import { word } from './parts.ts';

/** One or more values separated by commas; a ticket matches any of them. */
const anyOf = (item: v.GenericSchema<string>) =>
  v.pipe(
    v.string('invalid'),
    v.maxLength(2_000, 'too-long'),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parts = dataset.value.split(',').map((part) => v.safeParse(item, part));
      const wrong = parts.find(({ success }) => !success);
      if (wrong?.issues) addIssue({ message: wrong.issues[0].message });
      return wrong ? NEVER : parts.map(({ output }) => output);
    }),
  );

/** One or more different values of a saved filter. */
const kept = (item: v.GenericSchema<string>) =>
  v.pipe(
    v.array(item, 'invalid'),
    v.minLength(1, 'required'),
    v.maxLength(50, 'too-many'),
    v.transform((items) => [...new Set(items)]),
  );

function valueOf(name: FilterName): v.GenericSchema<string> {
  const { values } = filterRow(name);
  return values ? v.picklist(values, 'not-in-list') : word;
}

function writtenValueOf(name: FilterName): v.GenericSchema<string> {
  const { values, alsoWritten } = filterRow(name);
  if (!values || !alsoWritten) return valueOf(name);
  const meant = new Map(alsoWritten);
  return v.pipe(
    v.picklist([...values, ...meant.keys()], 'not-in-list'),
    v.transform((written) => meant.get(written) ?? written),
  );
}

type Written = { readonly [N in FilterName]: v.OptionalSchema<v.GenericSchema<string, FilterOf<N>>, undefined> };
type Kept = { readonly [N in FilterName]: v.OptionalSchema<v.GenericSchema<FilterOf<N>>, undefined> };

/** The types follow from the same rows as the schemas. */
const each = <Entries>(schemaOf: (name: FilterName) => v.GenericSchema): Entries =>
  Object.fromEntries(filterNames.map((name) => [name, v.optional(schemaOf(name))])) as Entries;

/** Of an address. */
export const writtenFilters = each<Written>((name) => (filterRow(name).several ? anyOf(writtenValueOf(name)) : writtenValueOf(name)));

/** Of a view that is to be saved. */
export const keptFilters = each<Kept>((name) => (filterRow(name).several ? kept(valueOf(name)) : valueOf(name)));

/** Of a saved view, as it is shown. */
export const shownFilters = each<Kept>((name) => {
  const { several, values } = filterRow(name);
  const value = values ? v.picklist(values) : v.string();
  return several ? v.pipe(v.array(value), v.readonly()) : value;
});
