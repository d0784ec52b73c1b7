/**
 * Marks the quotes in a mail's HTML. Mail programs name the quote below a reply by classes and ids that are the same in every
 * language; each such place becomes a line of one noncharacter in the text.
 */
import { htmlToText } from '../text/html.ts';
import type { MarkerOf } from '../text/html.ts';

/** Unicode noncharacters, which no text contains. */
export const markers = {
  /** An attribution line and then its quote, up to `end`. */
  quote: '\ufdd0',
  /** Quoted text up to `end`. */
  block: '\ufdd1',
  end: '\ufdd2',
  /** Everything that follows is quoted. */
  rest: '\ufdd3',
  /** What follows was forwarded on purpose. */
  forward: '\ufdd4',
  /** Everything that follows is quoted, if it begins with headers: people draw lines too. */
  outlookRule: '\ufdd5',
} as const;

const anyMarker = /[\ufdd0-\ufdd5]/g;
export const hasMarkers = (text: string): boolean => text.search(anyMarker) >= 0;
export const withoutMarkers = (text: string): string =>
  hasMarkers(text) ? text.replace(/^[ \t>]*[\ufdd0-\ufdd5][ \t]*(?:\n|$)/gm, '').replace(anyMarker, '') : text;

const quotes = /^(?:gmail_quote|gmail_quote_container|moz-cite-prefix|protonmail_quote|tutanota_quote|front-blockquote|gmail_extra_quote)$/;
const blocks = /^(?:yahoo_quoted|zmail_extra|ms-outlook-mobile-reference-message|outlookmessageheader|x_?olk_src_body_section)$/;
const ids: Readonly<Record<string, keyof typeof markers>> = {
  divrplyfwdmsg: 'rest',
  appendonsend: 'rest',
  olk_src_body_section: 'block',
  'mail-editor-reference-message-container': 'block',
  'ms-outlook-mobile-reference-message': 'block',
  yahoo_quoted: 'block',
  zmail_extra: 'block',
  replymessage: 'rest',
};
/** The line that Outlook for Windows and Windows Mail draw above the quoted mail. */
const line =
  /border-top\s*:\s*(?:[\w.#()%,]+\s+){0,2}(?:#(?:e1e1e1|b5c4df|e5e5e5)|rgb\(\s*(?:225\s*,\s*225\s*,\s*225|181\s*,\s*196\s*,\s*223|229\s*,\s*229\s*,\s*229)\s*\))/i;
/** Only Outlook gives the width of a line in points. */
const isMeasuredInPoints = /border-top\s*:[^;]{0,60}\d\s*pt\b/i;
const isOutlookRule = (style: string): boolean => style.length < 2_000 && line.test(style) && /solid/i.test(style);

const signOf: MarkerOf = (name, attributes) => {
  // Outlook on the web prefixes names in quoted mails with "x_".
  const classes = (attributes['class'] ?? '').toLowerCase().split(/\s+/);
  const id = (attributes['id'] ?? '').toLowerCase().replace(/^(?:x_)+/, '');
  if (classes.includes('moz-forward-container')) return { start: markers.forward };
  const kind = Object.hasOwn(ids, id) ? ids[id] : undefined;
  if (kind === 'rest') return { start: markers.rest };
  const style = attributes['style'] ?? '';
  if (name === 'div' && isOutlookRule(style)) return { start: isMeasuredInPoints.test(style) ? markers.rest : markers.outlookRule };
  if (kind === 'block' || classes.some((one) => blocks.test(one)) || id.startsWith('yahoo_quoted'))
    return { start: markers.block, end: markers.end };
  if (classes.some((one) => quotes.test(one))) return { start: markers.quote, end: markers.end };
  return name === 'blockquote' && (attributes['type'] ?? '').toLowerCase() === 'cite' ? { start: markers.quote, end: markers.end } : null;
};

/** The text of a mail's HTML, with marker lines. */
export const markedText = (html: string): string => htmlToText(html.replace(anyMarker, ''), signOf);
