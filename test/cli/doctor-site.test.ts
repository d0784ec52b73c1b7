/** What the doctor says of everything between the server and the site that shows the widget. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { describePromises } from '../../server/cli/promise-summary.ts';
import { readSite } from '../../server/config/site.ts';
import { startProxy } from '../helpers/proxy.ts';
import { mintToken, testSecret } from '../helpers/tokens.ts';
import { inFolder, serve, support } from '../helpers/process.ts';

const secret = { SUPPORT_TOKEN_SECRET: testSecret };

const said = (out: string, about: string): string[] =>
  out
    .split('\n')
    .filter((line) => line.slice(6).startsWith(about))
    .map((line) => `${line.slice(0, 4).trim()}: ${line.slice(21)}`);

/** A site whose route for tokens answers so. */
async function withRoute(
  answer: { status: number; type?: string; body?: string; location?: string },
  ask: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer((_, response) =>
    response
      .writeHead(answer.status, {
        'content-type': answer.type ?? 'application/json',
        ...(answer.location && { location: answer.location }),
      })
      .end(answer.body ?? ''),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await ask(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/session-token`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('the doctor asks the route for tokens', () => {
  const cases: readonly (readonly [what: string, answer: Parameters<typeof withRoute>[0], expected: RegExp])[] = [
    ['asks for a sign-in', { status: 401 }, /^ok: .*asks for a sign-in \(401\)/],
    ['is not there', { status: 404, type: 'text/html', body: '<h1>Not found</h1>' }, /^look: .*is not there \(404\)/],
    ['sends on to a sign-in form', { status: 302, location: '/login' }, /^look: .*sends on \(302.*\/login.*answer 401/],
    ['is a page', { status: 200, type: 'text/html; charset=utf-8', body: '<form>' }, /^look: .*answers with a page/],
    ['fails', { status: 500 }, /^look: .*answers 500/],
    ['has no token in its answer', { status: 200, body: '{"jwt":null}' }, /^look: .*without a token in it/],
  ];
  for (const [what, answer, expected] of cases)
    it(`and says when it ${what}`, () =>
      inFolder((dir) =>
        withRoute(answer, async (url) => {
          const { out, code } = await support(dir, ['doctor', '--token-route', url], { environment: secret });
          assert.match(said(out, 'token route').join('\n'), expected);
          assert.equal(code, 1);
        }),
      ));

  it('and says when nobody answers, and when it gives tokens away', () =>
    inFolder(async (dir) => {
      let gone = '';
      await withRoute({ status: 200 }, (url) => Promise.resolve(void (gone = url)));
      const nobody = await support(dir, ['doctor', '--token-route', gone], { environment: secret });
      assert.match(said(nobody.out, 'token route').join('\n'), /^look: .*cannot be reached from this machine: ECONNREFUSED/);
      const token = await mintToken('42');
      await withRoute({ status: 200, body: JSON.stringify({ token }) }, async (url) => {
        const { out } = await support(dir, ['doctor', '--token-route', url], { environment: secret });
        assert.match(said(out, 'token route').join('\n'), /^look: .*gives a token to somebody who is not signed in/);
        assert.ok(!out.includes(token));
      });
      for (const wrong of ['session-token', 'ftp://www.example.com/'])
        assert.equal((await support(dir, ['doctor', '--token-route', wrong], { environment: secret })).code, 2);
    }));
});

describe('the doctor and “token check” say what to do about a token', () => {
  it('made with another secret, issuer, audience or life', () =>
    inFolder(async (dir) => {
      const good = await mintToken('42');
      assert.match(
        said((await support(dir, ['doctor', '--token', good], { environment: secret })).out, 'token')[0] ?? '',
        /^ok: good: customer "42"/,
      );
      const environments = [
        [{ SUPPORT_TOKEN_SECRET: 'another-secret-of-at-least-32-bytes' }, /another secret than SUPPORT_TOKEN_SECRET/],
        [{ ...secret, SUPPORT_TOKEN_ISSUER: 'shop' }, /"iss" has to be "shop"/],
        [{ ...secret, SUPPORT_TOKEN_AUDIENCE: 'desk' }, /"aud" has to be "desk"/],
      ] as const;
      for (const [environment, expected] of environments) {
        const { out } = await support(dir, ['doctor', '--token', good], { environment });
        assert.match(said(out, 'token')[0] ?? '', expected);
        assert.match((await support(dir, ['token', 'check', good], { environment })).err, expected);
        assert.ok(!out.includes(good));
      }
    }));
});

describe('the doctor asks the public address, once the server runs', () => {
  it('and says when the proxy leads somewhere else', () =>
    inFolder(async (dir) => {
      const proxy = await startProxy({ folder: '/help', keeps: false });
      const environment = { ...secret, SUPPORT_PUBLIC_URL: proxy.url };
      const before = await support(dir, ['doctor'], { environment });
      assert.match(said(before.out, 'address')[0] ?? '', /^ok: .*\/help \(asked once the server runs\)$/);
      const server = await serve(dir, environment);
      try {
        proxy.passTo(server.url);
        assert.match(said((await support(dir, ['doctor'], { environment })).out, 'address')[0] ?? '', /^ok: .*\/help leads here$/);
        // The folder is passed on twice: what the proxy asks for is not there.
        proxy.passTo(`${server.url}/elsewhere`);
        assert.match(said((await support(dir, ['doctor'], { environment })).out, 'address')[0] ?? '', /^look: .*answers 404/);
        const other = { ...secret, SUPPORT_PUBLIC_URL: new URL('/other', proxy.url).href };
        assert.match(
          said((await support(dir, ['doctor'], { environment: other })).out, 'address')[0] ?? '',
          /^look: .*answers 404 \(text\/html\).*everything below \/other\//,
        );
        const closed = { ...secret, SUPPORT_PUBLIC_URL: 'http://127.0.0.1:1' };
        assert.match(said((await support(dir, ['doctor'], { environment: closed })).out, 'address')[0] ?? '', /^look: .*cannot be reached/);
      } finally {
        await server.stop();
        await proxy.close();
      }
    }));
});

describe('what customers are promised', () => {
  const there = { path: 'support.config.json', isThere: true };

  it('is said at the start and by the doctor, in the words of the README', () =>
    inFolder(async (dir) => {
      const lines = describePromises(readSite({}), { ...there, isThere: false });
      assert.equal(lines.length, 3);
      const server = await serve(dir);
      await server.stop();
      const started = server.lines.map((line) => (JSON.parse(line) as { message: string }).message);
      for (const line of lines) assert.ok(started.includes(line), line);
      assert.deepEqual(
        said((await support(dir, ['doctor'], { environment: secret })).out, 'promised'),
        lines.map((line) => `ok: ${line}`),
      );
      const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
      for (const line of lines) assert.ok(readme.includes(line), line);
    }));

  it('is what the configuration says, in its language', () =>
    inFolder(async (dir) => {
      const config = {
        language: 'fr',
        hours: {
          timeZone: 'America/Montreal',
          week: {
            monday: ['08:30-12:00', '13:00-17:00'],
            tuesday: [],
            wednesday: [],
            thursday: [],
            friday: [],
            saturday: ['00:00-24:00'],
            sunday: ['00:00-24:00'],
          },
          holidays: ['01-01', '2026-12-24'],
        },
        priorities: {
          URGENT: { label: 'Panne', response: { min: 4, max: 4, clock: 'hours' } },
          LOW: { response: { min: 1, max: 1, clock: 'business-days' } },
        },
      };
      await writeFile(join(dir, 'support.config.json'), JSON.stringify(config));
      const { out } = await support(dir, ['doctor'], { environment: secret });
      const nb = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
      assert.deepEqual(said(out, 'promised').map(nb), [
        'ok: Vos clients lisent que vous êtes là lundi de 8 h 30 à 12 h et de 13 h à 17 h ; du samedi au dimanche jour et nuit (heure de America/Montreal), sauf le 1er janvier et le 24 décembre 2026.',
        'ok: Une réponse leur est promise : Basse en 1 jour ouvré ; Normale en 1 à 3 jours ouvrés ; Haute en 24 h, nuits et week-ends compris ; Panne en 4 h, nuits et week-ends compris.',
        'ok: Est-ce bien le cas ? Cela se change dans support.config.json, sous « hours » et « priorities » (README, « Configuration »).',
      ]);
    }));

  it('is told where there are many holidays, one day, or nobody at all', () => {
    const hours = (week: object, holidays: string[] = []) => describePromises(readSite({ hours: { week, holidays } }), there)[0];
    const closed = { monday: [], tuesday: [], wednesday: [], thursday: [], friday: [], saturday: [], sunday: [] };
    assert.equal(
      hours({ ...closed, sunday: ['10:00-12:00'] }, ['12-25']),
      'Customers are told when you are there: Sunday 10:00–12:00 (Europe/Paris time), except on 25 December.',
    );
    assert.match(hours({}, ['01-01', '05-01', '07-14', '11-11', '12-25']), /, except on 5 holidays\.$/);
  });
});
