/** Whether a title says anything. Pure. */
import { contentWords, fold } from './words.ts';

/** A number alone names nothing, nor does "test 123"; "Erreur 500" and "ticket 4521" do. */
const namesNumber = (title: string): boolean => /\p{L}/u.test(title) && !/\b(?:tests?|essai)\b/.test(fold(title));

/** True for "Ça marche pas" and "Help": nothing tells what fails, or where. In doubt false, for nobody likes to be nagged. */
export const isVague = (title: string): boolean => contentWords(title).every((word) => /^\d+$/.test(word) && !namesNumber(title));
