/**
 * What browsers receive of the widget (brotli), told apart by when it loads. `test/page/weight.test.ts` walks a customer's
 * journey in a real browser and holds what was transferred against this.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../dist/public/', import.meta.url));
const kilobyte = 1024;

export const languages = ['en', 'fr'];

/** In bytes: what the first screen waits for, and the journey in one language: everything that loads while somebody opens a ticket, follows it, writes, closes and reopens it. */
export const budgets = { boot: 15 * kilobyte, journey: 60 * kilobyte };

/** What loads only when somebody asks for what it does, and what sites include by themselves; in bytes. */
const apart = {
  'support-ticket-recorder.js': 1.125 * kilobyte,
  'chunks/guests-': 5 * kilobyte,
  'chunks/capture-': 9 * kilobyte,
  'chunks/diagnostics-': 3 * kilobyte,
  'chunks/secrets-': 2 * kilobyte,
  'chunks/closed-notice-': 0.75 * kilobyte,
  'chunks/rare-': 1.75 * kilobyte,
  'chunks/coach-example-': 0.75 * kilobyte,
  'chunks/signed-out-': 1.25 * kilobyte,
  'chunks/similar-ticket-': 0.875 * kilobyte,
  'chunks/rows-': 6 * kilobyte,
  'chunks/attachment-': 2 * kilobyte,
  'chunks/notices-': 0.5 * kilobyte,
  'chunks/launcher-': 1.25 * kilobyte,
  'chunks/list-': 5.5 * kilobyte,
  'chunks/archive-': 4 * kilobyte,
  'chunks/extras-': 2.875 * kilobyte,
};

export const weight = (file) => statSync(`${folder}${file}.br`).size;
export const sum = (files) => files.reduce((total, file) => total + weight(file), 0);

const code = (file) => readFileSync(`${folder}${file}`, 'utf8');
const resolve = (from, file) => (from.includes('/') ? `chunks/${file.replace('./', '')}` : file.replace('./', ''));
const named = (file, pattern) => [...code(file).matchAll(pattern)].map(([, to]) => resolve(file, to));

/** What a file needs before it can run. */
const statics = (file) => named(file, /(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g);
/** What it may load later. */
const lazies = (file) => named(file, /import\(\s*["'`](\.[^"'`]+\.js)["'`]/g);

const isApart = (file) => Object.keys(apart).some((start) => file.startsWith(start));

/** Everything that `next` leads to. */
function reach(file, next, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const to of next(file)) reach(to, next, seen);
  return seen;
}

const localeOf = (file) => languages.find((language) => file.startsWith(`chunks/${language}-`));
const entry = 'support-ticket.js';
/** The customer's files, whenever they load: the desk has some of the same name. */
const files = ['support-ticket-recorder.js', ...reach(entry, (file) => [...statics(file), ...lazies(file)])];

const all = [...reach(entry, (file) => [...statics(file), ...lazies(file).filter((to) => !isApart(to))])];

/** What loads before the first screen's own code: entry, and Lit with the element. */
export const boot = [...reach(entry, statics)];
/** Everything else that a journey loads, texts aside. */
export const screens = all.filter((file) => !boot.includes(file) && !localeOf(file));
export const textsOf = (language) => all.filter((file) => localeOf(file) === language);
export const journeyOf = (language) => [...boot, ...screens, ...textsOf(language)];

/** Each with its budget; a file that is needed by what is not apart after all stands in `stray`. */
export const asides = Object.entries(apart).map(([start, budget]) => {
  const found = files.filter((file) => file.startsWith(start));
  return { start, budget, files: found, stray: found.length !== 1 || found.some((file) => all.includes(file)) };
});

export const chunks = readdirSync(`${folder}chunks`).filter((file) => file.endsWith('.js')).length;
