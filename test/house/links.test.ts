import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** The compiled test lies in dist/test/house. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = ['.', 'docs', 'docs/decisions', 'server/http'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file)),
);

const proseOf = (page: string): string => readFileSync(join(root, page), 'utf8').replace(/^ *```[^]*?^ *```/gm, '');

/** As GitHub makes them of headings. */
const anchorsOf = (page: string): string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );

function isThere(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).includes(anchor);
}

describe('the documentation', () => {
  for (const page of pages)
    it(`has what ${page} links to`, () => {
      const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
      assert.deepEqual(
        links.filter((link) => !isThere(page, link)),
        [],
      );
    });

  it('begins with a page that can be read in one sitting', () => {
    assert.ok(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length <= 250);
  });
});
