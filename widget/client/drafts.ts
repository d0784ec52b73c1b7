/**
 * What a customer has typed and not yet sent, kept on this device: it survives a reload, a crash and an expired
 * session. Each customer has drafts of their own; nobody is shown another's.
 */
import { stringify } from './json.ts';
export const prefix = 'support-ticket:draft:';
/** Forgotten after this many days without a change. */
const keptFor = 30 * 24 * 60 * 60 * 1000;

interface Kept {
  readonly at: number;
  readonly value: unknown;
}

export class Drafts {
  /** Begins the name of everything that is kept of this customer. */
  readonly owner: string;
  /** Stands in where the browser refuses storage: a draft then lives as long as the page. */
  static readonly memory = new Map<string, string>();

  constructor(server: string, customer: string) {
    this.owner = `${prefix}${server}:${customer}:`;
    this.#forgetOld();
  }

  load<T>(form: string): { readonly value: T; readonly at: string } | null {
    const kept = this.#read(this.owner + form);
    return kept && { value: kept.value as T, at: new Date(kept.at).toISOString() };
  }

  /** Returns when it was kept, for "kept here at 15:18". */
  save(form: string, value: unknown): string {
    const at = Date.now();
    const text = stringify({ at, value } satisfies Kept);
    Drafts.memory.set(this.owner + form, text);
    try {
      localStorage.setItem(this.owner + form, text);
    } catch {
      // Storage is full or refused: the copy in memory has to do.
    }
    return new Date(at).toISOString();
  }

  drop(form: string): void {
    Drafts.memory.delete(this.owner + form);
    try {
      localStorage.removeItem(this.owner + form);
    } catch {
      // Nothing was kept there either.
    }
  }

  /** What another tab has dropped must not come back from the copy in memory. */
  follow({ key, newValue }: Pick<StorageEvent, 'key' | 'newValue'>): void {
    if (key !== null && newValue === null) Drafts.memory.delete(key);
  }

  #read(key: string): Kept | null {
    try {
      return newer(parse(localStorage.getItem(key)), parse(Drafts.memory.get(key)));
    } catch {
      return parse(Drafts.memory.get(key));
    }
  }

  #forgetOld(): void {
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(prefix)) continue;
        const kept = parse(localStorage.getItem(key));
        if (!kept || Date.now() - kept.at > keptFor) localStorage.removeItem(key);
      }
    } catch {
      // No storage, nothing to forget.
    }
  }
}

function parse(text: string | null | undefined): Kept | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Kept | null;
    return kept && typeof kept.at === 'number' ? kept : null;
  } catch {
    return null;
  }
}

/** Full storage keeps an older text than memory does. */
const newer = (a: Kept | null, b: Kept | null): Kept | null => (a && b ? (a.at < b.at ? b : a) : (a ?? b));
