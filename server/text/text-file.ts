/** Reads text files as editors write them: Windows programs put a byte order mark first, and PowerShell writes UTF-16. */
import { readFileSync } from 'node:fs';

/** The text without its byte order mark. Bytes that are invalid in the encoding become U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** @throws the file system's error */
export const readTextFile = (path: string | URL): string => textOf(readFileSync(path));
