import assert from 'node:assert/strict';
import { rm, truncate } from 'node:fs/promises';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Problem } from '../../server/wire/problem.ts';
import type { AttachmentView } from '../../server/wire/tickets.ts';
import { form, text } from '../helpers/files.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

describe('a file whose bytes are gone', () => {
  let dir: string;
  let server: TestServer;
  let authorization: string;
  const logged: string[] = [];

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'support-'));
    const log = {
      info: () => undefined,
      warn: () => undefined,
      error: (message: string, facts: object = {}) => void logged.push(`${message} ${JSON.stringify(facts)}`),
    };
    server = await startTestServer({ store: 'journal', environment: { SUPPORT_DATA_DIR: dir }, log });
    authorization = `Bearer ${await server.token('nadia')}`;
  });
  after(async () => {
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function upload(): Promise<string> {
    const { raw, headers } = await form('log.txt', text('line\n'.repeat(1_000)));
    const answer = await fetch(`${server.url}/api/v1/attachments`, { method: 'POST', body: raw, headers: { ...headers, authorization } });
    return ((await answer.json()) as AttachmentView).id;
  }

  for (const [what, spoil] of [
    ['not there', (path: string) => rm(path)],
    ['cut', (path: string) => truncate(path, 100)],
  ] as const) {
    it(`is answered at once, with a word of its own, and told to the log: ${what}`, async () => {
      const id = await upload();
      const address = `${server.url}/api/v1/attachments/${id}`;
      const whole = await fetch(address, { headers: { authorization } });
      assert.deepEqual([whole.status, (await whole.arrayBuffer()).byteLength], [200, 5_000]);

      await spoil(join(dir, 'attachments', id));
      const answer = await fetch(address, { headers: { authorization } });
      const body = await answer.text();
      assert.deepEqual([answer.status, (JSON.parse(body) as Problem).code], [503, 'file-missing']);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.equal(answer.headers.get('content-disposition'), null);
      assert.ok(Number(answer.headers.get('content-length') ?? body.length) === body.length);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      assert.ok(!body.includes(id));
      assert.equal((await fetch(address, { method: 'HEAD', headers: { authorization } })).status, 503);
      assert.match(logged.join('\n'), new RegExp(`bytes of a file are not there .*"attachment":"${id}","expected":5000`));
    });
  }
});
