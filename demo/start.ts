/** `npm start`: the demo, with nothing but Node. */
import { serve } from '@hono/node-server';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBackend } from './backend.ts';
import { folderAt, forget, prepareStore, writeConfig } from './data-folder.ts';
import { openMailbox } from './mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { freePort } from './ports.ts';
import { startServer } from './server-process.ts';
import { staff } from './staff.ts';
import { demoOpsToken, demoSecret } from './token.ts';

const help = `Starts the demo: a hosting company's client area, with its support server and desk.

  npm start -- [options]

  --reset              forgets what happened in the demo and begins anew
  --data <folder>      where the demo keeps its data (default: .demo)
  --port <n>           port of the client area (default: 8080, or the next free one)
  --server-port <n>    port of the support server (default: 8787, or the next free one)
  --dev                pages load again when the widget is built (npm run dev)
  --help               shows this
`;

const host = '127.0.0.1';
const needed = ['../server/cli.js', '../public/support-ticket.js', 'site/site.js'];

interface Options {
  readonly root: string;
  readonly reset: boolean;
  readonly port: number;
  readonly serverPort: number;
  readonly dev: boolean;
}

/** Where things are this time. */
interface Places {
  readonly root: string;
  readonly site: string;
  readonly port: number;
  readonly support: string;
  readonly supportPort: number;
}

const desk = { email: staff.camille.email, password: staff.camille.password };

async function run(options: Options): Promise<void> {
  const places = await findPlaces(options);
  const { root, site, support: url } = places;
  if (options.reset) await forget(root);
  const mailbox = await openMailbox(folderAt(root).mailbox, host);
  const variables = { ...variablesFor(places), SUPPORT_SMTP_URL: mailbox.url };
  await writeConfig(root, site);
  const past = await prepareStore(root, variables, Date.now());
  const server = await startServer({ url, variables, logFile: folderAt(root).log });
  const closePage = servePage(places, mailbox, options.dev);
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    closePage();
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  announce(places, past);

  await server.ended;
  closePage();
  await mailbox.close();
  if (!stopping) throw new Error(`The support server has ended; ${folderAt(root).log} says why.`);
}

async function findPlaces({ root, port: wanted, serverPort }: Options): Promise<Places> {
  const port = await freePort(host, wanted);
  const supportPort = await freePort(host, serverPort === port ? port + 1 : serverPort);
  return { root, port, site: `http://${host}:${String(port)}`, supportPort, support: `http://${host}:${String(supportPort)}` };
}

const variablesFor = ({ root, site, port, support, supportPort }: Places) => ({
  SUPPORT_DEMO: '1',
  SUPPORT_TOKEN_SECRET: demoSecret,
  SUPPORT_OPS_TOKEN: demoOpsToken,
  SUPPORT_ORIGINS: `${site},http://localhost:${String(port)}`,
  SUPPORT_DATA_DIR: folderAt(root).store,
  SUPPORT_CONFIG: folderAt(root).config,
  SUPPORT_PUBLIC_URL: support,
  SUPPORT_MAIL_FROM: 'Hébergia <assistance@hebergia.example>',
  HOST: host,
  PORT: String(supportPort),
});

/** Returns what ends it. */
function servePage({ port, support }: Places, mailbox: Mailbox, dev: boolean): () => void {
  const { fetch } = createBackend({ supportUrl: support, desk, mailbox, now: Date.now, dev });
  const page = serve({ fetch, hostname: host, port });
  return () => {
    page.close();
    if ('closeAllConnections' in page) page.closeAllConnections();
  };
}

function announce({ site, support, root }: Places, past: 'seeded' | 'kept'): void {
  console.log(`${site}/dashboard

The desk, where the team answers: ${support}/desk
  e-mail    ${desk.email}
  password  ${desk.password}
Every mail it sends is at ${site}/mailbox.
Whoever has no account gets in with a code by e-mail: ${support}/

${past === 'seeded' ? 'The demo begins anew' : 'The demo goes on where it was'}; its data is in ${root} (npm start -- --reset forgets it).
Ctrl-C stops it.`);
}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      reset: { type: 'boolean', default: false },
      data: { type: 'string', default: '.demo' },
      port: { type: 'string', default: '8080' },
      'server-port': { type: 'string', default: '8787' },
      dev: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    root: resolve(values.data),
    reset: values.reset,
    port: portOf(values.port),
    serverPort: portOf(values['server-port']),
    dev: values.dev,
  };
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new Error(`"${text}" is not a port.`);
  return Number(text);
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === null) {
    console.log(help);
    return;
  }
  const missing = needed.filter((file) => !existsSync(fileURLToPath(new URL(file, import.meta.url))));
  if (missing.length > 0) throw new Error('The demo has not been built yet: run `npm run build` first (`npm start` does both).');
  await run(options);
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
