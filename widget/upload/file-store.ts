/**
 * The bytes of files that are not sent yet, kept in IndexedDB: they survive a reload, a crash and an ended session.
 * Where the browser refuses, a file lives as long as the page.
 */
import { Drafts, prefix } from '../client/drafts.ts';

const table = 'files';
const hour = 3_600_000;
/** As long as the drafts they belong to. */
const keptFor = 30 * 24 * hour;

interface Kept {
  readonly at: number;
  readonly file: File;
}

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    // Some browsers neither answer nor refuse.
    setTimeout(reject, 4_000, new Error('no answer'));
    const request = indexedDB.open('support-ticket', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error('blocked'));
    request.onsuccess = () => {
      const { result } = request;
      // Cleared by the customer, or made anew by a later version in another window.
      result.onclose = result.onversionchange = () => {
        result.close();
        opening = undefined;
      };
      resolve(result);
    };
  });
  opening.catch(() => (opening = undefined));
  return opening;
}

/** Resolves once it is on disk. */
async function within<T>(mode: IDBTransactionMode, act: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction(table, mode);
  const request = act(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

export class FileStore {
  /** Stands in where nothing can be kept. */
  static readonly #memory = new Map<string, File>();
  readonly #owner: string;

  constructor(owner: string) {
    this.#owner = owner;
    void sweep().catch(() => undefined);
  }

  /** Whether it outlives the page. Throws when the file cannot be read: a folder, or gone from its disk. */
  async keep(id: string, file: File): Promise<boolean> {
    try {
      await within('readwrite', (files) => files.put({ at: Date.now(), file } satisfies Kept, [this.#owner, id]));
      return true;
    } catch {
      FileStore.#memory.set(this.#owner + id, new File([await file.arrayBuffer()], file.name, { type: file.type }));
      return false;
    }
  }

  async load(id: string): Promise<File | null> {
    const inMemory = FileStore.#memory.get(this.#owner + id);
    if (inMemory) return inMemory;
    const kept = (await within('readonly', (files) => files.get([this.#owner, id])).catch(() => null)) as Kept | null;
    return kept?.file ?? null;
  }

  async drop(id: string): Promise<void> {
    FileStore.#memory.delete(this.#owner + id);
    await within('readwrite', (files) => files.delete([this.#owner, id])).catch(() => undefined);
  }
}

/** Whether anything that is kept, whoever's it is, speaks of this. Yes where nobody can tell. */
function isMentioned(text: string): boolean {
  try {
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith(prefix));
    return [...kept, ...Drafts.memory].some(([, value]) => String(value).includes(text));
  } catch {
    return true;
  }
}

/** What is old, and what no draft speaks of any more; a file just added may be ahead of its draft. */
async function sweep(): Promise<void> {
  await within('readwrite', (files) => {
    const request = files.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      const age = Date.now() - (cursor.value as Kept).at;
      if (age > keptFor || (age > hour && !isMentioned(String((cursor.key as string[])[1])))) cursor.delete();
      cursor.continue();
    };
    return request;
  });
}
