/** A small check whether a text may contain a secret; the full rules are loaded only when it does. Pure. */
const signs =
  /pass|mdp|pwd|mots? de|key|secret|token|jeton|bearer|(?<!\p{L})cl[ée]|code|epp|(?:\d[ -]?){13}|[rs]k_|gh[oprsu]_|github_|glpat-|xox|akia|aiza|eyj|private/iu;

/** True for every text in which `findSecrets` finds a secret, and for some others. */
export const mayHoldSecret = (text: string): boolean => signs.test(text);
