/**
 * Refuses mails made to exhaust the parser, whose time grows with lines and parts: a mail of nothing else would take minutes.
 * The check takes milliseconds, before any parsing.
 */

/** Most lines of text. Files in base64 are wrapped at 60 characters or more, and counted apart. */
const mostLines = 50_000;
const shortestLine = 50;
/** Most lines that begin like a boundary between parts. */
const mostBorders = 5_000;

const newline = 0x0a;
const dash = 0x2d;

export function isParsable(bytes: Uint8Array): boolean {
  const most = mostLines + bytes.length / shortestLine;
  let lines = 0;
  let borders = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) {
    lines += 1;
    if (bytes[at + 1] === dash && bytes[at + 2] === dash) borders += 1;
    if (lines > most || borders > mostBorders) return false;
  }
  return true;
}
