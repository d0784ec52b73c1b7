/** The folder under which the desk's server is reached, without a slash at its end: empty for most. */
let root = '';

/** Called once by the entry, which alone knows where the desk came from. */
export function setRoot(url: string): void {
  root = new URL(url).pathname.replace(/\/+$/, '');
}

/** Where the server has what is at the path. */
export const below = (path: string): string => root + path;
