import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { api, fields, openHarness, openTicket, problem, request, start } from '../helpers/harness.ts';
import type { Answer } from '../helpers/harness.ts';

const tickets = `${api}/tickets`;
const json = { 'content-type': 'application/json' };
const huge = 'x'.repeat(256 * 1024 + 1);

function stream(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

describe('errors', () => {
  it('come in the promised order: each fault hides the ones after it', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    await nadia(`${tickets}/${id}/close`, { body: {} });
    const reply = `${tickets}/${id}/messages`;
    const missing = `${tickets}/nothing/messages`;
    const text = { 'content-type': 'text/plain' };
    const asked: readonly [Answer, number, string][] = [
      [await harness.ask(missing, { raw: huge, headers: text }), 401, 'unauthenticated'],
      [await nadia(missing, { raw: huge, headers: text }), 415, 'unsupported-media-type'],
      [await nadia(missing, { raw: huge, headers: json }), 413, 'too-large'],
      [await nadia(missing, { raw: '{', headers: json }), 400, 'malformed-json'],
      [await nadia(missing, { raw: '{"colour":1}', headers: json }), 404, 'not-found'],
      [await nadia(reply, { raw: '{"colour":1}', headers: json }), 422, 'invalid-input'],
      [await nadia(reply, { body: { body: 'Hello' } }), 409, 'ticket-closed'],
    ];
    for (const [answer, status, code] of asked) assert.deepEqual([answer.status, problem(answer)], [status, code]);
  });

  it('carry their parts and nothing else, and each its own instance', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const secret = 'a value nobody should read again';
    const answers = await Promise.all(
      [1, 2].map(() =>
        nadia(tickets, { body: { service: secret, title: secret, description: 7, priority: secret, [secret.replaceAll(' ', '')]: 1 } }),
      ),
    );
    const [one, two] = answers.map(({ json: body }) => body as unknown as Record<string, unknown>);
    assert.ok(one && two);
    assert.deepEqual(Object.keys(one), ['type', 'title', 'status', 'instance', 'code', 'errors']);
    assert.notEqual(one['instance'], two['instance']);
    for (const { text } of answers) assert.ok(!text.includes(secret));
  });

  it('are on every answer with the same careful headers', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const answer of [
      await nadia(tickets),
      await harness.ask(tickets),
      await harness.ask('/nothing'),
      await harness.ask('/healthz'),
      await harness.ask('/desk'),
    ]) {
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
      assert.ok(answer.headers.get('cross-origin-resource-policy'));
      assert.match(answer.headers.get('cache-control') ?? '', /^no-(store|cache)$/);
    }
  });

  it('tell which methods an address knows', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const put = await nadia(tickets, { method: 'PUT', body: {} });
    assert.deepEqual([put.status, put.headers.get('allow')], [405, 'GET, HEAD, OPTIONS, POST']);
    assert.equal((await nadia(tickets, { method: 'DELETE' })).status, 405);
    assert.equal((await harness.ask('/healthz', { method: 'POST' })).status, 405);
    const head = await nadia(tickets, { method: 'HEAD' });
    assert.deepEqual([head.status, head.text], [200, '']);
    assert.equal((await harness.ask(tickets, { method: 'OPTIONS' })).status, 204);
  });

  it('answer 404 for paths that try to be others', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const path of [
      '/nothing',
      '//healthz',
      '/%2f',
      `${api}//tickets`,
      `${tickets}/`,
      `${tickets}/%2e%2e`,
      `${tickets}/%5c`,
      `${tickets}/a%2fb`,
      `${tickets}/%`,
      '/desk/../healthz/x',
      '/chunks/..%2f..%2fpackage.json',
      '/chunks/%2e%2e%5cpackage.json',
      '/support-ticket.js%00',
    ]) {
      assert.equal((await nadia(path)).status, 404, path);
    }
  });

  it('say nothing of what went wrong inside', async () => {
    const lines: string[] = [];
    const log = { info: () => undefined, warn: () => undefined, error: (message: string) => lines.push(message) };
    const harness = await openHarness({ parts: { log } });
    const nadia = await harness.customer('nadia');
    harness.store.listTickets = () => Promise.reject(new Error('/var/lib/secret: ENOSPC'));
    const answer = await nadia(tickets);
    assert.deepEqual([answer.status, problem(answer)], [500, 'internal']);
    assert.ok(!answer.text.includes('secret'));
    assert.equal(lines.length, 1);
  });
});

