import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { httpLimits } from '../../server/http/socket/listen.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

/** What a server answers to exactly these bytes. */
function exchange(url: string, ...chunks: (string | Buffer)[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.setTimeout(20_000, () => socket.destroy(new Error('nobody answered')));
    socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(text) : reject(error)));
    socket.on('close', () => resolve(text));
  });
}

const status = (answer: string): number => Number(answer.split(' ')[1]);

describe('over a real socket', () => {
  let server: TestServer;
  let token = '';
  let publicDir = '';

  before(async () => {
    publicDir = await mkdtemp(join(tmpdir(), 'support-public-'));
    await mkdir(join(publicDir, 'chunks'));
    await writeFile(join(publicDir, 'support-ticket.js'), 'export {};');
    await writeFile(join(publicDir, 'support-ticket.js.br'), brotliCompressSync('export {};'));
    await writeFile(join(publicDir, 'chunks', 'thread-abc123.js'), 'export const a = 1;');
    await writeFile(join(publicDir, '..', 'outside.js'), 'outside');
    server = await startTestServer({ publicDir, origins: ['https://www.example.com'] });
    token = await server.token('nadia');
  });

  after(async () => {
    await server.close();
    await rm(publicDir, { recursive: true });
  });

  const head = (line: string, ...headers: string[]): string =>
    [`${line} HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');
  const post = (...headers: string[]): string =>
    head('POST /api/v1/tickets', `Authorization: Bearer ${token}`, 'Content-Type: application/json', ...headers);
  const ticket = JSON.stringify({ service: 'sales', title: 'Which plan suits us', description: 'We are ten and need mail.' });

  it('takes a body of known length, and one in chunks', async () => {
    assert.equal(status(await exchange(server.url, post(`Content-Length: ${String(ticket.length)}`), ticket)), 201);
    assert.equal(
      status(await exchange(server.url, post('Transfer-Encoding: chunked'), `${ticket.length.toString(16)}\r\n${ticket}\r\n0\r\n\r\n`)),
      201,
    );
  });

  it('refuses one that is too long, whether it says so or not', async () => {
    const answer = await exchange(server.url, post('Content-Length: 300000'), 'x');
    assert.equal(status(answer), 413);
    assert.match(answer, /application\/problem\+json/);
    const chunk = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`;
    assert.equal(
      status(await exchange(server.url, post('Transfer-Encoding: chunked'), chunk, chunk, chunk, chunk, chunk, '0\r\n\r\n')),
      413,
    );
  });

  it('holds a sender to the length it said', async () => {
    assert.equal(status(await exchange(server.url, post('Content-Length: 10', 'Transfer-Encoding: chunked'), ticket)), 400);
    const long = await exchange(server.url, post('Content-Length: 2'), '{}GET /healthz HTTP/1.1\r\n\r\n');
    assert.ok([400, 422].includes(status(long)), 'what comes after is not part of it');
  });

  it('answers headers that are too long with 431, and a token that is with 401', async () => {
    const answer = await exchange(server.url, head('GET /api/v1/session', `X-Long: ${'x'.repeat(17_000)}`));
    assert.equal(status(answer), 431);
    assert.match(answer, /application\/problem\+json/);
    assert.equal(status(await exchange(server.url, head('GET /api/v1/session', `Authorization: Bearer ${'x'.repeat(8 * 1024 + 1)}`))), 401);
  });

  it('answers what is no HTTP with 400', async () => {
    assert.equal(status(await exchange(server.url, 'good morning\r\n\r\n')), 400);
    const host = await exchange(server.url, 'GET / HTTP/1.1\r\nHost: a b/c?d\r\nConnection: close\r\n\r\n');
    assert.equal(status(host), 400);
    assert.match(host, /application\/problem\+json/);
    assert.equal(status(await exchange(server.url, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nBad Header: x\r\n\r\n')), 400);
  });

  it('hangs up on a sender who never ends its headers, or its body', async () => {
    assert.deepEqual([httpLimits.headersTimeout, httpLimits.requestTimeout], [10_000, 30_000]);
    const impatient = await startTestServer({ limits: { headersTimeout: 200, requestTimeout: 400, connectionsCheckingInterval: 50 } });
    try {
      const headers = await exchange(impatient.url, 'GET / HTTP/1.1\r\nHost: localhost\r\n');
      assert.equal(status(headers), 408);
      assert.match(headers, /application\/problem\+json/);
      assert.equal(status(await exchange(impatient.url, '')), 408, 'not a single byte');
      const slow = await impatient.token('nadia');
      const body = head('POST /api/v1/tickets', `Authorization: Bearer ${slow}`, 'Content-Type: application/json', 'Content-Length: 100');
      assert.equal(status(await exchange(impatient.url, body, '{')), 408);
      assert.equal((await fetch(`${impatient.url}/healthz`)).status, 200);
    } finally {
      await impatient.close();
    }
  });

  it('stops as soon as the last request has its answer, whatever else is connected', async () => {
    const stopping = await startTestServer();
    const { hostname, port } = new URL(stopping.url);
    const silent = connect(Number(port), hostname);
    const asking = connect(Number(port), hostname);
    let answer = '';
    asking.setEncoding('latin1').on('data', (data) => (answer += String(data)));
    const closed = Promise.all([once(silent, 'close'), once(asking, 'close')]);
    const body = JSON.stringify({ service: 'sales', title: 'Which plan suits us', description: 'We are ten people and need mail.' });
    const headers = [`Authorization: Bearer ${await stopping.token('nadia')}`, 'Content-Type: application/json', 'Expect: 100-continue'];
    const lines = ['POST /api/v1/tickets HTTP/1.1', 'Host: localhost', ...headers, `Content-Length: ${String(body.length)}`, '', ''];
    asking.write(lines.join('\r\n'));
    await once(asking, 'data');

    const start = performance.now();
    const stopped = stopping.close();
    asking.write(body);
    await Promise.all([stopped, closed]);
    assert.match(answer, /HTTP\/1\.1 201 /);
    assert.match(answer, /^connection: close\r$/im);
    assert.ok(performance.now() - start < 5_000, 'a connection kept for later, or one opened ahead, was waited for');
  });

  it('serves the widget to any page, to be asked for again soon, and its parts for good', async () => {
    const entry = await fetch(`${server.url}/support-ticket.js`, { headers: { 'accept-encoding': 'identity' } });
    assert.deepEqual([entry.status, await entry.text()], [200, 'export {};']);
    assert.equal(entry.headers.get('access-control-allow-origin'), '*');
    assert.equal(entry.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.equal(entry.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.match(entry.headers.get('cache-control') ?? '', /^public, max-age=300/);
    const etag = entry.headers.get('etag') ?? '';
    assert.equal((await fetch(`${server.url}/support-ticket.js`, { headers: { 'if-none-match': etag } })).status, 304);
    const small = await fetch(`${server.url}/support-ticket.js`, { headers: { 'accept-encoding': 'gzip, br' } });
    assert.deepEqual([small.headers.get('content-encoding'), await small.text()], ['br', 'export {};']);
    const chunk = await fetch(`${server.url}/chunks/thread-abc123.js`);
    assert.equal(chunk.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(chunk.headers.get('access-control-allow-origin'), '*');
  });

  it('serves nothing else, however it is asked', async () => {
    for (const path of [
      '/chunks/../outside.js',
      '/chunks/..%2f..%2foutside.js',
      '/chunks/%2e%2e/outside.js',
      '/chunks/..%5c..%5coutside.js',
      '/..%2foutside.js',
      '//outside.js',
      '/chunks//thread-abc123.js',
      '/chunks/thread-abc123.js%00',
      '/support-desk.js',
      '/chunks/',
      '/chunks/nothing.js',
      '/support-ticket.js.br',
    ]) {
      assert.equal(status(await exchange(server.url, head(`GET ${path}`))), 404, path);
    }
    await rm(join(publicDir, '..', 'outside.js'));
  });

  it('serves the source map of each script, where the script says that it is', async () => {
    const scripts = ['support-ticket.js', 'support-desk.js', 'support-ticket-recorder.js', 'support-page.js', 'chunks/thread-abc123.js'];
    for (const script of scripts) {
      assert.equal((await fetch(`${server.url}/${script}.map`)).status, 404, script);
      await writeFile(join(publicDir, `${script}.map`), '{"version":3}');
      const { status: found, headers } = await fetch(`${server.url}/${script}.map`);
      assert.deepEqual(
        [found, headers.get('content-type'), headers.get('access-control-allow-origin')],
        [200, 'application/json', '*'],
        script,
      );
      assert.equal(headers.get('cache-control')?.includes('immutable'), script.startsWith('chunks/'), script);
    }
    assert.equal((await fetch(`${server.url}/support-page.css.map`)).status, 404);
  });

  it('finds what was built after the start', async () => {
    await writeFile(join(publicDir, 'support-desk.js'), 'export const desk = 1;');
    assert.equal((await fetch(`${server.url}/support-desk.js`)).status, 200);
    await writeFile(join(publicDir, 'support-desk.js'), 'export const desk = 22;');
    assert.equal(await (await fetch(`${server.url}/support-desk.js`)).text(), 'export const desk = 22;');
  });

  it('serves what was there while a build empties the folder, and the new build whole', async () => {
    const chunk = join(publicDir, 'chunks', 'thread-abc123.js');
    const entry = join(publicDir, 'support-ticket.js');
    const asked = { headers: { 'accept-encoding': 'br' } };
    const encoding = async () => (await fetch(`${server.url}/support-ticket.js`, asked)).headers.get('content-encoding');
    await rename(chunk, `${chunk}.away`);
    await rename(entry, `${entry}.away`);
    await rm(`${entry}.br`);
    assert.deepEqual([(await fetch(`${server.url}/chunks/thread-abc123.js`)).status, await encoding()], [200, 'br']);
    await rename(`${entry}.away`, entry);
    assert.equal(await encoding(), null, 'the compressed form is not written yet');
    await writeFile(`${entry}.br`, brotliCompressSync('export {};'));
    assert.equal(await encoding(), 'br', 'it was written after the file itself');
    await rename(`${chunk}.away`, chunk);
  });
});
