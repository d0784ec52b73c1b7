/** What the developers of a site are told in the console, and nobody else sees. */
const said = new Set<string>();

/** Each cause once per page. Never with a token in it. */
export function warnOnce(cause: string, what: string): void {
  if (said.has(cause)) return;
  said.add(cause);
  console.warn(`<support-ticket> ${what} (docs/embedding.md lists what can be wrong.)`);
}
