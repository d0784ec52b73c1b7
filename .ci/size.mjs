/**
 * The weight of the widget as browsers receive it (brotli), against its budget. Fails when it is over.
 *   boot      what loads before the first screen's own code: entry, and Lit with the element
 *   screens   every further chunk that a customer may come to load
 *   texts     of one language; English and French are told apart
 *   journey   all of it, in one language
 *   apart     what loads only when somebody asks for what it does, and what sites include by themselves
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';

const folder = 'dist/public';
const kilobyte = 1024;
/** The journey is to come down to 45 KB; docs/decisions/0006 tells what was tried. */
const budgets = { boot: 11 * kilobyte, journey: 48 * kilobyte };
const apart = { 'support-ticket-recorder.js': 1.125 * kilobyte, 'chunks/capture-': 9 * kilobyte, 'chunks/diagnostics-': 3 * kilobyte, 'chunks/archive-': 2.75 * kilobyte, 'chunks/rows-': 5 * kilobyte, 'chunks/attachment-': 2 * kilobyte };
const languages = ['en', 'fr'];

const weight = (file) => statSync(`${folder}/${file}.br`).size;
const code = (file) => readFileSync(`${folder}/${file}`, 'utf8');
const resolve = (from, file) => (from.includes('/') ? `chunks/${file.replace('./', '')}` : file.replace('./', ''));

/** What a file needs before it can run. */
function statics(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, to] of code(file).matchAll(/(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g)) statics(resolve(file, to), seen);
  return seen;
}

/** What it may load later. */
const lazies = (file) => [...code(file).matchAll(/import\(\s*["'`](\.[^"'`]+\.js)["'`]/g)].map(([, to]) => resolve(file, to));

const isApart = (file) => Object.keys(apart).some((start) => file.startsWith(start));

function journey(entry) {
  const boot = statics(entry);
  const rest = new Set();
  for (const file of boot) for (const lazy of lazies(file).filter((to) => !isApart(to))) for (const needed of statics(lazy)) if (!boot.has(needed)) rest.add(needed);
  return { boot: [...boot], rest: [...rest] };
}

const { boot, rest } = journey('support-ticket.js');
const localeOf = (file) => languages.find((language) => file.startsWith(`chunks/${language}-`));
const sum = (files) => files.reduce((total, file) => total + weight(file), 0);
const kilobytes = (bytes) => `${(bytes / kilobyte).toFixed(2).padStart(6)} KB`;

function tell(name, files, { budget, list = true } = {}) {
  const total = sum(files);
  const over = budget !== undefined && total > budget;
  if (over) process.exitCode = 1;
  console.log(`${name.padEnd(11)} ${kilobytes(total)}${budget ? ` of ${budget / kilobyte} KB${over ? '  OVER' : ''}` : ''}`);
  if (list) for (const file of files.toSorted((a, b) => weight(b) - weight(a))) console.log(`            ${kilobytes(weight(file))}  ${file}`);
}

const screens = rest.filter((file) => !localeOf(file));
tell('boot', boot, { budget: budgets.boot });
tell('screens', screens);
for (const language of languages) {
  const texts = rest.filter((file) => localeOf(file) === language);
  tell(`texts ${language}`, texts);
  tell(`journey ${language}`, [...boot, ...screens, ...texts], { budget: budgets.journey, list: false });
}
for (const [start, budget] of Object.entries(apart)) {
  const files = [...readdirSync(`${folder}/chunks`).map((file) => `chunks/${file}`), ...readdirSync(folder)].filter((file) => file.startsWith(start) && file.endsWith('.js'));
  if (files.length !== 1 || files.some((file) => boot.includes(file) || rest.includes(file))) {
    console.log(`${start} is not one file apart from the journey.`);
    process.exitCode = 1;
  }
  tell('apart', files, { budget });
}
const chunks = readdirSync(`${folder}/chunks`).filter((file) => file.endsWith('.js')).length;
console.log(`${chunks} chunks; the desk is not counted here.`);
