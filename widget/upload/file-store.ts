/**
 * Stores the bytes of unsent files in IndexedDB, so that they survive a reload, a crash and the end of a session. When the
 * browser refuses, a file is kept as long as the page is open.
 */
import { Drafts, prefix } from '../client/drafts.ts';

const table = 'files';
const hour = 3_600_000;
/** Files are kept as long as drafts. */
const keptFor = 30 * 24 * hour;

interface Kept {
  readonly at: number;
  readonly file: File;
}

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    // Some browsers never fire an event for `open`.
    setTimeout(reject, 4_000, new Error('no answer'));
    const request = indexedDB.open('support-ticket', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error('blocked'));
    request.onsuccess = () => {
      const { result } = request;
      // The database was cleared by the customer, or is being upgraded by another window.
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

/** Resolves once the transaction is complete. */
async function within<T>(mode: IDBTransactionMode, act: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await open()).transaction(table, mode);
  const request = act(transaction.objectStore(table));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
  });
}

export class FileStore {
  /** Used when IndexedDB cannot be used. */
  static readonly #memory = new Map<string, File>();
  readonly #owner: string;

  constructor(owner: string) {
    this.#owner = owner;
    void sweep().catch(() => undefined);
  }

  /** Returns whether the file was stored in IndexedDB. @throws when the file cannot be read, as with a folder or a deleted file */
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

/** Whether a stored draft of any customer contains the text; true when storage cannot be read. */
function isMentioned(text: string): boolean {
  try {
    const kept = Object.entries(localStorage).filter(([key]) => key.startsWith(prefix));
    return [...kept, ...Drafts.memory].some(([, value]) => String(value).includes(text));
  } catch {
    return true;
  }
}

/** Removes old files and files that no draft mentions, except recent ones, whose draft may not be stored yet. */
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
