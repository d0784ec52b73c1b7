import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReadOnlyError } from '../../server/store/store.ts';
import { createMemoryFiles } from '../../server/store/attachments/memory.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { SessionView } from '../../server/wire/session.ts';
import type { AttachmentView, TicketView } from '../../server/wire/tickets.ts';
import { form, gif, join, png, rawForm, text } from '../helpers/files.ts';
import type { Octets } from '../helpers/files.ts';
import { api, fields, openHarness, openTicket, problem, request, start, upload } from '../helpers/harness.ts';
import type { Answer, Harness, Person } from '../helpers/harness.ts';

const files = `${api}/attachments`;
const desk = `${api}/desk/attachments`;
const day = 24 * 60 * 60_000;
const bare = ({ status, text: body }: Answer): string => JSON.stringify([status, body.replace(/"instance":"[^"]+"/, '')]);

async function open(options: Parameters<typeof openHarness>[0] = {}) {
  const harness = await openHarness(options);
  const [nadia, zoe, agent] = [await harness.customer('nadia'), await harness.customer('zoe'), await harness.agent()];
  return { harness, nadia, zoe, agent };
}

async function bytesOf({ app }: Harness, person: Person, path: string): Promise<Octets> {
  const response = await app.request(path, { headers: person.headers });
  assert.equal(response.status, 200);
  return new Uint8Array(await response.arrayBuffer());
}

const speak = (agent: Person, id: string, visibility: 'public' | 'internal', attachments: string[]) =>
  agent<DeskTicket>(`${api}/desk/tickets/${id}/messages`, { body: { body: 'Please see the file.', visibility, attachments } });

describe('an upload', () => {
  it('is answered with what it is, and handed back byte by byte', async () => {
    const { harness, nadia } = await open();
    const { status, json, headers } = await nadia<AttachmentView>(files, await form('Écran.JPG', png()));
    assert.equal(status, 201);
    assert.deepEqual(json, { id: json.id, name: 'Écran.png', type: 'image/png', size: png().length });
    assert.equal(headers.get('location'), `${files}/${json.id}`);
    assert.deepEqual(await bytesOf(harness, nadia, `${files}/${json.id}`), png());
  });

  it('is handed out so that no browser opens it by itself', async () => {
    const { nadia } = await open();
    const picture = await upload(nadia, 'a.png', png());
    const log = await upload(nadia, 'it\'s "50%" é.log', text('words'));
    for (const [{ id, size }, type] of [
      [picture, 'image/png'],
      [log, 'application/octet-stream'],
    ] as const) {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers } = await nadia(`${files}/${id}`, { method });
        assert.equal(status, 200);
        assert.equal(headers.get('content-type'), type);
        assert.equal(headers.get('content-length'), String(size));
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.equal(headers.get('content-security-policy'), "sandbox; default-src 'none'");
        assert.equal(headers.get('cache-control'), 'no-store');
        assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="/);
      }
    }
    const { headers } = await nadia(`${files}/${log.id}`);
    assert.equal(
      headers.get('content-disposition'),
      `attachment; filename="it's _50__ _.log"; filename*=UTF-8''it%27s%20%2250%25%22%20%C3%A9.log`,
    );
  });

  it('never lets a name out of the header it stands in', async () => {
    const { nadia } = await open();
    for (const name of [
      'a"; x="b',
      'a\\".txt',
      '=?utf-8?q?a?=.txt',
      'a%0d%0aSet-Cookie: x=1.txt',
      'a\u2028b.txt',
      '\u202egpj.txt',
      "a'*b.txt",
      '日本語.txt',
    ]) {
      const { id } = await upload(nadia, name, text('words'));
      const given = (await nadia(`${files}/${id}`)).headers;
      assert.match(
        given.get('content-disposition') ?? '',
        /^attachment; filename="[^"\\%]*"; filename\*=UTF-8''[A-Za-z0-9%!#$&+.^_`|~-]+$/,
        name,
      );
      assert.equal(given.get('set-cookie'), null);
    }
  });

  it('is refused by content with one stable word', async () => {
    const { nadia } = await open();
    for (const [name, bytes] of [
      ['a.svg', text('<svg onload="alert(1)"/>')],
      ['a.png', text('<html>')],
      ['a.exe', join('MZ', new Uint8Array(80))],
    ] as const) {
      const answer = await nadia(files, await form(name, bytes));
      assert.deepEqual([answer.status, problem(answer)], [415, 'unsupported-media-type']);
    }
    const bomb = await nadia(files, await form('a.png', png(30_000, 30_000)));
    assert.deepEqual([bomb.status, fields(bomb)], [422, { file: 'too-long' }]);
    const empty = await nadia(files, await form('a.txt', text('')));
    assert.deepEqual([empty.status, fields(empty)], [422, { file: 'too-short' }]);
  });

  it('says beforehand what it takes', async () => {
    const { nadia } = await open({ config: { attachments: { kinds: ['png', 'jpg'] } } });
    const { attachment } = (await nadia<SessionView>(`${api}/session`)).json.form.limits;
    assert.deepEqual(attachment, { maxBytes: 10 * 1024 * 1024, perMessage: 8, extensions: ['.png', '.jpg', '.jpeg'] });
    assert.equal((await nadia(files, await form('a.gif', gif()))).status, 415);
  });

  it('is one file in a form, and nothing else', async () => {
    const { nadia } = await open();
    const head = (name: string, file?: string): string =>
      `Content-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}`;
    const sent = async (...form: Parameters<typeof rawForm>) => nadia(files, rawForm(...form));
    const cases: readonly (readonly [Answer, number, object | string])[] = [
      [await sent(head('other', 'a.txt'), 'words'), 422, { other: 'unknown-key' }],
      [await sent(head('file'), 'words'), 422, { file: 'invalid' }],
      [
        await sent(head('file', 'a.txt'), 'words', `\r\n--x\r\n${head('file', 'b.txt')}\r\n\r\nmore\r\n--x--\r\n`),
        422,
        { file: 'too-many' },
      ],
      [await sent(head('file', 'a.txt'), 'words', `\r\n--x\r\n${head('owner')}\r\n\r\nzoe\r\n--x--\r\n`), 422, { owner: 'unknown-key' }],
      [
        await nadia(files, { raw: text('--x--\r\n'), headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
        422,
        { file: 'required' },
      ],
      [await sent(head('file', 'a.txt'), 'words', ''), 400, 'malformed-request'],
      [await sent(head('file', 'a.txt'), 'words', '\r\n--y--\r\n'), 400, 'malformed-request'],
      [
        await nadia(files, { raw: text('nothing of the kind'), headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
        400,
        'malformed-request',
      ],
      [await nadia(files, { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } }), 400, 'malformed-request'],
      [await nadia(files, { raw: text('words'), headers: { 'content-type': 'multipart/form-data' } }), 415, 'unsupported-media-type'],
      [await nadia(files, { body: {} }), 415, 'unsupported-media-type'],
      [await nadia(files, { raw: text('words'), headers: { 'content-type': 'text/plain' } }), 415, 'unsupported-media-type'],
      [
        await nadia(files, {
          ...(await form('a.txt', text('words'))),
          headers: { ...(await form('a.txt', text('x'))).headers, 'content-encoding': 'gzip' },
        }),
        415,
        'unsupported-media-type',
      ],
    ];
    for (const [i, [answer, status, expected]] of cases.entries()) {
      assert.equal(answer.status, status, `${String(i)}: ${answer.text}`);
      assert.deepEqual(typeof expected === 'string' ? problem(answer) : fields(answer), expected, String(i));
    }
  });

  it('of more than ten megabytes is too large, by what it announces and by what comes', async () => {
    const kept = createMemoryFiles(() => start);
    const { nadia } = await open({ parts: { files: kept } });
    const big = await form('a.log', new Uint8Array(10 * 1024 * 1024 + 1).fill(97));
    const inPieces = (bytes: Octets) =>
      new ReadableStream<Uint8Array>({
        start: (controller) => {
          for (let i = 0; i < bytes.length; i += 65_536) controller.enqueue(bytes.subarray(i, i + 65_536));
          controller.close();
        },
      });
    for (const ask of [
      { ...big, headers: { ...big.headers, 'content-length': String(big.raw.length) } },
      { ...big, raw: inPieces(big.raw) },
      { raw: inPieces(new Uint8Array(11 * 1024 * 1024).fill(97)), headers: big.headers },
    ]) {
      const answer = await nadia(files, ask);
      assert.deepEqual([answer.status, problem(answer)], [413, 'too-large']);
    }
    assert.deepEqual(await kept.list(), []);
    const whole = await form('a.log', new Uint8Array(10 * 1024 * 1024).fill(97));
    assert.equal((await nadia(files, { ...whole, raw: inPieces(whole.raw) })).status, 201);
  });

  it('with a key is kept once, however often it is sent', async () => {
    const kept = createMemoryFiles(() => start);
    const { nadia, zoe } = await open({ parts: { files: kept } });
    const send = async (person: Person, words: string) => {
      const { raw, headers } = await form('a.txt', text(words));
      return person<AttachmentView>(files, { raw, headers: { ...headers, 'idempotency-key': 'one' } });
    };
    const [first, second] = await Promise.all([send(nadia, 'words'), send(nadia, 'words')]);
    assert.deepEqual([first.status, second.status], [201, 201]);
    assert.deepEqual(first.json, second.json);
    assert.deepEqual([first, second].map(({ headers }) => headers.get('idempotent-replayed')).sort(), [null, 'true']);
    assert.equal(problem(await send(nadia, 'others')), 'idempotency-key-reused');
    assert.notEqual((await send(zoe, 'words')).json.id, first.json.id);
    assert.equal((await kept.list()).length, 2);
  });

  it('waits for its ticket beside thirty-nine others at most', async () => {
    const { nadia, zoe } = await open({ config: { rates: { upload: null }, attachments: { pending: { files: 8 } } } });
    const form8 = await form('a.txt', text('words'));
    const answers = await Promise.all(Array.from({ length: 12 }, () => nadia<AttachmentView>(files, form8)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array<number>(8).fill(201), ...Array<number>(4).fill(413)]);
    const refused = answers.find(({ status }) => status === 413);
    assert.ok(refused);
    assert.deepEqual(fields(refused), { '': 'too-many' });
    assert.equal((await zoe(files, form8)).status, 201);
    const ids = answers.filter(({ status }) => status === 201).map(({ json }) => json.id);
    await openTicket(nadia, { attachments: ids });
    assert.equal((await nadia(files, form8)).status, 201);
  });

  it('has a rate of its own', async () => {
    const { nadia } = await open({ config: { rates: { upload: { perMinute: 1, burst: 1 } } } });
    await upload(nadia, 'a.txt', text('words'));
    assert.equal((await nadia(files, await form('a.txt', text('words')))).status, 429);
  });

  it('is not acknowledged, nor half kept, while nothing can be saved', async () => {
    const kept = createMemoryFiles(() => start);
    const store = createMemoryStore();
    const { nadia } = await open({
      store,
      parts: { files: { ...kept, receive: () => Promise.reject(new ReadOnlyError('the disk is full')) } },
    });
    const full = await nadia(files, await form('a.txt', text('words')));
    assert.deepEqual([full.status, problem(full), full.headers.get('retry-after')], [503, 'read-only', '30']);
    assert.equal((await nadia(`${api}/tickets`, { body: request })).status, 201);
  });

  it('leaves no file behind when its row cannot be saved', async () => {
    const kept = createMemoryFiles(() => start);
    const store = createMemoryStore();
    const refusing = Object.assign(Object.create(store) as typeof store, {
      commit: (commit: Parameters<typeof store.commit>[0]) =>
        commit.put?.attachments ? Promise.reject(new ReadOnlyError('the disk is full')) : store.commit(commit),
    });
    const { nadia } = await open({ store: bound(refusing, store), parts: { files: kept } });
    assert.equal((await nadia(files, await form('a.txt', text('words')))).status, 503);
    assert.deepEqual(await kept.list(), []);
  });
});

/** Methods of the store called on the store itself. */
function bound<T extends object>(over: T, of: T): T {
  return new Proxy(over, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' && !Object.hasOwn(target, key) ? (value.bind(of) as unknown) : value;
    },
  });
}

