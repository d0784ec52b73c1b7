import { assert } from 'chai';
import { Drafts } from '../../widget/client/drafts.ts';
import { FileStore } from '../../widget/upload/file-store.ts';
import { until } from './page.ts';

const day = 86_400_000;

const file = (content: string): File => new File([content], 'journal.log', { type: 'text/plain' });

/** Straight from the database, past the store. */
async function raw<T>(act: (files: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('support-ticket');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('refused'));
  });
  const request = act(db.transaction('files', 'readwrite').objectStore('files'));
  await new Promise((resolve) => (request.onsuccess = resolve));
  db.close();
  return request.result;
}

describe('the bytes of files that are not sent yet', () => {
  beforeEach(() => localStorage.clear());

  it('are there for another page of the same customer, with their name and type, and for nobody else', async () => {
    assert.isTrue(await new FileStore('one:').keep('a', file('all of it')));
    const kept = await new FileStore('one:').load('a');
    assert.deepEqual([kept?.name, kept?.type, await kept?.text()], ['journal.log', 'text/plain', 'all of it']);
    assert.isNull(await new FileStore('two:').load('a'));
  });

  it('are gone once dropped', async () => {
    const store = new FileStore('one:');
    await store.keep('b', file('x'));
    await store.drop('b');
    assert.isNull(await store.load('b'));
  });

  it('are swept when they are old, or when no draft speaks of them any more; others stay', async () => {
    const drafts = new Drafts('https://support.example', 'ada');
    drafts.save('files-new', [{ id: 'held' }]);
    await new FileStore('one:').keep('fresh', file('x'));
    const put = (id: string, age: number) => raw((files) => files.put({ at: Date.now() - age, file: file(id) }, ['one:', id]));
    await put('held', 2 * day);
    await put('forgotten', 2 * day);
    await put('ancient', 31 * day);
    new FileStore('one:');
    const left = await until('the sweeping', async () => {
      const keys = (await raw((files) => files.getAllKeys())).map((key) => (key as string[])[1]);
      return !keys.includes('forgotten') && keys;
    });
    assert.includeMembers(left as string[], ['fresh', 'held']);
    assert.notInclude(left, 'ancient');
  });

  it('live as long as the page where the browser is full', async () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      const store = new FileStore('one:');
      assert.isFalse(await store.keep('c', file('still here')));
      assert.equal(await (await store.load('c'))?.text(), 'still here');
    } finally {
      IDBObjectStore.prototype.put = put;
    }
  });

  it('refuse what cannot be read', async () => {
    const folder = file('x');
    Object.defineProperty(folder, 'arrayBuffer', { value: () => Promise.reject(new DOMException('a folder', 'NotReadableError')) });
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('a folder', 'NotReadableError');
    };
    try {
      let refused = false;
      await new FileStore('one:').keep('d', folder).catch(() => (refused = true));
      assert.isTrue(refused);
    } finally {
      IDBObjectStore.prototype.put = put;
    }
  });
});
