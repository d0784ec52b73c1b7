import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readTicket } from '../../server/ticket/archived.ts';
import { archived } from './samples.ts';

/** What is wrong with the sample once `change` is made to it: `field code`. */
function faultOf(change: Readonly<Record<string, unknown>>): string | null {
  const read = readTicket(JSON.parse(JSON.stringify({ ...archived(), ...change })));
  return 'fault' in read ? `${read.fault.field} ${read.fault.code}`.trim() : null;
}

const message = { id: 'm1', kind: 'staff', at: '2016-04-28T10:00:00Z', text: 'Bonjour' };

describe('the archive format', () => {
  it('takes the ticket that its description shows', () => {
    const text = readFileSync(new URL('../../../docs/archive-format.md', import.meta.url), 'utf8');
    const [, line = ''] = /^(\{"v":1,"brand".*)$/m.exec(text) ?? [];
    const read = readTicket(JSON.parse(line));
    assert.ok('ticket' in read);
    assert.equal(read.ticket.createdAt, '2016-04-28T09:19:34.000Z');
    assert.equal(read.ticket.messages.length, 2);
  });

  it('has no place for a private note, in a ticket, in a message or beside the requester', () => {
    assert.equal(faultOf({ notes: [message] }), 'notes unknown-key');
    assert.equal(faultOf({ messages: [{ ...message, private: true }] }), 'messages.0.private unknown-key');
    assert.equal(faultOf({ messages: [{ ...message, kind: 'note' }] }), 'messages.0.kind not-in-list');
    assert.equal(faultOf({ requester: { comment: 'pays late' } }), 'requester.comment unknown-key');
  });

  it('refuses names that every object is born with', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const hostile: unknown = JSON.parse(JSON.stringify(archived()).replace('{', `{"${key}":{"admin":true},`));
      assert.deepEqual(readTicket(hostile), { fault: { field: key, code: 'unknown-key' } });
    }
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  it('says where the first fault is, and never the value', () => {
    assert.equal(faultOf({ createdAt: 'hier soir' }), 'createdAt invalid');
    assert.equal(faultOf({ createdAt: '2015-02-30T10:00:00Z' }), 'createdAt invalid');
    assert.equal(faultOf({ createdAt: '2016-04-28T11:19:34+02:00' }), 'createdAt invalid');
    assert.equal(faultOf({ brand: 'Nuxit' }), 'brand invalid');
    assert.equal(faultOf({ subject: undefined }), 'subject required');
    assert.equal(faultOf({ status: 'fermé' }), 'status not-in-list');
    assert.equal(faultOf({ subject: 'x'.repeat(1_001) }), 'subject too-long');
    assert.equal(faultOf({ messages: [message, message] }), 'messages duplicate');
    assert.equal(faultOf({ messages: 'none' }), 'messages invalid');
    for (const odd of [null, 7, 'text', []]) assert.ok('fault' in readTicket(odd));
  });

  it('lets no attachment lie outside the folder of attachments', () => {
    const at = (ref: string) => faultOf({ messages: [{ ...message, attachments: [{ name: 'a.txt', ref }] }] });
    assert.equal(at('4711/a.txt'), null);
    for (const ref of ['../a.txt', '/etc/passwd', '4711/../../a', '4711//a', './a', 'c:/a', '..\\a', 'a\u0000b', '']) {
      assert.match(at(ref) ?? '', /^messages\.0\.attachments\.0\.ref /, ref);
    }
  });

  it('cleans texts, and gives the same ticket for the same facts in another order', () => {
    const read = readTicket({
      ...archived(),
      subject: ' Site\u0000 \r\nen panne\t',
      messages: [{ ...message, text: 'a\r\nb\u0007\u009f c \n' }],
    });
    assert.ok('ticket' in read);
    assert.equal(read.ticket.subject, 'Site en panne');
    assert.equal(read.ticket.messages[0]?.text, 'a\nb c');
    const turned = Object.fromEntries(Object.entries(read.ticket).reverse());
    assert.equal(JSON.stringify(readTicket(turned)), JSON.stringify(read));
  });
});
