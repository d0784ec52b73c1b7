/** A little reverse proxy: what it is asked for below a folder it passes on, the rest of its host is somebody else's. */
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
  /** Of the folder, without a slash at its end. */
  readonly url: string;
  /** What was asked for outside the folder. */
  readonly astray: readonly string[];
  /** Where what is below the folder goes from now on. */
  passTo(target: string | ((path: string) => string)): void;
  close(): Promise<void>;
}

/** `keeps`: the folder stays in the path that the server sees. `limit`: bytes of a body; more of them it refuses in its own words, as nginx does. */
export async function startProxy({
  folder,
  keeps,
  limit = Infinity,
}: {
  readonly folder: string;
  readonly keeps: boolean;
  readonly limit?: number;
}): Promise<Proxy> {
  const astray: string[] = [];
  let target: string | ((path: string) => string) = '';
  const server = createServer((incoming, answer) => {
    const { url = '', method, headers } = incoming;
    if (url !== folder && !url.startsWith(`${folder}/`) && !url.startsWith(`${folder}?`)) {
      astray.push(url);
      answer.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Another program</h1>');
      return;
    }
    if (Number(headers['content-length']) > limit) {
      incoming.resume();
      answer.writeHead(413, { 'content-type': 'text/html', connection: 'close' }).end('<h1>413 Request Entity Too Large</h1>');
      return;
    }
    const path = keeps ? url : url.slice(folder.length) || '/';
    const onward = ask(
      (typeof target === 'string' ? target : target(path)) + path,
      { method: method ?? 'GET', headers: { ...headers, 'x-forwarded-for': '203.0.113.7' } },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}${folder}`,
    astray,
    passTo: (next) => (target = next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
