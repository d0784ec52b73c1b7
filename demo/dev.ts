/**
 * `npm run dev`: the demo, rebuilt as the sources are saved. TypeScript and Vite watch; pages load again when the
 * widget is built, and the demo with its server starts again when theirs is.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const quietFor = 400;
const at = (path: string) => fileURLToPath(new URL(path, root));

const run = (file: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [at(file), ...args], { cwd: fileURLToPath(root), stdio: 'inherit' });

const builders = [
  run('node_modules/typescript/bin/tsc', '-b', '--watch', '--preserveWatchOutput'),
  run('node_modules/vite/bin/vite.js', 'build', '--watch'),
];
let demo = startDemo();
let timer: NodeJS.Timeout | undefined;

function startDemo(): ChildProcess {
  return run('dist/demo/start.js', '--dev', ...process.argv.slice(2));
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function restart(): Promise<void> {
  await end(demo);
  demo = startDemo();
}

for (const folder of ['dist/server', 'dist/demo']) {
  watch(at(folder), { recursive: true }, (_event, file) => {
    if (!file?.endsWith('.js')) return;
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), quietFor);
  });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const builder of builders) builder.kill();
    void end(demo).then(() => process.exit(0));
  });
}
