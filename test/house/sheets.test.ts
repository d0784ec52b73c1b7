import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The compiled test lies in dist/test/house. */
const root = fileURLToPath(new URL('../../../widget/', import.meta.url));

/** One element's sheets: the desk and the customers' element never stand in the same shadow tree. */
const tree = (file: string): string => /^(desk|customer)\//.exec(file)?.[1] ?? 'both';

/** Sheets that are written to go one on top of the other. */
const layered = [
  ['draw/styles/base.ts', 'draw/styles/controls.ts'],
  ['draw/styles/tokens.ts', 'desk/frame/layout.ts'],
  // The desk has rows of its own and does not take those.
  ['draw/styles/rows.ts', 'desk/queue/views-menu.ts'],
];

/** Sheets for paper, which come last and change all the others. */
const overriding = /\/print\.ts$/;

const withoutAsides = (sheet: string): string => sheet.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\$\{[^}]*\}/g, '');

/** Classes that a sheet gives a look wherever they stand: `.over`, unlike `.drop.over` and `.drawing .over`. */
function styledAnywhere(source: string): Set<string> {
  const found = new Set<string>();
  for (const [, sheet = ''] of source.matchAll(/css`([\s\S]*?)`/g)) {
    for (const [, selectors = ''] of withoutAsides(sheet).matchAll(/([^{};]+)\{/g)) {
      if (selectors.trim().startsWith('@')) continue;
      for (const selector of selectors.split(/,(?![^(]*\))/)) {
        const name = /^\.([a-z][\w-]*)(?:::?[\w-]+(?:\([^)]*\))?)*$/.exec(selector.trim())?.[1];
        if (name) found.add(name);
      }
    }
  }
  return found;
}

describe('sheets that share a shadow tree', () => {
  it('give a class its look in one place: another one names where it means it', async () => {
    const files = (await readdir(root, { recursive: true }))
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.ts') && !overriding.test(file));
    const places = new Map<string, string[]>();
    for (const file of files) {
      for (const name of styledAnywhere(await readFile(root + file, 'utf8'))) places.set(name, [...(places.get(name) ?? []), file]);
    }
    const collisions = [...places].flatMap(([name, sheets]) =>
      sheets.flatMap((one, index) =>
        sheets
          .slice(index + 1)
          .filter((other) => tree(one) === tree(other) || tree(one) === 'both' || tree(other) === 'both')
          .filter((other) => !layered.some((pair) => pair.includes(one) && pair.includes(other)))
          .map((other) => `.${name}: ${one}, ${other}`),
      ),
    );
    assert.deepEqual(collisions, []);
  });
});
