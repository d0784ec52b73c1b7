/** What a stranger gets: the tarball in an empty folder, beside the tools of their own choice. Needs a build, and the npm registry or its cache. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const secret = 'a secret of 32 bytes, for this test only';

/** What those who install choose themselves. */
const tools = [
  'typescript@6.0.3',
  'vite@8.3.8',
  'react@19.3.1',
  'react-dom@19.3.1',
  '@types/react@19.3.3',
  '@types/react-dom@19',
  'vue@3.5.45',
  'vue-tsc@3.3.14',
  'svelte@5.57.3',
  'svelte-check@4.7.8',
  '@types/node@20.19.43',
  'ajv@6',
  'custom-elements-manifest@2.1.0',
];

const files: Readonly<Record<string, string>> = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'Bundler',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      jsx: 'react-jsx',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      allowImportingTsExtensions: true,
    },
    include: ['react.tsx', 'page.vue'],
  }),
  'plain/tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      lib: ['ES2023', 'DOM'],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: [],
    },
    include: ['./*.ts'],
  }),
  'plain/plain.ts': `
    import 'support-ticket';
    import type { Prefill } from 'support-ticket';
    const prefill: Prefill = { service: 'technical', priority: 'HIGH' };
    const widget = document.createElement('support-ticket');
    widget.tokenProvider = async () => null;
    widget.show('open'); widget.hide(); widget.compose(prefill);
    widget.addEventListener('ticket-created', (event) => console.log(event.ticket.number));
    document.addEventListener('support-token', (event) => event.respondWith(Promise.resolve('token')));
    // @ts-expect-error A place that is none.
    widget.show('elsewhere');
    // @ts-expect-error It takes a function.
    widget.tokenProvider = 'token';
  `,
  'server/tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      lib: ['ES2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      rootDir: '.',
      outDir: '../mounted',
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['./*.ts'],
  }),
  'server/mounted.ts': `
    import { createServer } from 'node:http';
    import { getRequestListener } from '@hono/node-server';
    import { Hono } from 'hono';
    import { createApp } from 'support-ticket/server';
    import type { SupportApp } from 'support-ticket/server';

    const port = Number(process.argv[2]);
    const folder = String(process.argv[3]);
    const tokenSecret = String(process.argv[4]);
    const support: SupportApp = await createApp({ tokenSecret, dataDir: folder + '/hono', publicUrl: \`http://127.0.0.1:\${port}/support\`, config: { language: 'fr' } });
    const site = new Hono();
    site.get('/', (c) => c.text('the site'));
    site.route('/support', support);
    const bare: SupportApp = await createApp({ tokenSecret, dataDir: folder + '/bare' });
    // @ts-expect-error No such option.
    const wrong: string = await createApp({ tokenSecrets: '' }).then(() => '', (error: Error) => error.message);
    const twice: string = await createApp({ tokenSecret, dataDir: folder + '/bare' }).then(() => '', (error: Error) => error.name);
    const inSite = createServer(getRequestListener(site.fetch)).listen(port, '127.0.0.1');
    const alone = createServer(bare.listener).listen(0, '127.0.0.1', () => {
      console.log(JSON.stringify({ wrong, twice, alone: (alone.address() as { port: number }).port }));
    });
    process.stdin.once('data', async () => {
      await support.close();
      await bare.close();
      const late = await support.request('/api/v1/session');
      // The folder is free again.
      const again = await createApp({ tokenSecret, dataDir: folder + '/hono' });
      await again.close();
      inSite.close(); inSite.closeAllConnections(); alone.close(); alone.closeAllConnections();
      console.log(JSON.stringify({ late: late.status }));
      process.stdin.unref();
    });
  `,
  'react.tsx': `
    import 'support-ticket';
    import type { SupportTicketElement } from 'support-ticket';
    import { useRef } from 'react';
    import { createRoot } from 'react-dom/client';
    function Help() {
      const widget = useRef<SupportTicketElement>(null);
      return <>
        <button onClick={() => widget.current?.compose({ service: 'technical' })}>Help</button>
        <support-ticket ref={widget} className="help" server="/support" mode="launcher" tokenProvider={async () => 'token'}
          onsupport-token={(event) => event.respondWith(Promise.resolve('token'))} onticket-created={({ ticket }) => console.log(ticket.number)}>
          <a href="mailto:help@example.com">Write to us</a>
        </support-ticket>
        {/* @ts-expect-error A mode that is none. */}
        <support-ticket mode="floating" />
      </>;
    }
    createRoot(document.body).render(<Help />);
  `,
  'page.vue': `
<script setup lang="ts">
import 'support-ticket';
import type { SupportTicketElement, TicketEvent } from 'support-ticket';
import { ref } from 'vue';
const widget = ref<SupportTicketElement | null>(null);
const greet = (event: TicketEvent) => widget.value?.show(event.ticket.closedAt === null ? 'open' : 'closed');
const fetchToken = async () => 'token';
</script>
<template>
  <support-ticket ref="widget" server="/support" mode="launcher" :token-provider.prop="fetchToken" @support-token="(event) => event.respondWith(fetchToken())" @ticket-created="greet" />
  <!-- @vue-expect-error A mode that is none. -->
  <support-ticket mode="floating" />
</template>
`,
  'vue.ts': `import { createApp } from 'vue'; import Page from './page.vue'; createApp(Page).mount(document.body);`,
  'svelte/tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'ES2022',
      module: 'ESNext',
      moduleResolution: 'Bundler',
      lib: ['ES2023', 'DOM'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      verbatimModuleSyntax: true,
    },
    include: ['./*.svelte'],
  }),
  'svelte/svelte.config.js': 'export default {};',
  'svelte/Page.svelte': `
<script lang="ts">
  import 'support-ticket';
  import type { SupportTicketElement } from 'support-ticket';
  import type { SvelteHTMLElements } from 'svelte/elements';
  let widget: SupportTicketElement | undefined = $state();
  // @ts-expect-error A mode that is none.
  const wrong: SvelteHTMLElements['support-ticket'] = { mode: 'floating' };
  console.log(wrong);
</script>
<button onclick={() => widget?.show('new')}>Help</button>
<support-ticket bind:this={widget} server="/support" mode="launcher" tokenProvider={async () => 'token'} onsupport-token={(event) => event.respondWith(Promise.resolve('token'))}></support-ticket>
`,
  'vite.config.js': `
    import vue from '@vitejs/plugin-vue';
    export default { logLevel: 'error', plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'support-ticket' } } })], build: { rolldownOptions: { input: { react: 'react.tsx', vue: 'vue.ts' } } } };
  `,
};

