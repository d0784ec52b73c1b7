/** Uploads over real connections to a real process, which may break off, lie or be killed. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { AttachmentView, TicketView } from '../../server/wire/tickets.ts';
import { form, text } from '../helpers/files.ts';
import type { Octets } from '../helpers/files.ts';
import { mintToken } from '../helpers/tokens.ts';
import { startTestServer } from '../helpers/server.ts';
import { inFolder, serve } from '../helpers/process.ts';

const path = '/api/v1/attachments';

async function send(url: string, sub: string, name: string, bytes: Octets): Promise<Response> {
  const { raw, headers } = await form(name, bytes);
  return fetch(url + path, { method: 'POST', body: raw, headers: { ...headers, authorization: `Bearer ${await mintToken(sub)}` } });
}

/** A request of which only so much is sent. */
async function begin(url: string, headers: Readonly<Record<string, string>>, body: string | Uint8Array): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const all = {
    Host: hostname,
    Authorization: `Bearer ${await mintToken('nadia')}`,
    'Content-Type': 'multipart/form-data; boundary=x',
    ...headers,
  };
  socket.write(
    `POST ${path} HTTP/1.1\r\n${Object.entries(all)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  );
  socket.write(body);
  return socket;
}

const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
const chunk = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`;

async function answerOf(socket: Socket): Promise<string> {
  let answer = '';
  socket.on('data', (data) => (answer += String(data)));
  while (!/\r\n\r\n[^]*\}/.test(answer) && !socket.destroyed) await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return answer;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a server that takes uploads', () => {
  it('waits for one that comes slowly but comes on, and hangs up on one that hardly does', { timeout: 60_000 }, async () => {
    const server = await startTestServer({ limits: { requestTimeout: 300 }, uploadPatience: { every: 100, bytes: 500, whole: 60_000 } });
    try {
      const dripping = await begin(server.url, { 'Content-Length': '100000' }, head);
      const drip = setInterval(() => dripping.write('x'), 20);
      assert.match(await answerOf(dripping), /^HTTP\/1\.1 408 /);
      clearInterval(drip);
      const tail = '\r\n--x--\r\n';
      const slow = await begin(server.url, { 'Content-Length': String(head.length + 40_000 + tail.length) }, head);
      const start = performance.now();
      for (let sent = 0; sent < 40; sent++) {
        slow.write('x'.repeat(1_000));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.ok(performance.now() - start > 600, 'longer than any other body may take');
      slow.write(tail);
      assert.match(await answerOf(slow), /^HTTP\/1\.1 201 /);
      for (const socket of [dripping, slow]) socket.destroy();
    } finally {
      await server.close();
    }
  });

  it('keeps nothing of those that break off, lie about their length or are too large', { timeout: 60_000 }, () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      const folder = join(dir, 'data', 'attachments');
      const cut = await Promise.all(
        Array.from({ length: 5 }, () => begin(server.url, { 'Content-Length': '100000' }, head + 'x'.repeat(50_000))),
      );
      await until(async () => (await readdir(folder)).length === 5);
      for (const socket of cut) socket.destroy();
      await until(async () => (await readdir(folder)).length === 0);

      const short = await begin(server.url, { 'Content-Length': String(head.length + 3) }, `${head}words\r\n--x--\r\n`);
      assert.match(await answerOf(short), /^HTTP\/1\.1 400 [^]*malformed-request/);
      const announced = await begin(server.url, { 'Content-Length': String(11 * 1024 * 1024) }, head);
      assert.match(await answerOf(announced), /^HTTP\/1\.1 413 [^]*too-large/);
      const chunked = await begin(server.url, { 'Transfer-Encoding': 'chunked' }, chunk(head));
      const answer = answerOf(chunked);
      for (let sent = 0; sent < 11 && !chunked.destroyed; sent++) chunked.write(chunk('x'.repeat(1024 * 1024)));
      assert.match(await answer, /^HTTP\/1\.1 413 [^]*too-large/);
      for (const socket of [short, announced, chunked]) socket.destroy();
      await until(async () => (await readdir(folder)).length === 0);
      assert.equal((await send(server.url, 'nadia', 'a.txt', text('words'))).status, 201);
      assert.equal(await server.stop(), 0);
    }),
  );

  it('has what it acknowledged after it was killed, eight at once, and hands it out whole', { timeout: 60_000 }, () =>
    inFolder(async (dir) => {
      const server = await serve(dir);
      const contents = Array.from({ length: 8 }, (_, i) => new Uint8Array(Buffer.from(randomBytes((i + 1) * 400_000).toString('base64'))));
      const made = await Promise.all(
        contents.map(async (bytes, i) => (await send(server.url, 'nadia', `${String(i)}.log`, bytes)).json() as Promise<AttachmentView>),
      );
      const authorization = `Bearer ${await mintToken('nadia')}`;
      const answer = await fetch(`${server.url}/api/v1/tickets`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({
          service: 'sales',
          title: 'Eight files',
          description: 'All of them are here.',
          attachments: made.map(({ id }) => id),
        }),
      });
      assert.equal(answer.status, 201);
      const { id } = (await answer.json()) as TicketView;
      await server.kill();
      const back = await serve(dir);
      const ticket = (await (await fetch(`${back.url}/api/v1/tickets/${id}`, { headers: { authorization } })).json()) as TicketView;
      assert.deepEqual(ticket.attachments, made);
      for (const [i, bytes] of contents.entries()) {
        const response = await fetch(`${back.url}${path}/${String(made[i]?.id)}`, { headers: { authorization } });
        const got = new Uint8Array(await response.arrayBuffer());
        assert.equal(createHash('sha256').update(got).digest('hex'), createHash('sha256').update(bytes).digest('hex'));
        assert.equal(response.headers.get('content-length'), String(bytes.length));
      }
      assert.deepEqual((await readdir(join(dir, 'data', 'attachments'))).sort(), made.map((file) => file.id).sort());
      assert.equal(await back.stop(), 0);
    }),
  );
});
