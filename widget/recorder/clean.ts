/** What an error message or an address may say of itself once it is kept. Pure. */

const longest = 300;
const mask = '•••';

/**
 * One line of at most 300 characters. Addresses lose query, fragment, sign-in, and the origin when it is the page's
 * own; what stands after a word such as "password" or "Bearer" is masked, and so are runs of letters and digits too long
 * for a word: keys, session ids, one-time codes. Of `data:` and `blob:` nothing is kept.
 */
export function clean(text: string, origin: string): string {
  // A secret that is cut in two would no longer look like one: the piece at the cut goes.
  const head = text.length > 1_000 ? text.slice(0, 1_000).replace(/[^\s?#/]*$/, '…') : text;
  const line = head
    .replace(/\s+/g, ' ')
    .replaceAll(`${origin}/`, '/')
    .replace(/\b(data|blob):\S+/g, '$1:')
    .replace(/:\/\/[^\s/@]*@/g, '://')
    .replace(/([^\s"'(])[?#][^\s"'`<>)]+|[?#&][\w%.[\]-]+=[^\s"'`<>)]*/g, '$1')
    .replace(
      /((?:(?:pass|pwd|mdp|secret|token|jeton|sess|cookie|api.?key|[_-]key|auth(?!or))\w*["']? ?[:=] ?|\b(?:bearer|basic) )+)("[^"]*|'[^']*|[^\s"',;)}<]+)/gi,
      `$1${mask}`,
    )
    .replace(/eyJ[\w-]+\.[\w.-]+|(?=[\w+=~-]*\d)(?=[\w+=~-]*[a-z])[\w+=~-]{20,}/gi, mask)
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
