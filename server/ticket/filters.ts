/**
 * The filters of the desk's queue: their names and values, said once. From these rows follow what the address of a list and a
 * saved view may hold (`wire/filters.ts`), what is asked of the store, and what the desk offers.
 */
import { priorities, statuses } from './model.ts';

interface FilterRow {
  /** Whether several values may be on at once; a ticket then matches any of them. */
  readonly several: boolean;
  /** Null where the site, the team or its customers make the values. */
  readonly values: readonly string[] | null;
  /** Other ways in which an address may write a value. */
  readonly alsoWritten?: readonly (readonly [written: string, value: string])[];
}

export const queueFilters = {
  status: { several: true, values: statuses },
  priority: { several: true, values: priorities },
  service: { several: true, values: null },
  /** An agent's id, or one of `assigneeWords`. */
  assignee: { several: true, values: null },
  tag: { several: false, values: null },
  /** Who must act next. */
  ball: { several: false, values: ['team', 'customer'] },
  /** `soon`: not late yet, but due within `soonLate`. */
  late: {
    several: false,
    values: ['true', 'false', 'soon'],
    alsoWritten: [
      ['1', 'true'],
      ['0', 'false'],
    ],
  },
} as const satisfies Readonly<Record<string, FilterRow>>;

type Rows = typeof queueFilters;

export type FilterName = keyof Rows;
export type FilterValue<N extends FilterName> = Rows[N]['values'] extends readonly (infer Value extends string)[] ? Value : string;
/** What a filter that is on holds. */
export type FilterOf<N extends FilterName> = Rows[N]['several'] extends true ? readonly FilterValue<N>[] : FilterValue<N>;
/** Absent filters do not restrict the queue. */
export type Filters = { readonly [N in FilterName]?: FilterOf<N> | undefined };

export const filterNames = Object.keys(queueFilters) as readonly FilterName[];

export const filterRow = (name: FilterName): FilterRow => queueFilters[name];

/** The agent who looks, nobody, and an agent who is no longer in the team. */
export const assigneeWords = ['me', 'none', 'former'] as const;

export const isAssigneeWord = (id: string): id is (typeof assigneeWords)[number] => assigneeWords.some((word) => word === id);
