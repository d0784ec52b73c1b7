import { plain } from './letter.ts';
import type { Letter, Quote } from './letter.ts';

/** The plain text part, with the same content in the same order. */
export function renderText(letter: Letter): string {
  const { eyebrow, heading, lead, code, promise, title, facts, quote, action, foot } = letter;
  const blocks = [
    `${eyebrow}\n${heading}`,
    ...lead.map(plain),
    code && `    ${code}`,
    promise && [promise.headline, plain(promise.from), plain(promise.to)].join('\n'),
    title,
    facts.map(([term, value]) => `${term}${letter.language === 'fr' ? '\u00a0' : ''}: ${value}`).join('\n'),
    quote && quoted(quote),
    action && `${action.label}${letter.language === 'fr' ? '\u00a0' : ''}:\n${action.url}`,
    `--\u0020\n${foot.join('\n')}`,
  ];
  return `${blocks.filter((block) => block).join('\n\n')}\n`;
}

/** The team's new message stands unquoted; the customer's own message is quoted. */
function quoted({ side, heading, meta, body, files }: Quote): string {
  const lines = body.replace(/\r\n?|[\u2028\u2029]/g, '\n').split('\n');
  const words = side === 'team' ? lines : lines.map((line) => (line === '' ? '>' : `> ${line}`));
  return [`${heading}${meta === '' ? '' : `, ${meta}`}`, ...words, ...(files.length > 0 ? ['', ...files] : [])].join('\n');
}
