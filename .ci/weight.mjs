/**
 * What browsers receive of the widget (brotli), told apart by when it loads. `test/page/weight.test.ts` opens pages in a real
 * browser and holds what was transferred against this.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../dist/public/', import.meta.url));
const kilobyte = 1024;

export const languages = ['en', 'fr'];

/** Bytes. What a page with a launcher loads before anybody comes near it, what the first screen waits for, and each further screen. */
export const budgets = { tag: 1.95 * kilobyte, first: 27 * kilobyte, screen: 32 * kilobyte, recorder: 1.25 * kilobyte };

export const weight = (file) => statSync(`${folder}${file}.br`).size;
export const sum = (files) => [...files].reduce((total, file) => total + weight(file), 0);

const code = (file) => readFileSync(`${folder}${file}`, 'utf8');
const resolve = (from, file) => new URL(file, `file:///${from}`).pathname.slice(1);
const named = (file, pattern) => [...code(file).matchAll(pattern)].map(([, to]) => resolve(file, to));

/** What a file needs before it can run. */
const statics = (file) => named(file, /(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g);

function reach(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const to of statics(file)) reach(to, seen);
  return seen;
}

const chunk = (name) => `chunks/${readdirSync(`${folder}chunks`).find((file) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file))}`;
const tag = 'support-ticket.js';
const surface = chunk('surface');

/** The texts of a room, in a language that is not that of the sources. */
const textsOf = (room, language) => (language === 'en' ? [] : [chunk(`${room}-${language}`)]);

export const tagFiles = [tag];
/** What the first screen waits for, in one language. */
export const firstOf = (language) => new Set([tag, ...reach(surface), ...textsOf('customer', language)]);

/** Each further screen, and each step of the form: what it adds to what is there before it. */
const compose = chunk('compose');
const part = (name, room = name, before = []) => {
  const file = chunk(name);
  return {
    name,
    filesOf: (language) => {
      const there = new Set([...firstOf('en'), ...before.flatMap((earlier) => [...reach(earlier)])]);
      return [...reach(file)].filter((each) => !there.has(each)).concat(textsOf(room, language));
    },
  };
};
export const screens = [
  part('compose'),
  part('subject-step', 'subject', [compose]),
  part('write-step', 'write', [compose]),
  part('check-step', 'check', [compose]),
  part('sent', 'sent', [compose]),
  part('thread'),
  part('list'),
  part('archive'),
  part('guests', 'guest'),
];
export const recorder = ['support-ticket-recorder.js'];
export const chunks = readdirSync(`${folder}chunks`).filter((file) => file.endsWith('.js')).length;
