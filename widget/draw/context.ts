/** A ticket's context as lines, and removing one of them. Pure; `context-lines.ts` has the labels. */

/** A ticket's context, from the widget or from another client of the API. */
export type Context = Readonly<Record<string, unknown>>;

export interface Line {
  readonly key: string;
  /** The index among the values of one key. */
  readonly index: number;
  readonly text: string;
}

/** Facts of the page, as they are sent in the ticket's `context`. */
export type PageFacts = Readonly<Record<string, string | string[]>>;

export const linesOf = (context: Context): readonly Line[] =>
  Object.entries(context).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one, index) => ({ key, index, text: String(one) })),
  );

/** Removes a line; the key is removed with its last line. */
export function withoutLine<T extends Context>(context: T, { key, index }: Line): T {
  const { [key]: value, ...rest } = context;
  const left = Array.isArray(value) ? value.filter((_, at) => at !== index) : [];
  // Set on the existing key, so that the order of lines does not change.
  return left.length ? ({ ...context, [key]: left } as T) : (rest as unknown as T);
}
