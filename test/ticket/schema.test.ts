import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { Amendment, DeskListQuery, DeskMessage } from '../../server/wire/desk.ts';
import { LangQuery } from '../../server/wire/parts.ts';
import { Login } from '../../server/wire/staff.ts';
import {
  CloseRequest,
  NewMessage,
  NewTicket,
  NudgeRequest,
  RatingRequest,
  ReopenRequest,
  SeenRequest,
  ThankRequest,
  TicketListQuery,
} from '../../server/wire/tickets.ts';
import { countCharacters } from '../../server/ticket/characters.ts';
import type { FieldCode } from '../../server/ticket/codes.ts';

type Body = Record<string, unknown>;
const ticket = (over: Body = {}): Body => ({ service: 'technical', title: 'A title', description: 'A long enough one.', ...over });

/** `path: code` of every fault; empty when it is fine. */
function faults(of: v.GenericSchema, input: unknown): string[] {
  const { issues = [] } = v.safeParse(of, input);
  return issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}
const fine = (of: v.GenericSchema, input: unknown): void => assert.deepEqual(faults(of, input), []);
const titleOf = (title: string): string => v.parse(NewTicket, ticket({ title })).title;
const bodyOf = (body: string): string => v.parse(NewMessage, { body }).body;

const codes: readonly FieldCode[] = ['required', 'too-short', 'too-long', 'invalid', 'unknown-key', 'not-in-list', 'too-many'];
const incoming = Object.entries({
  NewTicket: NewTicket,
  NewMessage: NewMessage,
  CloseRequest: CloseRequest,
  ReopenRequest: ReopenRequest,
  ThankRequest: ThankRequest,
  NudgeRequest: NudgeRequest,
  SeenRequest: SeenRequest,
  RatingRequest: RatingRequest,
  TicketListQuery: TicketListQuery,
  LangQuery: LangQuery,
  Login: Login,
  DeskListQuery: DeskListQuery,
  DeskMessage: DeskMessage,
  Amendment: Amendment,
});

describe('A new ticket', () => {
  it('needs a service, a title and a description, and has a priority of its own', () => {
    assert.deepEqual(v.parse(NewTicket, ticket()), { ...ticket(), priority: 'MEDIUM', attachments: [], fields: {} });
    assert.deepEqual(faults(NewTicket, {}), ['service: required', 'title: required', 'description: required']);
  });

  it('may leave every other field out, or null', () => {
    const none = {
      category: null,
      type: null,
      order: null,
      orderReference: null,
      subscription: null,
      project: null,
      context: null,
      followUpOf: null,
    };
    fine(NewTicket, ticket(none));
  });

  it('has a title of 5 to 200 characters', () => {
    assert.deepEqual(faults(NewTicket, ticket({ title: 'abcd' })), ['title: too-short']);
    fine(NewTicket, ticket({ title: 'abcde' }));
    fine(NewTicket, ticket({ title: 'x'.repeat(200) }));
    assert.deepEqual(faults(NewTicket, ticket({ title: 'x'.repeat(201) })), ['title: too-long']);
  });

  it('has a description of 10 to 20000 characters', () => {
    assert.deepEqual(faults(NewTicket, ticket({ description: '123456789' })), ['description: too-short']);
    fine(NewTicket, ticket({ description: '1234567890' }));
    fine(NewTicket, ticket({ description: 'x'.repeat(20_000) }));
    assert.deepEqual(faults(NewTicket, ticket({ description: 'x'.repeat(20_001) })), ['description: too-long']);
  });

  it('has an order reference of at most 80 characters', () => {
    fine(NewTicket, ticket({ orderReference: 'x'.repeat(80) }));
    assert.deepEqual(faults(NewTicket, ticket({ orderReference: 'x'.repeat(81) })), ['orderReference: too-long']);
  });

  it('has eight attachments at most', () => {
    const ids = Array.from({ length: 8 }, (_, index) => `file-${index}`);
    fine(NewTicket, ticket({ attachments: ids }));
    assert.deepEqual(faults(NewTicket, ticket({ attachments: [...ids, 'file-9'] })), ['attachments: too-many']);
    assert.deepEqual(faults(NewTicket, ticket({ attachments: ['file-1', 7] })), ['attachments.1: invalid']);
  });

  it('has one of four priorities, as they are written', () => {
    for (const priority of ['LOW', 'MEDIUM', 'HIGH', 'URGENT']) fine(NewTicket, ticket({ priority }));
    for (const priority of ['low', '', 'CRITICAL', 1, null])
      assert.deepEqual(faults(NewTicket, ticket({ priority })), ['priority: not-in-list']);
  });

  it('carries a context of short texts, numbers and yes or no', () => {
    const context = { page: '/blog', width: 1280, dark: true, errors: ['one', 'two'] };
    assert.deepEqual(v.parse(NewTicket, ticket({ context })).context, context);
    fine(NewTicket, ticket({ context: { long: 'x'.repeat(2_000) } }));
    assert.deepEqual(faults(NewTicket, ticket({ context: { long: 'x'.repeat(2_001) } })), ['context.long: too-long']);
    for (const value of [{ deeper: 1 }, [[1]], null, [1]])
      assert.deepEqual(faults(NewTicket, ticket({ context: { value } })), ['context.value: invalid']);
    assert.deepEqual(faults(NewTicket, JSON.parse('{"service":"a","title":"A title","description":"Long enough","context":{"n":1e999}}')), [
      'context.n: invalid',
    ]);
  });
});

