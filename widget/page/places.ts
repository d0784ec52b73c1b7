/** Where the places of the element live on the hosted page. */

export interface Place {
  readonly view: string;
  /** A number or an id. */
  readonly ticket: string | null;
}

const views = ['new', 'open', 'closed', 'archive'];

/** The place at a path below `root`, which ends with a slash. */
export function placeAt(path: string, root: string): Place {
  const [first = '', second = ''] = path.slice(root.length).split('/');
  const ticket = first === 'tickets' && second !== '' ? decode(second) : null;
  return { view: views.includes(first) ? first : 'home', ticket };
}

export function addressOf({ view, ticket }: Place, root: string): string {
  if (ticket !== null) return `${root}tickets/${encodeURIComponent(ticket)}`;
  return root + (view === 'home' ? '' : view);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
