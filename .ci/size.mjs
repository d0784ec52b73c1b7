/**
 * The weight of the widget as browsers receive it (brotli), against its budgets. Fails when one is over.
 *   tag       what a page with a launcher loads until somebody comes near it
 *   first     what the first screen waits for, texts included
 *   …         what each further screen adds
 *   journey   who opens a ticket, follows it, closes and reopens it: told, not limited
 *   recorder  what sites include by themselves
 * docs/decisions/0020 tells how the parts are cut.
 */
import { budgets, chunks, firstOf, languages, recorder, screens, sum, tagFiles, weight } from './weight.mjs';

const kilobyte = 1024;
const kilobytes = (bytes) => `${(bytes / kilobyte).toFixed(2).padStart(6)} KB`;

function tell(name, files, { budget, lists = true } = {}) {
  const total = sum(files);
  const isOver = budget !== undefined && total > budget;
  if (isOver) process.exitCode = 1;
  console.log(`${name.padEnd(12)} ${kilobytes(total)}${budget ? ` of ${budget / kilobyte} KB${isOver ? '  OVER' : ''}` : ''}`);
  if (lists)
    for (const file of [...files].toSorted((a, b) => weight(b) - weight(a)))
      console.log(`             ${kilobytes(weight(file))}  ${file}`);
}

tell('tag', tagFiles, { budget: budgets.tag });
for (const language of languages) {
  tell(`first ${language}`, firstOf(language), { budget: budgets.first });
  for (const { name, filesOf } of screens)
    tell(`${name} ${language}`, filesOf(language), { budget: budgets.screen, lists: language === 'fr' });
  const journey = new Set([
    ...firstOf(language),
    ...screens.filter(({ name }) => !['list', 'archive', 'guests'].includes(name)).flatMap(({ filesOf }) => filesOf(language)),
  ]);
  tell(`journey ${language}`, journey, { lists: false });
}
tell('recorder', recorder, { budget: budgets.recorder });
console.log(`${chunks} chunks; the desk is not counted here.`);
