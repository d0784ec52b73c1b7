/**
 * The weight of the widget as browsers receive it (brotli), against its budget. Fails when it is over.
 *   boot      what loads before the first screen's own code: entry, Lit, the element
 *   screens   every further chunk of the customer's journey, in one language
 *   French    the texts that come instead of the built-in English ones; told, not budgeted
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';

const folder = 'dist/public';
const kilobyte = 1024;
const budgets = { boot: 12 * kilobyte, screens: 30 * kilobyte };

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

function journey(entry) {
  const boot = statics(entry);
  const rest = new Set();
  for (const file of boot) for (const lazy of lazies(file)) for (const needed of statics(lazy)) if (!boot.has(needed)) rest.add(needed);
  return { boot: [...boot], rest: [...rest] };
}

const { boot, rest } = journey('support-ticket.js');
const isLocale = (file) => /chunks\/fr-/.test(file);
const sum = (files) => files.reduce((total, file) => total + weight(file), 0);
const parts = { boot, screens: rest.filter((file) => !isLocale(file)), French: rest.filter(isLocale) };

let over = false;
for (const [name, files] of Object.entries(parts)) {
  const total = sum(files);
  const budget = budgets[name];
  if (budget && total > budget) over = true;
  console.log(`${name.padEnd(8)} ${(total / kilobyte).toFixed(2).padStart(6)} KB${budget ? ` of ${budget / kilobyte} KB${total > budget ? '  OVER' : ''}` : ''}`);
  for (const file of files.sort((a, b) => weight(b) - weight(a))) console.log(`         ${(weight(file) / kilobyte).toFixed(2).padStart(6)}    ${file}`);
}
const chunks = readdirSync(`${folder}/chunks`).filter((file) => file.endsWith('.js')).length;
console.log(`${chunks} chunks; the desk is not counted here.`);
if (over) process.exitCode = 1;
