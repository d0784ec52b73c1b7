import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sortKey } from '../../server/archive/readers/spool/keys.ts';
import { SortedIndex } from '../../server/archive/readers/spool/sorted-index.ts';
import { Threads } from '../../server/archive/readers/mail/threads.ts';

function inFolder(work: (dir: string) => void): void {
  const dir = mkdtempSync(join(tmpdir(), 'support-spool-'));
  try {
    work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('an index that does not fit in memory', () => {
  const count = 180_000;
  const keyOf = (i: number): string => sortKey([String((i * 7919) % 40_000)]);

  it('gives every entry by its key, and in the order in which they came', () =>
    inFolder((dir) => {
      const index = new SortedIndex(dir, 'x');
      for (let i = 0; i < count; i += 1) index.add({ key: keyOf(i), at: i, length: i % 100 });
      index.seal();
      if (process.platform !== 'win32')
        assert.deepEqual(readdirSync(dir), [], 'its files have no names, so that none is left after a crash');
      let seen = 0;
      let before = { key: '', at: -1 };
      for (const entry of index) {
        assert.ok(entry.key > before.key || (entry.key === before.key && entry.at > before.at));
        before = entry;
        seen += 1;
      }
      assert.equal(seen, count);
      for (const wanted of [0, 1, 39_999, 12_345]) {
        const places = index.get(sortKey([String(wanted)])).map(({ at }) => at);
        const expected = Array.from({ length: count }, (_, i) => i).filter((i) => (i * 7919) % 40_000 === wanted);
        assert.deepEqual(places, expected);
      }
      assert.deepEqual(index.get(sortKey(['40000'])), []);
      assert.deepEqual(index.get(sortKey(['no'])), []);
      index.close();
    }));

  it('holds one key that fills many of its blocks', () =>
    inFolder((dir) => {
      const index = new SortedIndex(dir, 'x');
      for (let i = 0; i < 120_000; i += 1) index.add({ key: i % 3 === 0 ? 'm' : String(i), at: i, length: 1 });
      index.seal();
      assert.equal(index.get('m').length, 40_000);
      index.close();
    }));
});

describe('keys', () => {
  it('sort as people count', () => {
    const values = ['0', '2', '10', '9007199254740993', '007', 'abc', 'é'];
    assert.deepEqual(
      [...values].sort((a, b) => (sortKey([a]) < sortKey([b]) ? -1 : 1)),
      values,
    );
    assert.equal(sortKey([' 12 ']), sortKey(['12']));
    assert.notEqual(sortKey(['1', '23']), sortKey(['12', '3']));
  });
});

describe('threads', () => {
  it('are one as soon as anything joins them, and are told apart otherwise', () => {
    const threads = new Threads();
    const nodes = Array.from({ length: 20_000 }, (_, i) => threads.join([`own ${String(i)}`, `group ${String(i % 100)}`]));
    const roots = new Set(nodes.map((node) => threads.rootOf(node)));
    assert.equal(roots.size, 100);
    threads.join(['group 1', 'group 2']);
    assert.equal(threads.rootOf(nodes[1] ?? -1), threads.rootOf(nodes[2] ?? -2));
    assert.equal(new Set(nodes.map((node) => threads.rootOf(node))).size, 99);
    assert.deepEqual([threads.has('own 5'), threads.has('own x')], [true, false]);
  });
});
