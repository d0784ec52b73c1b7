/**
 * The path of the public URL, such as `/help` of `https://example.com/help`. A proxy may strip it from requests or pass it on;
 * both work.
 */

/** The path without a trailing slash; empty when the server is at the root. */
export const rootOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

/** First segments of the server's own paths: a root of the same name is not stripped, since the two could not be told apart. */
const own = new Set(['api', 'archive', 'chunks', 'closed', 'desk', 'new', 'open', 'tickets']);

/** The path of a request without the root. */
export function pathBelow(root: string, path: string): string {
  const folder = decode(root);
  if (folder === '' || own.has(folder.slice(1))) return path;
  if (path === folder) return '/';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length) : path;
}

/** The root is decoded, since the paths of requests are. */
function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
