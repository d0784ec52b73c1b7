import { wordsOf } from '../store/fold.ts';
import { own } from '../own.ts';

/** Stop words, folded: they say nothing about the subject of a request. */
const stopWords: ReadonlySet<string> = new Set(
  // French
  (
    'a ai aie ainsi alors apres as au aucun aucune aujourd aussi autre autres aux avait avant avec avez avoir avons bien bonjour bonsoir c ca car ce cela celle ces cet cette ceux chaque chez ci comme comment d dans de depuis des deja dois doit donc du elle elles en encore entre es est et etait etre eu eux fait faire faut fois font hier hui il ils j jai je jour jours jusqu l la le les leur leurs lors lorsque lui m ma mais matin me meme merci mes moi moins mon n ne ni non nos notre nous on ont ou par parce pas pendant peu peut peux plus plusieurs pour pourquoi pouvez puis puisque qu quand que quel quelle quelles quels quelqu qui quoi s sa salut sans se sera ses si soir son sont sur svp t ta te tes toi ton tous tout toute toutes tres trop tu un une urgent va vais vers veut veux voici voila voudrais vos votre vous y souhaite souhaiterais souhaitons voudrions demande demander aimerais merci effectue effectuee hier demain ' +
    'aide aider besoin fonctionne fonctionnent fonctionner marche marchent marcher probleme problemes question questions souci soucis impossible arrive arrivons arrivez toujours ' +
    // English
    'about after again all also am an and any are been before being but by can cannot could did do does doing don for from get got had has have having hello help her here hi his how however i if im in into is isn it its just me morning my need not now of off once one only or other our out over please problem problems same she should since so some still than thank thanks that the their them then there these they this those through to today too under until up very want was we were what when where which while who why will with work working works would like yesterday you your issue issues'
  ).split(' '),
);

const synonyms: Readonly<Record<string, string>> = {
  email: 'mail',
  emails: 'mail',
  courriel: 'mail',
  courriels: 'mail',
  website: 'site',
  sites: 'site',
};

/** French and English endings, longest first. The rest must still be a word. */
const endings = /(?:issements?|issement|ements?|ations?|itions?|ments?|ables?|ings?|ees|ers?|ez|ed|es|ee|ent|s|x|e)$/;
const shortestStem = 3;

/** The common stem of related words, such as "renouveler" and "renouvellement", "facture" and "facturation". */
export function stemOf(word: string): string {
  const known = own(synonyms, word) ?? word;
  if (known.length < 5 || /\d/.test(known)) return known.length === 4 && known.endsWith('s') ? known.slice(0, -1) : known;
  const stem = known.replace(endings, '').replace(/([b-df-hj-np-tv-z])\1$/, '$1');
  return stem.length >= shortestStem ? stem : known;
}

/** The words of a text except stop words, folded. */
export const meaningfulWords = (text: string): readonly string[] => wordsOf(text).filter((word) => word.length > 1 && !stopWords.has(word));
