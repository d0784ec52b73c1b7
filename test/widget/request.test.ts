import { assert } from 'chai';
import type { SessionView } from '../../server/wire/session.ts';
import { emptyRequest, fit, isPlaced, problemsOf, promisedBy, toNewTicket, withPrefill } from '../../widget/form/request.ts';
import { api, newPerson } from './page.ts';

const claims = {
  orders: [{ id: 'o1', label: 'Hosting' }],
  subscriptions: [{ id: 's1', label: 'Pro' }],
  projects: [{ id: 'p1', label: 'Shop' }],
};

describe('a request being written', () => {
  let session: SessionView;
  before(async () => {
    session = await api<SessionView>(newPerson(), '/session', undefined, claims);
  });

  it('starts at the service, and at the writing when the page knows the place', () => {
    assert.equal(withPrefill(emptyRequest, {}, session).step, 'service');
    assert.equal(withPrefill(emptyRequest, { service: 'billing' }, session).step, 'subject');
    assert.equal(withPrefill(emptyRequest, { service: 'billing', category: 'invoice' }, session).step, 'write');
    assert.equal(withPrefill(emptyRequest, { service: 'order', order: 'o1' }, session).step, 'write');
    assert.equal(withPrefill(emptyRequest, { service: 'sales' }, session).step, 'write');
  });

  it('takes a wrong prefill as none', () => {
    const request = withPrefill(emptyRequest, { service: 'nonsense', order: 'not mine' }, session);
    assert.isNull(request.service);
    assert.isNull(request.order);
    assert.equal(request.step, 'service');
  });

  it('never replaces typed words by a prefill', () => {
    const draft = { ...emptyRequest, title: 'My own words' };
    assert.equal(withPrefill(draft, { title: 'The page’s words', service: 'sales' }, session).title, 'My own words');
    assert.equal(withPrefill(emptyRequest, { title: 'The page’s words' }, session).title, 'The page’s words');
  });

  it('forgets what the customer no longer has', () => {
    const draft = { ...emptyRequest, service: 'order', order: 'gone', project: 'p1' };
    const request = fit(draft, session);
    assert.isNull(request.order);
    assert.equal(request.project, 'p1');
  });

  it('is placed once its service has what it asks', () => {
    assert.isFalse(isPlaced({ ...emptyRequest, service: 'billing' }, session));
    assert.isTrue(isPlaced({ ...emptyRequest, service: 'billing', category: 'whois' }, session));
  });

  it('counts characters as people do', () => {
    assert.deepEqual(problemsOf({ ...emptyRequest, title: '😀😀😀😀', description: 'long enough for us' }, session.form), [
      { path: 'title', code: 'too-short', count: 4 },
    ]);
    assert.lengthOf(problemsOf({ ...emptyRequest, title: '😀'.repeat(200), description: 'long enough for us' }, session.form), 0);
  });

  it('sends only what was chosen', () => {
    const ticket = toNewTicket({ ...emptyRequest, service: 'sales', title: ' A quote ', description: ' For three servers ' }, session.form);
    assert.deepEqual(ticket, { service: 'sales', title: 'A quote', description: 'For three servers', priority: 'MEDIUM' });
  });

  it('promises what the server then promises', async () => {
    const sub = newPerson();
    for (const priority of ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] as const) {
      const ticket = await api(sub, '/tickets', { service: 'sales', title: 'A promise', description: 'To be compared', priority });
      assert.equal(promisedBy(priority, ticket.createdAt, session.form), ticket.promise.dueAt);
    }
  });
});