describe('a body', () => {
  it('is JSON in UTF-8 and called so', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const body = JSON.stringify(request);
    const status = async (headers: Record<string, string>, raw: string | Uint8Array<ArrayBuffer> = body) =>
      (await nadia(tickets, { raw, headers })).status;
    for (const type of ['application/json', 'Application/JSON; charset=UTF-8', 'application/json;charset="utf-8"'])
      assert.equal(await status({ 'content-type': type }), 201, type);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      'application/json; charset=utf-16',
      'application/json, text/plain',
      'text/json',
      'application/problem+json',
    ])
      assert.equal(await status({ 'content-type': type }), 415, type);
    assert.equal(await status({ ...json, 'content-encoding': 'gzip' }), 415);
    const bytes = new TextEncoder().encode(body);
    assert.equal(await status(json, new Uint8Array([0xef, 0xbb, 0xbf, ...bytes])), 400, 'a byte order mark');
    assert.equal(
      await status(json, new Uint8Array([...new TextEncoder().encode('{"title":"'), 0xff, 0xfe, ...new TextEncoder().encode('"}')])),
      400,
      'no UTF-8',
    );
    assert.equal(await status(json, new Uint8Array(Buffer.from(body, 'utf16le'))), 400, 'UTF-16');
  });

  it('may be left out where nothing is required', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    for (const [act, expected] of [
      ['messages', 422],
      ['seen', 204],
      ['reopen', 422],
      ['close', 200],
      ['rating', 422],
    ] as const) {
      assert.equal((await nadia(`${tickets}/${id}/${act}`, { method: 'POST' })).status, expected, act);
      assert.equal((await nadia(`${tickets}/${id}/${act}`, { raw: '', headers: json })).status, act === 'close' ? 409 : expected, act);
    }
  });

  it('is an object that names what the form knows, and nothing that objects are born with', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const bodies: readonly [string, number][] = [
      ['null', 422],
      ['[]', 422],
      ['1', 422],
      ['"text"', 422],
      ['true', 422],
      ['[[]]', 422],
      ['{', 400],
      ['{"a":}', 400],
      ["{'a':1}", 400],
      ['{"a":1}x', 400],
      ['NaN', 400],
      ['{"title":1e400}', 422],
      ['{"__proto__":{"x":1}}', 422],
      ['{"constructor":{"prototype":{"x":1}}}', 422],
      ['{"toString":1}', 422],
      [`{"context":{"hasOwnProperty":"x"}}`, 422],
      [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422],
      [`${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`, 422],
      [`{${Array.from({ length: 20_000 }, (_, i) => `"k${String(i)}":0`).join(',')}}`, 422],
    ];
    for (const [raw, expected] of bodies) {
      const answer = await nadia(tickets, { raw, headers: json });
      assert.equal(answer.status, expected, raw.slice(0, 40));
      assert.ok(answer.text.length < 2_000);
    }
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('is counted while it comes, whatever length it claims', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    assert.equal((await nadia(tickets, { raw: stream(huge), headers: json })).status, 413);
    assert.equal((await nadia(tickets, { raw: '{}', headers: { ...json, 'content-length': String(10 ** 9) } })).status, 413);
    assert.equal(
      (await nadia(tickets, { raw: stream(JSON.stringify(request).slice(0, 9), JSON.stringify(request).slice(9)), headers: json })).status,
      201,
    );
  });

  it('cannot say what is for the server to say', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    const before = (await nadia(`${tickets}/${id}`)).text;
    const extras = {
      id: 'x',
      number: 7,
      status: 'CLOSED',
      customerId: 'zoe',
      customer: { id: 'zoe' },
      createdAt: '2001-01-01T00:00:00.000Z',
      visibility: 'internal',
      author: 'staff',
      internal: true,
      role: 'admin',
      rev: 9,
      assignee: 'me',
      tags: ['a'],
      promise: {},
      unread: false,
    };
    for (const [name, value] of Object.entries(extras)) {
      const path = name;
      assert.deepEqual(fields(await nadia(tickets, { body: { ...request, [name]: value } })), { [path]: 'unknown-key' }, name);
      for (const [act, body] of [
        ['messages', { body: 'x' }],
        ['close', {}],
        ['reopen', { reason: 'x' }],
        ['thank', { body: 'x' }],
        ['nudge', {}],
        ['rating', { score: 3 }],
        ['seen', {}],
      ] as const) {
        assert.deepEqual(
          fields(await nadia(`${tickets}/${id}/${act}`, { body: { ...body, [name]: value } })),
          { [path]: 'unknown-key' },
          `${act} ${name}`,
        );
      }
    }
    assert.equal((await nadia(`${tickets}/${id}`)).text, before);
  });

  it('leaves text as it is, but for what mails and terminals obey', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    const nasty = '<script>alert(1)</script> {{7*7}} ${7*7} <%= 7 %> "><img src=x onerror=alert(1)> =cmd|calc';
    const ticket = await openTicket(nadia, { title: `${nasty}\r\nBcc: a@b.c\u2028x`, description: `${nasty}\u202e` });
    assert.equal(ticket.title, `${nasty} Bcc: a@b.c x`);
    assert.equal(ticket.description, nasty);
  });

  it('refuses text that holds what nobody types, wherever it stands, and says where', async () => {
    const harness = await openHarness();
    const nadia = await harness.customer('nadia');
    for (const broken of ['\u0000', '\u001b', '\ud800']) {
      const answer = await nadia(tickets, { body: { ...request, title: `A title ${broken}`, description: `A description ${broken}` } });
      assert.deepEqual([answer.status, fields(answer)], [422, { title: 'invalid', description: 'invalid' }]);
    }
    const { id } = await openTicket(nadia);
    for (const [act, name] of [
      ['messages', 'body'],
      ['close', 'reason'],
    ] as const)
      assert.deepEqual(fields(await nadia(`${tickets}/${id}/${act}`, { body: { [name]: 'a\u0000b' } })), { [name]: 'invalid' });
    assert.equal((await nadia(`${tickets}?q=a%00b`)).status, 422);
  });
});

