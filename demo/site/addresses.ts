/** Where the places of the support desk live in the client area. The backend and the page's script read the same map. */

export interface SupportPlace {
  readonly view: string;
  /** A ticket's number, or its id. */
  readonly ticket: string | null;
}

const root = '/dashboard/tickets';

const views: Readonly<Record<string, string>> = { '': 'home', create: 'new', open: 'open', closed: 'closed', archive: 'archive' };

/** Null: not an address of the support desk. */
export function placeAt(path: string): SupportPlace | null {
  if (path !== root && !path.startsWith(`${root}/`)) return null;
  const name = path.slice(root.length).replaceAll('/', '');
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  return view === undefined ? { view: 'home', ticket: decode(name) } : { view, ticket: null };
}

export function addressOf({ view, ticket }: SupportPlace): string {
  if (ticket !== null) return `${root}/${encodeURIComponent(ticket)}`;
  const name = Object.keys(views).find((known) => views[known] === view) ?? '';
  return name === '' ? root : `${root}/${name}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
