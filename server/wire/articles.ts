/** Help site articles that may answer a request before it is sent. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { line, out, paging, strict } from './parts.ts';

export const ArticleQuery = strict({ q: v.optional(line(0, limits.articleSearch.max), ''), lang: paging.lang });

/** A help site article; `excerpt` is plain text. */
export const Article = out({ title: v.string(), url: v.string(), excerpt: v.string() });

export const Articles = v.array(Article);

export type Article = v.InferOutput<typeof Article>;