describe('an attachment', () => {
  it('becomes part of the ticket, the message or the note that names it', async () => {
    const { harness, nadia, agent } = await open();
    const [one, two] = [await upload(nadia, 'one.txt', text('1')), await upload(nadia, 'two.txt', text('2'))];
    const ticket = await openTicket(nadia, { attachments: [one.id] });
    assert.deepEqual(ticket.attachments, [one]);
    const said = await nadia(`${api}/tickets/${ticket.id}/messages`, { body: { body: 'One more.', attachments: [two.id] } });
    assert.deepEqual(said.json.messages.at(-1)?.attachments, [two]);
    const three = await upload(agent, 'three.txt', text('3'), desk);
    assert.equal((await nadia(`${files}/${three.id}`)).status, 404);
    await speak(agent, ticket.id, 'public', [three.id]);
    const seen = (await nadia(`${api}/tickets/${ticket.id}`)).json;
    assert.deepEqual(seen.messages.at(-1)?.attachments, [three]);
    for (const [{ id }, words] of [
      [one, '1'],
      [two, '2'],
      [three, '3'],
    ] as const) {
      assert.deepEqual(await bytesOf(harness, nadia, `${files}/${id}`), text(words));
      assert.deepEqual(await bytesOf(harness, agent, `${desk}/${id}`), text(words));
    }
  });

  it('of a note is internal for ever', async () => {
    const { harness, nadia, agent } = await open();
    const ticket = await openTicket(nadia);
    const before = (await nadia(`${api}/tickets/${ticket.id}`)).text;
    const secret = await upload(agent, 'canary.txt', text('canary'), desk);
    const noted = await speak(agent, ticket.id, 'internal', [secret.id]);
    assert.deepEqual(noted.json.notes.at(-1)?.attachments, [secret]);
    const nothing = bare(await nadia(`${files}/nothing`));
    assert.equal(bare(await nadia(`${files}/${secret.id}`)), nothing);
    assert.deepEqual(await bytesOf(harness, agent, `${desk}/${secret.id}`), text('canary'));
    // Not by naming it again either, as the agent or as the customer.
    assert.deepEqual(fields(await speak(agent, ticket.id, 'public', [secret.id])), { 'attachments.0': 'not-in-list' });
    assert.deepEqual(fields(await nadia(`${api}/tickets/${ticket.id}/messages`, { body: { body: 'Mine?', attachments: [secret.id] } })), {
      'attachments.0': 'not-in-list',
    });
    assert.equal((await nadia(`${api}/tickets/${ticket.id}`)).text, before);
    assert.equal(bare(await nadia(`${files}/${secret.id}`)), nothing);
  });

  it('is there for nobody else: pending, in a ticket or on a note', async () => {
    const { nadia, zoe, agent, harness } = await open();
    const [pending, sent] = [await upload(nadia, 'a.txt', text('1')), await upload(nadia, 'b.txt', text('2'))];
    await openTicket(nadia, { attachments: [sent.id] });
    const nothing = bare(await zoe(`${files}/V1StGXR8_Z5jdHi6B-myT`));
    for (const { id } of [pending, sent]) assert.equal(bare(await zoe(`${files}/${id}`)), nothing);
    for (const id of ['..%2f..%2fjournal.ndjson', '%2e%2e', 'a%00b', '__proto__', `${sent.id}.part`, 'x'.repeat(300)]) {
      assert.equal((await zoe(`${files}/${id}`)).status, 404, id);
      assert.equal((await agent(`${desk}/${id}`)).status, 404, id);
    }
    assert.equal((await harness.ask(`${files}/${sent.id}`)).status, 401);
    assert.equal((await agent(`${files}/${sent.id}`)).status, 401);
    assert.equal((await nadia(`${desk}/${sent.id}`)).status, 401);
  });

  it('must be the caller’s own, and not taken by anything', async () => {
    const { nadia, zoe, agent } = await open();
    const mine = await upload(nadia, 'a.txt', text('1'));
    const theirs = await upload(zoe, 'a.txt', text('2'));
    const staffs = await upload(agent, 'a.txt', text('3'), desk);
    const refused = await nadia(`${api}/tickets`, {
      body: { ...request, attachments: [mine.id, theirs.id, staffs.id, 'nothing', mine.id, '__proto__'] },
    });
    const expected = {
      'attachments.1': 'not-in-list',
      'attachments.2': 'not-in-list',
      'attachments.3': 'not-in-list',
      'attachments.4': 'not-in-list',
      'attachments.5': 'not-in-list',
    };
    assert.deepEqual(fields(refused), expected);
    const ticket = await openTicket(nadia, { attachments: [mine.id] });
    for (const path of [`${api}/tickets/${ticket.id}/messages`, `${api}/tickets`]) {
      const again = await nadia(path, { body: { ...(path.endsWith('messages') ? { body: 'Again' } : request), attachments: [mine.id] } });
      assert.deepEqual([again.status, fields(again)], [422, { 'attachments.0': 'not-in-list' }]);
    }
    assert.deepEqual(fields(await speak(agent, ticket.id, 'public', [theirs.id])), { 'attachments.0': 'not-in-list' });
  });

  it('is taken by one of many messages that want it at once', async () => {
    const { nadia } = await open();
    const [one, two] = [await openTicket(nadia), await openTicket(nadia)];
    const { id } = await upload(nadia, 'a.txt', text('1'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        nadia(`${api}/tickets/${i % 2 ? one.id : two.id}/messages`, { body: { body: 'Here', attachments: [id] } }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array<number>(19).fill(422)]);
  });

  it('is there again when its message is sent again with the same key', async () => {
    const { nadia } = await open();
    const files8 = await Promise.all(Array.from({ length: 8 }, (_, i) => upload(nadia, `${String(i)}.txt`, text(String(i)))));
    const body = { ...request, attachments: files8.map(({ id }) => id) };
    const send = () => nadia<TicketView>(`${api}/tickets`, { body, headers: { 'idempotency-key': 'k' } });
    const [first, second] = await Promise.all([send(), send()]);
    assert.deepEqual(first.json, second.json);
    assert.deepEqual(first.json.attachments, files8);
    assert.equal((await send()).headers.get('idempotent-replayed'), 'true');
    const nine = await nadia(`${api}/tickets`, { body: { ...request, attachments: [...body.attachments, 'ninth'] } });
    assert.deepEqual(fields(nine), { attachments: 'too-many' });
  });

  it('stays free when the message that names it is refused', async () => {
    const { nadia } = await open();
    const { id } = await upload(nadia, 'a.txt', text('1'));
    const closed = await openTicket(nadia);
    await nadia(`${api}/tickets/${closed.id}/close`, { body: {} });
    const refused = await nadia(`${api}/tickets/${closed.id}/messages`, { body: { body: 'Late', attachments: [id] } });
    assert.deepEqual([refused.status, problem(refused)], [409, 'ticket-closed']);
    assert.equal((await nadia(`${api}/tickets/nothing/messages`, { body: { body: 'Lost', attachments: [id] } })).status, 404);
    assert.equal((await openTicket(nadia, { attachments: [id] })).attachments.length, 1);
  });

  it('may come with a ticket that the desk opens, and the customer has it', async () => {
    const { nadia, agent } = await open();
    await openTicket(nadia);
    const { id } = await upload(agent, 'offer.txt', text('words'), desk);
    const made = await agent<DeskTicket>(`${api}/desk/tickets`, {
      body: { ...request, attachments: [id], customer: { id: 'nadia', email: 'nadia@example.com' } },
    });
    assert.equal(made.status, 201, made.text);
    assert.equal((await nadia(`${files}/${id}`)).status, 200);
  });
});

describe('the sweeper', () => {
  it('throws away what nobody sent within a day, and nothing else', async () => {
    const clock = { now: start };
    const kept = createMemoryFiles(() => clock.now);
    const { harness, nadia: early, agent } = await open({ parts: { files: kept } });
    const old = await upload(early, 'old.txt', text('1'));
    const staffs = await upload(agent, 'old.txt', text('1'), desk);
    const sent = await upload(early, 'sent.txt', text('2'));
    const noted = await upload(agent, 'noted.txt', text('2'), desk);
    const ticket = await openTicket(early, { attachments: [sent.id] });
    await speak(agent, ticket.id, 'internal', [noted.id]);
    harness.clock.forward(day - 1_000);
    const nadia = await harness.customer('nadia');
    const young = await upload(nadia, 'young.txt', text('3'));
    harness.clock.forward(2_000);
    assert.equal((await harness.housekeeping.sweep()).uploads, 2);
    assert.deepEqual([...(await kept.list())].sort(), [sent.id, noted.id, young.id].sort());
    assert.equal((await nadia(`${files}/${old.id}`)).status, 404);
    assert.equal(await harness.store.attachment(staffs.id), undefined);
    for (const { id } of [sent, young]) assert.equal((await nadia(`${files}/${id}`)).status, 200);
    assert.deepEqual(fields(await nadia(`${api}/tickets`, { body: { ...request, attachments: [old.id] } })), {
      'attachments.0': 'not-in-list',
    });
  });

  it('removes files whose rows a crash took, once they are a day old', async () => {
    const clock = { now: start };
    const kept = createMemoryFiles(() => clock.now);
    const { harness } = await open({ parts: { files: kept } });
    const lose = async (id: string) =>
      (
        await kept.receive(
          (async function* () {
            yield text('x');
          })(),
          10,
        )
      ).keep(id);
    await lose('lost-1');
    harness.clock.forward(day - 1_000);
    clock.now = harness.clock.now;
    await lose('lost-2');
    harness.clock.forward(2_000);
    assert.equal((await harness.housekeeping.sweep()).uploads, 1);
    assert.deepEqual(await kept.list(), ['lost-2']);
  });
});
