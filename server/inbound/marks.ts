/**
 * How mail programs show where the mail begins that is being answered. Every look is at one line, or at a few short ones
 * joined, so that no text takes long, whatever is in it.
 */

/** A line longer than this was typed or pasted by somebody, and marks nothing. */
const longest = 400;
/** Lines over which a program may break its "Le … a écrit :". */
const mostJoined = 4;

const attributions: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^le\s/i, /\s(?:a\s+écrit|écrivait|a\s+ecrit)\s?:$/i],
  [/^on\s/i, /\s(?:wrote|writes)\s?:$/i],
  [/^am\s/i, /\sschrieb\b.*:$/i],
  [/\S/, /\s(?:schrieb|hat\s+geschrieben)(?:\s+am\s.*)?\s?:$/i],
  [/\S/, /\s(?:a\s+écrit|wrote)\s?:$/i],
  [/^el\s/i, /\s(?:escribió|escribio)\s?:$/i],
  [/^il\s/i, /\s(?:ha\s+)?scritto\s?:$/i],
  [/^op\s/i, /\s(?:schreef|geschreven)\b.*:$/i],
  [/^(?:em|a)\s/i, /\sescreveu\s?:$/i],
  [/^(?:den|dnia|w\sdniu)\s/i, /\s(?:skrev|napisał(?:\(a\))?|pisze)\b.*:$/i],
];

/** A sentence may end like one of these: theirs name a day or an address. */
const datedOrAddressed = /\d|@/;
/** Before quoted lines this is enough, in whatever language the rest is. */
const addressOrYear = /@|\b\d{4}\b/;

const originals =
  /^[-_*=\s]{2,}(?:original message|message d['’]origine|message original|mail original|e-mail d['’]origine|forwarded message|message transféré|début du message (?:réexpédié|transféré)|ursprüngliche nachricht|urspruengliche nachricht|weitergeleitete nachricht|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)[-_*=\s:]*$/i;

const rule = /^_{20,}$/;
const from = /^\*?(?:from|de|von|da|van|från|fra)\s?:\*?\s?\S/i;
const otherHeader = /^\*?(?:sent|date|envoyé(?: le)?|gesendet|datum|enviado(?: el)?|fecha|inviato|data|verzonden|to|à|a|an|pour|para|aan|cc|subject|objet|sujet|betreff|asunto|oggetto|onderwerp|assunto)\s?:/i;

export const isQuoted = (line: string): boolean => /^[ \t]{0,3}>/.test(line);
export const isBlank = (line: string): boolean => line.trim() === '';

/** How many lines from `at` on say whose words follow; 0: none. */
export function markAt(lines: readonly string[], at: number): number {
  const line = (lines[at] ?? '').trim();
  if (line === '' || line.length > longest) return 0;
  if (originals.test(line)) return 1;
  if (rule.test(line)) return headersAt(lines, nextWritten(lines, at + 1)) > 0 ? nextWritten(lines, at + 1) - at : 0;
  return headersAt(lines, at) || attributionAt(lines, at);
}

function nextWritten(lines: readonly string[], at: number): number {
  let next = at;
  while (next < at + 3 && next < lines.length && isBlank(lines[next] ?? '')) next += 1;
  return next;
}

/** "De : … Envoyé : … À : … Objet : …": one of them alone may be anything. */
function headersAt(lines: readonly string[], at: number): number {
  if (!from.test((lines[at] ?? '').trim().slice(0, longest))) return 0;
  let count = 1;
  let others = 0;
  for (let i = at + 1; i < Math.min(at + 9, lines.length); i += 1) {
    const line = (lines[i] ?? '').trim().slice(0, longest);
    if (otherHeader.test(line)) others += 1;
    // A long list of recipients goes over several lines; an empty line ends the block, but for programs that put one between.
    else if (isBlank(line) && others > 1) break;
    count += 1;
  }
  return others > 1 ? count : 0;
}

function attributionAt(lines: readonly string[], at: number): number {
  let joined = '';
  for (let i = at; i < Math.min(at + mostJoined, lines.length); i += 1) {
    const line = (lines[i] ?? '').trim();
    if (line === '' || isQuoted(line)) return 0;
    joined = joined === '' ? line : `${joined} ${line}`;
    if (joined.length > longest) return 0;
    if (!joined.endsWith(':')) continue;
    const marked = isQuoted(lines[nextWritten(lines, i + 1)] ?? '');
    // What follows without a ">" is all taken for a quote: a sentence with a date is not enough for that.
    if (isAttribution(joined, i > at) && (marked || joined.includes('@'))) return i - at + 1;
    if (marked && i === at && addressOrYear.test(joined)) return 1;
  }
  return 0;
}

/** @param broken over several lines: then its first word has to say so as well, or a sentence before it would be taken along */
function isAttribution(line: string, broken: boolean): boolean {
  if (!datedOrAddressed.test(line)) return false;
  return attributions.some(([start, end]) => start.test(line) && end.test(line) && (!broken || start.source.startsWith('^')));
}

const footers: readonly RegExp[] = [
  /^(?:envoyé|expédié) (?:de(?:puis)?|à partir de|avec|via) .{2,80}$/i,
  /^sent (?:from|with|via) .{2,80}$/i,
  /^von meinem .{2,60} gesendet\.?$/i,
  /^gesendet (?:von|mit) .{2,60}$/i,
  /^(?:obtenir|téléchargez?|get|holen sie sich|laden sie) (?:l['’]appli(?:cation)? )?outlook (?:pour|for|für) .{2,200}$/i,
  /^(?:provenance|sent from) ?: ?(?:courrier|mail|e-mail) .{2,80}$/i,
  /^(?:garanti sans virus|virus-free|sans virus)\b.{0,200}$/i,
];

/** "Envoyé de mon iPhone": nobody typed it. */
export const isFooter = (line: string): boolean => line.length <= 240 && footers.some((footer) => footer.test(line.trim()));

/** What stands below is the same in every mail of somebody. */
export const isSignatureMark = (line: string): boolean => /^-- ?$|^—$/.test(line);
