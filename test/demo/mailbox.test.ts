import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createBackend } from '../../demo/backend.ts';
import { demoOpsToken } from '../../demo/token.ts';
import { openTicket } from '../helpers/harness.ts';
import { bodies, openMailIn } from '../helpers/mail-in.ts';
import { openMailbox } from '../../demo/mailbox.ts';
import { openPostman } from '../../server/notify/smtp.ts';

describe('the demo’s mailbox', () => {
  it('lets whoever got a mail answer it, by the route that mail providers use', async () => {
    const server = await openMailIn({ environment: { SUPPORT_DEMO: '1', SUPPORT_OPS_TOKEN: demoOpsToken } });
    const ticket = await openTicket(server.nadia);
    const listening = createServer((request, response) => {
      void buffer(request).then(async (raw) => {
        const headers = { authorization: request.headers.authorization ?? '', 'content-type': request.headers['content-type'] ?? '' };
        const answered = await server.ask(request.url ?? '', { method: 'POST', raw: Uint8Array.from(raw), headers });
        response.writeHead(answered.status).end(answered.text);
      });
    });
    listening.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const mail = {
      id: '1-0',
      receivedAt: 0,
      to: 'nadia@example.com',
      from: 'Hébergia <a@hebergia.example>',
      subject: 'Bonjour',
      text: 'Avez-vous essayé ?\nCamille',
      html: '<p>Bonjour</p>',
      replyTo: await server.addressOf(ticket),
      messageId: '<a@hebergia.example>',
      headers: '',
    };
    const mailbox = { list: () => Promise.resolve([mail]), read: () => Promise.resolve(mail) };
    const app = createBackend({
      supportUrl: `http://127.0.0.1:${String(port)}`,
      desk: { email: 'a@example.com', password: 'b' },
      mailbox,
      now: Date.now,
    });
    assert.match(
      await (await app.request('/mailbox/1-0')).text(),
      /<form class="mail-answer" method="post" action="\/mailbox\/1-0\/answer">/,
    );
    const sent = await app.request('/mailbox/1-0/answer', { method: 'POST', body: new URLSearchParams({ text: 'Oui, depuis hier.' }) });
    assert.equal(sent.headers.get('location'), '/mailbox/1-0?became=reply#answer');
    assert.deepEqual(bodies(await server.asCustomer(ticket)), ['Oui, depuis hier.']);
    assert.match(await (await app.request('/mailbox/1-0?became=reply')).text(), /role="status">Votre réponse est dans le ticket\./);
    listening.close();
  });

  it('shows what was sent, its HTML in a frame that can do nothing, also after a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailbox-'));
    const first = await openMailbox(dir, '127.0.0.1');
    const [, port] = /:(\d+)$/.exec(first.url) ?? [];
    const postman = openPostman({ server: { host: '127.0.0.1', port: Number(port), tls: 'offered', auth: null } });
    await postman.send({
      from: { name: 'Hébergia', address: 'assistance@hebergia.example' },
      to: 'nadia@atelier-moreau.example',
      replyTo: null,
      subject: 'Bonjour <b>Nadia</b>',
      text: 'Bonjour',
      html: '<!doctype html><html><head></head><body><p>Bonjour</p><script>alert(1)</script></body></html>',
      messageId: '<a@hebergia.example>',
      thread: null,
      date: new Date(0),
      list: null,
      automatic: true,
      enclosures: [],
    });
    postman.close();
    await first.close();
    const mailbox = await openMailbox(dir, '127.0.0.1');
    const app = createBackend({
      supportUrl: 'http://127.0.0.1:8787',
      desk: { email: 'a@example.com', password: 'b' },
      mailbox,
      now: Date.now,
    });
    const [mail] = await mailbox.list();
    assert.equal(mail?.to, 'nadia@atelier-moreau.example');
    const list = await (await app.request('/mailbox?for=nadia')).text();
    assert.match(list, /Bonjour &lt;b&gt;Nadia/);
    assert.doesNotMatch(await (await app.request('/mailbox?for=team')).text(), /Bonjour/);
    const page = await app.request(`/mailbox/${mail?.id ?? ''}`);
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-src 'self'/);
    assert.match(await page.text(), /sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const framed = await app.request(`/mailbox/${mail?.id ?? ''}/html`);
    assert.match(
      framed.headers.get('content-security-policy') ?? '',
      /default-src 'none';.*sandbox allow-popups allow-popups-to-escape-sandbox;/,
    );
    for (const id of ['..%2f..%2fetc%2fpasswd', '1', `${mail?.id ?? ''}0`])
      assert.equal((await app.request(`/mailbox/${id}`)).status, 404, id);
    await mailbox.close();
    await rm(dir, { recursive: true, force: true });
  });
});
