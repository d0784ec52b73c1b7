import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createBackend } from '../../demo/backend.ts';
import { openMailbox } from '../../demo/mailbox.ts';
import { openPostman } from '../../server/notify/smtp.ts';

describe('the demo’s mailbox', () => {
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
    const app = createBackend({ supportUrl: 'http://127.0.0.1:8787', desk: { email: 'a@example.com', password: 'b' }, mailbox, now: Date.now });
    const [mail] = await mailbox.list();
    assert.equal(mail?.to, 'nadia@atelier-moreau.example');
    const list = await (await app.request('/mailbox?for=nadia')).text();
    assert.match(list, /Bonjour &lt;b&gt;Nadia/);
    assert.doesNotMatch(await (await app.request('/mailbox?for=team')).text(), /Bonjour/);
    const page = await app.request(`/mailbox/${mail?.id ?? ''}`);
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-src 'self'/);
    assert.match(await page.text(), /sandbox="allow-popups allow-popups-to-escape-sandbox"/);
    const framed = await app.request(`/mailbox/${mail?.id ?? ''}/html`);
    assert.match(framed.headers.get('content-security-policy') ?? '', /default-src 'none';.*sandbox allow-popups allow-popups-to-escape-sandbox;/);
    for (const id of ['..%2f..%2fetc%2fpasswd', '1', `${mail?.id ?? ''}0`]) assert.equal((await app.request(`/mailbox/${id}`)).status, 404, id);
    await mailbox.close();
    await rm(dir, { recursive: true, force: true });
  });
});
