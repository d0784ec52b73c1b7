import { Parser } from 'htmlparser2';

/** Characters of an article that are read: an excerpt has a line or two. */
const mostRead = 6_000;

const unread: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'svg', 'head']);
/** Inline elements: they do not separate words. */
export const inline: ReadonlySet<string> = new Set([
  'a',
  'abbr',
  'b',
  'code',
  'em',
  'i',
  'kbd',
  'mark',
  'q',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'wbr',
]);

/** The text of an HTML fragment, blocks separated by a space. Show it as text: it may contain `<`. */
export function textOf(html: string): string {
  let text = '';
  let hidden = 0;
  const parser = new Parser({
    onopentagname(name) {
      if (unread.has(name)) hidden++;
      if (!inline.has(name)) text += ' ';
    },
    onclosetag(name) {
      if (unread.has(name)) hidden--;
      if (!inline.has(name)) text += ' ';
    },
    ontext(part) {
      if (hidden === 0) text += part;
    },
  });
  parser.end(html.slice(0, mostRead));
  return text;
}

const markup = /<\/?(?:abbr|a|b|br|code|em|i|mark|small|span|strong|sub|sup|u)\b[^<>]{0,200}>|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/i;

/** A title as text. Some feeds write HTML in titles; a title such as "The tag <title>" stays as it is. */
export const titleOf = (text: string): string => (markup.test(text) ? textOf(text) : text);
