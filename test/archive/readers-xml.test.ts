/** XML exports: one file, several, and what is wrong with some; and several JSON files of one export. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { detect, detectFolder } from '../../server/archive/readers/detect.ts';
import { codes, readAll } from './reading.ts';
import type { Outcome } from './reading.ts';

const profile = {
  format: 'xml',
  zone: 'UTC',
  tickets: { table: 'ticket', id: '@id', subject: 'subject', requester: { email: 'from.@mail', name: 'from' } },
  messages: [
    {
      table: 'ticket.posts.post',
      ticket: '^@id',
      at: { col: '@at', format: 'iso' },
      kind: { col: '@by', map: { client: 'customer', team: 'staff' } },
      text: '.',
      private: { value: '@visible', publicWhen: ['yes'], privateWhen: ['no'] },
    },
  ],
};
const post = (text: string, visible = 'yes', by = 'client'): string =>
  `<post by="${by}" visible="${visible}" at="2009-03-04T14:05:00Z">${text}</post>`;
const ticket = (id: number, ...posts: readonly string[]): string =>
  `<ticket id="${String(id)}"><subject>Panne &amp; co ${String(id)}</subject><from mail="m${String(id)}@example.fr">Marie</from><posts>${posts.join('')}</posts></ticket>\n`;
const file = (...tickets: readonly string[]): string => `<?xml version="1.0" encoding="UTF-8"?>\n<export>\n${tickets.join('')}</export>\n`;
const texts = ({ tickets }: Outcome): readonly unknown[] => tickets.map(({ id, messages }) => [id, ...messages.map(({ text }) => text)]);

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-xml-'));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

describe('an XML file', () => {
  it('gives records by their elements, whatever the pieces it comes in', async () => {
    const input = file(
      ticket(
        1,
        post('Bonjour,\n&lt;rien&gt; ne va: <![CDATA[<b> & "é"]]> &#233;'),
        post('CANARY', 'no', 'team'),
        post('Réparé.', 'yes', 'team'),
      ),
      ticket(2, post('Été')),
    );
    for (const chunk of [1, 7, 64, 100_000]) {
      const outcome = await readAll({ from: 'xml', profile, input, chunk });
      assert.deepEqual(texts(outcome), [
        ['1', 'Bonjour,\n<rien> ne va: <b> & "é" é', 'Réparé.'],
        ['2', 'Été'],
      ]);
      assert.deepEqual(
        [outcome.tickets[0]?.subject, outcome.tickets[0]?.requester],
        ['Panne & co 1', { email: 'm1@example.fr', name: 'Marie' }],
      );
      assert.deepEqual(outcome.counters.dropped, { private: 1 });
      assert.doesNotMatch(JSON.stringify(outcome), /CANARY/);
    }
  });

  it('is read in the encoding that it declares, that is asked for, or that it has', async () => {
    const latin = (declared: string): Buffer =>
      Buffer.from(file(ticket(1, post('d\u00e9j\u00e0 \u0080'))).replace('UTF-8', declared), 'latin1');
    assert.deepEqual(texts(await readAll({ from: 'xml', profile, input: latin('ISO-8859-1') })), [['1', 'déjà €']]);
    assert.deepEqual(
      texts(await readAll({ from: 'xml', profile, input: latin('UTF-8') })),
      [['1', 'déjà €']],
      'what is not UTF-8, though it says so',
    );
    assert.deepEqual(texts(await readAll({ from: 'xml', profile, input: latin('klingon'), values: { encoding: 'windows-1252' } })), [
      ['1', 'déjà €'],
    ]);
    assert.match((await readAll({ from: 'xml', profile, input: latin('klingon') })).remarks.join('\n'), /"klingon"/);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file(ticket(1, post('déjà €'))), 'utf16le')]);
    for (const chunk of [3, 100_000])
      assert.deepEqual(texts(await readAll({ from: 'xml', profile, input: wide, chunk })), [['1', 'déjà €']]);
  });

  it('keeps the paragraphs of a value that repeats, and of markup inside it', async () => {
    const repeated = { ...profile, messages: [{ ...profile.messages[0], text: 'line' }] };
    const outcome = await readAll({
      from: 'xml',
      profile: repeated,
      input: file(ticket(1, post('<line>Bonjour<br/>à <b>tous</b></line><line>Fin</line>'))),
    });
    assert.equal(outcome.tickets[0]?.messages[0]?.text, 'Bonjour\nà tous\n\nFin');
  });

  it('refuses the record whose elements do not close, by its line, and goes on behind it', async () => {
    const { tickets, rejects, fault } = await readAll({
      from: 'xml',
      profile,
      input: file(ticket(1, post('a')), ticket(2, '<post visible="yes" by="client">CANARY</posts>'), ticket(3, post('c'))).replace(
        '</posts></posts>',
        '</posts>',
      ),
    });
    assert.deepEqual(
      [tickets.map(({ id }) => id), rejects.map(({ code, line, table }) => [code, line, table]), fault],
      [['1', '3'], [['malformed-xml', 4, 'ticket']], null],
    );
  });

  it('keeps what came before its end, where it was cut off', async () => {
    const whole = file(ticket(1, post('a')), ticket(2, post('b')));
    for (const end of [whole.length - 20, whole.indexOf('id="2"') + 3, whole.indexOf('id="2"') + 40]) {
      const { tickets, fault } = await readAll({ from: 'xml', profile, input: whole.slice(0, end) });
      assert.deepEqual([tickets[0]?.id, fault?.code], ['1', 'cut-off'], String(end));
    }
  });

  it('has no entities of its own, and no record that is endlessly large or deep', async () => {
    const bomb = '<!DOCTYPE export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n';
    assert.deepEqual(texts(await readAll({ from: 'xml', profile, input: bomb + file(ticket(1, post('&b;'))).replace(/^.*\n/, '') })), [
      ['1', '&b;'],
    ]);
    const deep = await readAll({
      from: 'xml',
      profile,
      input: file(ticket(1, `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`), ticket(2, post('b'))),
    });
    assert.deepEqual([codes(deep), deep.tickets.map(({ id }) => id)], [['too-deep'], ['2']]);
    const huge = await readAll({ from: 'xml', profile, input: file(ticket(1, post('x'.repeat(70 * 1024 * 1024))), ticket(2, post('b'))) });
    assert.deepEqual([codes(huge), huge.tickets.map(({ id }) => id)], [['too-long'], ['2']]);
    const hopeless = await readAll({ from: 'xml', profile, input: '<a>'.repeat(5_000) });
    assert.equal(hopeless.fault?.code, 'unreadable');
  });

  it('without the tickets is refused, with the elements that it has', async () => {
    assert.match(
      (await readAll({ from: 'xml', profile, input: '<export><issue id="1"/></export>' })).fault?.message ?? '',
      /no element ticket\. It has export, issue/,
    );
  });
});

describe('several files of one export', () => {
  it('of XML are read together, as people count them, packed or not', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'Tickets10.xml'), file(ticket(3, post('c'))));
      await writeFile(join(dir, 'Tickets2.xml.gz'), gzipSync(file(ticket(2, post('b')))));
      await writeFile(join(dir, 'Tickets1.xml'), file(ticket(1, post('a'))).slice(0, -10));
      await writeFile(join(dir, 'other.txt'), '<ticket id="9">');
      const { tickets, fault } = await readAll({ from: 'xml', profile: { ...profile, xml: { files: ['Tickets*.xml'] } }, path: dir });
      assert.deepEqual(
        [tickets.map(({ id }) => id), fault?.code],
        [['1', '2', '3'], 'cut-off'],
        'one that was cut off keeps no other from being read',
      );
    }));

  it('of JSON are read by the tables that the profile gives them', () =>
    inFolder(async (dir) => {
      const json = {
        format: 'json',
        tickets: { id: 'id', subject: 's', requester: { email: { col: 'who', from: 'people', match: 'id', take: 'mail' } } },
        messages: [{ at: 'at', kind: { const: 'customer' }, text: 't', private: { none: 'nothing in there is private' } }],
      };
      await mkdir(join(dir, 'tickets'));
      for (const id of [1, 2])
        await writeFile(
          join(dir, 'tickets', `${String(id)}.json`),
          JSON.stringify({ id, s: 'S', who: 7, at: '2009-03-04T14:05:00Z', t: 'T' }),
        );
      await writeFile(join(dir, 'people.json'), '[{"id":7,"mail":"a@example.fr"}]');
      await assert.rejects(readAll({ from: 'json', profile: json, path: dir }), /is a folder: the profile has to say/);
      const { tickets } = await readAll({
        from: 'json',
        profile: { ...json, json: { files: { tickets: 'tickets/*.json', people: 'people.json' } } },
        path: dir,
      });
      assert.deepEqual(
        tickets.map(({ id, requester }) => [id, requester.email]),
        [
          ['1', 'a@example.fr'],
          ['2', 'a@example.fr'],
        ],
      );
    }));
});

describe('Freshdesk’s XML', () => {
  it('gives the correspondence, and none of the private notes', async () => {
    const note = (id: number, body: string, how: string): string =>
      `<helpdesk-note><body>${body}</body><created-at type="datetime">2015-01-0${String(id)}T10:00:00+01:00</created-at><deleted type="boolean">false</deleted><id type="integer">${String(id)}</id>${how}<user-id type="integer">5</user-id></helpdesk-note>`;
    const outcome = await readAll({
      from: 'freshdesk-xml',
      input: `<?xml version="1.0" encoding="UTF-8"?>\n<helpdesk-tickets type="array"><helpdesk-ticket><created-at type="datetime">2015-01-01T09:00:00+01:00</created-at><deleted type="boolean">false</deleted><description>Bonjour,\nça ne va pas.</description><description-html>&lt;div&gt;Bonjour&lt;/div&gt;</description-html><display-id type="integer">42</display-id><id type="integer">900042</id><priority type="integer">3</priority><requester-id type="integer">7</requester-id><spam type="boolean">false</spam><status type="integer">5</status><subject>Panne</subject><requester><email>marie@example.fr</email><name>Marie</name></requester><notes type="array">${note(2, 'C’est fait.', '<incoming type="boolean">false</incoming><private type="boolean">false</private>')}${note(3, 'CANARY', '<incoming type="boolean">false</incoming><private type="boolean">true</private>')}${note(4, 'CANARY', '<incoming type="boolean">false</incoming>')}${note(5, 'Merci', '<incoming type="boolean">true</incoming><private type="boolean">false</private>')}</notes></helpdesk-ticket><helpdesk-ticket><display-id>43</display-id><deleted>true</deleted><subject>CANARY</subject><description>CANARY</description></helpdesk-ticket></helpdesk-tickets>`,
    });
    assert.deepEqual(
      outcome.tickets.map(({ id, status, priority, requester, messages }) => [
        id,
        status,
        priority,
        requester.email,
        ...messages.map(({ kind, text }) => `${kind}: ${text}`),
      ]),
      [['42', 'closed', 'high', 'marie@example.fr', 'customer: Bonjour,\nça ne va pas.', 'staff: C’est fait.', 'customer: Merci']],
    );
    assert.deepEqual(outcome.counters.dropped, { private: 1, 'unknown-visibility': 1, deleted: 1 });
    assert.doesNotMatch(JSON.stringify(outcome), /CANARY/);
  });
});

describe('what an XML file is', () => {
  it('is said by its elements, and of a folder by the names of its files', () =>
    inFolder(async (dir) => {
      const what = async (text: string): Promise<string | null> =>
        (await detect([Buffer.from(text)] as unknown as AsyncIterable<Uint8Array>)).from;
      assert.deepEqual(
        [
          await what('<?xml version="1.0"?><helpdesk-tickets><helpdesk-ticket>'),
          await what('<export><issue>'),
          await what('<!DOCTYPE html><html>'),
          await what('<?xml version="1.0"?>\n<mysqldump>'),
        ],
        ['freshdesk-xml', 'xml', null, null],
      );
      await writeFile(join(dir, 'a.json'), '[]');
      assert.equal(detectFolder(dir).from, 'json');
      await writeFile(join(dir, 'Tickets0.xml'), '<a/>');
      assert.equal(detectFolder(dir).from, 'freshdesk-xml');
    }));
});
