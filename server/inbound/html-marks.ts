/**
 * Mail programs name in their HTML what they put below somebody's words, by classes and ids that are the same in every
 * language. In the text that is made of it, these places are shown by lines of one character that no text contains.
 */
import { htmlToText } from '../text/html.ts';
import type { SignOf } from '../text/html.ts';

/** Characters that Unicode keeps out of texts. */
export const signs = {
  /** A line that says whose words follow, then these words as a quote. */
  quote: '\ufdd0',
  /** All is somebody else's, up to `end`. */
  block: '\ufdd1',
  end: '\ufdd2',
  /** All that follows is somebody else's. */
  rest: '\ufdd3',
  /** What follows was forwarded on purpose. */
  forward: '\ufdd4',
  /** All that follows is somebody else's, where it begins with headers: people draw lines too. */
  line: '\ufdd5',
} as const;

const every = /[\ufdd0-\ufdd5]/g;
export const isSigned = (text: string): boolean => text.search(every) >= 0;
export const withoutSigns = (text: string): string =>
  isSigned(text) ? text.replace(/^[ \t>]*[\ufdd0-\ufdd5][ \t]*(?:\n|$)/gm, '').replace(every, '') : text;

const quotes = /^(?:gmail_quote|gmail_quote_container|moz-cite-prefix|protonmail_quote|tutanota_quote|front-blockquote|gmail_extra_quote)$/;
const blocks = /^(?:yahoo_quoted|zmail_extra|ms-outlook-mobile-reference-message|outlookmessageheader|x_?olk_src_body_section)$/;
const ids: Readonly<Record<string, keyof typeof signs>> = {
  divrplyfwdmsg: 'rest',
  appendonsend: 'rest',
  olk_src_body_section: 'block',
  'mail-editor-reference-message-container': 'block',
  'ms-outlook-mobile-reference-message': 'block',
  yahoo_quoted: 'block',
  zmail_extra: 'block',
  replymessage: 'rest',
};
/** The line that Outlook for Windows, and Windows Mail, draw above the mail that is answered. */
const line =
  /border-top\s*:\s*(?:[\w.#()%,]+\s+){0,2}(?:#(?:e1e1e1|b5c4df|e5e5e5)|rgb\(\s*(?:225\s*,\s*225\s*,\s*225|181\s*,\s*196\s*,\s*223|229\s*,\s*229\s*,\s*229)\s*\))/i;
/** Nobody else measures a line in points. */
const isOutlooks = /border-top\s*:[^;]{0,60}\d\s*pt\b/i;
const isLine = (style: string): boolean => style.length < 2_000 && line.test(style) && /solid/i.test(style);

const signOf: SignOf = (name, attributes) => {
  // Outlook for the web puts "x_" before the names it finds in the mails of others.
  const classes = (attributes['class'] ?? '').toLowerCase().split(/\s+/);
  const id = (attributes['id'] ?? '').toLowerCase().replace(/^(?:x_)+/, '');
  if (classes.includes('moz-forward-container')) return { start: signs.forward };
  const kind = Object.hasOwn(ids, id) ? ids[id] : undefined;
  if (kind === 'rest') return { start: signs.rest };
  const style = attributes['style'] ?? '';
  if (name === 'div' && isLine(style)) return { start: isOutlooks.test(style) ? signs.rest : signs.line };
  if (kind === 'block' || classes.some((one) => blocks.test(one)) || id.startsWith('yahoo_quoted'))
    return { start: signs.block, end: signs.end };
  if (classes.some((one) => quotes.test(one))) return { start: signs.quote, end: signs.end };
  return name === 'blockquote' && (attributes['type'] ?? '').toLowerCase() === 'cite' ? { start: signs.quote, end: signs.end } : null;
};

/** The text of a mail's HTML, with these signs. */
export const signedText = (html: string): string => htmlToText(html.replace(every, ''), signOf);
