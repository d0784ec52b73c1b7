/** The path of the server, without a trailing slash; empty when it is at the root. */
let root = '';

/**
 * Called once by the entry with its own URL: the server serves `support-desk.js` directly below its path. A module of another
 * name, as in tests, does not change the path.
 */
export function setRoot(script: string): void {
  root = /^(.*)\/support-desk\.js$/.exec(new URL(script).pathname)?.[1] ?? '';
}

/** The path on the server. */
export const below = (path: string): string => root + path;
