/**
 * The weight of the widget as browsers receive it (brotli), against its budget. Fails when it is over.
 *   boot      what loads before the first screen's own code: entry, and Lit with the element
 *   screens   what a customer loads besides who opens a ticket, follows it, writes, closes and reopens it
 *   texts     of one language; English and French are told apart
 *   journey   all of it, in one language
 *   apart     what loads only when somebody asks for what it does, and what sites include by themselves
 * docs/decisions/0006 tells what was tried to make it lighter.
 */
import { asides, boot, budgets, chunks, journeyOf, languages, screens, sum, textsOf, weight } from './weight.mjs';

const kilobyte = 1024;
const kilobytes = (bytes) => `${(bytes / kilobyte).toFixed(2).padStart(6)} KB`;

function tell(name, files, { budget, list = true } = {}) {
  const total = sum(files);
  const over = budget !== undefined && total > budget;
  if (over) process.exitCode = 1;
  console.log(`${name.padEnd(11)} ${kilobytes(total)}${budget ? ` of ${budget / kilobyte} KB${over ? '  OVER' : ''}` : ''}`);
  if (list) for (const file of files.toSorted((a, b) => weight(b) - weight(a))) console.log(`            ${kilobytes(weight(file))}  ${file}`);
}

tell('boot', boot, { budget: budgets.boot });
tell('screens', screens);
for (const language of languages) {
  tell(`texts ${language}`, textsOf(language));
  tell(`journey ${language}`, journeyOf(language), { budget: budgets.journey, list: false });
}
for (const { start, budget, files, stray } of asides) {
  if (stray) {
    console.log(`${start} is not one file apart from the journey.`);
    process.exitCode = 1;
  }
  tell('apart', files, { budget });
}
console.log(`${chunks} chunks; the desk is not counted here.`);
