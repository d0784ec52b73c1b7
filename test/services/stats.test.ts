import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { csvLine, dialects, harmless } from '../../server/services/statistics/csv.ts';
import { Ledger } from '../../server/services/statistics/ledger.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import type { Store } from '../../server/store/store.ts';
import { zoneOf } from '../../server/ticket/days.ts';
import type { Ticket } from '../../server/ticket/model.ts';
import type { DeskTicket } from '../../server/wire/desk.ts';
import type { Problem } from '../../server/wire/problem.ts';
import type { Stats } from '../../server/wire/statistics.ts';
import type { TicketView } from '../../server/wire/tickets.ts';
import { sumOfDay } from '../../server/ticket/statistics.ts';
import { sampleTicket } from '../store/samples.ts';
import { openHarness, openTicket, start } from '../helpers/harness.ts';
import type { Harness, Person } from '../helpers/harness.ts';

const path = '/api/v1/desk/stats';
const hour = 3_600_000;
const day = 24 * hour;

async function open(config = {}) {
  const harness = await openHarness({ config });
  return { harness, camille: await harness.agent(), marie: await harness.customer('marie') };
}

const stats = async (staff: Person, query = '') => (await staff<Stats>(path + query)).json;
const acts = (who: Person, { id }: Pick<TicketView, 'id'>, act: string, body: object) => who(`/api/v1/tickets/${id}/${act}`, { body });
async function change(staff: Person, { id }: Pick<TicketView, 'id'>, body: object): Promise<void> {
  const { json } = await staff<DeskTicket>(`/api/v1/desk/tickets/${id}`);
  const { status, text } = await staff(`/api/v1/desk/tickets/${id}`, {
    method: 'PATCH',
    body,
    headers: { 'if-match': `"${String(json.rev)}"` },
  });
  assert.equal(status, 200, text);
}
const say = (staff: Person, { id }: Pick<TicketView, 'id'>, body: string) =>
  staff(`/api/v1/desk/tickets/${id}/messages`, { body: { body, visibility: 'public' } });

/** Sends one question in time and one late, closes both, and has one reopened. */
async function week(harness: Harness, camille: Person, marie: Person): Promise<{ first: TicketView; second: TicketView }> {
  const first = await openTicket(marie, { priority: 'URGENT' });
  harness.clock.forward(hour);
  await say(camille, first, 'Here is how.');
  const second = await openTicket(marie, { priority: 'URGENT', service: 'billing', category: 'invoice' });
  harness.clock.forward(5 * hour);
  await change(camille, second, { status: 'CLOSED', reason: 'Solved.' });
  await change(camille, first, { status: 'CLOSED', reason: ' solved ' });
  harness.clock.forward(day);
  const again = await harness.customer('marie');
  await acts(again, first, 'rating', { score: 2, comment: 'It came back.' });
  await acts(again, first, 'reopen', { reason: 'It is broken again.' });
  return { first, second };
}

