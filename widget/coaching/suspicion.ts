/** Whether a text is worth a look for secrets. Pure, and small: the rules themselves load only where it says yes. */
const signs =
  /pass|mdp|pwd|mots? de|key|secret|token|jeton|bearer|(?<!\p{L})cl[ée]|code|epp|(?:\d[ -]?){13}|[rs]k_|gh[oprsu]_|github_|glpat-|xox|akia|aiza|eyj|private/iu;

/** True for everything that `findSecrets` finds something in, and for some more. */
export const mayHoldSecret = (text: string): boolean => signs.test(text);
