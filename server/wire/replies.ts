/** Canned replies. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { id, instant, line, out, page, strict, text, word } from './parts.ts';

/** Texts in at least one language. `rev` is not a field here: `If-Match` names the version that is changed. */
const replyEntries = {
  title: line(1, limits.cannedReply.title),
  /** A word that inserts the reply while an agent writes; unique. */
  shortcut: v.pipe(line(1, limits.cannedReply.shortcut), v.toLowerCase(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'invalid')),
  bodies: strict({
    fr: v.optional(v.nullable(text(0, limits.message.max))),
    en: v.optional(v.nullable(text(0, limits.message.max))),
  }),
  service: v.optional(v.nullable(word)),
};

export const NewCannedReply = strict(replyEntries);

export const CannedReplyChange = strict({
  title: v.optional(replyEntries.title),
  shortcut: v.optional(replyEntries.shortcut),
  bodies: v.optional(replyEntries.bodies),
  service: replyEntries.service,
});

const CannedReplyEntries = {
  id,
  title: v.string(),
  shortcut: v.string(),
  bodies: out({ fr: v.nullable(v.string()), en: v.nullable(v.string()) }),
  /** Null when the reply suits every service. */
  service: v.nullable(v.string()),
  rev: v.number(),
  updatedAt: instant,
};

/** A canned reply. */
export const CannedReply = out(CannedReplyEntries);

export const CannedReplyList = page(CannedReply);

export type NewCannedReply = v.InferInput<typeof NewCannedReply>;

export type CannedReplyChange = v.InferInput<typeof CannedReplyChange>;

export type CannedReply = v.InferOutput<typeof CannedReply>;

export type CannedReplyList = v.InferOutput<typeof CannedReplyList>;
