/** Names of uploads: for people to read and save under, never a path on the server. */

const longest = 200;

/** Control characters, line separators, and marks that turn the direction of text or cannot be seen: `exe.gpj` must not read `jpg.exe`. */
const unseen = /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** What is left of a name without folders and tricks; empty when nothing is. */
export function cleanName(given: string): string {
  const flat = given.slice(0, 4_000).toWellFormed().normalize('NFC');
  const [last = ''] = flat.split(/[/\\]/).slice(-1);
  return (
    last
      .replace(unseen, ' ')
      .replace(/\s+/gu, ' ')
      // A dot in front hides a file, one behind is dropped by Windows.
      .replace(/^[. ]+|[. ]+$/g, '')
  );
}

/** What stands behind the last dot, in small letters; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([\p{L}\p{N}_-]{1,20})$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}

/**
 * The name as it is kept: its end tells what the content is, and it has at most 200 characters.
 * @param extensions those that are true of the content, the usual one first
 * @param replaceable whether the end that it has is one that lies, rather than a part of the name
 */
export function truthfulName(name: string, extensions: readonly string[], replaceable: (extension: string) => boolean): string {
  const given = extensionOf(name);
  const isTrue = extensions.includes(given);
  const extension = isTrue ? given : (extensions[0] ?? '');
  const stem = isTrue || replaceable(given) ? name.slice(0, -given.length - 1) : name;
  const room = longest - extension.length - 1;
  const cut = Array.from(stem).slice(0, room).join('').trimEnd();
  return `${cut === '' ? 'file' : cut}.${extension}`;
}
