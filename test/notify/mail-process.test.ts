/** The real command, killed at bad moments, against a real mail server. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { mintToken } from '../helpers/tokens.ts';
import { openMailServer, until } from '../helpers/mail-server.ts';
import type { MailServer } from '../helpers/mail-server.ts';
import { inFolder, serve, support } from '../helpers/process.ts';
import { nadia, sender } from '../helpers/mailing.ts';

const environmentOf = (smtp: MailServer) => ({ SUPPORT_SMTP_URL: smtp.url, SUPPORT_MAIL_FROM: sender });

async function open(url: string, title: string, key: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await mintToken('nadia', nadia)}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ service: 'sales', title, description: 'We are ten people and need mail.' }),
  });
  return answer.status;
}

describe('a server that is killed', { concurrency: 2 }, () => {
  it('sends what it had confirmed after its next start: one ticket, one mail', () =>
    inFolder(async (dir) => {
      const away = await openMailServer();
      await away.close();
      const environment = environmentOf(away);
      const first = await serve(dir, environment);
      for (let i = 0; i < 5; i++) assert.equal(await open(first.url, `Ticket ${String(i)}`, `key-${String(i)}`), 201);
      await first.kill();
      const smtp = await openMailServer({ port: away.port });
      const second = await serve(dir, environment);
      // The answer was lost with the process: the customer sends again.
      assert.equal(await open(second.url, 'Ticket 0', 'key-0'), 201);
      await until('five mails', () => smtp.taken.length >= 5);
      await second.stop();
      const third = await serve(dir, environment);
      assert.equal(await open(third.url, 'Ticket 5', 'key-5'), 201);
      await until('the sixth', () => smtp.taken.some(({ mail }) => mail.subject?.startsWith('Ticket 5')));
      assert.deepEqual(
        smtp.taken.map(({ mail }) => mail.subject).sort(),
        [0, 1, 2, 3, 4, 5].map((i) => `Ticket ${String(i)} [#${String(i + 1)}]`),
      );
      await third.stop();
      await smtp.close();
    }));

  it('while the mail server has its mail sends it again under the same name, as nobody knows whether it was taken', () =>
    inFolder(async (dir) => {
      const smtp = await openMailServer();
      let release: () => void = () => undefined;
      smtp.manner = { kind: 'waits', until: new Promise((resolve) => (release = resolve)) };
      const first = await serve(dir, environmentOf(smtp));
      assert.equal(await open(first.url, 'In between', 'key'), 201);
      await until('the mail under way', () => smtp.seen.length === 1);
      await first.kill();
      smtp.manner = { kind: 'takes' };
      release();
      const second = await serve(dir, environmentOf(smtp));
      await until('the mail again', () => smtp.seen.length === 2);
      assert.equal(new Set(smtp.seen.map(({ mail }) => mail.messageId)).size, 1);
      assert.equal(new Set(smtp.seen.map(({ mail }) => mail.text)).size, 1);
      await second.stop();
      await smtp.close();
    }));
});

describe('support-ticket doctor', () => {
  it('says that mails wait while nothing is configured, and how many', () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      await open(server.url, 'Nobody is told', 'key');
      await server.stop();
      const { out } = await support(dir, ['doctor'], { environment: { SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more' } });
      assert.match(out, /look {2}mail .*2 .*wait/);
    }));

  it('connects and signs in, says what is wrong without the password, and sends a test mail when asked', () =>
    inFolder(async (dir) => {
      const login = { user: 'support', pass: 'p@ss word' };
      const smtp = await openMailServer({ login });
      const address = (password: string) => smtp.url.replace('//', `//support:${encodeURIComponent(password)}@`);
      const run = (args: string[], url: string) =>
        support(dir, ['doctor', ...args], {
          environment: { SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more', SUPPORT_SMTP_URL: url, SUPPORT_MAIL_FROM: sender },
        });
      assert.match((await run([], address(login.pass))).out, /ok {4}mail .*support@example\.com/);
      const wrong = await run([], address('not this one'));
      assert.match(wrong.out, /look {2}mail .*sign-in-refused/);
      assert.doesNotMatch(wrong.out + wrong.err, /not this one|not%20this/);
      const sent = await run(['--send-to', 'ada@example.com'], address(login.pass));
      assert.match(sent.out, /ok {4}mail .*ada@example\.com/);
      assert.deepEqual(
        smtp.taken.map(({ to }) => to),
        [['ada@example.com']],
      );
      for (const bad of ['a@x.example,b@y.example', '"a@b"@c.example', 'nobody'])
        assert.equal((await run(['--send-to', bad], address(login.pass))).code, 2, bad);
      await smtp.close();
      assert.match((await run([], smtp.url)).out, /look {2}mail .*unreachable/);
    }));

  it('and the server refuse an address of a mail server, or a sender, that is none', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'support.config.json'), JSON.stringify({ mail: { team: ['team@example.com'] } }));
      for (const [name, value] of [
        ['SUPPORT_SMTP_URL', 'http://mail.example.com'],
        ['SUPPORT_SMTP_URL', 'smtp://user@mail.example.com'],
        ['SUPPORT_SMTP_URL', 'smtp://mail.example.com/?attachments=1'],
        ['SUPPORT_MAIL_FROM', 'a@x.example, b@y.example'],
        ['SUPPORT_MAIL_FROM', 'Support <support@example.com'],
      ] as const) {
        const { code, err } = await support(dir, ['serve'], {
          environment: { SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more', [name]: value },
        });
        assert.equal(code, 2, value);
        assert.match(err, new RegExp(`${name}: expected`));
        assert.ok(!err.includes(value), 'the value is repeated');
      }
      await writeFile(join(dir, 'support.config.json'), JSON.stringify({ mail: { team: ['a@x.example,b@y.example'] } }));
      const { code, err } = await support(dir, ['serve'], {
        environment: { SUPPORT_TOKEN_SECRET: 'a-secret-for-tests-of-32-bytes-or-more' },
      });
      assert.equal(code, 2);
      assert.match(err, /mail\.team\.0: expected an e-mail address/);
    }));
});
