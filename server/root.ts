/**
 * The folder of the public address under which this server is reached, such as `/help` of `https://example.com/help`. A
 * proxy may take it off what it passes on, or leave it there: both are understood.
 */

/** Without a slash at its end, so empty for most. */
export const rootOf = (publicUrl: string): string => new URL(publicUrl).pathname.replace(/\/+$/, '');

/** First folders of the server's own: of a root that is called like one, nobody could tell which of the two is meant. */
const own = new Set(['api', 'archive', 'chunks', 'closed', 'desk', 'new', 'open', 'tickets']);

/** The path as the server knows it, from the one that was asked for. */
export function pathBelow(root: string, path: string): string {
  const folder = decode(root);
  if (folder === '' || own.has(folder.slice(1))) return path;
  if (path === folder) return '/';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length) : path;
}

/** Paths come with their letters decoded. */
function decode(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
