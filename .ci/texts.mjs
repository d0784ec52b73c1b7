/**
 * The texts of the two elements. Each has one catalogue to translate (`fr.xlf`); what browsers load of it is cut along the
 * parts of the code, so that a part brings its own texts and no others.
 *
 *   node .ci/texts.mjs --write   takes new texts of the sources into the catalogues, and writes what browsers load
 *   node .ci/texts.mjs           says what is missing or not up to date, changes nothing, and fails then
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { extractMessagesFromProgram } from '@lit/localize-tools/lib/program-analysis.js';
import ts from 'typescript';

/** By element: the file its code begins with, its catalogue, and the files that bring texts of their own (`withTexts`). */
const elements = [
  {
    entry: 'widget/customer/surface.ts',
    catalogue: 'widget/customer/locales',
    parts: [
      'widget/customer/home/special-rows.ts',
      'widget/customer/compose/compose.ts',
      'widget/customer/thread/thread.ts',
      'widget/customer/list/list.ts',
      'widget/customer/archive/archive.ts',
      'widget/customer/guest/guests.ts',
      'widget/upload/rows.ts',
      'widget/capture/capture.ts',
      'widget/customer/outbox/delivery.ts',
      'widget/draw/rare-failures.ts',
    ],
  },
  { entry: 'widget/desk/element.ts', catalogue: 'widget/desk/locales', parts: [] },
];
const language = 'fr';
const writes = process.argv.includes('--write');
const faults = [];

const localesOf = (part) => join(dirname(part), 'locales');

/** Messages by their ids, as lit-localize writes them, from the catalogue in `folder`. */
function generate({ entry }, folder) {
  const settings = {
    sourceLocale: 'en',
    targetLocales: [language],
    tsConfig: './widget/tsconfig.json',
    inputFiles: [entry],
    output: { mode: 'runtime', outputDir: folder },
    interchange: { format: 'xliff', xliffDir: folder },
  };
  const config = '.lit-localize.json';
  writeFileSync(config, JSON.stringify(settings));
  try {
    for (const step of ['extract', 'build'])
      execFileSync(process.execPath, ['node_modules/@lit/localize-tools/bin/lit-localize.js', step, '--config', config], { stdio: 'pipe' });
  } finally {
    rmSync(config);
  }
  const source = ts.createSourceFile('fr.ts', readFileSync(join(folder, `${language}.ts`), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts = new Map();
  const visit = (node) => {
    if (ts.isPropertyAssignment(node)) texts.set(node.name.text, node.initializer.getText());
    else ts.forEachChild(node, visit);
  };
  visit(source);
  rmSync(join(folder, `${language}.ts`));
  return texts;
}

/** The files that each file imports at once, and those that it may load later. */
function importsOf(program, file) {
  const now = [];
  const later = [];
  const resolve = (specifier, into) => {
    const found = ts.resolveModuleName(specifier.text, file.fileName, program.getCompilerOptions(), ts.sys).resolvedModule;
    if (found && !found.isExternalLibraryImport) into.push(found.resolvedFileName);
  };
  const visit = (node) => {
    const isForTypes = node.isTypeOnly || node.importClause?.isTypeOnly || node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && !isForTypes)
      resolve(node.moduleSpecifier, now);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && ts.isStringLiteral(node.arguments[0]))
      resolve(node.arguments[0], later);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { now, later };
}

/** Everything that comes with a file, or is loaded by it, short of other parts. */
function reachOf(program, start, parts) {
  const seen = new Set();
  const queue = [start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const file = program.getSourceFile(name);
    if (seen.has(name) || !file || name.includes('/locales/')) continue;
    seen.add(name);
    const { now, later } = importsOf(program, file);
    queue.push(...now, ...later.filter((target) => !parts.includes(relative('.', target))));
  }
  return seen;
}

/** The ids of the texts that a file says. */
function idsIn(program, file) {
  return extractMessagesFromProgram({ getSourceFiles: () => [file], getTypeChecker: () => program.getTypeChecker() }).messages.map(
    ({ name }) => name,
  );
}

function moduleOf(texts) {
  const entries = [...texts].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const uses = (tag) => entries.some(([, text]) => text.startsWith(`${tag}\``));
  const imports = [
    ...(uses('html') ? [`import { html } from 'lit';`] : []),
    ...(uses('str') ? [`import { str } from '@lit/localize';`] : []),
  ];
  return `// Written by .ci/texts.mjs from the catalogue: not to be changed by hand.\n${imports.map((line) => `${line}\n`).join('')}
export const templates = {
${entries.map(([id, text]) => `  '${id}': ${text},\n`).join('')}};
`;
}

/** Each part gets the texts that are said in it and are not there before it is loaded. */
function cut({ entry, catalogue, parts }, texts) {
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('widget/tsconfig.json', ts.sys.readFile).config, ts.sys, 'widget');
  const program = ts.createProgram([entry, ...parts], options);
  const said = (files) => new Set([...files].flatMap((name) => idsIn(program, program.getSourceFile(name))));
  const path = (file) => join(process.cwd(), file);
  const first = said(reachOf(program, path(entry), parts));
  const select = (ids) => new Map([...ids].flatMap((id) => (texts.has(id) ? [[id, texts.get(id)]] : [])));
  const modules = [[catalogue, moduleOf(select(first))]];
  for (const part of parts)
    modules.push([localesOf(part), moduleOf(select([...said(reachOf(program, path(part), parts))].filter((id) => !first.has(id))))]);
  return modules;
}

const units = (xliff) =>
  new Map(
    [...xliff.matchAll(/<trans-unit id="([^"]+)">([^]*?)<\/trans-unit>/g)].map(([, id, body]) => [
      id,
      /<target>([^]*?)<\/target>/.exec(body)?.[1] ?? null,
    ]),
  );

const seen = new Map();
for (const element of elements) {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  const xlf = join(element.catalogue, `${language}.xlf`);
  cpSync(xlf, join(folder, `${language}.xlf`));
  const texts = generate(element, folder);
  const xliff = readFileSync(join(folder, `${language}.xlf`), 'utf8');
  rmSync(folder, { recursive: true });
  if (writes) writeFileSync(xlf, xliff);
  for (const [id, translation] of units(xliff)) {
    // What fills a placeholder is written differently in different places; which one stands where is what counts.
    const target = translation?.replace(/<x id="(\d+)"[^>]*>/g, '{$1}') ?? null;
    if (target === null) faults.push(`${xlf}: ${id} has no translation.`);
    if (seen.has(id) && seen.get(id) !== target) faults.push(`${id} is translated in two ways.`);
    seen.set(id, target);
  }
  for (const [locales, text] of cut(element, texts)) {
    const file = join(locales, `${language}.ts`);
    if (writes) {
      mkdirSync(locales, { recursive: true });
      writeFileSync(file, text);
    } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
      faults.push(`${file} is not what the catalogue and the sources give.`);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length) {
  console.error(
    writes
      ? 'Translate what has no <target> in the fr.xlf files, and run `npm run texts` again.'
      : 'Run `npm run texts`, translate what has no <target> in the fr.xlf files, and run it again.',
  );
  if (!writes) process.exitCode = 1;
}
