/**
 * Whether a mail has the shape of one: what reads it takes its time for each line and for each part, and a mail of
 * nothing else would keep it busy for minutes. Seen in milliseconds, before anything is read.
 */

/** Lines of text that are nobody's; files are wrapped at 60 characters or more. */
const mostLines = 50_000;
const shortestLine = 50;
/** Lines that begin as the borders between parts do. */
const mostBorders = 5_000;

const newline = 0x0a;
const dash = 0x2d;

export function hasShape(bytes: Uint8Array): boolean {
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
