/** While an input method is at work, its keys belong to it: every handler of keys looks at that first. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

const widget = new URL('../../../widget/', import.meta.url);
const sources = readdirSync(widget, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** A function that takes a key, and the first line of its body. */
const handler = /((?:const|readonly|function| {2})\s*#?\w+ ?=? ?\(event: KeyboardEvent[^)]*\)[^{\n]*\{)\n\s*(.*)/g;

test('every handler of keys looks first whether an input method is at work', () => {
  let found = 0;
  for (const file of sources) {
    for (const [, head = '', first = ''] of readFileSync(new URL(file, widget), 'utf8').matchAll(handler)) {
      found++;
      assert.equal(first, 'if (isComposing(event)) return;', `${file}: ${head}`);
    }
  }
  assert.ok(found > 15, `only ${String(found)} handlers were found`);
});
