/**
 * A server in a process of its own, so that the load beside it does not borrow its thread.
 *   node server-process.js memory|journal   the real one; prints {url, token}
 *   node server-process.js bare             node:http alone, answering what it is given on standard input
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { startTestServer } from '../helpers/server.ts';

const [kind] = process.argv.slice(2);
const unlimited = { rates: { create: null, write: null, read: null, desk: null, anonymous: null } };

if (kind === 'bare') {
  const answers = JSON.parse(await text(process.stdin)) as Record<string, { headers: Record<string, string>; body: string }>;
  const bodies = new Map(Object.entries(answers).map(([path, { headers, body }]) => [path, { headers, body: Buffer.from(body) }]));
  const server = createServer((request, response) => {
    const answer = bodies.get(request.url ?? '');
    response.writeHead(answer ? 200 : 404, answer?.headers);
    response.end(answer?.body);
  });
  server.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: '' }));
  });
} else {
  const server = await startTestServer({ store: kind === 'journal' ? 'journal' : 'memory', config: unlimited });
  console.log(JSON.stringify({ url: server.url, token: await server.token('bench') }));
  process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
}
