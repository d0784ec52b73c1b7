/** Where the places of the element live on the hosted page. */

export interface Place {
  readonly view: string;
  /** A number or an id. */
  readonly ticket: string | null;
  /** An archived ticket's id. */
  readonly archived: string | null;
  /** A step of the form. */
  readonly step: string | null;
}

export const home: Place = { view: 'home', ticket: null, archived: null, step: null };

/** The attributes of the element that say where it is. */
export const placeAttributes = ['view', 'ticket', 'archived', 'step'] as const;

const views = ['new', 'open', 'closed', 'archive'];

/** The place at a path below `root`, which ends with a slash; the step of the form stands in the query. */
export function placeAt(path: string, query: string, root: string): Place {
  const [first = '', second = ''] = path.slice(root.length).split('/');
  const named = second === '' ? null : decode(second);
  const view = views.includes(first) ? first : 'home';
  return {
    view,
    ticket: first === 'tickets' ? named : null,
    archived: first === 'archive' ? named : null,
    step: view === 'new' ? new URLSearchParams(query).get('step') : null,
  };
}

/** Path and query; what else stands in the query, such as the reader's language, stays there. */
export function addressOf({ view, ticket, archived, step }: Place, query: string, root: string): string {
  const kept = new URLSearchParams(query);
  kept.delete('step');
  if (step) kept.set('step', step);
  const path =
    ticket !== null
      ? `tickets/${encodeURIComponent(ticket)}`
      : archived !== null
        ? `archive/${encodeURIComponent(archived)}`
        : view === 'home'
          ? ''
          : view;
  return root + path + (kept.size ? `?${kept.toString()}` : '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