describe('the statistics of the desk', () => {
  it('are all there, and all empty, before anybody asked anything', async () => {
    const { camille } = await open();
    const empty = await stats(camille);
    assert.deepEqual([empty.from, empty.to, empty.timeZone], ['2026-10-25', '2026-11-23', 'Europe/Paris']);
    assert.deepEqual([empty.volume.created, empty.volume.per, empty.volume.items.length], [0, 'day', 30]);
    assert.deepEqual(empty.firstAnswer.all, { tickets: 0, answered: 0, median: null, ninetieth: null });
    assert.deepEqual(empty.promises.all, { kept: 0, late: 0, owed: 0, waived: 0, rate: null });
    assert.deepEqual(empty.reopening, { all: { closed: 0, reopened: 0, rate: null }, byService: [], byWay: [], byWords: [], reasons: [] });
    assert.deepEqual([empty.ratings.count, empty.ratings.mean, empty.ratings.comments], [0, null, []]);
  });

  it('tell what was asked, how soon it was answered, what was promised, and what came back', async () => {
    const { harness, camille, marie } = await open();
    assert.equal((await stats(camille)).volume.created, 0);
    const { first } = await week(harness, camille, marie);
    const all = await stats(await harness.agent());
    assert.deepEqual(all.volume.items.slice(-2), [
      { from: '2026-11-23', to: '2026-11-23', created: 2, closed: 2 },
      { from: '2026-11-24', to: '2026-11-24', created: 0, closed: 0 },
    ]);
    assert.deepEqual(
      all.volume.byService.map(({ service, created }) => `${service} ${String(created)}`),
      ['order 0', 'billing 1', 'sales 1', 'technical 0'],
    );
    assert.equal(all.volume.byPriority.find(({ priority }) => priority === 'URGENT')?.created, 2);
    assert.deepEqual(all.firstAnswer.all, { tickets: 2, answered: 2, median: 3_600, ninetieth: 5 * 3_600 });
    // Of the first ticket the one that its reopening made counts beside the first.
    assert.deepEqual(all.promises.all, { kept: 1, late: 1, owed: 1, waived: 0, rate: 0.5 });
    assert.deepEqual(all.reopening.all, { closed: 2, reopened: 1, rate: 0.5 });
    assert.deepEqual(
      all.reopening.byService.map(({ service, category, closed, reopened }) => [service, category, closed, reopened]),
      [
        ['sales', null, 1, 1],
        ['billing', 'invoice', 1, 0],
      ],
    );
    assert.deepEqual(all.reopening.byWay, [{ way: 'team-with-words', closed: 2, reopened: 1, rate: 0.5 }]);
    assert.deepEqual(
      all.reopening.byWords.map(({ closed, reopened }) => [closed, reopened]),
      [[2, 1]],
    );
    const [reason] = all.reopening.reasons;
    assert.deepEqual(
      [reason?.ticket, reason?.by, reason?.reason],
      [{ id: first.id, number: first.number, title: first.title }, 'customer', 'It is broken again.'],
    );
    assert.deepEqual([all.ratings.count, all.ratings.mean, all.ratings.distribution.map(({ count }) => count)], [1, 2, [0, 1, 0, 0, 0]]);
    assert.equal(all.ratings.comments[0]?.comment, 'It came back.');
  });

  it('count a promise as late from the moment that it is, without anything being written', async () => {
    const { harness, camille, marie } = await open();
    await openTicket(marie, { priority: 'URGENT' });
    assert.deepEqual((await stats(camille)).promises.all, { kept: 0, late: 0, owed: 1, waived: 0, rate: null });
    harness.clock.forward(2 * hour + 1);
    assert.deepEqual((await stats(camille)).promises.all, { kept: 0, late: 1, owed: 0, waived: 0, rate: 0 });
  });

  it('go by the days of the team, wherever the server is', async () => {
    const { harness } = await open();
    harness.clock.now = Date.parse('2026-11-23T22:59:59.999Z');
    await openTicket(await harness.customer('marie'));
    harness.clock.forward(1);
    await openTicket(await harness.customer('marie'));
    const on = async (date: string) => (await stats(await harness.agent(), `?from=${date}&to=${date}`)).volume.created;
    assert.deepEqual([await on('2026-11-23'), await on('2026-11-24'), await on('2026-11-25')], [1, 1, 0]);
  });

  it('are told by weeks, from Monday, where days would be many', async () => {
    const { camille, marie } = await open();
    await openTicket(marie);
    const { volume } = await stats(camille, '?from=2026-09-16&to=2026-11-24');
    assert.equal(volume.per, 'week');
    assert.deepEqual(volume.items.at(0), { from: '2026-09-16', to: '2026-09-20', created: 0, closed: 0 });
    assert.deepEqual(volume.items.at(1), { from: '2026-09-21', to: '2026-09-27', created: 0, closed: 0 });
    assert.deepEqual(volume.items.at(-1), { from: '2026-11-23', to: '2026-11-24', created: 1, closed: 0 });
  });

  it('refuse what is no period', async () => {
    const { camille } = await open();
    const refused: readonly [string, string, string][] = [
      ['?from=2026-11-24&to=2026-11-23', 'from', 'invalid'],
      ['?from=2026-11-24', 'from', 'invalid'],
      ['?from=2025-11-01&to=2026-11-23', 'from', 'too-long'],
      ['?from=2025-11-01', 'from', 'too-long'],
      ['?from=2026-02-30', 'from', 'invalid'],
      ['?to=tomorrow', 'to', 'invalid'],
      ['?to=2026-11-23&to=2026-11-24', 'to', 'invalid'],
      ['?days=30', 'days', 'unknown-key'],
    ];
    for (const at of [path, `${path}.csv`, '/api/v1/desk/tickets.csv']) {
      for (const [query, where, code] of refused) {
        const { status, json } = await camille<Problem>(at + query);
        assert.equal(status, 422, at + query);
        assert.deepEqual(json.errors, [{ path: where, code }], at + query);
      }
      assert.equal((await camille(`${at}?from=2025-11-23&to=2026-11-23`)).status, 200);
    }
    const { json } = await camille<Problem>(`${path}.csv?table=people`);
    assert.deepEqual(json.errors, [{ path: 'table', code: 'not-in-list' }]);
  });

  it('are for the team alone, and hold nothing of its notes', async () => {
    const { harness, camille, marie } = await open();
    const { first } = await week(harness, camille, marie);
    const agent = await harness.agent();
    await agent(`/api/v1/desk/tickets/${first.id}/messages`, { body: { body: 'CANARY', visibility: 'internal' } });
    for (const at of [path, `${path}.csv`, '/api/v1/desk/tickets.csv']) {
      for (const ask of [harness.ask, await harness.customer('marie')]) assert.equal((await ask(at)).status, 401);
      const { text, headers } = await agent(at);
      assert.ok(!text.includes('CANARY'));
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });
});

describe('the ledger of days', () => {
  it('says what the tickets say, while they come and change and are dropped, and while it reads the past', async () => {
    const zone = zoneOf('Europe/Paris');
    const at = (days: number): string => new Date(start + days * day).toISOString();
    const first = zone.dayAt(at(0));
    const version = fc.record({
      number: fc.integer({ min: 1, max: 6 }),
      made: fc.integer({ min: 0, max: 3 }),
      closed: fc.option(fc.integer({ min: 0, max: 3 })),
      dropped: fc.boolean(),
    });
    const drawn = ({ number, made, closed }: { number: number; made: number; closed: number | null }): Ticket => {
      const by = { kind: 'system', name: null } as const;
      return sampleTicket(number, {
        createdAt: at(made),
        promise: { startedAt: at(made), dueAt: at(made + 1), answeredAt: null, waived: false },
        timeline: closed === null ? [] : [{ id: 'c', kind: 'closed', at: at(closed), by }],
      });
    };
    const put = (store: Store, next: { number: number; made: number; closed: number | null; dropped: boolean }) =>
      store.commit(next.dropped ? { drop: { tickets: [`ticket-${String(next.number)}`] } } : { put: { tickets: [drawn(next)] } });

    await fc.assert(
      fc.asyncProperty(fc.array(version), fc.array(version, { minLength: 1 }), fc.array(version), async (before, meanwhile, later) => {
        const store = createMemoryStore();
        for (const next of before) await put(store, next);
        let waiting = meanwhile;
        const change = async (): Promise<void> => {
          const [next, ...rest] = waiting;
          waiting = rest;
          if (next) await put(store, next);
        };
        const ledger = new Ledger({ store, zone, breathe: change, slice: 1 });
        const check = async (): Promise<void> => {
          const sums = await ledger.sums(first, first + 3);
          const all = [...store.everyTicket()];
          // In another order texts and waits come in another order.
          const plain = (sum: (typeof sums)[number]) => [
            sum.created,
            sum.closed,
            [...sum.services],
            sum.promised.MEDIUM.first.owed.toSorted(),
            [...sum.closings.values()],
          ];
          assert.deepEqual(
            sums.map(plain),
            [0, 1, 2, 3].map((i) => plain(sumOfDay(first + i, all, zone))),
          );
        };
        await Promise.all([ledger.sums(first, first + 3), change()]);
        await check();
        for (const next of [...waiting, ...later]) {
          await put(store, next);
          await check();
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('CSV', () => {
  const cells = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '＝1+1',
    '＋1',
    '－1',
    '＠A1',
    '−1',
    "'=1",
    "''=1",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
  ];

  it('begins no cell with what a formula begins with', () => {
    for (const dialect of Object.values(dialects)) {
      for (const cell of cells) {
        const text = harmless(cell, dialect);
        assert.equal(text[0], "'", JSON.stringify(cell));
        assert.equal(uncautious(text, dialect.separator), cell, JSON.stringify(cell));
        const line = csvLine([cell], dialect);
        assert.ok(line.startsWith(`"'`) && line.endsWith('"\r\n'), JSON.stringify(line));
      }
      for (const cell of ['Bonjour', 'a=b', '1-2', 'me@example.com', "l'adresse", 'C’est lent - très lent', ''])
        assert.equal(harmless(cell, dialect), cell);
    }
  });

  it('begins none either for whoever opens it with the other separator', () => {
    for (const [dialect, other] of [
      [dialects.en, ';'],
      [dialects.fr, ','],
      [dialects.en, '\t'],
      [dialects.fr, '\t'],
    ] as const) {
      for (const cell of cells) {
        const pieces = csvLine([`x${other}${cell}`, 'y'], dialect).split(other);
        for (const piece of pieces) assert.doesNotMatch(piece, /^[=+\-@＝＋－＠−]/, JSON.stringify(cell));
      }
    }
  });

  it('gives back what was put in, once read and once the apostrophes of caution are taken off', () => {
    const nasty = fc
      .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', '＝', 'a', 'é'), { maxLength: 8 })
      .map((parts) => parts.join(''));
    for (const dialect of Object.values(dialects)) {
      fc.assert(
        fc.property(fc.array(nasty, { minLength: 1, maxLength: 4 }), (row) => {
          const read = readCsv(csvLine(row, dialect), dialect.separator);
          assert.deepEqual(read, [row.map((cell) => harmless(cell, dialect))]);
          for (const cell of read[0] ?? []) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝]/);
          assert.deepEqual(
            read[0]?.map((cell) => uncautious(cell, dialect.separator)),
            row,
          );
        }),
      );
    }
  });

  it('leaves numbers numbers, as the country writes them', () => {
    assert.equal(csvLine([-1.5, 0, null, 'x'], dialects.fr), '-1,5;0;;x\r\n');
    assert.equal(csvLine([-1.5, 0, null, 'x'], dialects.en), '-1.5,0,,x\r\n');
  });

  it('comes as a file for Excel, in the reader’s language', async () => {
    const { harness, camille, marie } = await open();
    await week(harness, camille, marie);
    const agent = await harness.agent();
    const french = await agent(`${path}.csv?table=answers&lang=fr`);
    assert.equal(french.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(french.headers.get('content-disposition'), 'attachment; filename="support-answers-2026-10-26-2026-11-24.csv"');
    // Text that is read as UTF-8 has lost its mark.
    const bytes = new Uint8Array(await (await harness.app.request(`${path}.csv`, { headers: agent.headers })).arrayBuffer());
    assert.deepEqual([...bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
    assert.ok(french.text.startsWith('Priorité;Créés;Répondus;'), french.text);
    assert.ok(french.text.endsWith('\r\nToutes;2;2;1;5\r\n'), french.text);
    const tables = { volume: 31, services: 5, priorities: 5, answers: 6, promises: 6, reopenings: 3, closings: 2, words: 2, ratings: 6 };
    for (const [table, lines] of Object.entries(tables)) {
      const { text } = await agent(`${path}.csv?table=${table}&lang=en`);
      const rows = readCsv(text, ',');
      assert.equal(rows.length, lines, table);
      assert.equal(new Set(rows.map((row) => row.length)).size, 1, table);
    }
  });

  it('has the tickets of a period, with their titles made harmless and nothing else that customers wrote', async () => {
    const { harness, camille, marie } = await open();
    const { first } = await week(harness, camille, marie);
    const again = await harness.customer('marie');
    await openTicket(again, { title: '=HYPERLINK("https://evil.example";"Invoice")', description: 'SECRET of the customer' });
    const agent = await harness.agent();
    await change(agent, first, { assignee: (await agent<{ id: string }>('/api/v1/desk/me')).json.id });
    const { text, headers } = await agent('/api/v1/desk/tickets.csv?lang=en');
    assert.equal(headers.get('content-disposition'), 'attachment; filename="support-tickets-2026-10-26-2026-11-24.csv"');
    const [heading, ...rows] = readCsv(text, ',');
    assert.equal(heading?.[0], 'Number');
    assert.deepEqual(
      rows.map(([number]) => number),
      ['1', '2', '3'],
    );
    assert.deepEqual(rows[1]?.slice(2, 15), [
      'Administration and billing',
      'Invoice, account statement',
      'Urgent',
      'Closed',
      '',
      '2026-11-23 11:00',
      '2026-11-23 16:00',
      '5',
      '2026-11-23 13:00',
      'Late',
      '2026-11-23 16:00',
      '0',
      '',
    ]);
    assert.equal(rows[0]?.[6], 'Camille');
    assert.equal(rows[2]?.[1], `'=HYPERLINK("https://evil.example";"Invoice")`);
    for (const secret of ['SECRET', 'broken again', 'came back', 'marie@']) assert.ok(!text.includes(secret), secret);
    const { text: none } = await agent('/api/v1/desk/tickets.csv?from=2026-11-01&to=2026-11-02&lang=en');
    assert.equal(readCsv(none, ',').length, 1);
  });
});

/** As RFC 4180 has it. */
function readCsv(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let inside = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i] ?? '';
    if (inside && letter === '"' && text[i + 1] === '"') cell += text[i++];
    else if (letter === '"') inside = !inside;
    else if (!inside && letter === separator) [row, cell] = [[...row, cell], ''];
    else if (!inside && letter === '\r' && text[i + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      i++;
    } else cell += letter;
  }
  assert.equal(inside || cell !== '', false, 'the last line ends');
  return rows;
}

/** One apostrophe less wherever one was put. */
function uncautious(cell: string, separator: string): string {
  const other = separator === ',' ? ';' : ',';
  const sign = String.raw`=+\-@\t\r\n＝＋－＠−`;
  return cell.replace(new RegExp(`^'(?='*[\\s\u200b]*[${sign}])`), '').replace(new RegExp(`(?<=[${other}\\t])'(?='*[${sign}])`, 'g'), '');
}
