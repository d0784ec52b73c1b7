import assert from 'node:assert/strict';
import { link, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { TooManyBytesError } from '../../server/store/attachments.ts';
import type { AttachmentFiles } from '../../server/store/attachments.ts';
import { openAttachmentFolder } from '../../server/store/attachments/disk.ts';
import { createMemoryFiles } from '../../server/store/attachments/memory.ts';
import { ReadOnlyError } from '../../server/store/store.ts';
import { freshFolder } from './folders.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* from(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield bytes(part);
}

async function keep(files: AttachmentFiles, id: string, ...parts: string[]): Promise<void> {
  await (await files.receive(from(...parts), 1_000)).keep(id);
}

async function contentOf(files: AttachmentFiles, id: string): Promise<string | undefined> {
  const file = await files.open(id);
  return file && new Response(file.stream).text();
}

const kinds: Readonly<Record<string, (t: TestContext) => Promise<AttachmentFiles>>> = {
  memory: () => Promise.resolve(createMemoryFiles(Date.now)),
  disk: async (t) => openAttachmentFolder(await freshFolder(t)),
};

for (const [name, open] of Object.entries(kinds)) {
  describe(`Attachments in ${name}`, () => {
    test('are handed back as they came, piece by piece', async (t) => {
      const files = await open(t);
      const incoming = await files.receive(from('one ', 'two ', 'three'), 1_000);
      assert.equal(incoming.size, 13);
      assert.equal(incoming.sha256, '6899ee404683a14e8c2a03149860df25d67d34d9cd4dae7350cbe91e4b3976be');
      await incoming.keep('file-1');
      await incoming.discard();
      assert.equal(await contentOf(files, 'file-1'), 'one two three');
      assert.equal((await files.open('file-1'))?.size, 13);
      await (await files.open('file-1'))?.stream.cancel();
      const facts = await files.look('file-1');
      assert.equal(facts?.size, 13);
      assert.ok(facts.writtenAt > Date.now() - 60_000);
    });

    test('can be looked at in any place before they are kept', async (t) => {
      const incoming = await (await open(t)).receive(from('0123456789'), 1_000);
      for (const [position, length, expected] of [
        [0, 3, '012'],
        [8, 9, '89'],
        [10, 1, ''],
        [99, 5, ''],
        [4, 0, ''],
      ] as const)
        assert.equal(new TextDecoder().decode(await incoming.read(position, length)), expected);
    });

    test('are nowhere until they are kept, nor when they are discarded', async (t) => {
      const files = await open(t);
      const incoming = await files.receive(from('words'), 1_000);
      assert.deepEqual(await files.list(), []);
      await incoming.discard();
      await incoming.discard();
      assert.deepEqual(await files.list(), []);
    });

    test('leave nothing behind when too much comes, or what comes breaks off', async (t) => {
      const files = await open(t);
      await assert.rejects(files.receive(from('12345', '6789', '0x'), 10), TooManyBytesError);
      const broken = (async function* () {
        yield bytes('some');
        throw new Error('cut off');
      })();
      await assert.rejects(files.receive(broken, 10), /cut off/);
      assert.equal((await files.receive(from('1234567890'), 10)).size, 10);
      assert.deepEqual(await files.list(), []);
    });

    test('are gone once removed, and removing what is not there is nothing', async (t) => {
      const files = await open(t);
      await keep(files, 'a', 'words');
      await keep(files, 'b', 'words');
      await files.remove('a');
      await files.remove('a');
      assert.deepEqual(await files.list(), ['b']);
      assert.equal(await files.open('a'), undefined);
      assert.equal(await files.look('a'), undefined);
    });

    test('are named by ids and nothing else', async (t) => {
      const files = await open(t);
      for (const id of ['..', '../journal', 'a/b', 'a.part', '', 'a\0', 'x'.repeat(65), '__proto__.x']) {
        await assert.rejects(async () => keep(files, id, 'words'), TypeError, id);
        assert.equal(await files.open(id), undefined);
        await files.remove(id);
      }
      assert.deepEqual(await files.list(), []);
    });
  });
}

describe('The folder of attachments', () => {
  test('holds one file per attachment, for its owner alone', async (t) => {
    const dir = await freshFolder(t);
    await keep(await openAttachmentFolder(dir), 'file-1', 'words');
    assert.deepEqual(await readdir(join(dir, 'attachments')), ['file-1']);
    if (process.platform === 'win32') return;
    assert.equal((await stat(join(dir, 'attachments'))).mode & 0o777, 0o700);
    assert.equal((await stat(join(dir, 'attachments', 'file-1'))).mode & 0o777, 0o600);
  });

  test('loses at the next start what a crash left half done', async (t) => {
    const dir = await freshFolder(t);
    const files = await openAttachmentFolder(dir);
    await keep(files, 'file-1', 'words');
    await files.receive(from('never kept'), 100);
    assert.equal((await readdir(join(dir, 'attachments'))).length, 2);
    const again = await openAttachmentFolder(dir);
    assert.deepEqual(await readdir(join(dir, 'attachments')), ['file-1']);
    assert.equal(await contentOf(again, 'file-1'), 'words');
  });

  test('does not follow a link, nor take a folder for a file', { skip: process.platform === 'win32' }, async (t) => {
    const dir = await freshFolder(t);
    const files = await openAttachmentFolder(dir);
    await writeFile(join(dir, 'secret'), 'secret');
    await symlink(join(dir, 'secret'), join(dir, 'attachments', 'link'));
    await mkdir(join(dir, 'attachments', 'folder'));
    for (const id of ['link', 'folder']) {
      assert.equal(await files.open(id), undefined, id);
      assert.equal(await files.look(id), undefined, id);
    }
    assert.equal(await readFile(join(dir, 'secret'), 'utf8'), 'secret');
    await link(join(dir, 'secret'), join(dir, 'attachments', 'hard'));
    await files.remove('hard');
    assert.equal(await readFile(join(dir, 'secret'), 'utf8'), 'secret');
  });

  test('that is a link to somewhere else is refused with what to do', { skip: process.platform === 'win32' }, async (t) => {
    const [dir, elsewhere] = [await freshFolder(t), await freshFolder(t)];
    await symlink(elsewhere, join(dir, 'attachments'));
    await assert.rejects(openAttachmentFolder(dir), /attachments is not a folder; move it away/);
  });

  test('that cannot be written to refuses as the store does', async (t) => {
    const dir = await freshFolder(t);
    const files = await openAttachmentFolder(dir);
    const incoming = await files.receive(from('words'), 10);
    await rm(join(dir, 'attachments'), { recursive: true });
    await assert.rejects(incoming.keep('a'), ReadOnlyError);
    await incoming.discard();
    await assert.rejects(files.receive(from('words'), 10), { name: 'ReadOnlyError', message: /keeping an attachment failed/ });
  });
});
