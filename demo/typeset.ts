/** French as it is printed: curly apostrophes, and spaces that do not break before signs and units. */
export function typeset(text: string): string {
  return text
    .replaceAll("'", '’')
    .replace(/ (?=[;!?])/g, '\u202f')
    .replace(/ (?=[:»])/g, '\u00a0')
    .replace(/« /g, '«\u00a0')
    .replace(/(\d) (?=(?:h|min|€|%|Go|Mo|Ko|jours?|mois|ans?|minutes?|heures?)(?![\p{L}\d]))/gu, '$1\u00a0')
    .replace(/(\d\u00a0h) (?=\d)/g, '$1\u00a0');
}
