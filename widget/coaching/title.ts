/** Detects vague titles. Pure. */
import { contentWords, fold, saysWhatIsWrong } from './words.ts';

/** A number alone names nothing, nor does "test 123"; "Erreur 500" and "ticket 4521" do. */
const namesNumber = (title: string): boolean => /\p{L}/u.test(title) && !/\b(?:tests?|essai)\b/.test(fold(title));

const places = new Set(['site', 'sites', 'website', 'mail', 'mails', 'email', 'emails', 'compte', 'account']);

/** "Mon site", "mes e-mails": where, but nothing of what. "Problème mail", "Site HS" and "Nouveau compte" say it. */
function namesOnlyPlace(title: string, [word = '', ...others]: readonly string[]): boolean {
  return !others.length && places.has(word) && !/\b(?:new|nouve\w{1,4})\b/.test(fold(title)) && !saysWhatIsWrong(title);
}

/**
 * True for "Ça marche pas" and "Help": the title does not tell what fails, or where. False in doubt, so that customers are
 * not asked needlessly.
 */
export function isVague(title: string): boolean {
  const words = contentWords(title);
  return words.every((word) => /^\d+$/.test(word) && !namesNumber(title)) || namesOnlyPlace(title, words);
}
