/** Text of a file that people wrote, with whichever editor: Windows' own put marks before it, and PowerShell writes UTF-16. */
import { readFileSync } from 'node:fs';

/** What the bytes say, without the mark before it. Bytes that are no text of their encoding become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** @throws what the file system says */
export const readTextFile = (path: string | URL): string => textOf(readFileSync(path));