describe('the package, in an empty folder', { timeout: 300_000 }, () => {
  let folder: string;
  const npm = (...args: string[]) => run('npm', [...args, '--prefer-offline', '--no-audit', '--no-fund', '--silent'], { cwd: folder });
  const tool = (name: string, ...args: string[]) =>
    run(process.execPath, [join(folder, 'node_modules', name), ...args], { cwd: folder }).then(
      () => undefined,
      (fault: { stdout: string; stderr: string }) => assert.fail(`${fault.stdout}${fault.stderr}`),
    );
  const write = async (beginning = '') => {
    for (const [name, text] of Object.entries(files)) {
      if (!name.startsWith(beginning)) continue;
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const installed = async () =>
    (await npm('ls', '--all', '--parseable')).stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((path) => path.slice(join(folder, 'node_modules').length + 1));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stranger-'));
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', private: true, type: 'module' }));
    await npm('install', join(folder, filename));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('brings few packages along, and no compiler', async () => {
    const packages = await installed();
    assert.ok(!packages.includes('typescript'));
    assert.ok(packages.length <= 88, `${String(packages.length)} packages`);
  });

  it('has types for plain TypeScript, where no framework is installed', async () => {
    await write('plain/');
    const compiler = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
    await run(process.execPath, [compiler, '-p', 'plain'], { cwd: folder }).catch((fault: { stdout: string }) => assert.fail(fault.stdout));
  });

  it('says its version, and serves', async () => {
    const cli = join(folder, 'node_modules/.bin/support-ticket');
    const { version } = JSON.parse(await readFile(join(folder, 'node_modules/support-ticket/package.json'), 'utf8')) as { version: string };
    assert.equal((await run(cli, ['--version'])).stdout.trim(), version);
    const server = spawn(cli, ['serve'], {
      cwd: folder,
      env: { ...process.env, SUPPORT_TOKEN_SECRET: secret, SUPPORT_DATA_DIR: join(folder, 'served'), PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    const url = await firstLine(server.stdout, (line) => /"url":"([^"]+)"/.exec(line)?.[1]);
    const script = await fetch(`${url}/support-ticket.js`);
    assert.equal(script.status, 200);
    assert.equal((await fetch(`${url}/desk`)).status, 200);
    server.kill('SIGTERM');
    assert.equal(await ended, 0);
  });

  it('is imported outside a browser without a fault', async () => {
    await run(process.execPath, ['--input-type=module', '-e', `await import('support-ticket')`], { cwd: folder });
  });

  describe('with the tools of whoever installs it', () => {
    before(async () => {
      await npm('install', ...tools, '@vitejs/plugin-vue');
      await write();
    });

    it('has types for React and Vue', () => tool('vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.json'));
    it('has types for Svelte', () =>
      tool('svelte-check/bin/svelte-check', '--workspace', 'svelte', '--tsconfig', './tsconfig.json', '--fail-on-warnings'));
    it('has types for the server', () => tool('typescript/bin/tsc', '-p', 'server'));

    it('has a manifest that is valid, of files that are there', async () => {
      const check = `
        import Ajv from 'ajv'; import { readFileSync, existsSync } from 'node:fs';
        const read = (name) => JSON.parse(readFileSync('node_modules/' + name, 'utf8'));
        const manifest = read('support-ticket/' + read('support-ticket/package.json').customElements);
        const ajv = new Ajv({ allErrors: true, schemaId: 'auto' });
        if (!ajv.validate(read('custom-elements-manifest/schema.json'), manifest)) throw new Error(JSON.stringify(ajv.errors));
        for (const { path, declarations } of manifest.modules) {
          if (!existsSync('node_modules/support-ticket/' + path)) throw new Error(path);
          for (const event of declarations.flatMap(({ events }) => events)) if (!event.type?.text || !event.description) throw new Error(event.name);
        }`;
      await run(process.execPath, ['--input-type=module', '-e', check], { cwd: folder });
    });

    it('is built into a page of React and one of Vue, with what loads later', async () => {
      await tool('vite/bin/vite.js', 'build');
      const built = await readdir(join(folder, 'dist/assets'));
      const texts = await Promise.all(built.map((name) => readFile(join(folder, 'dist/assets', name), 'utf8')));
      assert.equal(
        texts.filter(
          (text) => text.includes('customElements.define(`support-ticket`') || text.includes('customElements.define("support-ticket"'),
        ).length,
        1,
      );
      assert.ok(built.some((name) => name.startsWith('surface-')) && built.some((name) => name.includes('-fr-')), built.join());
    });

    it('is mounted in a server of Hono below a path, and in one of Node', async () => {
      const port = String(20_000 + (process.pid % 20_000));
      const server = spawn(process.execPath, ['mounted/mounted.js', port, folder, secret], {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
      const told = JSON.parse(await firstLine(server.stdout, (line) => line)) as { wrong: string; twice: string; alone: number };
      assert.match(told.wrong, /tokenSecrets: expected no such option/);
      assert.equal(told.twice, 'FolderInUseError');
      const site = `http://127.0.0.1:${port}`;
      assert.equal(await (await fetch(site)).text(), 'the site');
      for (const root of [`${site}/support`, `http://127.0.0.1:${String(told.alone)}`]) await use(root);
      assert.equal((await fetch(`${site}/support/nowhere`)).status, 404);
      assert.match(await (await fetch(`${site}/support`)).text(), /lang="fr"/);
      server.stdin.end('stop');
      const { late } = JSON.parse(await firstLine(server.stdout, (line) => line)) as { late: number };
      assert.equal(late, 503);
      assert.equal(await ended, 0);
    });
  });

  async function use(root: string): Promise<void> {
    const { stdout } = await run(
      join(folder, 'node_modules/.bin/support-ticket'),
      ['token', '--sub', 'stranger', '--email', 'stranger@example.com'],
      { env: { ...process.env, SUPPORT_TOKEN_SECRET: secret } },
    );
    const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' };
    const form = new FormData();
    form.append('file', new Blob(['what the machine said'], { type: 'text/plain' }), 'log.txt');
    const file = await fetch(`${root}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: headers.authorization },
      body: form,
    });
    assert.equal(file.status, 201, await file.clone().text());
    const attachments = [((await file.json()) as { id: string }).id];
    const written = await fetch(`${root}/api/v1/tickets`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        service: 'technical',
        title: 'Nothing is printed',
        description: 'I press Print, and nothing comes.',
        attachments,
      }),
    });
    assert.equal(written.status, 201, await written.clone().text());
    const place = written.headers.get('location');
    assert.ok(place);
    const ticket = (await (await fetch(new URL(place, root), { headers })).json()) as { attachments: { url?: string; id: string }[] };
    assert.equal(ticket.attachments.length, 1);
    const script = await fetch(`${root}/support-ticket.js`);
    const chunk = /import\([`"']\.\/(chunks\/[^`"']+)[`"']\)/.exec(await script.text())?.[1];
    assert.equal((await fetch(`${root}/${String(chunk)}`)).status, 200);
    for (const page of ['', '/new', '/desk', '/healthz']) assert.equal((await fetch(root + page)).status, 200, page);
  }
});

/** Of what a process says, the first line that something is read from. */
function firstLine(output: NodeJS.ReadableStream, read: (line: string) => string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    output.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const lines = said.split('\n').slice(0, -1);
      const found = lines.map(read).find((line) => line !== undefined);
      if (found === undefined) return;
      output.removeAllListeners('data');
      resolve(found);
    });
    output.once('end', () => reject(new Error(`It ended, and said: ${said}`)));
  });
}
