import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { api, openHarness, origin } from '../helpers/harness.ts';

const tickets = `${api}/tickets`;

describe('pages of other origins', () => {
  it('of the site may call the customers’ routes, and read the headers they need', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { headers } = await nadia(tickets, { headers: { origin } });
    assert.equal(headers.get('access-control-allow-origin'), origin);
    assert.equal(headers.get('access-control-allow-credentials'), null);
    for (const name of ['Location', 'Idempotent-Replayed', 'Retry-After', 'ETag'])
      assert.ok(headers.get('access-control-expose-headers')?.split(', ').includes(name), name);
    assert.match(headers.get('vary') ?? '', /\bOrigin\b/);
    const refused = await harness.ask(tickets, { headers: { origin } });
    assert.equal(refused.headers.get('access-control-allow-origin'), origin, 'errors can be read too');
  });

  it('of anybody else are answered as if they had said nothing', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const stranger of [
      'https://evil.example',
      'null',
      'https://www.example.com.evil.example',
      'https://evilwww.example.com',
      'http://www.example.com',
      'https://www.example.com:8443',
      'https://WWW.example.com',
      'https://www.example.com/',
      'https://example.com',
      `${origin}, https://evil.example`,
      '*',
    ]) {
      for (const ask of [
        {},
        { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } },
      ]) {
        const { headers } = await nadia(tickets, { ...ask, headers: { ...ask.headers, origin: stranger } });
        for (const [name] of headers) assert.ok(!name.startsWith('access-control-'), `${stranger}: ${name}`);
        assert.match(headers.get('vary') ?? '', /\bOrigin\b/);
      }
    }
  });

  it('are told the methods and headers there are, whatever they ask for', async () => {
    const harness = await openHarness();
    const { status, headers } = await harness.ask(tickets, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'DELETE', 'access-control-request-headers': 'authorization, x-evil' },
    });
    assert.equal(status, 204);
    assert.equal(headers.get('access-control-allow-methods'), 'GET, POST');
    assert.ok(!/x-evil/i.test(headers.get('access-control-allow-headers') ?? ''));
    assert.match(headers.get('access-control-allow-headers') ?? '', /Authorization, Content-Type/);
    assert.equal(headers.get('access-control-allow-credentials'), null);
  });

  it('never reach the desk, nor what is for operators', async () => {
    const harness = await openHarness();
    for (const path of [`${api}/desk/tickets`, `${api}/desk/login`, '/desk', '/metrics', '/healthz', '/readyz']) {
      for (const method of ['GET', 'OPTIONS']) {
        const { headers } = await harness.ask(path, { method, headers: { origin, 'access-control-request-method': 'POST' } });
        assert.equal(headers.get('access-control-allow-origin'), null, `${method} ${path}`);
      }
    }
  });
});
