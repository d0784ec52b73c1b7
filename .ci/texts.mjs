/**
 * The texts of the two elements. Each has one catalogue to translate (`fr.xlf`); what browsers load of it is cut along the
 * parts of the code, so that a part brings its own texts and no others.
 *
 *   node .ci/texts.mjs --write   takes new texts of the sources into the catalogues, and writes what browsers load
 *   node .ci/texts.mjs           says what is missing or not up to date, changes nothing, and fails then
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';
import { extractMessagesFromProgram } from '@lit/localize-tools/lib/program-analysis.js';
import { stringifyDiagnostics } from '@lit/localize-tools/lib/typescript.js';
import ts from 'typescript';

/** By element: the file its code begins with, its catalogue, and the files that bring texts of their own (`withTexts`). */
const elements = [
  {
    entry: 'widget/customer/surface.ts',
    catalogue: 'widget/customer/locales',
    parts: [
      'widget/customer/home/special-rows.ts',
      'widget/customer/compose/compose.ts',
      'widget/customer/compose/subject/subject-step.ts',
      'widget/customer/compose/write/write-step.ts',
      'widget/customer/compose/check/check-step.ts',
      'widget/customer/compose/sent/sent.ts',
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

const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile('widget/tsconfig.json', ts.sys.readFile).config, ts.sys, 'widget');
const host = ts.createCompilerHost(options);
const parsed = new Map();

/** Both elements take in many of the same files, of which those that declare the browser are the largest: each is read once. */
function parse(name, ...how) {
  if (!parsed.has(name)) parsed.set(name, host.getSourceFile(name, ...how));
  return parsed.get(name);
}

/** Everything of an element in one program, which is costly to make and to ask. Declarations say no texts. */
function programOf({ entry, parts }) {
  const program = ts.createProgram([entry, ...parts], options, { ...host, getSourceFile: parse });
  const checker = ofLit(program.getTypeChecker());
  const sources = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  return { ...program, getSourceFiles: () => sources, getTypeChecker: () => checker };
}

/**
 * lit-localize asks for the type of everything that is called, for which the compiler has to check every expression. `msg`,
 * `str` and `html` are called by the names under which they are imported; where anything else is called there is no text.
 */
function ofLit(checker) {
  const nothing = checker.getUndefinedType();
  const isLit = (node) => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return false;
    const [declaration] = checker.getAliasedSymbol(symbol).declarations ?? [];
    return /\/node_modules\/(@lit\/|lit\b)/.test(declaration?.getSourceFile().fileName ?? '');
  };
  return { ...checker, getTypeAtLocation: (node) => (isLit(node) ? checker.getTypeAtLocation(node) : nothing) };
}

/** Takes new texts into the catalogue in `folder` as `lit-localize extract` does, and gives the messages by their ids as `lit-localize build` writes them. */
async function generate(program, folder) {
  class Localizer extends RuntimeLitLocalizer {
    get program() {
      return program;
    }
  }
  const settings = {
    sourceLocale: 'en',
    targetLocales: [language],
    tsConfig: './widget/tsconfig.json',
    output: { mode: 'runtime', outputDir: folder },
    interchange: { format: 'xliff', xliffDir: folder },
    baseDir: process.cwd(),
    resolve: (path) => resolve(path),
  };
  const localizer = new Localizer(settings);
  const { errors } = localizer.extractSourceMessages();
  if (errors.length > 0) throw new Error(stringifyDiagnostics(errors));
  await localizer.writeInterchangeFiles();
  await localizer.build();
  const source = ts.createSourceFile('fr.ts', readFileSync(join(folder, `${language}.ts`), 'utf8'), ts.ScriptTarget.Latest, true);
  const texts = new Map();
  const visit = (node) => {
    if (ts.isPropertyAssignment(node)) texts.set(node.name.text, node.initializer.getText());
    else ts.forEachChild(node, visit);
  };
  visit(source);
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
function cut(program, { entry, catalogue, parts }, texts) {
  const ids = new Map();
  const idsOf = (name) => {
    if (!ids.has(name)) ids.set(name, idsIn(program, program.getSourceFile(name)));
    return ids.get(name);
  };
  const said = (files) => new Set([...files].flatMap(idsOf));
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
  const program = programOf(element);
  const texts = await generate(program, folder);
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
  for (const [locales, text] of cut(program, element, texts)) {
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