describe('A message', () => {
  it('has 1 to 20000 characters', () => {
    assert.deepEqual(faults(NewMessage, { body: '' }), ['body: required']);
    fine(NewMessage, { body: 'x' });
    fine(NewMessage, { body: 'x'.repeat(20_000) });
    assert.deepEqual(faults(NewMessage, { body: 'x'.repeat(20_001) }), ['body: too-long']);
  });

  it('at the desk says whether the customer sees it', () => {
    fine(DeskMessage, { body: 'x', visibility: 'internal' });
    assert.deepEqual(faults(DeskMessage, { body: 'x' }), ['visibility: required']);
    assert.deepEqual(faults(DeskMessage, { body: 'x', visibility: 'secret' }), ['visibility: not-in-list']);
  });
});

describe('A reason and a word of thanks', () => {
  it('have 1 to 2000 characters', () => {
    for (const [of, field] of [
      [ReopenRequest, 'reason'],
      [ThankRequest, 'body'],
    ] as const) {
      fine(of, { [field]: 'x' });
      fine(of, { [field]: 'x'.repeat(2_000) });
      assert.deepEqual(faults(of, { [field]: 'x'.repeat(2_001) }), [`${field}: too-long`]);
      assert.deepEqual(faults(of, { [field]: ' \n ' }), [`${field}: required`]);
      assert.deepEqual(faults(of, {}), [`${field}: required`]);
    }
  });

  it('may be left out when closing', () => {
    for (const body of [{}, { reason: null }, { reason: '' }]) fine(CloseRequest, body);
    assert.deepEqual(faults(CloseRequest, { reason: 'x'.repeat(2_001) }), ['reason: too-long']);
  });
});

describe('A rating', () => {
  it('is a whole number from 1 to 5', () => {
    for (const score of [1, 2, 3, 4, 5]) fine(RatingRequest, { score });
    for (const score of [0, 6, 2.5, -1, '5', null, NaN, Infinity])
      assert.ok(faults(RatingRequest, { score }).every((fault) => fault === 'score: invalid'));
    assert.deepEqual(faults(RatingRequest, {}), ['score: required']);
  });

  it('has a comment of 0 to 2000 characters', () => {
    fine(RatingRequest, { score: 1, comment: '' });
    fine(RatingRequest, { score: 1, comment: 'x'.repeat(2_000) });
    assert.deepEqual(faults(RatingRequest, { score: 1, comment: 'x'.repeat(2_001) }), ['comment: too-long']);
  });
});

describe('Lists', () => {
  it('take 1 to 100 items a page, written as a number', () => {
    for (const limit of ['1', '20', '100']) fine(TicketListQuery, { limit });
    for (const limit of ['0', '101', '-1', '1.5', '1e2', ' 1', '1 ', '', '9'.repeat(30), '1\n']) {
      assert.deepEqual(faults(TicketListQuery, { limit }), ['limit: invalid'], JSON.stringify(limit));
    }
  });

  it('know their filters', () => {
    fine(TicketListQuery, { state: 'closed', sort: 'priority', q: 'mail', lang: 'fr', cursor: 'abc' });
    assert.deepEqual(faults(TicketListQuery, { state: 'OPEN' }), ['state: not-in-list']);
    assert.deepEqual(faults(TicketListQuery, { sort: 'title' }), ['sort: not-in-list']);
    assert.deepEqual(faults(TicketListQuery, { status: 'OPEN' }), ['status: unknown-key'], 'that one is the desk’s');
  });
});

