/** Finds secrets in a text: passwords, card numbers, keys, transfer codes. Pure. */
export type Secret = 'password' | 'card' | 'key' | 'code';
export interface FoundSecret {
  readonly kind: Secret;
  readonly start: number;
  readonly end: number;
}

/** Words after "my password is" that are not a password. */
const remark =
  /^(?:pas|plus|trop|toujours|bien|bon|bonne|faux|juste|vide|perdu|inconnu|invalide?|incorrecte?|mauvais|obligatoire|ok|oui|non|que|je|j[’'].*|il|le|la|les|un|une|mon|ma|est|comment|pourquoi|impossible|erreur|not|no|yes|wrong|bad|lost|too|weak|still|always|never|now|the|a|an|my|very|being|set|sent|ok|i|how|why|what|it|error|correct|invalid|missing|unknown|empty|in|\p{L}+(?:é|ée|és|ed|ing|en)|\*+|[.…•xX_-]+)[.,;:!?)]*$/iu;
const mixed = /\d|\p{L}[^\p{L}\s.,;:!?)’'-]|[!@#$%^&*_+=]/u;

function isCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (!/^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7]|6[0245-9])\d{14}|3[47]\d{13}|3[0689]\d{12})$/.test(digits)) return false;
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, at) => total + (at % 2 ? (Number(digit) * 2) % 9 || (digit === '9' ? 9 : 0) : Number(digit)), 0);
  return sum % 10 === 0;
}

type Rule = readonly [Secret, RegExp, (value: string) => boolean];
const yes = (): boolean => true;
const hasDigit = (value: string): boolean => /\d/.test(value);

/** The first group is the secret; a match without one (an IBAN, an order) is passed over. */
const rules: readonly Rule[] = [
  ['key', /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$))/dg, yes],
  [
    'key',
    /(?<![\w-])(AKIA[\dA-Z]{16}|[rs]k_(?:live|test)_\w{8,}|gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[a-z]-[\w-]{10,}|AIza[\w-]{35}|eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]{5,})/dg,
    yes,
  ],
  [
    'key',
    /(?<!\p{L})(?:key|secret|token|jeton|bearer|cl[ée](?:[ _-](?:d[’'])?(?:api|secr[èe]te|priv[ée]e|ssh))?)["’' ]{0,3}(?:[:=]|est\b|is\b)?["’' ]{0,3}([\w+/.=-]{20,})/dgiu,
    hasDigit,
  ],
  [
    'code',
    /\b(?:auth(?:[ -]?info)?[ -]?code|code[ -](?:d[’'] ?)?(?:auth\p{L}*|autorisation|(?:de )?transfert|EPP)|EPP(?:[ -](?:code|key))?)(?: (?:du|de|for|pour|of)(?: \S{1,70}){1,2}?)? ?(?:[:=]|est\b|is\b) ?["«“'’]? ?([^\s"»”]{5,64})/dgiu,
    (value) => mixed.test(value),
  ],
  [
    'password',
    /(?:mots? de passe|\bmdp|pass(?:word|wd|phrase)|\bpass|\bpwd)\s?(?:[:=]|est ?:|is ?:)\s?["«“'’]?\s?([^\s"»”]{3,128})/dgiu,
    (value) => !remark.test(value),
  ],
  [
    'password',
    /(?:mots? de passe|\bmdp|password|passphrase|\bpwd) (?:est|is|was|c[’']est) ["«“'’]?\s?([^\s"»”]{3,128})/dgiu,
    (value) => !remark.test(value),
  ],
  [
    'password',
    /(?:mots? de passe|\bmdp|password|\bpwd)(?: [\p{L}\d.@’'-]{1,40}){1,4} ?[:=] ?["«“'’]?\s?([^\s"»”]{4,128})/dgiu,
    (value) => mixed.test(value) && !remark.test(value),
  ],
  [
    'card',
    /\b[A-Z]{2}\d\d(?:[ -]?[A-Z\d]{4}){3,7}|(?:commande|order|facture|invoice)\W{0,3}(?:n[o°]\W{0,2}|#)?\d[\d -]{8,24}|\b(\d(?:[ -]?\d){12,18})\b/dgi,
    isCard,
  ],
];

/** Closing punctuation after a secret, which is not part of it. */
const closing = /[.,;:)»”"’']{1,4}$/;

function* findBy([kind, pattern, accepts]: Rule, text: string): Generator<FoundSecret> {
  for (const { 1: value, indices } of text.matchAll(pattern)) {
    const start = indices?.[1]?.[0];
    if (value === undefined || start === undefined || !accepts(value)) continue;
    yield { kind, start, end: start + (value.replace(closing, '').length || value.length) };
  }
}

/** Where a text holds a secret: sorted, and never overlapping. */
export function findSecrets(text: string): readonly FoundSecret[] {
  const found = rules.flatMap((rule) => [...findBy(rule, text)]).sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return found.filter((secret) => secret.start >= end && (end = secret.end));
}