describe('rate limits', () => {
  it('let one customer open 30 at once and 60 a minute, and nobody suffer for them', async () => {
    const harness = await openHarness();
    const [nadia, zoe] = [await harness.customer('nadia'), await harness.customer('zoe')];
    for (let i = 0; i < 30; i++) await openTicket(nadia);
    const refused = await nadia(tickets, { body: request });
    assert.deepEqual([refused.status, problem(refused), refused.headers.get('retry-after')], [429, 'too-many-requests', '1']);
    assert.equal(refused.headers.get('ratelimit-policy'), '"create";q=30;w=30');
    assert.equal(refused.headers.get('ratelimit'), '"create";r=0;t=1');
    assert.equal((await nadia(tickets)).status, 200);
    await openTicket(zoe);
    harness.clock.forward(1_000);
    await openTicket(nadia);
    assert.equal((await nadia(tickets, { body: request })).status, 429);
    harness.clock.now = start + 61_000;
    for (let i = 0; i < 30; i++) await openTicket(nadia);
  });

  it('come from the configuration, where null is none', async () => {
    const harness = await openHarness({ config: { rates: { create: { perMinute: 1, burst: 1 }, write: null, read: null } } });
    const nadia = await harness.customer('nadia');
    const { id } = await openTicket(nadia);
    assert.equal((await nadia(tickets, { body: request })).headers.get('retry-after'), '60');
    for (let i = 0; i < 1_000; i++) assert.equal((await nadia(`${tickets}/${id}`)).status, 200);
  });

  it('hold back an address that proves nothing, and nobody with a token', async () => {
    const harness = await openHarness({ config: { rates: { anonymous: { perMinute: 60, burst: 5 } } } });
    const nadia = await harness.customer('nadia');
    for (let i = 0; i < 5; i++) assert.equal((await harness.ask(tickets)).status, 401);
    assert.equal((await harness.ask(tickets)).status, 429);
    assert.equal((await nadia(tickets)).status, 200);
  });
});
