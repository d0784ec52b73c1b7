/** Names of uploads, as shown and as suggested for saving; the server never uses them as paths. */

const longest = 200;

/** Control characters, line separators, bidirectional marks and invisible characters: `exe.gpj` must not be shown as `jpg.exe`. */
const unseen = /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** The name without folders, control characters and leading or trailing dots; may be empty. */
export function cleanName(given: string): string {
  const flat = given.slice(0, 4_000).toWellFormed().normalize('NFC');
  const [last = ''] = flat.split(/[/\\]/).slice(-1);
  return (
    last
      .replace(unseen, ' ')
      .replace(/\s+/gu, ' ')
      // A leading dot hides a file; a trailing dot is dropped by Windows.
      .replace(/^[. ]+|[. ]+$/g, '')
  );
}

/** The extension in lower case, without the dot; empty when there is none. */
export function extensionOf(name: string): string {
  return /\.([\p{L}\p{N}_-]{1,20})$/u.exec(name)?.[1]?.toLowerCase() ?? '';
}

/**
 * The stored name: its extension matches the content, and it has at most 200 characters.
 * @param extensions the extensions that match the content, the usual one first
 * @param replaceable whether a given extension is a wrong one to replace, rather than a part of the name
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
