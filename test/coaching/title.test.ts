import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isVague } from '../../widget/coaching/title.ts';
import { fold } from '../../widget/coaching/words.ts';
import { specific, unseenSpecific, unseenVague, vague } from './titles.ts';

const rate = (titles: readonly string[], right: (title: string) => boolean): number => titles.filter(right).length / titles.length;

describe('A title', () => {
  it('is vague when it says nothing of what fails, or where', () => {
    assert.deepEqual(
      vague.filter((title) => !isVague(title)),
      [],
    );
  });

  it('is not vague when it names a thing', () => {
    assert.deepEqual(specific.filter(isVague), []);
  });

  it('is judged as well when the rules were never fitted to it', () => {
    assert.ok(rate(unseenVague, isVague) >= 0.9, `vague: ${rate(unseenVague, isVague)}`);
    assert.ok(rate(unseenSpecific, (title) => !isVague(title)) >= 0.97, `specific: ${rate(unseenSpecific, (title) => !isVague(title))}`);
  });

  it('is judged alike in capitals and without accents', () => {
    for (const title of [...vague, ...specific]) {
      assert.equal(isVague(title.toUpperCase()), isVague(title), title);
      assert.equal(isVague(fold(title)), isVague(title), title);
    }
  });

  it('stays specific whatever polite words stand around it', () => {
    const polite = fc.constantFrom('Bonjour', 'svp', 'urgent', 'merci', 'please', 'help', '!!!', 'aide');
    fc.assert(fc.property(polite, fc.constantFrom(...specific), polite, (before, title, after) => !isVague(`${before} ${title} ${after}`)));
  });

  it('may hold anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => typeof isVague(title) === 'boolean'));
  });
});
