/** The messages between an archive command and a running server, after `ready`: one line each way at a time. */
import * as v from 'valibot';

const batch = v.strictObject({ id: v.string(), brand: v.string(), source: v.string(), at: v.string() });
const file = v.strictObject({ sha256: v.string(), size: v.number() });
const record = v.strictObject({ ticket: v.unknown(), files: v.record(v.string(), file) });
const mapping = v.strictObject({ brand: v.string(), account: v.optional(v.string()), email: v.optional(v.string()), customer: v.string() });

export const ArchiveRequest = v.variant('ask', [
  v.strictObject({ ask: v.literal('begin'), batch, dryRun: v.boolean() }),
  v.strictObject({ ask: v.literal('put'), records: v.array(record) }),
  v.strictObject({ ask: v.literal('map'), mappings: v.array(mapping) }),
  v.strictObject({ ask: v.literal('commit') }),
  v.strictObject({ ask: v.literal('end') }),
  v.strictObject({ ask: v.literal('match'), brand: v.nullable(v.string()) }),
  v.strictObject({ ask: v.literal('undo'), batch: v.string() }),
  v.strictObject({ ask: v.literal('batches') }),
  v.strictObject({ ask: v.literal('health') }),
  v.strictObject({ ask: v.literal('compact') }),
  /** Answered by one line per ticket, then `{done:null}`. */
  v.strictObject({ ask: v.literal('all'), brand: v.nullable(v.string()) }),
]);
export type ArchiveRequest = v.InferOutput<typeof ArchiveRequest>;

const counts = v.object({
  tickets: v.number(),
  mapped: v.number(),
  account: v.number(),
  email: v.number(),
  ambiguous: v.number(),
  unmatched: v.number(),
  nameless: v.number(),
});

/** The answer to each request. */
export const answers = {
  begin: v.null(),
  put: v.array(v.picklist(['new', 'unchanged', 'updated', 'conflict'])),
  map: v.null(),
  commit: v.null(),
  end: v.null(),
  match: counts,
  undo: v.nullable(v.number()),
  batches: v.array(v.object({ ...batch.entries, final: v.optional(v.boolean()), tickets: v.number(), undone: v.boolean() })),
  health: v.object({
    tickets: v.number(),
    damagedLines: v.number(),
    fault: v.nullable(v.string()),
    indexBytes: v.number(),
    contentBytes: v.number(),
    livingBytes: v.number(),
    index: v.picklist(['read', 'made-anew']),
  }),
  compact: v.object({ before: v.number(), after: v.number(), files: v.number(), damaged: v.number() }),
} as const;

/** `fault`: the request failed, and why. */
export const ArchiveAnswer = v.union([
  v.strictObject({ done: v.unknown() }),
  v.strictObject({ fault: v.string() }),
  v.strictObject({ line: v.string() }),
]);
