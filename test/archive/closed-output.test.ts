import assert from 'node:assert/strict';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { endLine, headerLine, ticketLine } from '../../server/ticket/archived.ts';
import { inFolder, start, support } from '../helpers/process.ts';
import { archived, said } from './samples.ts';

/** Far more than fits into a pipe. */
const lines = Array.from({ length: 2_000 }, (_, i) =>
  ticketLine(archived({ id: String(i), messages: [said('m', 'customer', 'x'.repeat(1_000))] })),
);
const whole = headerLine() + lines.join('') + endLine(lines.length);

/** Reads a little of what a command answers, and goes away, as `| head` does. */
async function readLittle(dir: string, args: readonly string[]): Promise<{ code: number | null; err: string; left: string[] }> {
  const scratch = join(dir, 'scratch');
  await mkdir(scratch, { recursive: true });
  const child = start(args, dir, { TMPDIR: scratch });
  let err = '';
  child.stderr?.on('data', (data) => (err += String(data)));
  const closed = once(child, 'close') as Promise<[number | null]>;
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  child.stdout?.destroy();
  const [code] = await closed;
  return { code, err, left: [...(await readdir(scratch)), ...(await heldLocks(join(dir, 'data')))] };
}

/** A lock that was given back keeps its number. */
async function heldLocks(data: string): Promise<string[]> {
  const names = (await readdir(data)).filter((name) => name.startsWith('lock.'));
  const texts = await Promise.all(names.map((name) => readFile(join(data, name), 'utf8')));
  return names.filter((_, i) => texts[i] !== 'released\n');
}

describe('a command whose reader goes away', () => {
  for (const args of [
    ['convert', 'old.ndjson', '--from', 'archive', '--brand', 'nuxit'],
    ['archive', 'export'],
  ])
    it(`says nothing, ends well and leaves no lock and no folder: ${args.slice(0, 2).join(' ')}`, () =>
      inFolder(async (dir) => {
        await writeFile(join(dir, 'old.ndjson'), whole);
        assert.equal((await support(dir, ['import', 'old.ndjson', '--from', 'archive', '--brand', 'nuxit'])).code, 0);
        assert.deepEqual(await readLittle(dir, args), { code: 0, err: '', left: [] });
        assert.match((await support(dir, ['archive', 'list'])).out, /2000 tickets/);
      }));

  it('and one that writes to a full disk says so', { skip: process.platform !== 'linux' && 'there is no /dev/full' }, () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'old.ndjson'), whole);
      const full = openSync('/dev/full', 'w');
      const child = start(['convert', 'old.ndjson', '--from', 'archive', '--brand', 'nuxit'], dir, {}, ['ignore', full, 'pipe']);
      let err = '';
      child.stderr?.on('data', (data) => (err += String(data)));
      const [code] = (await once(child, 'close')) as [number | null];
      closeSync(full);
      assert.equal(code, 2, err);
      assert.match(err, /^support-ticket convert: ENOSPC: no space left on device, write\n$/);
    }),
  );
});