describe('Text', () => {
  it('is measured after trimming', () => {
    assert.deepEqual(faults(NewTicket, ticket({ title: '   abcd   ' })), ['title: too-short']);
    assert.equal(titleOf(` \t${'x'.repeat(200)}\u00a0\ufeff\n`).length, 200);
    assert.deepEqual(faults(NewMessage, { body: ' \u00a0\u3000\n\t' }), ['body: required']);
  });

  it('is counted in characters, not in halves of them', () => {
    assert.equal(countCharacters('a😀é'), 3);
    fine(NewTicket, ticket({ title: '😀'.repeat(200) }));
    assert.deepEqual(faults(NewTicket, ticket({ title: '😀'.repeat(201) })), ['title: too-long']);
    assert.deepEqual(faults(NewTicket, ticket({ title: '😀'.repeat(4) })), ['title: too-short']);
    fine(NewMessage, { body: '😀'.repeat(20_000) });
  });

  it('on one line has no line break that could start a mail header', () => {
    assert.equal(titleOf('Invoice\r\nBcc: everybody@example.org'), 'Invoice Bcc: everybody@example.org');
    assert.equal(titleOf('One\rTwo\nThree\u2028Four\u2029Five\vSix\fSeven\tEight'), 'One Two Three Four Five Six Seven Eight');
    assert.equal(v.parse(NewTicket, ticket({ orderReference: 'A\r\n1' })).orderReference, 'A 1');
  });

  it('keeps its lines and tabs where lines are welcome, with one kind of line end', () => {
    assert.equal(bodyOf('One\r\nTwo\rThree\n\n\tFour'), 'One\nTwo\nThree\n\n\tFour');
  });

  it('is refused where it holds what no keyboard types', () => {
    for (const broken of ['a\u0000b', 'c\u001b[31md', 'd\u007fe', 'f\u009bg', 'a\ud83db'])
      assert.deepEqual(faults(NewMessage, { body: broken }), ['body: invalid']);
    assert.equal(bodyOf('a\u0085b\vc'), 'a\nb\nc');
  });

  it('once clean stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (raw) => {
        const parsed = v.safeParse(NewMessage, { body: raw });
        if (parsed.success) assert.equal(bodyOf(parsed.output.body), parsed.output.body);
        const titled = v.safeParse(NewTicket, ticket({ title: raw }));
        if (!titled.success) return;
        const { title } = titled.output;
        assert.equal(titleOf(title), title);
        assert.equal(title, title.trim());
        // eslint-disable-next-line no-control-regex -- what must not be there
        assert.doesNotMatch(title, /[\u0000-\u001f\u007f-\u009f\u2028\u2029]| {2}/);
        assert.ok(title.isWellFormed());
      }),
      { numRuns: 500 },
    );
  });
});

describe('Ids and words of the configuration', () => {
  it('are trimmed, and refused when empty, too long or made of control characters', () => {
    assert.equal(v.parse(NewTicket, ticket({ service: ' billing ' })).service, 'billing');
    fine(NewTicket, ticket({ order: 'x'.repeat(128) }));
    assert.deepEqual(faults(NewTicket, ticket({ order: 'x'.repeat(129) })), ['order: too-long']);
    assert.deepEqual(faults(NewTicket, ticket({ order: '  ' })), ['order: required']);
    for (const order of ['a\u0000b', 'a\u001bb', 'a\ud83d', 7, {}, []])
      assert.deepEqual(faults(NewTicket, ticket({ order })), ['order: invalid']);
  });
});

describe('A key nobody knows', () => {
  const valid: Record<string, Body> = {
    NewTicket: ticket(),
    NewMessage: { body: 'x' },
    ReopenRequest: { reason: 'x' },
    ThankRequest: { body: 'x' },
    RatingRequest: { score: 1 },
    Login: { email: 'a@example.org', password: 'x' },
    DeskMessage: { body: 'x', visibility: 'public' },
  };

  for (const [name, of] of incoming) {
    it(`is refused in ${name}, even one that every object has`, () => {
      fine(of, valid[name] ?? {});
      for (const key of ['nonsense', 'constructor', 'toString', 'hasOwnProperty', '__proto__', 'prototype', '']) {
        const body: unknown = JSON.parse(
          JSON.stringify(valid[name] ?? {})
            .replace(/^\{/, `{${JSON.stringify(key)}:{"x":1},`)
            .replace(',}', '}'),
        );
        assert.deepEqual(faults(of, body), [`${key}: unknown-key`]);
      }
    });
  }

  it('cannot give a record another prototype, also when spaces hide it', () => {
    for (const key of ['__proto__', ' __proto__ ', 'constructor', 'prototype', '\u0000__proto__']) {
      const body: unknown = JSON.parse(
        JSON.stringify(ticket()).replace(/^\{/, `{"context":{${JSON.stringify(key)}:["evil"]},"fields":{${JSON.stringify(key)}:"evil"},`),
      );
      const parsed = v.safeParse(NewTicket, body);
      if (!parsed.success) continue;
      for (const record of [parsed.output.context, parsed.output.fields]) {
        assert.equal(Object.getPrototypeOf(record), Object.prototype);
        assert.deepEqual(record, {});
      }
    }
    assert.equal(({} as Body).evil, undefined);
  });
});

describe('What a fault says', () => {
  it('is a word of a fixed list, whatever was sent, and never what was sent', () => {
    const junk = fc.oneof(
      fc.anything({ withNullPrototype: true }),
      fc.dictionary(
        fc.constantFrom('title', 'body', 'reason', 'score', 'attachments', 'fields', 'context', 'service', 'limit', 'tags', 'email'),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...incoming), junk, ([name, of], input) => {
        for (const { message } of v.safeParse(of, input).issues ?? [])
          assert.ok(codes.includes(message as FieldCode), `${name}: ${message}`);
      }),
      { numRuns: 3000 },
    );
  });
});
