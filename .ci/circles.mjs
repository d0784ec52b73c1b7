/** No file imports itself by way of others, not even for its types or later on. Fails and names each circle. */
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

const files = ['server', 'widget', 'demo']
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((file) => posix.join(room, file.replaceAll('\\', '/'))))
  .filter((file) => file.endsWith('.ts'));
const known = new Set(files);

/** `preProcessFile` lists `import type` and `import()` like any other. */
function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles.map(({ fileName }) => posix.join(posix.dirname(file), fileName)).filter((target) => known.has(target));
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));
const done = new Set();
const circles = [];

function follow(file, path) {
  const start = path.indexOf(file);
  if (start >= 0) circles.push([...path.slice(start), file]);
  if (start >= 0 || done.has(file)) return;
  for (const target of graph.get(file)) follow(target, [...path, file]);
  done.add(file);
}

for (const file of files) follow(file, []);
for (const circle of circles) console.error(`A circle of imports: ${circle.join(' → ')}`);
if (circles.length) process.exitCode = 1;
