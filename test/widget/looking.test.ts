import { assert } from 'chai';
import { asksTheSame, fitting, lookingThrough, questionOf, readLooking, writeLooking } from '../../widget/desk/queue/search.ts';
import type { Looking } from '../../widget/desk/queue/search.ts';
import { customerHash, newTicketHash, placeOf } from '../../widget/desk/frame/place.ts';
import { views } from '../../widget/desk/queue/views.ts';

const looking = (changes: Partial<Looking> = {}): Looking => ({ view: 'ours', filters: {}, words: '', kept: null, ...changes });

describe('what the desk looks at', () => {
  it('comes back from the address as it was written, beside what others keep there', () => {
    const all: readonly Looking[] = [
      looking(),
      looking({
        view: 'open',
        filters: {
          status: ['OPEN'],
          priority: ['URGENT', 'LOW'],
          service: ['billing'],
          assignee: ['me', 'none'],
          tag: 'a & b, c=d',
          late: 'soon',
        },
      }),
      looking({ view: 'closed', filters: { tag: '#php' }, kept: 'x1' }),
      looking({ view: 'mine', filters: { status: ['CLOSED'] }, words: 'été “?&=' }),
    ];
    for (const one of all) {
      const search = writeLooking(one, '?other=1&q=old&view=late');
      assert.deepEqual(readLooking(search), one, search);
      assert.equal(new URLSearchParams(search).get('other'), '1');
    }
    assert.equal(writeLooking(looking(), ''), '');
  });

  it('leaves out what an address holds that means nothing', () => {
    assert.deepEqual(
      readLooking('?view=gone&priority=SOON,HIGH,&late=perhaps&ball=&status=&tag='),
      looking({ filters: { priority: ['HIGH'] } }),
    );
  });

  it('never lets a filter contradict its view unseen; words search everything', () => {
    const filters = { status: ['CLOSED'], assignee: ['none'], priority: ['LOW'] } as const;
    assert.deepEqual(fitting(looking({ view: 'mine', filters })).filters, { priority: ['LOW'] });
    assert.deepEqual(fitting(looking({ view: 'closed', filters })).filters, { assignee: ['none'], priority: ['LOW'] });
    const searching = looking({ view: 'mine', filters, words: ' words ' });
    assert.deepEqual(questionOf(fitting(searching)), { ...filters, q: 'words' });
    assert.deepEqual(questionOf(looking({ view: 'unassigned' })), { status: ['OPEN', 'IN_PROGRESS'], assignee: ['none', 'former'] });
  });

  it('is found again behind every view that was kept', () => {
    for (const view of views) {
      for (const filters of [{}, { priority: ['HIGH'] as const }]) {
        const asked = questionOf(fitting(looking({ view, filters })));
        const again = lookingThrough('id', asked);
        assert.isTrue(asksTheSame(questionOf(again), asked), view);
        assert.deepEqual([again.view, again.filters, again.kept], [view, filters, 'id']);
      }
    }
    const search = questionOf(looking({ view: 'late', filters: { tag: 'php' }, words: 'down' }));
    assert.isTrue(asksTheSame(questionOf(lookingThrough('id', search)), search));
    assert.isFalse(asksTheSame({ priority: ['LOW'] }, { priority: ['LOW', 'HIGH'] }));
    assert.isTrue(asksTheSame({ priority: ['LOW', 'HIGH'] }, { priority: ['HIGH', 'LOW'], tag: undefined }));
  });
});

describe('the place beside the queue', () => {
  it('comes back from its hash, whatever the id', () => {
    assert.deepEqual(placeOf('#4812'), { kind: 'ticket', number: '4812' });
    for (const whom of [
      { kind: 'guest', id: 'a+b@exämple.org' },
      { kind: 'customer', id: 'x/1 %?#' },
    ] as const) {
      assert.deepEqual(placeOf(customerHash(whom)), { kind: 'customer', whom });
      assert.deepEqual(placeOf(newTicketHash(whom)), { kind: 'new', whom });
    }
    assert.deepEqual(
      [placeOf(customerHash()), placeOf(newTicketHash())],
      [
        { kind: 'customer', whom: null },
        { kind: 'new', whom: null },
      ],
    );
    for (const hash of ['', '#', '#x', '#12345678901234567890', '#customer/agent/1', '#new/'])
      assert.deepEqual(placeOf(hash), { kind: 'none' }, hash);
    assert.deepEqual(placeOf('#customer/customer/%E0%A4%A'), { kind: 'customer', whom: null });
  });
});
