/** The build in a project of a few lines, with the real compiler, bundler and analyzer. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The compiled test lies in dist/test/house. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const run = promisify(execFile);

const project = (notes: string, references: string[] = []): string =>
  JSON.stringify({
    extends: '../tsconfig.base.json',
    compilerOptions: { rootDir: '..', outDir: '../dist', tsBuildInfoFile: `../dist/.tsbuild/${notes}.json` },
    include: ['./**/*.ts'],
    references: references.map((path) => ({ path })),
  }).replaceAll('":"', '": "');

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "customElements": "dist/custom-elements.json" }',
  'package-lock.json': '{}',
  'tsconfig.json': JSON.stringify({ files: [], references: ['server', 'widget', 'demo', 'test'].map((path) => ({ path })) }),
  'server/tsconfig.json': project('server'),
  'server/one.ts': 'export const one: number = 1;\n',
  'server/two.ts': 'export const two: number = 2;\n',
  'widget/tsconfig.json': project('widget'),
  'widget/support-ticket.ts': `import { shown } from './shown.ts';\nexport const title: string = shown;\n`,
  'widget/shown.ts': `export const shown: string = 'shown';\n`,
  'demo/tsconfig.json': project('demo', ['../server']),
  'demo/start.ts': `export { one } from '../server/one.ts';\n`,
  'test/tsconfig.json': project('test'),
  'test/one.test.ts': 'export const tested: boolean = true;\n',
  'vite.config.ts': `export default {
  logLevel: 'warn',
  build: { outDir: 'dist/public', lib: { entry: { 'support-ticket': 'widget/support-ticket.ts' }, formats: ['es'] } },
};\n`,
};

const [server, widget, manifest] = ['Compiling…', 'Bundling the widget…', 'Describing the elements…'];
const all = [server, widget, manifest];

describe('the build', () => {
  let dir: string;
  const at = (file: string): string => join(dir, file);
  /** What it said that it did. */
  const build = async (...steps: string[]): Promise<string[]> => {
    const { stdout, stderr } = await run(process.execPath, [at('.ci/build.mjs'), ...steps], { cwd: tmpdir() });
    assert.equal(stdout, '', 'stdout belongs to the command that follows');
    return stderr.split('\n').filter((line) => line.endsWith('…'));
  };

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'support-build-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(at(file)), { recursive: true });
      await writeFile(at(file), text);
    }
    await mkdir(at('.ci'));
    for (const file of ['.ci/build.mjs', '.ci/cem.mjs', 'tsconfig.base.json']) await copyFile(join(root, file), at(file));
    await symlink(join(root, 'node_modules'), at('node_modules'));
  });
  after(() => rm(dir, { recursive: true }));

  it('builds everything once, and then nothing', async () => {
    assert.deepEqual(await build(), all);
    for (const file of ['server/one.js', 'demo/start.js', 'test/one.test.js', 'public/support-ticket.js', 'custom-elements.json'])
      assert.ok(existsSync(at(`dist/${file}`)), file);
    assert.deepEqual(await build(), []);
    assert.deepEqual(await build('server', 'bundle'), [], 'the whole build has built the server as well');
    await utimes(at('server/one.ts'), new Date(), new Date());
    assert.deepEqual(await build(), [], 'a file with another date says the same');
  });

  it('builds again what depends on a changed source, and only that', async () => {
    await writeFile(at('server/one.ts'), 'export const one: number = 11;\n');
    assert.deepEqual(await build(), [server]);
    assert.match(await readFile(at('dist/server/one.js'), 'utf8'), /11/);
    await writeFile(at('widget/shown.ts'), `export const shown: string = 'another';\n`);
    assert.deepEqual(await build('server', 'bundle'), [widget]);
    assert.match(await readFile(at('dist/public/support-ticket.js'), 'utf8'), /another/);
    await build();
    await writeFile(at('package-lock.json'), '{ "name": "other" }');
    assert.deepEqual(await build(), all);
  });

  it('brings back outputs that were deleted or changed', async () => {
    for (const [gone, steps] of [
      ['test', [server]],
      ['server/two.js', [server]],
      ['public', [widget]],
      ['custom-elements.json', [manifest]],
    ] as const) {
      await rm(at(`dist/${gone}`), { recursive: true });
      assert.deepEqual(await build(), steps, gone);
      assert.ok(existsSync(at(`dist/${gone}`)), gone);
    }
    await writeFile(at('dist/server/two.js'), '');
    assert.deepEqual(await build(), [server]);
    assert.match(await readFile(at('dist/server/two.js'), 'utf8'), /2/);
    await rm(at('dist'), { recursive: true });
    assert.deepEqual(await build(), all);
  });

  it('removes the outputs of a deleted source', async () => {
    await rm(at('server/two.ts'));
    assert.deepEqual(await build(), [server]);
    assert.ok(!existsSync(at('dist/server/two.js')));
    assert.ok(!existsSync(at('dist/server/two.d.ts')));
  });

  it('fails where the compiler does, and tries again', async () => {
    await writeFile(at('server/one.ts'), `export const one: number = 'one';\n`);
    await assert.rejects(build('server'), { code: 1, stdout: '' });
    await assert.rejects(build('server'), { code: 1 });
    await writeFile(at('server/one.ts'), 'export const one: number = 1;\n');
    assert.deepEqual(await build('server'), [server]);
  });

  it('does again what was interrupted, and passes over the lock of a build that was killed', async () => {
    await build();
    const stamp = JSON.parse(await readFile(at('dist/.build.json'), 'utf8')) as Record<string, unknown>;
    const { pid } = (await run(process.execPath, ['-p', 'JSON.stringify({ pid: process.pid })']).then(({ stdout }) =>
      JSON.parse(stdout),
    )) as {
      pid: number;
    };
    await writeFile(at('dist/.build.lock'), String(pid));
    await writeFile(at('dist/.build.json'), JSON.stringify({ ...stamp, bundle: {} }));
    assert.deepEqual(await build(), [widget]);
    await writeFile(at('dist/.build.json'), '{"types":');
    assert.deepEqual(await build(), all);
  });

  it('lets a second build wait for the first', async () => {
    await rm(at('dist'), { recursive: true });
    assert.deepEqual((await Promise.all([build('server'), build('server')])).flat(), [server]);
  });
});
