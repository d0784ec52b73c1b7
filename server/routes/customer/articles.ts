import type { Articles } from '../../articles/library.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import { ArticleQuery, Articles as ArticlesFound } from '../../wire/articles.ts';
import { paths } from '../../wire/paths.ts';

export const articleRoutes = (articles: Articles): readonly Route[] => [
  route({
    method: 'get',
    path: paths.articles,
    summary: 'Help articles that may answer what is being written',
    who: 'customer',
    rate: 'read',
    query: ArticleQuery,
    answer: [200, ArticlesFound],
    localized: true,
    handle: ({ query, language }) => [...articles.find(query.q, language)],
  }),
];
