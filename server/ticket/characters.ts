/** Which characters of people's text are kept, refused and counted. Every entrance for text uses these functions. */

/** Control characters other than tab and line ends: people do not type them, and mail headers and terminals obey them. */
// eslint-disable-next-line no-control-regex -- finding them is the point
const control = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/;
const controls = new RegExp(control.source, 'g');
const lineEnds = /\r\n?|[\v\f\u0085]/g;
const lineBreaks = /[\r\n\t\v\f\u0085\u2028\u2029]+/g;
/**
 * Embeddings, overrides and isolates reverse the text after them, even a link's host. The marks U+200E and U+200F are harmless and
 * kept.
 */
const bidiControls = /[\u202a-\u202e\u2066-\u2069]/g;
/** Characters that draw nothing by themselves: white space, default ignorables, noncharacters and the blank of Braille. */
const invisible = /[\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2800]/u;
const mark = /\p{M}/u;

/** Whether the text holds a control character or half of a surrogate pair. */
export const isBroken = (text: string): boolean => control.test(text) || !text.isWellFormed();

/** Several lines as they are stored: well-formed, without bidirectional controls, trimmed. Empty when no character can be seen. */
export function clean(text: string): string {
  const cleaned = text.toWellFormed().replace(lineEnds, '\n').replace(controls, '').replace(bidiControls, '').trim();
  return cleaned !== '' && countVisible(cleaned) === 0 ? '' : cleaned;
}

/** One line as it is stored. */
export const cleanLine = (text: string): string => clean(text.replace(lineBreaks, ' ')).replace(/ {2,}/g, ' ');

/** Characters as people count them: one for an emoji outside the basic plane, where `length` says two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** Counts the characters that can be seen. A combining mark counts once when it follows a visible character, and not by itself. */
export function countVisible(text: string): number {
  let count = 0;
  let carries = false;
  for (const character of text) {
    const isSeen = !invisible.test(character);
    const isMark = mark.test(character);
    if (isSeen && (carries || !isMark)) count++;
    carries = isSeen && !isMark;
  }
  return count;
}
