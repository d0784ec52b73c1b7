import { Hono } from 'hono';
import type { Articles } from '../../articles/library.ts';
import { paths } from '../../wire/paths.ts';
import { ArticleQuery } from '../../wire/articles.ts';
import type { Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';
import type { CustomerGuards } from './session.ts';

export function articleRoutes(articles: Articles, { customer, read }: CustomerGuards): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(paths.articles, customer, read, (c) => {
    const { q } = validQuery(ArticleQuery, c);
    const language = c.get('language');
    c.header('Content-Language', language);
    c.header('Vary', 'Accept-Language', { append: true });
    return c.json(articles.find(q, language));
  });
  return routes;
}
