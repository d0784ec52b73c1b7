import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The compiled test lies in dist/test/house. */
const dist = fileURLToPath(new URL('../../', import.meta.url));

describe('what the compiler wrote', () => {
  it('imports no source: within a decorated class TypeScript leaves the extension of `import()` as it is', async () => {
    const wrong: string[] = [];
    for (const room of ['widget', 'server', 'demo'])
      for (const file of await readdir(`${dist}${room}`, { recursive: true }))
        if (file.endsWith('.js') && /\bimport\(\s*['"`]\.[^'"`]*\.ts['"`]/.test(await readFile(`${dist}${room}/${file}`, 'utf8')))
          wrong.push(`${room}/${file}`);
    assert.deepEqual(wrong, []);
  });
});
