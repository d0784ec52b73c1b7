import { Hono } from 'hono';
import type { Articles } from '../articles/library.ts';
import { paths } from '../ticket/paths.ts';
import { ArticleQuery } from '../ticket/schema.ts';
import type { Env } from './env.ts';
import { validQuery } from './middleware/body.ts';
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
