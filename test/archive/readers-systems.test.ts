/** Each known system on a small export of ours, with a canary in every place that customers must never see. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readdirSync } from 'node:fs';
import { loadProfile } from '../../server/archive/readers/systems.ts';
import { dump, noCanary, table, threads } from './dumps.ts';
import { codes, readAll, sample, withSample } from './reading.ts';
import type { Outcome } from './reading.ts';

const ticketColumns = [
  'id',
  'tid',
  'did',
  'userid',
  'name',
  'email',
  'date',
  'title',
  'message',
  'status',
  'urgency',
  'admin',
  'attachment',
  'merged_ticket_id',
  'c',
  'ipaddress',
  'cc',
];
const replyColumns = ['id', 'tid', 'userid', 'contactid', 'name', 'email', 'date', 'message', 'admin', 'attachment'];
const whmcs = dump(
  table('tblclients', ['id', 'firstname', 'lastname', 'email', 'notes'], [55, 'Alice', 'Müller', 'alice@example.fr', 'CANARY']),
  table('tblticketdepartments', ['id', 'name'], [1, 'Technique']),
  table('tblticketlog', ['id', 'tid', 'action'], [1, 7, 'CANARY']),
  table('tblticketnotes', ['id', 'ticketid', 'admin', 'date', 'message'], [1, 7, 'Zoé', '2014-05-06 10:00:00', 'CANARY: mauvais payeur']),
  table(
    'tblticketreplies',
    replyColumns,
    [1, 7, 0, 3, '', '', '2014-05-06 11:00:00', 'C&#039;est réparé.', 'Zoé', '123456_../../rapport.pdf|987654_b.png'],
    [2, 7, 55, 0, '', '', '2014-05-06 12:00:00', 'Merci !', '', ''],
    [3, 8, 55, 0, '', '', '2014-05-07 12:00:00', 'Je disais :', '', ''],
    [4, 99, 55, 0, '', '', '2014-05-07 12:00:00', 'Vers nulle part', '', ''],
  ),
  table(
    'tbltickets',
    ticketColumns,
    [
      7,
      '482913',
      1,
      55,
      '',
      '',
      '2014-05-06 09:30:00',
      'L&#039;accès &amp; moi',
      'Bonjour,\nrien ne va.',
      'Closed',
      'High',
      '',
      '',
      0,
      'CANARY',
      'CANARY',
      'CANARY@example.fr',
    ],
    [8, '482914', 1, 55, '', '', '2014-05-07 09:30:00', 'Encore', 'Le même souci.', 'Closed', 'High', '', '', 7, '', '', ''],
    [9, '482915', 2, 0, 'Bob', 'bob@example.fr', '0000-00-00 00:00:00', 'Sans date', 'x', 'Parti', 'Low', '', '', 0, '', '', ''],
  ),
);

describe('WHMCS', () => {
  it('gives threads by the ticket’s id, with those that were merged into it, and none of the team’s notes', async () => {
    const outcome = await readAll({ from: 'whmcs-sql', input: whmcs, values: { zone: 'Europe/Paris' } });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), [
      [
        '7',
        'customer: Bonjour,\nrien ne va.',
        "staff: C'est réparé.",
        'customer: Merci !',
        'customer: Le même souci.',
        'customer: Je disais :',
      ],
    ]);
    const [ticket] = outcome.tickets;
    assert.deepEqual(
      [ticket?.number, ticket?.subject, ticket?.status, ticket?.priority, ticket?.department, ticket?.requester, ticket?.createdAt],
      [
        '482913',
        "L'accès & moi",
        'closed',
        'high',
        'Technique',
        { email: 'alice@example.fr', account: '55', name: 'Alice Müller' },
        '2014-05-06T07:30:00.000Z',
      ],
    );
    assert.deepEqual(
      outcome.rejects.map(({ code, table: where, legacyId }) => [code, where, legacyId]),
      [
        ['orphan', 'tblticketreplies', undefined],
        ['zero-date', 'tbltickets', '9'],
      ],
    );
    assert.deepEqual(outcome.counters.dropped, { merged: 1 });
  });

  it('takes attachments from their folder by the names it noted, and from nowhere else', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-files-'));
    try {
      await mkdir(join(dir, 'in'));
      await writeFile(join(dir, 'rapport.pdf'), 'outside');
      await writeFile(join(dir, 'in', '987654_b.png'), 'image');
      const { tickets } = await readAll({ from: 'whmcs-sql', input: whmcs, values: { attachments: join(dir, 'in') } });
      assert.deepEqual(tickets[0]?.messages[1]?.attachments, [
        { name: 'rapport.pdf', missing: true },
        { name: 'b.png', size: 5, ref: '987654_b.png' },
      ]);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('reads a real dump', withSample('whmcs-sql/whmcs_synthetic_audit_test.sql'), async () => {
    const outcome = await readAll({ from: 'whmcs-sql', path: sample('whmcs-sql/whmcs_synthetic_audit_test.sql') });
    assert.deepEqual(
      outcome.tickets.map(({ id, messages }) => [id, messages.map(({ kind }) => kind)]),
      [
        ['101', ['customer', 'staff', 'customer']],
        ['102', ['customer', 'staff']],
      ],
    );
    assert.doesNotMatch(JSON.stringify(outcome.tickets), /stale session cookie/);
  });

  it(
    'refuses what is no literal, and says that the tickets are not there',
    withSample('whmcs-sql/whmcs_seeder_with_variables_excerpt.sql'),
    async () => {
      const outcome = await readAll({ from: 'whmcs-sql', path: sample('whmcs-sql/whmcs_seeder_with_variables_excerpt.sql') });
      assert.deepEqual([codes(outcome), outcome.fault?.code], [['non-literal', 'non-literal'], 'unreadable']);
    },
  );
});

const file = Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0x27, 0x5c, 0x0a, 0xff, 0x80]);
const osticket = (prefix = 'ost_'): string =>
  dump(
    table(
      `${prefix}attachment`,
      ['id', 'object_id', 'type', 'file_id', 'name', 'inline'],
      [1, 1, 'H', 5, null, 0],
      [2, 3, 'H', 6, 'CANARY.txt', 0],
      [3, 1, 'T', 6, 'CANARY.txt', 0],
    ),
    table(`${prefix}department`, ['id', 'name'], [1, 'Support']),
    table(`${prefix}file`, ['id', 'type', 'size', 'name'], [5, 'application/pdf', 10, '../devis.pdf'], [6, 'text/plain', 3, 'CANARY.txt']),
    `CREATE TABLE \`${prefix}file_chunk\` (\`file_id\` int, \`chunk_id\` int, \`filedata\` longblob);\nINSERT INTO \`${prefix}file_chunk\` VALUES (5,1,0x${file.subarray(4).toString('hex')}),(5,0,_binary '${file.subarray(0, 4).toString('latin1')}'),(6,0,'CANARY');\n`,
    table(`${prefix}thread`, ['id', 'object_id', 'object_type'], [11, 1, 'T'], [12, 1, 'A'], [13, 2, 'T']),
    table(
      `${prefix}thread_entry`,
      ['id', 'pid', 'thread_id', 'staff_id', 'user_id', 'type', 'poster', 'title', 'body', 'format', 'created'],
      [1, 0, 11, 0, 4, 'M', 'Marie', null, '<p>Bonjour,<br />voici.</p>', 'html', '2018-01-02 10:00:00'],
      [2, 1, 11, 3, 0, 'R', 'Zoé', null, 'C’est <fait>', 'text', '2018-01-02 11:00:00'],
      [3, 1, 11, 3, 0, 'N', 'Zoé', 'CANARY', 'CANARY', 'html', '2018-01-02 11:30:00'],
      [4, 1, 11, 3, 0, 'X', 'Zoé', 'CANARY', 'CANARY', 'html', '2018-01-02 11:31:00'],
      [5, 0, 12, 3, 0, 'M', 'Zoé', null, 'CANARY: une tâche', 'html', '2018-01-02 11:32:00'],
      [6, 1, 11, 3, 0, 'M', 'Zoé', null, 'Au nom de Marie', 'text', '2018-01-02 12:00:00'],
      [7, 0, 13, 0, 4, 'M', 'Marie', null, 'CANARY: supprimé', 'text', '2018-01-03 12:00:00'],
    ),
    table(
      `${prefix}ticket`,
      ['ticket_id', 'number', 'user_id', 'status_id', 'dept_id', 'created', 'closed', 'lastupdate', 'ip_address'],
      [1, '519418', 4, 2, 1, '2018-01-02 10:00:00', '2018-01-05 10:00:00', '2018-01-02 11:31:00', 'CANARY'],
      [2, '519419', 4, 5, 1, '2018-01-03 10:00:00', null, null, ''],
    ),
    table(`${prefix}ticket__cdata`, ['ticket_id', 'subject', 'priority'], [1, 'Devis &amp; délai', '3'], [2, 'CANARY', '3']),
    table(`${prefix}ticket_priority`, ['priority_id', 'priority'], [3, 'high']),
    table(`${prefix}ticket_status`, ['id', 'name', 'state'], [2, 'Resolved', 'closed'], [5, 'Deleted', 'deleted']),
    table(`${prefix}user`, ['id', 'default_email_id', 'name'], [4, 9, 'Marie Dupont']),
    table(`${prefix}user_email`, ['id', 'user_id', 'address'], [8, 4, 'vieille@example.fr'], [9, 4, 'marie@example.fr']),
  );

describe('osTicket', () => {
  it('gives what the customer and the team wrote to each other: no notes, no tasks, nothing deleted', async () => {
    const outcome = await readAll({ from: 'osticket-sql', input: osticket() });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour,\nvoici.', 'staff: C’est <fait>', 'staff: Au nom de Marie']]);
    const [ticket] = outcome.tickets;
    assert.deepEqual(
      [ticket?.number, ticket?.subject, ticket?.status, ticket?.priority, ticket?.requester],
      ['519418', 'Devis & délai', 'closed', 'high', { email: 'marie@example.fr', account: '4', name: 'Marie Dupont' }],
    );
    assert.equal(ticket?.updatedAt, '2018-01-02T12:00:00.000Z', 'the last thing that the customer could see');
    assert.deepEqual(outcome.counters.dropped, { private: 1, 'unknown-visibility': 1, 'not-a-ticket': 1, deleted: 2 });
    assert.match(outcome.remarks.join(), /"X" \(1\)/);
  });

  it('puts files together from their pieces, under names that are theirs alone, and no others', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'support-files-'));
    try {
      const { tickets } = await readAll({ from: 'osticket-sql', input: osticket(), values: { attachments: dir } });
      const [attachment] = tickets[0]?.messages[0]?.attachments ?? [];
      assert.deepEqual([attachment?.name, attachment?.type, attachment?.size], ['devis.pdf', 'application/pdf', 10]);
      assert.deepEqual(await readFile(join(dir, attachment?.ref ?? '')), file);
      assert.equal((await readdir(dir, { recursive: true, withFileTypes: true })).filter((one) => one.isFile()).length, 1);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('is found under another prefix, when that is said', async () => {
    assert.match((await readAll({ from: 'osticket-sql', input: osticket('sav_') })).fault?.message ?? '', /--table-prefix/);
    assert.equal((await readAll({ from: 'osticket-sql', input: osticket('sav_'), values: { 'table-prefix': 'sav_' } })).tickets.length, 1);
  });

  it('reads a real dump, at any size of what is read at once', withSample('osticket-sql/Dump20180421.sql'), async () => {
    const bytes = await readFile(sample('osticket-sql/Dump20180421.sql'));
    const whole = await readAll({ from: 'osticket-sql', input: bytes });
    assert.deepEqual(
      whole.tickets.map(({ id, messages }) => [id, messages.length]),
      [
        ['1', 0],
        ['2', 2],
        ['3', 2],
        ['4', 2],
        ['5', 2],
        ['6', 1],
      ],
    );
    assert.deepEqual([whole.rejects, whole.counters.dropped, whole.counters.rows], [[], { 'not-a-ticket': 1 }, 16]);
    for (const chunk of [64, 977, 1 << 20])
      assert.deepEqual((await readAll({ from: 'osticket-sql', input: bytes, chunk })).tickets, whole.tickets);
    const cut = await readAll({ from: 'osticket-sql', input: bytes.subarray(0, bytes.length - 5_000) });
    assert.equal(cut.fault?.code, 'cut-off');
  });

  it('1.6 has its messages in one table', async () => {
    const outcome = await readAll({
      from: 'osticket-16-sql',
      input: dump(
        table(
          'ost_ticket',
          ['ticket_id', 'ticketID', 'dept_id', 'priority_id', 'email', 'name', 'subject', 'status', 'created', 'closed'],
          [1, '100', 1, 2, 'marie@example.fr', 'Marie', 'Objet', 'closed', '2010-01-02 10:00:00', null],
        ),
        table(
          'ost_ticket_thread',
          ['id', 'ticket_id', 'staff_id', 'thread_type', 'poster', 'body', 'created'],
          [1, 1, 0, 'M', 'Marie', 'Bonjour', '2010-01-02 10:00:00'],
          [2, 1, 1, 'N', 'Zoé', 'CANARY', '2010-01-02 10:00:00'],
          [3, 1, 1, 'R', 'Zoé', 'Fait', '2010-01-02 11:00:00'],
        ),
      ),
    });
    noCanary(outcome);
    assert.deepEqual(
      [threads(outcome), outcome.tickets[0]?.requester.email, outcome.tickets[0]?.status],
      [[['1', 'customer: Bonjour', 'staff: Fait']], 'marie@example.fr', 'closed'],
    );
  });
});

describe('HESK', () => {
  it('gives messages and replies, at times that the dump has in UTC, without notes and history', async () => {
    const outcome = await readAll({
      from: 'hesk-sql',
      values: { zone: 'Europe/Paris' },
      input: dump(
        table('hesk_notes', ['id', 'ticket', 'who', 'message'], [1, 1, 1, 'CANARY']),
        table(
          'hesk_replies',
          ['id', 'replyto', 'name', 'message', 'dt timestamp', 'staffid', 'attachments'],
          [1, 1, 'Zoé', 'Fait&eacute;<br />Zoé', '2012-07-02 09:00:00', 3, ''],
        ),
        table(
          'hesk_tickets',
          [
            'id',
            'trackid',
            'name',
            'email',
            'category',
            'priority',
            'subject',
            'message',
            'dt timestamp',
            'closedat',
            'status',
            'openedby',
            'history',
            'ip',
            'attachments',
          ],
          [
            1,
            'ABC-DEF',
            'Marie',
            'marie@example.fr',
            1,
            '1',
            'Objet',
            'Bonjour<br />merci',
            '2012-07-02 08:00:00',
            null,
            3,
            0,
            '<li>CANARY</li>',
            'CANARY',
            '5#capture.png,',
          ],
        ),
      ),
    });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour\nmerci', 'staff: Faité\nZoé']]);
    const [ticket] = outcome.tickets;
    assert.deepEqual(
      [ticket?.number, ticket?.createdAt, ticket?.priority, ticket?.messages[0]?.attachments],
      ['ABC-DEF', '2012-07-02T08:00:00.000Z', 'high', [{ name: 'capture.png', missing: true }]],
    );
  });
});

describe('GLPI', () => {
  it('gives followups that are not private, of tickets that are there, from HTML in entities', async () => {
    const outcome = await readAll({
      from: 'glpi-sql',
      input: dump(
        table(
          'glpi_itilfollowups',
          ['id', 'itemtype', 'items_id', 'date', 'users_id', 'content', 'is_private'],
          [1, 'Ticket', 1, '2020-01-02 11:00:00', 8, '&#60;p&#62;Voil&#38;agrave;&#60;/p&#62;', 0],
          [2, 'Ticket', 1, '2020-01-02 11:00:00', 8, 'CANARY', 1],
          [3, 'Problem', 1, '2020-01-02 11:00:00', 8, 'CANARY', 0],
          [4, 'Ticket', 1, '2020-01-02 12:00:00', 7, 'Merci', 0],
          [5, 'Ticket', 2, '2020-01-02 12:00:00', 7, 'CANARY', 0],
        ),
        table(
          'glpi_itilsolutions',
          ['id', 'itemtype', 'items_id', 'date_creation', 'users_id', 'content'],
          [1, 'Ticket', 1, '2020-01-03 11:00:00', 8, 'Résolu'],
        ),
        table('glpi_tickettasks', ['id', 'tickets_id', 'content'], [1, 1, 'CANARY']),
        table(
          'glpi_tickets',
          ['id', 'name', 'date', 'closedate', 'status', 'content', 'priority', 'is_deleted'],
          [1, 'Imprimante', '2020-01-02 10:00:00', null, 6, '&lt;p&gt;En panne&lt;/p&gt;', 5, 0],
          [2, 'CANARY', '2020-01-02 10:00:00', null, 6, 'CANARY', 5, 1],
        ),
        table('glpi_tickets_users', ['id', 'tickets_id', 'users_id', 'type', 'alternative_email'], [1, 1, 8, 2, ''], [2, 1, 7, 1, '']),
        table(
          'glpi_useremails',
          ['id', 'users_id', 'is_default', 'email'],
          [1, 7, 0, 'ancienne@example.fr'],
          [2, 7, 1, 'marie@example.fr'],
          [3, 8, 1, 'CANARY@example.fr'],
        ),
        table('glpi_users', ['id', 'firstname', 'realname'], [7, 'Marie', 'Dupont'], [8, 'Zoé', 'Agent']),
      ),
    });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), [['1', 'customer: En panne', 'staff: Voilà', 'customer: Merci', 'staff: Résolu']]);
    assert.deepEqual(
      [outcome.tickets[0]?.requester, outcome.tickets[0]?.priority],
      [{ email: 'marie@example.fr', account: '7', name: 'Marie Dupont' }, 'urgent'],
    );
    assert.deepEqual(outcome.counters.dropped, { private: 1, 'not-a-ticket': 1, deleted: 2 });
  });
});

const otrsTables = [
  table('article_sender_type', ['id', 'name'], [1, 'agent'], [2, 'system'], [3, 'customer']),
  table('queue', ['id', 'name'], [1, 'Support']),
  table(
    'ticket',
    ['id', 'tn', 'title', 'queue_id', 'ticket_state_id', 'ticket_priority_id', 'customer_user_id', 'customer_id', 'create_time'],
    [1, '2020010210000011', 'Objet', 1, 2, 3, 'marie', 'ACME', '2020-01-02 10:00:00'],
    [2, '2020010210000012', 'CANARY', 1, 9, 3, 'marie', 'ACME', '2020-01-02 10:00:00'],
  ),
  table('ticket_priority', ['id', 'name'], [3, '3 normal']),
  table('ticket_state', ['id', 'name', 'type_id'], [2, 'closed successful', 3], [9, 'merged', 7]),
  table('ticket_state_type', ['id', 'name'], [3, 'closed'], [7, 'merged']),
  table('customer_user', ['id', 'login', 'email', 'first_name', 'last_name'], [1, 'marie', 'marie@example.fr', 'Marie', 'Dupont']),
];
const expectedOtrs = [['1', 'customer: Bonjour', 'staff: Fait']];

describe('OTRS', () => {
  it('6 and Znuny give the articles that their customer may see', async () => {
    const outcome = await readAll({
      from: 'otrs-sql',
      input: dump(
        table(
          'article',
          ['id', 'ticket_id', 'article_sender_type_id', 'is_visible_for_customer', 'create_time'],
          [1, 1, 3, 1, '2020-01-02 10:00:00'],
          [2, 1, 1, 1, '2020-01-02 11:00:00'],
          [3, 1, 1, 0, '2020-01-02 12:00:00'],
          [4, 1, 2, 1, '2020-01-02 12:00:00'],
          [5, 1, 1, null, '2020-01-02 12:00:00'],
          [6, 2, 3, 1, '2020-01-02 12:00:00'],
        ),
        table(
          'article_data_mime',
          ['id', 'article_id', 'a_from', 'a_subject', 'a_body', 'a_content_type', 'incoming_time'],
          [1, 1, '"Marie Dupont" <marie@example.fr>', 's', 'Bonjour', 'text/plain; charset=utf-8', 1577959200],
          [2, 2, 'agent-CANARY@example.com', 's', '<p>Fait</p>', 'text/html; charset=utf-8', 0],
          ...[3, 4, 5, 6].map((i) => [i, i, 'x', 'CANARY', 'CANARY', 'text/plain', 0]),
        ),
        ...otrsTables,
      ),
    });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), expectedOtrs);
    assert.deepEqual(
      outcome.tickets[0]?.messages.map(({ name }) => name),
      ['Marie Dupont', undefined],
      'of the team’s addresses nothing is shown',
    );
    assert.deepEqual(outcome.counters.dropped, { private: 1, 'not-a-ticket': 1, 'unknown-visibility': 1, merged: 2 });
  });

  it('5 and before give the articles of types that customers got', async () => {
    const types = ['note-internal', 'email-internal', 'email-notification-int', 'email-notification-ext', 'note-report', 'never-heard-of'];
    const outcome = await readAll({
      from: 'otrs-5-sql',
      input: dump(
        table(
          'article',
          [
            'id',
            'ticket_id',
            'article_type_id',
            'article_sender_type_id',
            'a_from',
            'a_body',
            'a_content_type',
            'incoming_time',
            'create_time',
          ],
          [1, 1, 1, 3, 'marie@example.fr', 'Bonjour', 'text/plain', 1577959200, '2020-01-02 10:00:00'],
          [2, 1, 2, 1, 'Zoé', 'Fait', 'text/plain', 1577962800, '2020-01-02 11:00:00'],
          ...types.map((_, i) => [10 + i, 1, 10 + i, 1, 'CANARY', 'CANARY', 'text/plain', 1577962800, '2020-01-02 12:00:00']),
        ),
        table('article_type', ['id', 'name'], [1, 'email-external'], [2, 'note-external'], ...types.map((name, i) => [10 + i, name])),
        ...otrsTables,
      ),
    });
    noCanary(outcome);
    assert.deepEqual([threads(outcome), outcome.counters.dropped], [expectedOtrs, { private: 5, 'unknown-visibility': 1, merged: 1 }]);
  });
});

const zendesk = [
  {
    id: 1,
    subject: 'Bonjour',
    description: 'CANARY: it is the first comment, which is private',
    status: 'open',
    priority: 'urgent',
    is_public: true,
    requester_id: 9007199254740991,
    created_at: '2021-03-04T05:06:07Z',
    requester: { name: 'Marie', email: 'marie@example.fr' },
    metadata: { system: { ip_address: 'CANARY' } },
    comments: [
      {
        id: 10,
        author_id: 5,
        author: { role: 'agent', name: 'Zoé', email: 'CANARY@example.com' },
        public: false,
        body: 'CANARY',
        created_at: '2021-03-04T05:06:07Z',
      },
      {
        id: 11,
        author_id: 9007199254740991,
        public: true,
        plain_body: 'Mon site &amp; moi',
        created_at: '2021-03-04T05:06:07Z',
        attachments: [{ id: 1, file_name: 'a.png', content_type: 'image/png', size: 4, content_url: 'https://x/?token=CANARY' }],
      },
      {
        id: 12,
        author_id: 5,
        author: { role: 'agent', name: 'Zoé' },
        public: true,
        html_body: '<p>Fait</p>',
        created_at: '2021-03-04T06:06:07Z',
      },
      { id: 13, author_id: 5, author: { role: 'agent' }, body: 'CANARY: no marker', created_at: '2021-03-04T06:06:07Z' },
      { id: 14, author_id: 5, author: { role: 'agent' }, public: 'maybe', body: 'CANARY', created_at: '2021-03-04T06:06:07Z' },
    ],
  },
  { id: 2, subject: 'CANARY', status: 'deleted', created_at: '2021-03-04T05:06:07Z', comments: [{ id: 20, public: true, body: 'CANARY' }] },
  {
    id: 3,
    subject: 'CANARY',
    status: 'open',
    is_public: false,
    created_at: '2021-03-04T05:06:07Z',
    comments: [{ id: 30, public: true, body: 'CANARY' }],
  },
];
const expectedZendesk = [['1', 'customer: Mon site & moi', 'staff: Fait']];

describe('Zendesk', () => {
  const forms: readonly (readonly [string, string])[] = [
    ['one ticket per line', zendesk.map((ticket) => JSON.stringify(ticket)).join('\n')],
    ['one after the other, indented', zendesk.map((ticket) => JSON.stringify(ticket, null, 2)).join('\n')],
    ['one list', JSON.stringify(zendesk)],
    ['a list by name', JSON.stringify({ count: 3, next_page: null, tickets: zendesk, more: { large: zendesk } }, null, 1)],
    ['wrapped', zendesk.map((ticket) => JSON.stringify({ ticket })).join('\r\n')],
  ];
  for (const [what, input] of forms) {
    it(`gives public comments only: ${what}`, async () => {
      for (const chunk of [7, 1 << 20]) {
        const outcome = await readAll({ from: 'zendesk', input, chunk });
        noCanary(outcome);
        assert.deepEqual(threads(outcome), expectedZendesk);
        assert.deepEqual(
          [outcome.counters.dropped, outcome.rejects, outcome.fault],
          [{ private: 3, 'unknown-visibility': 2, deleted: 2 }, [], null],
        );
        assert.deepEqual(outcome.tickets[0]?.requester, { email: 'marie@example.fr', account: '9007199254740991', name: 'Marie' });
        assert.deepEqual(outcome.tickets[0]?.messages[0]?.attachments, [{ name: 'a.png', type: 'image/png', size: 4, missing: true }]);
      }
    });
  }

  it('joins lists of tickets, comments and users', async () => {
    const [first] = zendesk;
    const { comments = [], ...ticket } = first ?? {};
    const outcome = await readAll({
      from: 'zendesk',
      input: JSON.stringify({
        // Without the author inside: who it was is looked up.
        comments: comments.map((comment) => ({ ...comment, author: undefined, ticket_id: 1 })),
        users: [{ id: 5, role: 'admin', name: 'Zoé', email: 'CANARY@example.com' }],
        tickets: [ticket],
      }),
    });
    noCanary(outcome);
    assert.deepEqual(threads(outcome), expectedZendesk);
  });

  it('as CSV tables of a folder: comments without their tickets are told of', withSample('zendesk-csv-dbt/ticket_data.csv'), async () => {
    const outcome = await readAll({ from: 'zendesk-csv', path: sample('zendesk-csv-dbt') });
    assert.deepEqual([outcome.tickets.length, outcome.counters.dropped, outcome.counters.rows], [8, { deleted: 2 }, 30]);
    assert.deepEqual([...new Set(codes(outcome))], ['orphan']);
    assert.equal(outcome.rejects.length, 20);
  });
});

describe('Freshdesk', () => {
  it('gives notes that are not private, from either form', async () => {
    const notes = [
      { id: 1, body: '<div>Fait</div>', private: false, incoming: false, created_at: '2021-03-04T06:06:07Z' },
      { id: 2, body: 'CANARY', private: true, incoming: false, created_at: '2021-03-04T06:06:08Z' },
      { id: 3, body: 'CANARY', incoming: false, created_at: '2021-03-04T06:06:08Z' },
      { id: 4, body: 'Merci', private: false, incoming: true, created_at: '2021-03-04T07:06:07Z' },
    ];
    const ticket = {
      id: 99,
      display_id: 7,
      subject: 'Objet',
      description: 'Bonjour',
      status: 5,
      priority: 3,
      created_at: '2021-03-04T05:06:07Z',
      requester: { name: 'Marie', email: 'marie@example.fr' },
    };
    for (const input of [
      JSON.stringify([{ helpdesk_ticket: { ...ticket, notes } }]),
      JSON.stringify({ ...ticket, conversations: notes }),
    ]) {
      const outcome = await readAll({ from: 'freshdesk', input });
      noCanary(outcome);
      assert.deepEqual(
        [threads(outcome), outcome.counters.dropped],
        [[['7', 'customer: Bonjour', 'staff: Fait', 'customer: Merci']], { private: 1, 'unknown-visibility': 1 }],
      );
      assert.deepEqual([outcome.tickets[0]?.status, outcome.tickets[0]?.priority], ['closed', 'high']);
    }
  });
});

describe('JSON of any system', () => {
  const read = (input: string): Promise<Outcome> => readAll({ from: 'zendesk', input });
  const good = (id: number): string =>
    JSON.stringify({ id, subject: 'x', requester_id: 1, created_at: '2021-03-04T05:06:07Z', comments: [] });

  it('refuses bad records one by one, and reads on', async () => {
    const outcome = await read(
      [
        good(1),
        '{"id":2,"subject":"not ended',
        good(3),
        '{"id":4,}',
        'nonsense',
        '"text"',
        good(5),
        `{"id":6,"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        good(7),
        `{"__proto__":{"id":8},"constructor":{"prototype":{"x":1}}}`,
      ].join('\n'),
    );
    assert.deepEqual(
      outcome.tickets.map(({ id }) => id),
      ['1', '3', '5', '7'],
    );
    assert.deepEqual(codes(outcome), ['malformed-json', 'malformed-json', 'malformed-json', 'invalid', 'too-deep', 'required']);
    assert.equal(({} as Record<string, unknown>)['x'], undefined);
  });

  it('says which list its profile must name, where the file is one object', async () => {
    const json = {
      format: 'json',
      tickets: { table: 'tickets', id: 'id', subject: 's', requester: {} },
      messages: [{ text: 's', at: 'at', kind: { const: 'customer' }, private: { none: 'nothing in this test is private' } }],
    };
    const input = '{"tickets":[{"id":1,"s":"Un","at":"2010-01-01T00:00:00Z"}]}';
    assert.match(
      (await readAll({ from: 'json', profile: json, input })).remarks.join(),
      /name it in the profile, "json": \{ "lists": \["tickets"\] \}/,
    );
    const named = await readAll({ from: 'json', profile: { ...json, json: { lists: ['tickets'] } }, input });
    assert.deepEqual([named.tickets.length, named.remarks], [1, []]);
  });

  it('says where it was cut off, and gives what came before', async () => {
    for (const input of [
      `[${good(1)},${good(2).slice(0, 30)}`,
      `[${good(1)},`,
      `{"tickets":[${good(1)}]`,
      `${good(1)}\n${good(2).slice(0, -3)}`,
    ]) {
      const outcome = await read(input);
      assert.deepEqual([outcome.tickets.map(({ id }) => id), outcome.fault?.code], [['1'], 'cut-off'], input.slice(-20));
    }
  });
});

describe('a home-made system', () => {
  it('is read by a profile of its own, from a dump in latin1', async () => {
    const profile = {
      format: 'sql',
      zone: 'Europe/Paris',
      tickets: {
        table: 'demandes',
        id: 'num',
        subject: 'objet',
        status: { col: 'etat', map: { O: 'open', F: 'closed' } },
        createdAt: { col: 'le', format: 'epoch' },
        requester: { email: { col: 'client', from: 'clients', match: 'code', take: 'courriel' }, account: 'client' },
      },
      messages: [
        { kind: { const: 'customer' }, text: 'texte', private: { none: 'la demande est du client lui-même' } },
        {
          table: 'echanges',
          ticket: 'demande',
          id: 'id',
          kind: { col: 'sens', map: { E: 'customer', S: 'staff' }, else: 'drop' },
          text: 'texte',
          at: 'le',
          private: { value: 'visible', publicWhen: ['1'], privateWhen: ['0'] },
        },
      ],
    };
    const text = `SET NAMES latin1;\n${table('clients', ['code', 'courriel'], ['C1', 'marie@example.fr'])}${table('demandes', ['num', 'client', 'objet', 'texte', 'etat', 'le'], [12, 'C1', 'Accès à l’été', 'Ça coûte 12 €', 'F', 1236171906])}${table('echanges', ['id', 'demande', 'sens', 'texte', 'le', 'visible'], [1, 12, 'S', 'Œuvré', '2009-03-05 10:00:00', 1], [2, 12, 'S', 'CANARY', '2009-03-05 10:00:00', 0], [3, 12, '?', 'CANARY', '2009-03-05 10:00:00', 1])}`;
    const bytes = Buffer.from([...text].map((c) => ({ '€': 0x80, '’': 0x92, Œ: 0x8c })[c] ?? c.charCodeAt(0)));
    const outcome = await readAll({ from: 'sql', profile, input: bytes });
    noCanary(outcome);
    assert.deepEqual(
      [threads(outcome), outcome.tickets[0]?.subject, outcome.tickets[0]?.createdAt],
      [[['12', 'customer: Ça coûte 12 €', 'staff: Œuvré']], 'Accès à l’été', '2009-03-04T13:05:06.000Z'],
    );
    assert.deepEqual(outcome.counters.dropped, { private: 1, 'unknown-visibility': 1 });
  });

  it('with thousands of tickets gives every message, wherever its row stands', async () => {
    const count = 3_000;
    const replies = Array.from({ length: count * 3 }, (_, i) => [
      i + 1,
      1 + ((i * 7) % count),
      0,
      0,
      '',
      '',
      '2014-05-06 11:00:00',
      `n°${String(i)}`,
      i % 2 ? 'Zoé' : '',
      '',
    ]);
    const tickets = Array.from({ length: count }, (_, i) => [
      i + 1,
      String(i),
      1,
      55,
      '',
      '',
      '2014-05-06 09:30:00',
      'Objet',
      'x',
      'Closed',
      'High',
      '',
      '',
      0,
      '',
      '',
      '',
    ]);
    const outcome = await readAll({
      from: 'whmcs-sql',
      input: dump(table('tblticketreplies', replyColumns, ...replies), table('tbltickets', ticketColumns, ...tickets)),
    });
    assert.deepEqual([outcome.tickets.length, outcome.counters.rows, outcome.rejects], [count, count * 4, []]);
    assert.ok(outcome.tickets.every(({ messages }) => messages.length === 4));
    assert.deepEqual(
      outcome.tickets.map(({ id }) => Number(id)),
      Array.from({ length: count }, (_, i) => i + 1),
    );
  });
});

describe('the profiles that are shipped', () => {
  it('are right, and say how private messages are told', () => {
    const folder = new URL('../../../server/archive/profiles/', import.meta.url);
    const names = readdirSync(folder);
    assert.ok(names.length >= 10);
    for (const name of names)
      assert.ok(
        loadProfile(new URL(name, folder)).messages.every((message) => 'none' in message.private || message.private.publicWhen.length > 0),
        name,
      );
  });
});
