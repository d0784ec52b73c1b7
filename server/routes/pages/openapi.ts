import { openApiDocument } from '../../http/openapi/document.ts';
import type { About } from '../../http/openapi/document.ts';
import { route } from '../../http/route/route.ts';
import type { Described, Route } from '../../http/route/row.ts';

/** Serves the OpenAPI document of `all` routes, including this one. It is generated on the first request. */
export function openApiRoutes(all: () => readonly Described[], about: About): readonly Route[] {
  let text: string | undefined;
  return [
    route({
      method: 'get',
      path: '/openapi.json',
      summary: 'This document',
      who: 'anybody',
      rate: null,
      answer: [200, 'JSON'],
      handle: ({ c }) => {
        text ??= JSON.stringify(openApiDocument(all(), about));
        c.header('Cache-Control', 'no-cache');
        return c.body(text, 200, { 'Content-Type': 'application/json' });
      },
    }),
  ];
}
