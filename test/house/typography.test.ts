import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { words as letters } from '../../server/notify/letters/words.js';
import { words as hosted } from '../../server/routes/pages/hosted-words.js';

/** The compiled test lies in dist/test/house. */
const root = fileURLToPath(new URL('../../../', import.meta.url));

const catalogs = ['widget/customer/locales/fr.xlf', 'widget/desk/locales/fr.xlf'];

/** Each French text; of its placeholders only the moment is named. */
async function targets(catalog: string): Promise<string[]> {
  const source = await readFile(`${root}${catalog}`, 'utf8');
  return [...source.matchAll(/<target>([\s\S]*?)<\/target>/g)].map(([, text = '']) =>
    text.replace(/<x [^>]*>/g, (place) => (place.includes('"${when}"') ? '{when}' : '{}')),
  );
}

/** Whatever a table of words says; a function is given a word that has nothing to do with typography. */
function said(words: unknown): string[] {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return said((words as (...values: unknown[]) => unknown)('mot', 'mot'));
  return typeof words === 'object' && words !== null ? Object.values(words).flatMap(said) : [];
}

/** What French typography forbids, with what it asks for. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/'/, 'an apostrophe is ’'],
  [/[^\u202f\s?!][;!?](?=[\s\u00a0]|$)| [;!?]/, 'U+202F stands before ; ! ?'],
  [/(?<![\u00a0\d/]|https?):(?=[\s\u00a0]|$)/, 'U+00A0 stands before a colon'],
  [/«(?!\u00a0)|(?<!\u00a0)»/, 'U+00A0 stands inside « »'],
  [/\.\.\./, 'an ellipsis is …'],
];

const check = (texts: readonly string[]): void => {
  const found = texts.flatMap((text) => faults.filter(([fault]) => fault.test(text)).map(([, right]) => `${right}: ${text}`));
  assert.deepEqual(found, []);
};

describe('the French texts', () => {
  it('keep to French typography on the screens', async () => {
    for (const catalog of catalogs) check(await targets(catalog));
  });

  it('keep to French typography in mails and on the page of the server', () => {
    const { files, filesInTicket, ...mail } = letters.fr;
    const { otherLanguage: _english, ...page } = hosted.fr;
    check([...said(mail), files(['mot']), filesInTicket(['mot']), ...said(page)]);
  });

  it('name the moment of an event without a comma before it', async () => {
    const texts = (await Promise.all(catalogs.map(targets))).flat();
    assert.deepEqual(
      texts.filter((text) => /, \{when\}\.?$/.test(text)),
      [],
    );
  });
});
