/** Detects which facts a description contains. Pure. */
import { findError } from './error-text.ts';
import { fold } from './words.ts';

export type Aspect = 'doing' | 'happens' | 'expected' | 'steps' | 'error';

/** The template's labels, with variants that customers write. */
const labels: readonly (readonly [Aspect, RegExp])[] = [
  ['doing', /^\W{0,9}(?:ce que (?:je fais|j'essaie de faire|je veux faire)|what i (?:do|did|am doing|try to do))\s{0,3}:/],
  ['happens', /^\W{0,9}(?:ce qui (?:se passe|s'est passe)|what happen(?:s|ed))\s{0,3}:/],
  ['expected', /^\W{0,9}(?:ce que (?:j'attendais|j'attends)|what i expect(?:ed)?)\s{0,3}:/],
  ['steps', /^\W{0,9}(?:les |the )?(?:etapes|steps)[a-z\s]{0,20}:/],
  ['error', /^\W{0,9}(?:(?:le |the )?(?:messages? d'erreur|error messages?))\s{0,3}:/],
];

const signs: readonly (readonly [Aspect, RegExp])[] = [
  [
    'doing',
    /\b(?:je (?:vais|clique|remplis|tente|tape|veux|voulais|lance|choisis|selectionne|saisis|souhaite|me connecte|me rends|suis alle)|j'(?:essaie|essaye|essayais|ouvre|appuie|envoie|ajoute|entre|ai (?:clique|essaye|voulu|tente|rempli|ouvert|saisi))|en (?:essayant|cliquant|voulant|allant|ouvrant|tentant)|(?:quand|lorsque|des que) (?:je|j'|on)|i (?:try|tried|go|went|click|clicked|open|opened|press|fill|filled|want|enter|select|type|log in|am trying|was trying)|i'm trying|when(?:ever)? i|trying to|clicking)\b/,
  ],
  [
    'happens',
    /\b(?:j'(?:obtiens|ai (?:eu )?(?:un|une|le|l') ?(?:message|erreur|page))|je (?:vois|recois|tombe|suis (?:redirige|bloque|deconnecte))|reste (?:blan|bloqu|vid|fig)|(?:s'|m')?affiche|rien ne se passe|n(?:e (?:se |me )?|')(?!sais|comprends)\w{2,20} (?:pas|plus|rien|jamais|aucun)|tourne (?:en rond|dans le vide)|plante|a disparu|ont disparu|page blanche|i (?:get|got|see|saw|receive|am redirected)|it (?:shows|says|displays|fails|crashes|stays|keeps|gives|freezes)|(?:stays|is|remains|goes) (?:blank|white|empty|stuck|frozen)|nothing happens|(?:does|did|is|are|was|will|could|can)(?:n't| ?not) \w|fails|crashes|disappeared)/,
  ],
  [
    'expected',
    /\b(?:j'attend(?:s|ais)|je m'attend|j'esperais|devrai(?:s|t|ent)\b|aurai(?:s|t|ent) du\b|au lieu d|plutot que|normalement|cense|expect|should\b|instead of|supposed to)/,
  ],
];

const order = ["d'abord", 'puis', 'ensuite', 'enfin', 'first', 'then', 'next', 'after that', 'finally'];
const doing = signs[0]?.[1] ?? /$^/;
const item = /^\s{0,20}(?:\d{1,3}\s?[.)/-]|[-*•–])\s{0,9}[\p{L}\p{N}"«“]/u;

/** A list of two, words of order, or three lines that each do something. */
function hasSteps(lines: readonly string[]): boolean {
  const text = lines.join('\n');
  const some = (count: number, pattern: RegExp): boolean => lines.filter((line) => pattern.test(line)).length >= count;
  return some(2, item) || some(3, doing) || order.filter((word) => new RegExp(`\\b${word}\\b`).test(text)).length > 1;
}

/** The number or dash of an empty list item says nothing. */
const saysSomething = (line: string): boolean => /\p{L}|\p{N}/u.test(line.replace(/^\s*\d{1,3}\s?[.)]/, ''));

/** Removes the labels, and returns those that are followed by text. */
function readLabels(lines: readonly string[]): { readonly filled: ReadonlySet<Aspect>; readonly rest: readonly string[] } {
  const filled = new Set<Aspect>();
  let under: Aspect | undefined;
  const rest = lines.map((line) => {
    const label = labels.find(([, pattern]) => pattern.test(line));
    if (label) under = label[0];
    const said = label ? line.slice(line.indexOf(':') + 1) : line;
    if (under && saysSomething(said)) filled.add(under);
    return said;
  });
  return { filled, rest };
}

const stackLine = /^[ \t]{0,20}(?:at \S{1,200} .{0,200}:\d|File ".{1,200}", line \d)/m;

/** The aspects that a description contains. */
export function aspectsOf(text: string): ReadonlySet<Aspect> {
  const { filled, rest } = readLabels(fold(text).split('\n'));
  const plain = rest.join('\n');
  const found = new Set(filled);
  for (const [aspect, pattern] of signs) if (pattern.test(plain)) found.add(aspect);
  if (hasSteps(rest)) found.add('steps');
  if (findError(text) || stackLine.test(text)) found.add('error');
  return found;
}
