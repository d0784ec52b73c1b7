/** The folder under which the desk's server is reached, without a slash at its end: empty for most. */
let root = '';

/**
 * Called once by the entry, which alone knows where the desk came from: the server has its file right below that folder.
 * A module by another name is not as the server serves it, and tells nothing of the folder.
 */
export function setRoot(script: string): void {
  root = /^(.*)\/support-desk\.js$/.exec(new URL(script).pathname)?.[1] ?? '';
}

/** Where the server has what is at the path. */
export const below = (path: string): string => root + path;
