/** The title of a page from the last part of its address, for sitemaps, which have no titles. Null when that part has no words. */
export function titleFromAddress(url: string): string | null {
  const last = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? '';
  const words = decoded(last)
    .replace(/\.(?:html?|php|aspx?|md)$/i, '')
    .replace(/[-_+\s]+/g, ' ')
    .replace(/^\d+ | \d+$/g, '')
    .trim();
  // One word or the name of an index page ("fr", "blog") does not tell what a page answers.
  if (!/\p{L}{2}.* .*\p{L}{2}/u.test(words)) return null;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
