/** A help site on this machine that answers as it is told, for tests of the reader. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface HelpSite {
  readonly url: string;
  readonly requests: IncomingMessage[];
  answer: Answer;
  close(): Promise<void>;
}

export async function openHelpSite(answer: Answer): Promise<HelpSite> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    site.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: HelpSite = {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return site;
}

export const sending =
  (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

export const rss = (...items: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Aide</title>${items.join('')}</channel></rss>`;

export const item = (title: string, link: string, description = ''): string =>
  `<item><title>${title}</title><link>${link}</link><description>${description}</description></item>`;
