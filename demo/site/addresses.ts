/** Where the places of the support desk live in the client area. The backend and the page's script read the same map. */

export interface SupportPlace {
  readonly view: string;
  /** A ticket's number, or its id. */
  readonly ticket: string | null;
  /** The id of a ticket of an earlier system. */
  readonly archived: string | null;
  /** A step of the form. */
  readonly step: string | null;
}

export const placeAttributes = ['view', 'ticket', 'archived', 'step'] as const;

const root = '/dashboard/tickets';

const views: Readonly<Record<string, string>> = { '': 'home', create: 'new', open: 'open', closed: 'closed', archive: 'archive' };

/** Null: not an address of the support desk. */
export function placeAt(path: string, query: string): SupportPlace | null {
  if (path !== root && !path.startsWith(`${root}/`)) return null;
  const [name = '', second = ''] = path.slice(root.length + 1).split('/');
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  return {
    view: view ?? 'home',
    ticket: view === undefined ? decode(name) : null,
    archived: view === 'archive' && second !== '' ? decode(second) : null,
    step: view === 'new' ? new URLSearchParams(query).get('step') : null,
  };
}

export function addressOf({ view, ticket, archived, step }: SupportPlace): string {
  if (ticket !== null) return `${root}/${encodeURIComponent(ticket)}`;
  if (archived !== null) return `${root}/archive/${encodeURIComponent(archived)}`;
  const name = Object.keys(views).find((known) => views[known] === view) ?? '';
  return (name === '' ? root : `${root}/${name}`) + (step ? `?step=${encodeURIComponent(step)}` : '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
