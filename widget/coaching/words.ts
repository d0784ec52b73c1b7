/** Splits a text into words and drops those without content. French and English together, since customers mix them. Pure. */

/** Lower case, without accents, with straight apostrophes: "Ça n’a" and "ca n'a" are the same. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(/[‘’ʼ`´]/g, "'");

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Function words, and words of greeting, thanks, urgency and request. */
const glue = set(
  'le la les un une des de du au aux en et ou dans sur par pour avec sans sous chez vers entre lors ' +
    'je tu il elle on nous vous ils elles me te se moi toi lui mon ma mes ton ta tes son sa ses notre nos votre vos leur ce cet cette ces ca cela ceci ci ' +
    'que qui quoi quel quelle quels dont si mais donc car comme quand comment pourquoi pourkoi pk est es suis sont etre ete etait sera ai as ont avons avez avoir eu aura ' +
    'peut peux pouvez puis pourriez pouvoir veux voudrais dois doit fait faire fais faut va vais dire sais savoir comprend comprendre y ne pas plus rien tout tous toute jamais toujours encore ' +
    'tres trop bien vraiment completement totalement meme aussi deja depuis hier matin soir jour jours semaine aujourd hui maintenant moment choses truc trucs quelqu faudrait ' +
    'bonjour bonsoir salut slt bjr coucou cc madame monsieur merci mrc svp stp cdt cordialement urgent urgence vite rapidement rapide plait important grave gros grosse grand petite simple nouveau nouvelle autre divers ' +
    'aide aider aidez besoin demande question information info infos renseignement conseil avis reponse sos secours ticket sujet titre objet support assistance technique service contact contacter ' +
    'the a an and or but in at of to for with from by i you he she it we they my your his her its our their us them this that these those there here what who which how why when where is are am was were be been being has have had do does did can cant cannot will wont should not no nor so any anything something some somehow someone everything every all nothing none things stuff ' +
    'don doesn didn isn wasn aren won couldn wouldn hi hello hey dear thanks thx please pls plz urgently asap now today yesterday again still just really very totally completely anymore longer get getting got keep know want need needs needed understand go going ' +
    'help helping assist ask asking request inquiry enquiry general quick small big critical emergency soon possible ' +
    'test tests testing essai toto titi foo bar lorem ipsum abc',
);

/** Words that only say that something is wrong. */
const wrong = set(
  'probleme problem fonctionne prob probs pb pbs pbm soucis bug bugs bogue beug beugue buggy bugged erreur errors err message anomalie incident dysfonctionnement difficulte galere inquietude ' +
    'marche marchent marchait fonctionnent fonctionnait fonctione foncionne fonctionnement pannes cassee plante plantage bloque blocage coince hs ko nul nulle foutu mort impossible incapable arrive arrivent echec echoue echouent bizarre anormal passe ' +
    'work works working worked broken breaks issues trouble fail fails failed failing failure wrong crash crashed crashing down dead bad weird strange stuck unable happening happened happens stopped stop slow lent lente lents lenteur mauvais',
);

/** Whether the words differ by one letter added, missing or changed, or by two swapped; the first letter must be equal. */
function isTypo(word: string, known: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === known[start]) start++;
  let end = 0;
  while (end < Math.min(word.length, known.length) - start && word.at(-1 - end) === known.at(-1 - end)) end++;
  const [a, b] = [word.slice(start, word.length - end), known.slice(start, known.length - end)];
  return start > 0 && ((a.length < 2 && b.length < 2) || (a.length === 2 && a === [...b].reverse().join('')));
}

/** A plural or another ending of one letter is a typo like any other: the lists leave such words out. */
const isLike = (word: string, words: ReadonlySet<string>): boolean =>
  word.length > 4 && [...words].some((known) => known.length > 5 && isTypo(word, known));

const rows = 'azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbnm';

/** "aaaa", "asdasd", "azerty", "sdkfjhg". */
const isMash = (word: string): boolean => /^(.{1,3})\1+$|^[bcdfghj-np-tv-xz]{6,}$/.test(word) || (word.length > 2 && rows.includes(word));

const saysNothing = (word: string): boolean =>
  word.length < 2 || glue.has(word) || wrong.has(word) || isMash(word) || isLike(word, glue) || isLike(word, wrong);

/** At most 1000 characters and 40 per word, which keeps the comparison cheap. */
const wordsOf = (text: string): string[] => fold(text.slice(0, 1000)).match(/[\p{L}\p{N}]{1,40}/gu) ?? [];

/** The words with content, and numbers of three digits or more. */
export const contentWords = (text: string): string[] =>
  wordsOf(text).filter((word) => (/^\d+$/.test(word) ? word.length > 2 : !saysNothing(word)));

export const saysWhatIsWrong = (text: string): boolean => wordsOf(text).some((word) => wrong.has(word) || isLike(word, wrong));
