/** `npm start`: the demo, with nothing but Node. */
import { serve } from '@hono/node-server';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createBackend } from './backend.ts';
import { folderAt, forget, prepareStore, writeConfig } from './data-folder.ts';
import { freePort } from './ports.ts';
import { startServer } from './server-process.ts';
import { staff } from './staff.ts';
import { demoSecret } from './token.ts';

const help = `Starts the demo: a hosting company's client area, with its support server and desk.

  npm start -- [options]

  --reset              forgets what happened in the demo and begins anew
  --data <folder>      where the demo keeps its data (default: .demo)
  --port <n>           port of the client area (default: 8080, or the next free one)
  --server-port <n>    port of the support server (default: 8787, or the next free one)
  --help               shows this
`;

const host = '127.0.0.1';
const needed = ['../server/cli.js', '../public/support-ticket.js', 'site/site.js'];

interface Options {
  readonly root: string;
  readonly reset: boolean;
  readonly port: number;
  readonly serverPort: number;
}

async function run({ root, reset, port: wantedPort, serverPort: wantedServerPort }: Options): Promise<void> {
  const port = await freePort(host, wantedPort);
  const serverPort = await freePort(host, wantedServerPort === port ? port + 1 : wantedServerPort);
  const site = `http://${host}:${String(port)}`;
  const url = `http://${host}:${String(serverPort)}`;
  const { store, log, config } = folderAt(root);
  const variables = {
    SUPPORT_DEMO: '1',
    SUPPORT_TOKEN_SECRET: demoSecret,
    SUPPORT_ORIGINS: `${site},http://localhost:${String(port)}`,
    SUPPORT_DATA_DIR: store,
    SUPPORT_CONFIG: config,
    SUPPORT_PUBLIC_URL: url,
    HOST: host,
    PORT: String(serverPort),
  };

  if (reset) await forget(root);
  await writeConfig(root, `${site}/help`);
  const past = await prepareStore(root, variables, Date.now());
  const server = await startServer({ url, variables, logFile: log });
  const desk = { email: staff.camille.email, password: staff.camille.password };
  const page = serve({ fetch: createBackend({ supportUrl: url, desk, now: Date.now }).fetch, hostname: host, port });
  const closePage = (): void => {
    page.close();
    if ('closeAllConnections' in page) page.closeAllConnections();
  };
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    closePage();
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  announce({ site, url, desk, root, past });

  await server.ended;
  closePage();
  if (!stopping) throw new Error(`The support server has ended; ${log} says why.`);
}

function announce({ site, url, desk, root, past }: { site: string; url: string; desk: { email: string; password: string }; root: string; past: 'seeded' | 'kept' }): void {
  console.log(`${site}/dashboard

The desk, where the team answers: ${url}/desk
  e-mail    ${desk.email}
  password  ${desk.password}

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
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return { root: resolve(values.data), reset: values.reset, port: portOf(values.port), serverPort: portOf(values['server-port']) };
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
