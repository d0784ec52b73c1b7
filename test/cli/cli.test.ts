import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { form, text } from '../helpers/files.ts';
import { mintToken, testSecret } from '../helpers/tokens.ts';
import { run } from '../../server/cli.ts';
import { inFolder, serve, support } from '../helpers/process.ts';
import type { Ended } from '../helpers/process.ts';

const password = 'correct horse battery';
const add = ['staff', 'add', '--email', 'Camille@example.com', '--name', 'Camille', '--password-stdin'];
const secret = { SUPPORT_TOKEN_SECRET: testSecret };

/** What needs no process of its own. */
async function call(args: readonly string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await run(args, {
    variables: () => secret,
    out: (line) => void out.push(line),
    say: (line) => void err.push(line),
    write: (text) => Promise.resolve(void out.push(text)),
    terminal: false,
    input: () => Readable.from([]),
    readLine: () => Promise.resolve(''),
    readSecret: () => Promise.resolve(''),
    untilStopped: () => Promise.resolve(),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const login = (url: string, word = password) =>
  fetch(`${url}/api/v1/desk/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'camille@example.com', password: word }),
  });

/** A customer's ticket with a file. */
async function sendFile(url: string): Promise<void> {
  const authorization = `Bearer ${await mintToken('nadia')}`;
  const { raw, headers } = await form('a.txt', text('words'));
  const uploaded = await fetch(`${url}/api/v1/attachments`, { method: 'POST', body: raw, headers: { ...headers, authorization } });
  const { id } = (await uploaded.json()) as { id: string };
  const body = JSON.stringify({ service: 'sales', title: 'With a file', description: 'Please see the file.', attachments: [id] });
  const sent = await fetch(`${url}/api/v1/tickets`, {
    method: 'POST',
    body,
    headers: { authorization, 'content-type': 'application/json' },
  });
  assert.equal(sent.status, 201);
}

describe('support-ticket', { concurrency: 2 }, () => {
  it('explains itself and each of its commands, and refuses what it does not know', async () => {
    assert.equal((await call(['--help'])).code, 0);
    for (const args of [[], ['dance']]) assert.equal((await call(args)).code, 2);
    for (const name of ['serve', 'staff', 'token', 'import', 'rematch', 'archive', 'backup', 'restore', 'doctor']) {
      const help = await call([name, '--help']);
      assert.deepEqual([help.code, help.out.startsWith(`support-ticket ${name}`)], [0, true], name);
    }
    for (const line of [
      'serve --port 1',
      'staff list --all',
      'doctor now',
      'token --sub',
      'staff',
      'staff dance',
      'staff add --email a@example.com',
      'import',
      'import a.ndjson',
      'import a.ndjson --brand nuxit --from nothing',
      'import a.ndjson --brand Nuxit --from archive',
      'import a.ndjson --brand nuxit --from archive --profile x',
      'rematch --customers map.csv',
      'archive burn',
    ]) {
      const wrong = await call(line.split(' '));
      assert.deepEqual([wrong.code, wrong.out], [2, ''], line);
      assert.ok(wrong.err.length > 0 && wrong.err.length < 400, line);
    }
  });

  it('keeps accounts while no server runs', () =>
    inFolder(async (dir) => {
      const added = await support(dir, add, { input: `${password}\nnot this\n` });
      assert.deepEqual([added.code, added.out], [0, 'camille@example.com\tagent\tCamille\tadded\n']);
      assert.match((await support(dir, add, { input: password })).err, /has an account already/);
      assert.match(
        (await support(dir, [...add.slice(0, 3), 'yanis@example.com', ...add.slice(4)], { input: 'password\n' })).err,
        /too easy to guess/,
      );
      assert.equal((await support(dir, ['staff', 'reset', '--email', 'camille@example.com', '--role', 'admin'])).code, 0);
      assert.equal((await support(dir, ['staff', 'list'])).out, 'camille@example.com\tadmin\tCamille\n');
      assert.equal((await support(dir, ['staff', 'remove', '--email', 'camille@example.com'])).code, 0);
      assert.equal((await support(dir, ['staff', 'list'])).out, '');
      assert.equal((await support(dir, ['staff', 'remove', '--email', 'camille@example.com'])).code, 2);
    }));

  it('hands the work to a server that runs on the folder, at once', () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      try {
        assert.equal((await login(server.url)).status, 401);
        assert.equal((await support(dir, add, { input: password })).code, 0);
        const signedIn = await login(server.url);
        assert.equal(signedIn.status, 200);
        const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
        const me = () => fetch(`${server.url}/api/v1/desk/me`, { headers: { cookie } });
        assert.equal((await me()).status, 200);
        assert.equal((await stat(join(dir, 'data', 'control.sock'))).mode & 0o777, 0o600);
        assert.equal((await support(dir, ['staff', 'remove', '--email', 'camille@example.com'])).code, 0);
        assert.equal((await me()).status, 401);
        for (const line of server.lines) assert.ok(!line.includes(password) && !line.includes('camille'));
      } finally {
        assert.equal(await server.stop(), 0);
      }
      assert.ok(!(await readdir(join(dir, 'data'))).includes('control.sock'));
    }));

  it('reaches the server however deep its folder lies, and after a server that was killed', () =>
    inFolder(async (dir) => {
      const deep = join(dir, ...Array.from({ length: 12 }, () => 'a-rather-long-name'), 'data');
      const environment = { SUPPORT_DATA_DIR: deep };
      await (await serve(dir, environment)).kill();
      const server = await serve(dir, environment);
      try {
        assert.equal((await support(dir, add, { input: password, environment })).code, 0);
        assert.equal((await login(server.url)).status, 200);
      } finally {
        await server.stop();
      }
      assert.equal((await support(dir, ['staff', 'list'], { environment })).out, 'camille@example.com\tagent\tCamille\n');
    }));

  it('says why it cannot start', () =>
    inFolder(async (dir) => {
      assert.match((await support(dir, ['serve'])).err, /SUPPORT_TOKEN_SECRET: expected the secret/);
      await writeFile(join(dir, 'support.config.json'), '{"rates":{"create":{"perMinute":"many","burst":1}}}');
      const wrong = await support(dir, ['serve'], { environment: secret });
      assert.deepEqual([wrong.code, wrong.err], [2, 'support.config.json: rates.create.perMinute: expected a number\n']);
      await writeFile(join(dir, 'support.config.json'), '{"team":"Us",}');
      assert.match((await support(dir, ['serve'], { environment: secret })).err, /^support\.config\.json: expected JSON/);
      await writeFile(join(dir, 'support.config.json'), '{"team":"Us"}');
      const server = await serve(dir);
      try {
        const port = new URL(server.url).port;
        assert.match(
          (await support(dir, ['serve'], { environment: { ...secret, PORT: port, SUPPORT_DATA_DIR: join(dir, 'other') } })).err,
          new RegExp(`port ${port} of 127.0.0.1 is in use`),
        );
        assert.match((await support(dir, ['serve'], { environment: { ...secret, PORT: '0' } })).err, /is in use by process \d+/);
      } finally {
        await server.stop();
      }
    }));

  it('says in a sentence that a folder cannot be used, without a trace of its own', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'data'), 'a file where the folder should be');
      const environment = { ...secret, PORT: '0' };
      const inPlace = `opening the data folder ${join(dir, 'data')} failed: a file is in its place (EEXIST)\n`;
      const started = await support(dir, ['serve'], { environment });
      assert.deepEqual([started.code, started.err], [2, inPlace]);
      assert.deepEqual(await support(dir, ['staff', 'list']), { code: 2, out: '', err: inPlace });
      await mkdir(join(dir, 'other'));
      await writeFile(join(dir, 'other', 'journal.ndjson'), '');
      const copied = await support(dir, ['backup', join(dir, 'data')], { environment: { SUPPORT_DATA_DIR: join(dir, 'other') } });
      assert.equal(copied.code, 2);
      assert.match(copied.err, /^support-ticket backup: ENOTDIR: not a directory, mkdir '[^']+'\n$/);
    }));

  it('makes tokens for development, and says exactly why one is refused', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, '.env'), `SUPPORT_TOKEN_SECRET=${testSecret}\n`);
      const made = await support(dir, ['token', '--sub', 'nadia', '--email', 'nadia@example.com', '--order', 'o1=Hosting Pro']);
      assert.equal(made.code, 0);
      const jwt = made.out.trim();
      const good = await support(dir, ['token', 'check', jwt]);
      assert.deepEqual([good.code, /^good: customer "nadia" of "site", until /.test(good.out)], [0, true]);
      assert.equal((await support(dir, ['token', 'check', '-'], { input: `${jwt}\n` })).code, 0);
      const other = await support(dir, ['token', 'check', jwt], { environment: { SUPPORT_TOKEN_AUDIENCE: 'elsewhere' } });
      assert.deepEqual([other.code, other.out], [1, 'refused: "aud" is not the configured audience\n']);
      assert.equal((await support(dir, ['token', 'check', `${jwt}A`])).code, 1);
      assert.equal((await support(dir, ['token', 'check', 'good morning'])).out, 'refused: it is not a signed JWT of three parts\n');
      assert.equal((await support(dir, ['token', '--sub', 'nadia', '--minutes', '61'])).code, 2);
    }));

  it('copies a folder in use, and brings it back into an empty one only', () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      await support(dir, add, { input: password });
      await sendFile(server.url);
      const copied = await support(dir, ['backup', 'copies']);
      await server.stop();
      assert.equal(copied.code, 0);
      const environment = { SUPPORT_DATA_DIR: join(dir, 'restored') };
      const restored = await support(dir, ['restore', copied.out.trim()], { environment });
      assert.deepEqual([restored.code, restored.out], [0, `${join(dir, 'restored')}: 1 tickets, 1 attachments\n`]);
      const [file = ''] = await readdir(join(dir, 'restored', 'attachments'));
      assert.equal(await readFile(join(dir, 'restored', 'attachments', file), 'utf8'), 'words');
      assert.match(
        (await support(dir, ['doctor'], { environment: { ...environment, ...secret } })).out,
        /^ok {4}attachments {4}1, all there$/m,
      );
      await rm(join(dir, 'restored', 'attachments', file));
      assert.match(
        (await support(dir, ['doctor'], { environment: { ...environment, ...secret } })).out,
        /^look {2}attachments {4}the files of 1 of 1 are gone/m,
      );
      await rm(join(copied.out.trim(), 'attachments', file));
      const lacking = await support(dir, ['restore', copied.out.trim()], { environment: { SUPPORT_DATA_DIR: join(dir, 'lacking') } });
      assert.deepEqual([lacking.code, /the files of 1 attachments are not in the backup/.test(lacking.err)], [1, true]);
      assert.equal((await support(dir, ['staff', 'list'], { environment })).out, 'camille@example.com\tagent\tCamille\n');
      assert.match((await support(dir, ['restore', copied.out.trim()], { environment })).err, /is not empty/);
      await mkdir(join(dir, 'nothing'));
      assert.equal(
        (await support(dir, ['restore', join(dir, 'nothing')], { environment: { SUPPORT_DATA_DIR: join(dir, 'third') } })).code,
        2,
      );
    }));

  it('looks at everything and says what is missing', () =>
    inFolder(async (dir) => {
      const bad = await support(dir, ['doctor']);
      assert.deepEqual([bad.code, /^bad {3}configuration {2}environment: SUPPORT_TOKEN_SECRET/m.test(bad.out)], [2, true]);
      const fair = await support(dir, ['doctor'], { environment: secret });
      assert.equal(fair.code, 1);
      assert.match(fair.out, /^look {2}mail/m);
      assert.ok(!fair.out.includes(testSecret));
    }));
});
