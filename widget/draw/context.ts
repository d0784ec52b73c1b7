/** A ticket's context as lines to be read, and without one of them. Pure; the words come from `context-lines.ts`. */

/** Of the widget itself, or of whoever else opened the ticket. */
export type Context = Readonly<Record<string, unknown>>;

export interface Line {
  readonly key: string;
  /** Of several under one key. */
  readonly index: number;
  readonly text: string;
}

/** What was noted of the page, as it is sent: the ticket's `context`. */
export type PageFacts = Readonly<Record<string, string | string[]>>;

export const linesOf = (context: Context): readonly Line[] =>
  Object.entries(context).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((one, index) => ({ key, index, text: String(one) })),
  );

/** The last line of a key takes the key with it. */
export function withoutLine<T extends Context>(context: T, { key, index }: Line): T {
  const { [key]: value, ...rest } = context;
  const left = Array.isArray(value) ? value.filter((_, at) => at !== index) : [];
  // In its place, so that nothing jumps.
  return left.length ? ({ ...context, [key]: left } as T) : (rest as unknown as T);
}
