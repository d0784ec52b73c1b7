/**
 * The HTML part: one table, hairlines, the widget's colours. No pictures and nothing from elsewhere, so nobody learns
 * that it was read. Colours are inline for clients that drop style sheets; those that know dark mode find it in one.
 */
import { runsOf } from '../../ticket/links.ts';
import type { Letter, Line, PromiseLine, Quote } from './letter.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes text for HTML. */
export const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);

const font = "font-family:Inter,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif";
const ink = 'color:#17212e';
const soft = 'color:#545c67';
const small = 'font-size:14px;line-height:20px';
const base = 'font-size:16px;line-height:24px';
const breaking = 'overflow-wrap:anywhere;word-break:break-word';
const line = '#dadcdf';

const sheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.paper{background:#141a22!important}
.ink{color:#e6eaf0!important}.soft{color:#a0a5ac!important}.link{color:#7ccdd6!important}
.rule{border-color:#2c323b!important}.tick{border-color:#e6eaf0!important}
.team{border-color:#7ccdd6!important}
.action{background:#7ccdd6!important}.action a{color:#031a1c!important}
}
@media (max-width:480px){.end{display:block!important;width:auto!important;text-align:left!important;padding-left:0!important}}`;

export function renderHtml(letter: Letter): string {
  const { language, subject, eyebrow, heading, lead, code, promise, title, facts, quote, action, foot } = letter;
  const rows = [
    row(
      `<p class="soft" style="margin:0;${small};${soft}">${escape(eyebrow)}</p>
<h1 class="ink" style="margin:4px 0 0;font-size:22px;line-height:28px;font-weight:600;letter-spacing:-.01em;${ink}">${escape(heading)}</h1>`,
      '32px 0 0',
    ),
    ...lead.map((said) => row(`<p class="ink" style="margin:0;${base};${ink}">${renderLine(said)}</p>`, '12px 0 0')),
    code && row(renderCode(code), '16px 0 0'),
    promise && row(renderPromise(promise), '24px 0 0'),
    title !== null || facts.length > 0 || quote ? row(renderRequest(letter), '24px 0 0') : null,
    action && row(renderAction(action), '24px 0 0'),
    row(
      `<div class="rule" style="border-top:1px solid ${line};padding:16px 0 0">${foot
        .map((said) => `<p class="soft" style="margin:0 0 4px;${small};${soft}">${escape(said)}</p>`)
        .join('')}</div>`,
      '32px 0 32px',
    ),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(subject)}</title>
<style>${sheet}</style>
</head>
<body class="paper" style="margin:0;padding:0;background:#fff;-webkit-text-size-adjust:100%">
<table class="paper" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#fff">
<tr><td align="center" style="padding:0 20px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;table-layout:fixed;text-align:left;${font}">
${rows.filter((part) => part).join('\n')}
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const row = (content: string, padding: string): string => `<tr><td style="padding:${padding};${breaking}">${content}</td></tr>`;

const renderLine = (said: Line): string =>
  said
    .map((part) => (typeof part === 'string' ? escape(part) : `<b class="ink" style="font-weight:600;${ink}">${escape(part.strong)}</b>`))
    .join('');

/** In one element, so that a double click selects the whole code. */
const renderCode = (code: string): string =>
  `<p class="ink" style="margin:0;font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:32px;line-height:40px;font-weight:600;letter-spacing:.12em;${ink}">${escape(code)}</p>`;

/** Two ticks and the way between them: sent at the left, due at the right. */
function renderPromise({ headline, from, to }: PromiseLine): string {
  const side = 'border-left:2px solid #17212e;border-right:2px solid #17212e;font-size:0;line-height:0;height:6px';
  return `<p class="ink" style="margin:0 0 8px;${base};font-weight:600;${ink}">${escape(headline)}</p>
<table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0">
<tr><td class="tick" style="${side};border-bottom:2px solid #17212e">&nbsp;</td></tr>
<tr><td class="tick" style="${side}">&nbsp;</td></tr>
</table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td class="soft end" valign="top" width="45%" style="padding:8px 0 0;${small};${soft}">${renderLine(from)}</td>
<td class="soft end" valign="top" align="right" style="padding:8px 0 0 16px;${small};${soft}">${renderLine(to)}</td>
</tr></table>`;
}

function renderRequest({ title, facts, quote }: Letter): string {
  return `<div class="rule" style="border-top:1px solid ${line};padding:16px 0 0">${title === null ? '' : `<p class="ink" dir="auto" style="margin:0;${base};font-weight:600;${ink}">${escape(title)}</p>`}${
    facts.length === 0 ? '' : renderFacts(facts)
  }${quote ? renderQuote(quote, title !== null || facts.length > 0) : ''}</div>`;
}

function renderFacts(facts: Letter['facts']): string {
  const rows = facts.map(
    ([term, value]) => `<tr><td class="soft" valign="top" width="128" style="padding:4px 16px 0 0;${small};${soft}">${escape(term)}</td>
<td class="ink" valign="top" style="padding:4px 0 0;${small};${ink};${breaking}">${escape(value)}</td></tr>`,
  );
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:4px 0 0">${rows.join('\n')}</table>`;
}

function renderQuote({ side, heading, meta, body, files }: Quote, after: boolean): string {
  const words = renderWords(body);
  const edge = side === 'team' ? 'border-left:3px solid #0a6c74;padding:0 0 0 13px' : 'padding:0';
  return `<div${side === 'team' ? ' class="team"' : ''} style="margin:${after ? '16px' : '0'} 0 0;${edge}">
<p class="ink" style="margin:0;${base};${ink}"><b style="font-weight:600">${escape(heading)}</b> <span class="soft" style="${small};${soft}">${escape(meta)}</span></p>
<p class="ink" dir="auto" style="margin:4px 0 0;${base};${ink}">${words}</p>${files.map((said) => `\n<p class="soft" style="margin:8px 0 0;${small};${soft}">${escape(said)}</p>`).join('')}
</div>`;
}

function readAddress(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Renders typed text with its line breaks, indentation and links: not every mail program supports `white-space`. */
const renderWords = (body: string): string =>
  runsOf(body.replace(/\r\n?|[\u2028\u2029]/g, '\n'), readAddress)
    .map(({ text, href }) =>
      href === null
        ? renderSpaced(text)
        : `<a class="link" href="${escape(href)}" rel="nofollow noopener noreferrer" style="color:#0a6c74">${escape(text)}</a>`,
    )
    .join('');

const renderSpaced = (text: string): string =>
  escape(text.replaceAll('\t', '    '))
    .replace(/(^|\n)( +)/g, (_all, start: string, spaces: string) => start + '&nbsp;'.repeat(spaces.length))
    .replace(/ {2,}/g, (spaces) => `${'&nbsp;'.repeat(spaces.length - 1)} `)
    .replaceAll('\n', '<br>');

function renderAction({ label, url }: NonNullable<Letter['action']>): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="action" style="background:#0a6c74;border-radius:6px">
<a href="${escape(url)}" style="display:inline-block;padding:10px 16px;font-size:16px;line-height:24px;font-weight:600;color:#fff;text-decoration:none">${escape(label)}</a>
</td></tr></table>
<p class="soft" style="margin:8px 0 0;${small};${soft};${breaking}"><a class="link" href="${escape(url)}" style="color:#0a6c74">${escape(url)}</a></p>`;
}
