/** A public address with a path: everything the server says of itself lies below it, and both ways of asking are understood. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEnvironment } from '../../server/config/environment.ts';
import { pathBelow, rootOf } from '../../server/root.ts';
import { ticketLink } from '../../server/services/tickets/links.ts';
import { api, cookieOf, openHarness, signIn } from '../helpers/harness.ts';

const desk = `${api}/desk`;
const below = (publicUrl: string) => openHarness({ environment: { SUPPORT_PUBLIC_URL: publicUrl } });

describe('below a folder of its host', () => {
  it('the desk has its script and its cookie there', async () => {
    const harness = await below('https://example.com/help/');
    assert.match((await harness.ask('/desk')).text, /src="\/help\/support-desk\.js"/);
    const answer = await signIn(harness);
    assert.match(answer.headers.get('set-cookie') ?? '', /^__Secure-support-desk=.*; Path=\/help; HttpOnly; Secure; SameSite=Strict$/);
    const headers = { cookie: cookieOf(answer) };
    for (const folder of ['', '/help']) assert.equal((await harness.ask(`${folder}${desk}/me`, { headers })).status, 200);
    const out = await harness.ask(`/help${desk}/logout`, { method: 'POST', body: {}, headers });
    assert.match(out.headers.get('set-cookie') ?? '', /^__Secure-support-desk=; Max-Age=0; Path=\/help;/);
    assert.equal((await harness.ask(`${desk}/me`, { headers })).status, 401);
  });

  it('is answered with and without the folder, which alone is nothing else', async () => {
    const harness = await below('https://example.com/a/help');
    for (const path of ['/', '/desk', '/tickets/12', '/healthz', '/openapi.json']) {
      assert.equal((await harness.ask(path)).status, 200, path);
      assert.equal((await harness.ask(`/a/help${path}`)).status, 200, path);
    }
    assert.equal((await harness.ask('/a/help')).status, 200);
    for (const path of ['/a', '/a/helpdesk', '/a/help/a/help/desk', '/help/desk'])
      assert.equal((await harness.ask(path)).status, 404, path);
    assert.deepEqual((await harness.ask<{ servers: unknown }>('/openapi.json')).json.servers, [{ url: '/a/help' }]);
  });

  it('says so where something new is found', async () => {
    const harness = await below('https://example.com/help');
    const headers = { cookie: cookieOf(await signIn(harness)) };
    const body = { title: 'Thanks', shortcut: 'thx', bodies: { en: 'Thank you.' } };
    const made = await harness.ask(`${desk}/replies`, { method: 'POST', body, headers });
    assert.equal(made.status, 201, made.text);
    const location = made.headers.get('location') ?? '';
    assert.match(location, /^\/help\/api\/v1\/desk\/replies\//);
  });

  it('is linked to in mails', () => {
    assert.equal(
      ticketLink(7, { kind: 'guest' }, { pages: { name: null, url: null, ticketUrl: null }, publicUrl: 'https://example.com/help' }),
      'https://example.com/help/tickets/7',
    );
  });

  it('of a name of its own, is taken for what the proxy leaves of it', () => {
    for (const root of ['/tickets', '/desk', '/archive', '/api', '/new']) assert.equal(pathBelow(root, `${root}/12`), `${root}/12`);
    assert.equal(pathBelow(rootOf('https://example.com/été'), '/été/desk'), '/desk');
    assert.equal(pathBelow(rootOf('https://example.com/'), '/desk'), '/desk');
  });
});

describe('a public address', () => {
  const read = (SUPPORT_PUBLIC_URL: string) => readEnvironment({ SUPPORT_PUBLIC_URL }).publicUrl;

  it('is written as browsers write it', () => {
    assert.equal(read('HTTPS://Example.com:443/a/../help//'), 'https://example.com/help');
    assert.equal(read('https://example.com/'), 'https://example.com');
    assert.equal(read(''), null);
  });

  it('is refused with what belongs into no link', () => {
    for (const wrong of [
      'https://example.com/?a=1',
      'https://example.com/help#top',
      'https://camille:secret@example.com',
      'https://example.com/help?',
      'ftp://example.com',
      '/help',
    ])
      assert.throws(
        () => read(wrong),
        (error: Error) => /SUPPORT_PUBLIC_URL: expected an address such as/.test(error.message) && !error.message.includes('secret'),
        wrong,
      );
  });
});
