/**
 * Whether a mail says thank you and nothing else. It is asked of closed tickets only, where anything else is a reopening:
 * so every word must be one of thanks, and one that is not known here makes it a reopening. Nobody is left waiting.
 */

/** At least one of these. */
const core = new Set('merci mercii remerciements thanks thank thx ty cheers danke parfait parfaite nickel impeccable top perfect great genial super perfekt gracias grazie'.split(' '));

/** Around them. */
const around = new Set(
  [
    'bonjour bonsoir salut hello hi hey dear hallo cher chere monsieur madame a tous toute l equipe votre vos ton',
    'beaucoup bien infiniment mille fois encore tres vraiment sincerement grand un une et c est s tout toute tous cela ca fonctionne marche fonctionnent marchent',
    'pour votre aide reponse rapide rapidite reactivite efficacite soutien intervention support travail retour le la les de maintenant a present nouveau resolu regle bon ok okay d accord j ai vous je te nous remercie remercions remerciant',
    'cordialement bien bonne journee soiree fin week end weekend cdt cdlt cdl amicalement salutations meilleures respectueusement sinceres sentiments',
    'you so much very a lot many all the for your help quick fast reply answer response support and it is s works working worked now again fine solved resolved fixed that this everything team have nice good day evening weekend',
    'best kind regards sincerely yours appreciate appreciated awesome excellent excellente brilliant yes oui ja vielen dank sehr gut schnelle hilfe antwort es geht funktioniert jetzt wieder mit freundlichen grussen fur ihre die mfg liebe grusse schonen tag',
  ]
    .join(' ')
    .split(' '),
);

/** In French these ask for something: "merci de votre réponse" waits for one. */
const requests = /\bmerci (?:d avance|de (?!m avoir|tout|votre (?:aide|reactivite|efficacite|rapidite|soutien))|par avance)/;

const longest = 300;

/** @param names of people the mail may address, or be signed by */
export function isMereThanks(text: string, names: readonly (string | null)[]): boolean {
  if (text.length > longest || /[?\d]/.test(text)) return false;
  const words = wordsOf(text);
  if (requests.test(words.join(' '))) return false;
  const people = new Set(names.flatMap((name) => wordsOf(name ?? '')));
  return words.some((word) => core.has(word)) && words.every((word) => core.has(word) || around.has(word) || people.has(word));
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '');
}
