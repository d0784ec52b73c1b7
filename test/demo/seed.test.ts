import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { personas } from '../../demo/customers.ts';
import { emptyMailbox } from './empty-mailbox.ts';
import { createBackend } from '../../demo/backend.ts';
import { seed } from '../../demo/seed.ts';
import { demoSecret, mintToken } from '../../demo/token.ts';
import { checkAttachments } from '../../server/store/attachments/check.ts';
import { openAttachmentFolder } from '../../server/store/attachments/disk.ts';
import { openJournalStore } from '../../server/store/journal.ts';
import { promiseState } from '../../server/ticket/promise.ts';
import type { Ticket } from '../../server/ticket/model.ts';

const variables = { SUPPORT_DEMO: '1', SUPPORT_TOKEN_SECRET: demoSecret, SUPPORT_ORIGINS: 'http://127.0.0.1:8080' };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function seeded(now: string): Promise<readonly Ticket[]> {
  const dir = await mkdtemp(join(tmpdir(), 'support-demo-'));
  try {
    await seed({ dir, variables: { ...variables, SUPPORT_DATA_DIR: dir }, now: Date.parse(now) });
    const store = await openJournalStore({ dir, log });
    const { items } = await store.listTickets({ reader: 'staff', now, sort: 'number', limit: 100 });
    const replies = await store.listCannedReplies();
    assert.equal(replies.length, 3);
    for (const { bodies, title } of replies) assert.ok(bodies.fr && bodies.en, `“${title}” is in both languages`);
    assert.deepEqual(await checkAttachments(store, await openAttachmentFolder(dir)), { total: 4, lost: 0 });
    await store.close();
    return items;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

describe('the demo', () => {
  for (const [when, now] of [
    ['on a Monday morning', '2026-11-23T09:30:00.000Z'],
    ['on a Sunday night', '2026-11-22T23:50:00.000Z'],
    ['right after the clocks went forward', '2027-03-28T01:30:00.000Z'],
    ['on 29 February', '2028-02-29T12:00:00.000Z'],
  ] as const) {
    it(`has tickets in every status and every state of the promise when seeded ${when}`, async () => {
      const tickets = await seeded(now);
      const states = new Set(tickets.map((ticket) => promiseState(ticket.promise, now)));
      assert.deepEqual([...new Set(tickets.map((ticket) => ticket.status))].sort(), ['CLOSED', 'IN_PROGRESS', 'OPEN']);
      assert.deepEqual([...states].sort(), ['late', 'met', 'none', 'pending']);
      assert.deepEqual(
        tickets
          .map(({ attachments, notes }) => attachments.length + notes.flatMap((note) => note.attachments).length)
          .filter(Boolean)
          .sort(),
        [1, 3],
      );
      for (const ticket of tickets) assert.ok(ticket.updatedAt <= now, `#${ticket.number} lies in the past`);
    });
  }

  it('hands out tokens below 8 KB, whoever the visitor is', async () => {
    for (const persona of personas) {
      const token = await mintToken(persona, 'fr', Date.parse('2026-11-23T09:30:00Z'));
      assert.ok(token.length < 8 * 1024, `${persona.name}: ${token.length} bytes`);
    }
  });

  it('serves every page under a policy without an exception', async () => {
    const app = createBackend({
      supportUrl: 'http://127.0.0.1:8787',
      desk: { email: 'a@example.com', password: 'b' },
      mailbox: emptyMailbox,
      now: () => Date.parse('2026-11-23T09:30:00Z'),
    });
    for (const path of [
      '/dashboard',
      '/dashboard/orders',
      '/dashboard/tickets',
      '/dashboard/tickets/create',
      '/dashboard/tickets/22',
      '/embed',
      '/help',
      '/mailbox',
    ]) {
      const page = await app.request(path);
      assert.equal(page.status, 200, path);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.doesNotMatch(policy, /unsafe|\*/);
      assert.doesNotMatch(await page.text(), / style="| onclick=|<style|<script>/);
    }
  });

  it('leads back to its own pages only', async () => {
    const app = createBackend({
      supportUrl: 'http://127.0.0.1:8787',
      desk: { email: 'a@example.com', password: 'b' },
      mailbox: emptyMailbox,
      now: Date.now,
    });
    for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      const answer = await app.request('/preferences', { method: 'POST', body: new URLSearchParams({ language: 'en', back }) });
      assert.equal(answer.headers.get('location'), '/dashboard');
    }
  });
});
