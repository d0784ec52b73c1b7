import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { similarTo } from '../../widget/coaching/similar.ts';
import { isVague } from '../../widget/coaching/title.ts';
import { specific, vague } from './titles.ts';

const finds = (title: string, other: string): boolean => similarTo(title, [{ title: other }]) !== null;

const alike: readonly (readonly [string, string])[] = [
  ["Erreur 500 à la création d'un article", "Erreur 500 lors de la création d'article"],
  ['Impossible de créer des articles', 'Je ne peux pas créer un article'],
  ['Facture de mars introuvable', 'La facture de mars est introuvable'],
  ['Erreur lors du paiement', 'Erreurs de paiement'],
  ['Résiliation', 'résiliation svp'],
  ['Invoice for March is missing', 'March invoice missing'],
  ['Emails go to spam', 'My email goes to spam'],
  ['Erreur paiement carte', 'Erreur lors du paiement par carte sur la boutique'],
];

const different: readonly (readonly [string, string])[] = [
  ['Erreur 500 sur la page de paiement', 'Erreur 404 sur la page de paiement'],
  ['Facture 4521 introuvable', 'Facture 4522 introuvable'],
  ['Impossible de créer un projet', 'Impossible de supprimer un projet'],
  ['Le menu du blog ne charge pas sur mobile', 'Couleurs du blog'],
  ['Problème avec mon compte', 'Problème avec mon domaine'],
  ['Export PDF', 'Import CSV'],
];

describe('A similar ticket', () => {
  it('shares most of the words that say something', () => {
    assert.deepEqual(
      alike.filter(([a, b]) => !finds(a, b) || !finds(b, a)),
      [],
    );
  });

  it('is not found through one word, or another number', () => {
    assert.deepEqual(
      different.filter(([a, b]) => finds(a, b) || finds(b, a)),
      [],
    );
  });

  it('is never found for a vague title, nor is a vague one found', () => {
    for (const title of vague) {
      assert.equal(finds(title, title), false, title);
      assert.equal(finds('Erreur lors du paiement', title), false, title);
    }
  });

  it('is the likest of all, as it was handed in', () => {
    const wanted = { title: 'Erreur lors du paiement par carte', number: 7 };
    assert.equal(similarTo('Erreur de paiement par carte', [{ title: 'Paiement par carte refusé chez Visa', number: 3 }, wanted]), wanted);
  });

  it('looks like itself', () => {
    fc.assert(fc.property(fc.constantFrom(...specific), (title) => isVague(title) || finds(title, title)));
  });

  it('may hold anything', () => {
    const title = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(fc.property(title, fc.array(fc.record({ title })), (mine, others) => [null, ...others].includes(similarTo(mine, others))));
  });
});
