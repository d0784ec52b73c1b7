import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findPages, indexPages } from '../../server/articles/ranking.ts';
import type { Index } from '../../server/articles/ranking.ts';
import { stemOf } from '../../server/articles/stems.ts';
import { englishPages, frenchPages } from './help-articles.ts';

const breathe = () => Promise.resolve();
const fr: Index = await indexPages(frenchPages, breathe);
const en: Index = await indexPages(englishPages, breathe);
const titles = (index: Index, query: string) => findPages(index, query, 5).map(({ title }) => title);

/** What people write as a title, and the article that answers it: it must come first, or second where two do. */
const answered: readonly (readonly [query: string, title: string])[] = [
  ['Erreur 500 lors de la création d’article', 'Que faire devant une erreur 500 ?'],
  ['erreur 404 sur ma page contact', 'Erreur 404 : la page est introuvable'],
  ['Le site est très lent depuis ce matin', 'Pourquoi mon site est-il lent ?'],
  ['Comment avoir ma facture de mars ?', 'Lire et télécharger vos factures'],
  ['FACTURES INTROUVABLES', 'Lire et télécharger vos factures'],
  ['Je souhaite résilier mon hébergement', 'Résilier un abonnement'],
  ['Demande de résiliation', 'Résilier un abonnement'],
  ['mot de passe oublie', 'Mot de passe de l’espace client oublié'],
  ['Certificat SSL expiré', 'Renouveler un certificat SSL'],
  ['Renouvellement du certificat de ma boutique', 'Renouveler un certificat SSL'],
  ['besoin du code auth pour atelier-moreau.fr', 'Obtenir le code AUTH d’un domaine'],
  ['Réglages Outlook', 'Configurer Outlook'],
  ['Mes mails partent en spam', 'Mes e-mails arrivent dans les indésirables'],
  ['Je ne reçois plus aucun courriel', 'Je ne reçois plus d’e-mails'],
  ['passer en PHP 8.3', 'Changer la version de PHP'],
  ['Restauration de la base de données', 'Restaurer une base de données MySQL'],
  ['récupérer des fichiers effacés par erreur', 'Restaurer une sauvegarde de votre site'],
  ['Connexion FTP refusée', 'Se connecter en FTP ou en SFTP'],
  ['Mon WordPress est piraté !!', 'Mon site a été piraté'],
  ['ajouter un enregistrement TXT', 'Modifier la zone DNS'],
  ['virement effectué hier, commande toujours en attente', 'Payer par virement'],
  ['redémarrage serveur', 'Redémarrer un serveur dédié'],
];

/** Nothing there answers these: silence is better. */
const unanswered: readonly string[] = [
  '',
  'a',
  'Ça marche pas',
  'Problème urgent',
  'Bonjour, j’ai besoin d’aide svp',
  'Le logo pourrait être plus grand',
  'Pouvez-vous ajouter une couleur de bouton ?',
  'Tous les articles ont disparu',
  'Devis pour trois machines à partir de janvier',
  'la machine à café du bureau est en panne',
  '???',
  '<script>alert(1)</script>',
  'lorem ipsum dolor sit amet',
];

describe('ranking help articles', () => {
  for (const [query, title] of answered) {
    it(`finds “${title}” for “${query}”`, () => {
      const found = titles(fr, query);
      assert.ok(found.slice(0, 2).includes(title), `${query}: ${JSON.stringify(found)}`);
    });
  }

  it('puts the answer first in nine cases of ten', () => {
    const first = answered.filter(([query, title]) => titles(fr, query)[0] === title);
    assert.ok(first.length >= answered.length * 0.9, `${first.length} of ${answered.length}`);
  });

  for (const query of unanswered) {
    it(`suggests nothing for “${query}”`, () => assert.deepEqual(titles(fr, query), []));
  }

  it('finds English articles too', () => {
    assert.equal(titles(en, 'Where is my invoice for March?')[0], 'Downloading your invoices');
    assert.equal(titles(en, 'certificate renewal failed')[0], 'Renewing an SSL certificate');
    assert.equal(titles(en, 'I forgot my password')[0], 'Forgotten password');
    assert.deepEqual(titles(en, 'It does not work'), []);
  });

  it('finds by the beginning of the word that is being typed', () => {
    assert.equal(titles(fr, 'certif')[0], 'Renouveler un certificat SSL');
    assert.equal(titles(fr, 'outl')[0], 'Configurer Outlook');
  });

  it('does not care about accents and case', () => assert.deepEqual(titles(fr, 'RESILIATION'), titles(fr, 'résiliation')));

  it('takes a word that every object has something for as any other', () => {
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']) assert.deepEqual(titles(fr, word), []);
    assert.deepEqual([stemOf('constructor'), stemOf('valueof')], ['constructor', 'valueof']);
  });

  it('gives five at most', () =>
    assert.ok(findPages(fr, 'configurer changer renouveler domaine certificat serveur mail facture sauvegarde', 5).length <= 5));

  it('lets a rare word weigh more than a common one', () => {
    assert.equal(titles(fr, 'domaine whois')[0], 'Changer le titulaire d’un domaine (Whois)');
  });

  it('answers a long text among 5,000 articles', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => ({
      ...frenchPages[i % frenchPages.length]!,
      url: `https://aide.example.com/${i}`,
    }));
    const index = await indexPages(many, breathe);
    const text = 'erreur certificat domaine facture serveur site base mail '.repeat(9);
    assert.ok(findPages(index, text, 5).length <= 5);
  });
});
