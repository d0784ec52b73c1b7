/**
 * The real support server beside the test runner, for journeys. Started by the first request that needs it, so that
 * element tests do not wait for it; stopped with the runner.
 *
 *   GET  /__support__.json                          → { url, staff: { email, password } }
 *   POST /__support__/token  { sub, ...claims }     → { token }
 *   /api/…, /desk…                                  → passed on, as a reverse proxy would
 *
 * `url` is another origin than the page's, as on a customer's site. The desk wants its own origin: passed on, it is the page's.
 */
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';

const SERVER = new URL('../../dist/test/helpers/server.js', import.meta.url);
const OLD_TICKETS = new URL('../../dist/test/helpers/old-tickets.js', import.meta.url);
const PASSED_ON = /^\/(api|desk|support-)/;

export function supportServer() {
  /** @type {Promise<import('./server.ts').TestServer> | undefined} */
  let started;
  // The form as it is by default, and a service with questions of its own.
  const fields = [
    {
      id: 'severity',
      label: 'How severe?',
      kind: 'choice',
      required: true,
      options: [
        { id: 'doubt', label: 'A doubt' },
        { id: 'breach', label: 'A breach' },
      ],
    },
    { id: 'where', label: 'Where?', hint: 'An address', kind: 'text' },
  ];
  // A help site with two pages.
  const help = {
    articles: [
      { title: 'Renew a certificate', url: 'https://help.example.com/certificate', excerpt: 'It renews by itself, or does it?' },
      { title: 'Restore a backup', url: 'https://help.example.com/backup' },
    ],
  };
  // Answers go at once, but where a test says otherwise.
  const desk = { holdSeconds: 0 };
  const brands = [
    { id: 'nuxit', label: 'Nuxit' },
    { id: 'phpnet', label: 'PhpNet' },
  ];
  // Mails come in with this token.
  const mail = { replies: 'support+{key}@example.com' };
  const environment = { SUPPORT_OPS_TOKEN: 'an-operations-token-of-thirty-two-bytes' };
  const config = {
    help,
    desk,
    mail,
    archive: { brands },
    services: ['order', 'billing', 'sales', 'technical'].map((id) => ({ id })).concat({ id: 'security', label: 'Security', fields }),
  };
  const support = (origin) => (started ??= start(origin));
  const start = async (origin) => {
    const [{ startTestServer }, { oldTickets }] = await Promise.all([import(SERVER.href), import(OLD_TICKETS.href)]);
    return startTestServer({ origins: [origin], config, environment, archive: await oldTickets() });
  };

  /** @param {import('koa').Context} context */
  async function middleware(context, next) {
    const { path, method, origin } = context;
    if (!path.startsWith('/__support__') && !PASSED_ON.test(path)) return next();
    try {
      const server = await support(origin);
      if (path === '/__support__.json') context.body = { url: server.url, staff: server.staff };
      else if (path === '/__support__/token' && method === 'POST') context.body = await mint(server, context.req);
      else await passOn(context, server.url);
    } catch (error) {
      // Told to the test that asked, whose page shows nothing but the answer, and to whoever reads the runner's output.
      console.error(error);
      context.status = 500;
      context.body = String(error);
    }
  }

  return {
    middleware,
    plugin: {
      name: 'support-server',
      async serverStop() {
        await (await started?.catch(() => undefined))?.close();
      },
    },
  };
}

async function mint(server, req) {
  const { sub, ...claims } = JSON.parse(await text(req));
  return { token: await server.token(sub, claims) };
}

/** The Host header goes through unchanged: to the server, the runner's address is its own. */
async function passOn(context, target) {
  const { req, res } = context;
  const upstream = request(new URL(req.url, target), { method: req.method, headers: req.headers });
  // An event stream ends when its reader leaves.
  res.once('close', () => upstream.destroy());
  req.pipe(upstream);
  // Whoever has left needs no answer, and no error either.
  const answer = await new Promise((resolve, reject) =>
    upstream.once('response', resolve).once('error', (error) => (res.destroyed ? resolve(null) : reject(error))),
  );
  if (!answer) return;
  context.respond = false;
  res.writeHead(answer.statusCode, answer.headers);
  res.flushHeaders();
  await pipeline(answer, res).catch(() => res.destroy());
}
