import type { Bytes } from '../../store/attachments.ts';

const piece = 64 * 1024;

/** Bytes that occur in no text in UTF-8 or an 8-bit charset. Escape (0x1b) is allowed, since coloured logs have it. */
const binary = new Set([...range(0x00, 0x08), 0x0b, ...range(0x0e, 0x1a), ...range(0x1c, 0x1f), 0x7f]);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Whether the whole file is text. */
export async function isText(bytes: Bytes): Promise<boolean> {
  const wide = wideEncoding(await bytes.read(0, 2));
  const isFine = wide === null ? hasNoBinary : decodes(wide);
  for (let position = 0; position < bytes.size; position += piece) {
    if (!isFine(await bytes.read(position, piece))) return false;
  }
  return true;
}

function hasNoBinary(chunk: Uint8Array): boolean {
  return chunk.every((byte) => !binary.has(byte));
}

function decodes(encoding: string): (chunk: Uint8Array) => boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (chunk) => {
    try {
      // eslint-disable-next-line no-control-regex -- they are what is looked for
      return !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(decoder.decode(chunk, { stream: true }));
    } catch {
      return false;
    }
  };
}

function wideEncoding([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Beginnings that browsers sniff as HTML, SVG or XML. */
const markup =
  /^<(?:!doctype|!--|\?xml|(?:html|head|body|script|svg|math|iframe|frameset|object|embed|style|link|meta|title|base|form|table|div|font|h[1-6]|img|video|audio|a|b|p|br|xsl:\w+|rss|feed)(?=[\s/>]))/i;

/** Whether the text is a script, or markup that a browser would render. */
export async function isActiveText(bytes: Bytes): Promise<boolean> {
  const head = await bytes.read(0, 4 * 1024);
  const text = new TextDecoder(wideEncoding(head) ?? 'utf-8').decode(head).trimStart();
  return markup.test(text) || text.startsWith('#!') || text.startsWith('<?') || isSavedPage(text);
}

/** MHTML: a saved web page, in the format of a mail. */
function isSavedPage(text: string): boolean {
  return /^(?:from: <saved by |snapshot-content-location:)/im.test(text);
}

/** Extensions that a system executes or a browser renders regardless of content. */
export const activeExtensions: ReadonlySet<string> = new Set(
  (
    'html htm xhtml xht shtml svg svgz xml xsl xslt mht mhtml js mjs cjs jsx jse vbs vbe wsf wsh hta bat cmd com ps1 psm1 psd1 ' +
    'sh bash zsh csh fish php php3 php4 php5 php7 php8 phtml phar py pyw pl rb lua jar jsp asp aspx cgi exe dll scr msi pif cpl ' +
    'reg scf lnk url inf desktop webloc applescript command app apk ipa deb rpm'
  ).split(' '),
);
