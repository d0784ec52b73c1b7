import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aspectsOf } from '../../widget/coaching/description.ts';
import type { Aspect } from '../../widget/coaching/description.ts';

const all: readonly Aspect[] = ['doing', 'error', 'expected', 'happens', 'steps'];
const ticks = (text: string): readonly Aspect[] => [...aspectsOf(text)].sort();

const example = `1. Je vais à Blog → New Article
2. Je remplis le titre "Test"
3. Je clique Save
4. J'obtiens une erreur "Internal Server Error"
5. J'attendais que l'article soit sauvegardé
Navigateur : Chrome 120
Projet : Mon Portfolio`;

const french = [
  'Ce que je fais :',
  'Ce qui se passe :',
  "Ce que j'attendais :",
  'Les étapes :',
  '1. ',
  '2. ',
  '3. ',
  "Le message d'erreur :",
];
const english = ['What I do:', 'What happens:', 'What I expected:', 'The steps:', '1. ', '2. ', '3. ', 'The error message:'];
const aspectOfLine: Readonly<Record<number, Aspect>> = { 0: 'doing', 1: 'happens', 2: 'expected', 3: 'steps', 7: 'error' };

describe('A description', () => {
  it('tells all five in the example of the guide, with either kind of apostrophe', () => {
    assert.deepEqual(ticks(example), all);
    assert.deepEqual(ticks(example.replaceAll("'", '’')), all);
  });

  it('tells all five in English', () => {
    assert.deepEqual(
      ticks('1. I go to Blog\n2. I click Save\nI get an error "Internal Server Error". I expected the article to be saved.'),
      all,
    );
  });

  it('tells nothing in a greeting', () => {
    for (const text of ['', 'Bonjour', 'Bonjour, merci de votre aide.', 'Hello, thanks for your help!', 'Ça marche pas'])
      assert.ok(!aspectsOf(text).has('doing'), text);
    assert.deepEqual(ticks('Bonjour'), []);
  });

  it('tells nothing in a template left empty', () => {
    for (const template of [french, english]) {
      assert.deepEqual(ticks(template.join('\n')), []);
      assert.deepEqual(ticks(template.join('\r\n\r\n').replaceAll("'", '’').replaceAll(' :', '\u00a0:')), []);
    }
  });

  it('tells what stands behind a label, whatever the words', () => {
    for (const template of [french, english]) {
      for (const [at, aspect] of Object.entries(aspectOfLine)) {
        const same = template.map((line, index) => (index === Number(at) ? `${line} xyz` : line));
        assert.deepEqual(ticks(same.join('\n')), [aspect]);
        const next = template.map((line, index) => (index === Number(at) ? `${line}\nxyz` : line));
        assert.deepEqual(ticks(next.join('\n')), [aspect]);
      }
    }
    assert.deepEqual(ticks(french.join('\n').replace('2. ', '2. xyz')), ['steps']);
  });

  it('tells what was tried', () => {
    for (const text of [
      'Je vais à la page Blog',
      'En essayant de payer',
      'Quand je me connecte',
      'I try to pay',
      'It happens when I log in',
      'I go to Settings',
    ]) {
      assert.ok(aspectsOf(text).has('doing'), text);
    }
  });

  it('tells what happened', () => {
    for (const text of [
      "J'obtiens une erreur",
      'la page reste blanche',
      'Le blog ne charge pas',
      'I get a blank page',
      'it shows nothing',
      'The page does not load',
      'Rien ne se passe',
    ]) {
      assert.ok(aspectsOf(text).has('happens'), text);
    }
  });

  it('tells what was expected', () => {
    for (const text of [
      "J'attendais un courriel",
      'Il devrait y avoir un bouton',
      'Je vois A au lieu de B',
      'I expected B',
      'It should work',
      'A instead of B',
    ]) {
      assert.ok(aspectsOf(text).has('expected'), text);
    }
  });

  it('tells steps in a list, in words of order, or in three lines that do something', () => {
    for (const text of [
      '1. Blog\n2. Save',
      '- Blog\n- Save',
      "D'abord le blog, puis le titre, ensuite le bouton",
      'First the blog, then the button',
      'Je vais au blog\nJe remplis le titre\nJe clique',
    ]) {
      assert.ok(aspectsOf(text).has('steps'), text);
    }
    for (const text of ['- Blog', '1. Blog', 'Le 3. mars', 'Je clique\nJe clique', 'Depuis une heure, puis rien'])
      assert.ok(!aspectsOf(text).has('steps'), text);
  });

  it('tells an error in its own words, or by its code or stack', () => {
    for (const text of [
      'Erreur 500',
      'HTTP 404',
      'ERR_CONNECTION_REFUSED',
      'java.lang.NullPointerException: x',
      'SQLSTATE[HY000] [2002]',
      'Internal Server Error',
      '    at save (app.js:10:3)',
      'Le site affiche « Accès refusé »',
    ]) {
      assert.ok(aspectsOf(text).has('error'), text);
    }
    for (const text of ['Il y a une erreur', 'Commande 500', 'Le titre "Test"', 'Je remplis 404 lignes'])
      assert.ok(!aspectsOf(text).has('error'), text);
  });

  it('may hold anything', () => {
    const line = fc.oneof(fc.constantFrom(...french, ...english), fc.string({ unit: 'binary' }));
    fc.assert(fc.property(fc.array(line), (lines) => [...aspectsOf(lines.join('\n'))].every((aspect) => all.includes(aspect))));
  });
});
