/** Milliseconds that somebody waits to be told why a part did not come. */
const patience = 5_000;

/**
 * A part did not come: whether the server answers, and so has another build than this page. The entry is asked for past
 * the browser's cache and into it: otherwise a reload might begin with the old one again.
 */
export async function isOutdated(entry: string): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    return (await fetch(entry, { cache: 'reload', signal: AbortSignal.timeout(patience) })).ok;
  } catch {
    return false;
  }
}
