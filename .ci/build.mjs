/**
 * Builds what is out of date, and nothing else. `npm run build`, `npm start`, `npm run serve` and `npm run support-ticket`
 * begin with it; when all is up to date that takes a fraction of a second.
 *
 * A step is up to date when its sources have the content that they had at the last build, its outputs are the files that the
 * last build left, and Node and the installed packages are the same. `dist/.build.json` has what the last build saw; a step's
 * entry goes before the step begins and comes back when the step has ended well, so that an interrupted build is done again.
 *
 *   node .ci/build.mjs               every step
 *   node .ci/build.mjs server bundle the steps that are named
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

process.chdir(resolve(import.meta.dirname, '..'));

const rooms = ['server', 'widget', 'demo', 'test'];
const shared = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json', '.ci/build.mjs'];
const widget = ['widget', 'server/ticket', 'server/wire'];
const compiler = 'node_modules/typescript/bin/tsc';
const stampFile = 'dist/.build.json';
const lockFile = 'dist/.build.lock';

/** The compiler writes the outputs of `rooms`; `project` is their tsconfig, with everything that it refers to. */
const compiling = (project, rooms) => ({
  says: 'Compiling',
  sources: [...shared, ...rooms],
  outputs: rooms.map((room) => `dist/${room}`),
  run: () => compile(project, rooms),
});

const steps = {
  server: compiling('server', ['server']),
  demo: compiling('demo', ['server', 'demo']),
  types: { ...compiling('.', rooms), covers: ['server', 'demo'] },
  bundle: {
    says: 'Bundling the widget',
    sources: [...shared, 'vite.config.ts', ...widget],
    outputs: ['dist/public'],
    run: () => tool('node_modules/vite/bin/vite.js', 'build'),
  },
  manifest: {
    says: 'Describing the elements',
    sources: [...shared, '.ci/cem.mjs', ...widget],
    outputs: ['dist/custom-elements.json'],
    run: () => tool('node_modules/@custom-elements-manifest/analyzer/cem.js', 'analyze', '--config', '.ci/cem.mjs', '--quiet'),
  },
};
const everything = ['types', 'bundle', 'manifest'];

/** What a tool prints goes to stderr: stdout is for the command that follows. */
const tool = (...command) => spawnSync(process.execPath, command, { stdio: ['ignore', 2, 2] }).status === 0;

function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(existsSync(file) ? readFileSync(file) : '')
      .update('\0');
  return hash.digest('hex');
}

const sourcesOf = (step) => hashOf(step.sources.flatMap(filesBelow));

/** Size and time of each file: an output that is gone, or that another program wrote, is not the one the build left. */
const outputsOf = (step) =>
  Object.fromEntries(
    step.outputs.flatMap(filesBelow).map((file) => {
      const { size, mtimeMs } = statSync(file);
      return [file, `${size} ${mtimeMs}`];
    }),
  );

/** Null where the tools are not installed (`npm prune --omit=dev`): there, what was built has to do as long as its sources are the same. */
const tools = existsSync(compiler)
  ? `${process.version} ${hashOf(['node_modules/.package-lock.json', 'node_modules/typescript/package.json'])}`
  : null;

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

function writeStamp(change) {
  mkdirSync('dist', { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ ...readStamp(), ...change }));
}

function isCurrent(name) {
  const built = readStamp()[name];
  if (built?.sources === undefined || built.sources !== sourcesOf(steps[name])) return false;
  if (tools !== null && built.tools !== tools) return false;
  return JSON.stringify(built.outputs) === JSON.stringify(outputsOf(steps[name]));
}

/**
 * `tsc -b` looks at sources and at its own notes, not at what it wrote. Where an output is gone or is newer than the notes, the
 * notes of that room go, so that the compiler writes it again. Afterwards the outputs go whose sources are gone.
 */
function compile(project, rooms) {
  for (const room of rooms) {
    const notes = filesBelow(room).flatMap(notesOf);
    if (isDamaged(room, notes)) for (const file of notes) rmSync(file, { force: true });
  }
  if (!tool(compiler, '-b', project)) return false;
  for (const file of rooms.flatMap((room) => filesBelow(`dist/${room}`)))
    if (!existsSync(file.slice('dist/'.length).replace(/(\.d\.ts|\.js|\.js\.map)$/, '.ts'))) rmSync(file);
  return true;
}

/** Where a tsconfig.json has the compiler write its notes; they lie in `dist/`. */
function notesOf(file) {
  if (!file.endsWith('tsconfig.json')) return [];
  const [, notes] = /"tsBuildInfoFile": "[./]*(dist\/[^"]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
  return notes ? [notes] : [];
}

function isDamaged(room, notes) {
  const times = notes.filter((file) => existsSync(file)).map((file) => statSync(file).mtimeMs);
  const isGone = (file) => file.startsWith(`dist/${room}/`) && !existsSync(file);
  const last = Object.values(readStamp()).flatMap(({ outputs }) => Object.keys(outputs ?? {}));
  return last.some(isGone) || filesBelow(`dist/${room}`).some((file) => statSync(file).mtimeMs > Math.max(...times));
}

function build(name) {
  const step = steps[name];
  if (tools === null) throw new Error(`What is built is out of date, and the tools that build it are not installed: run "npm ci" first.`);
  const sources = sourcesOf(step);
  const { outputs } = readStamp()[name] ?? {};
  writeStamp({ [name]: { outputs } });
  console.error(`${step.says}…`);
  if (!step.run()) throw new Error(`${step.says} has failed.`);
  writeStamp({ [name]: { sources, tools, outputs: outputsOf(step) } });
  for (const other of step.covers ?? [])
    writeStamp({ [other]: { sources: sourcesOf(steps[other]), tools, outputs: outputsOf(steps[other]) } });
}

/** A second build waits for the first, unless that one has ended without giving the lock back. */
function lock() {
  mkdirSync('dist', { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned()) rmSync(lockFile, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

function isAbandoned() {
  try {
    const owner = Number(readFileSync(lockFile, 'utf8'));
    if (owner === process.pid) return true;
    if (Date.now() - statSync(lockFile).mtimeMs > 300_000) return true;
    if (owner > 0) process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : everything;
if (!wanted.every(isCurrent)) {
  lock();
  try {
    for (const name of wanted) if (!isCurrent(name)) build(name);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    rmSync(lockFile, { force: true });
  }
}
