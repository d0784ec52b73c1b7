/** More known systems, each on a small export of ours in its shape, with a canary in every place that customers must never see. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { detect } from '../../server/archive/readers/detect.ts';
import { fromTransfer } from '../../server/text/transfer.ts';
import { dump, noCanary, table, threads } from './dumps.ts';
import { readAll } from './reading.ts';
import type { Outcome } from './reading.ts';

const told = async (input: string): Promise<string | null> =>
  (await detect([Buffer.from(input)] as unknown as AsyncIterable<Uint8Array>)).from;

async function withFiles(files: Readonly<Record<string, string>>, work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'support-files-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(dir, name, '..'), { recursive: true });
      await writeFile(join(dir, name), content);
    }
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const at = (minute: number): string => `2019-03-04 10:${String(minute).padStart(2, '0')}:00`;

describe('Request Tracker', () => {
  const tables = [
    table(
      'Attachments',
      ['id', 'TransactionId', 'Filename', 'ContentType', 'ContentEncoding', 'Content'],
      [1, 101, null, 'multipart/mixed', 'none', ''],
      [2, 101, '', 'text/plain', 'quoted-printable', 'D=C3=A9j=C3=A0=\n vu'],
      [3, 101, 'note.txt', 'text/plain', 'base64', Buffer.from('pièce').toString('base64')],
      [4, 102, null, 'text/plain', 'none', 'CANARY'],
      [5, 102, 'CANARY.txt', 'text/plain', 'none', 'CANARY'],
      [6, 103, null, 'text/html', 'base64', Buffer.from('<p>C’est <b>fait</b></p>').toString('base64')],
      [7, 104, null, 'text/plain', 'none', 'Merci'],
      [8, 105, null, 'text/plain', 'none', 'Je disais'],
      [9, 106, null, 'text/plain', 'none', 'CANARY'],
      [10, 107, null, 'text/plain', 'none', 'CANARY'],
      [11, 108, null, 'text/plain', 'none', 'En copie'],
    ),
    table('CachedGroupMembers', ['id', 'GroupId', 'MemberId'], [1, 1, 1]),
    table('GroupMembers', ['id', 'GroupId', 'MemberId'], [1, 4, 20], [2, 5, 21], [3, 5, 22], [4, 50, 21], [5, 60, 21], [6, 51, 21]),
    table(
      'Groups',
      ['id', 'Name', 'Domain', 'Instance'],
      [4, 'Privileged', 'SystemInternal', null],
      [5, 'Unprivileged', 'SystemInternal', null],
      [49, 'Requestor', 'RT::Queue-Role', 7],
      [50, 'Requestor', 'RT::Ticket-Role', 7],
      [51, 'Requestor', 'RT::Ticket-Role', 8],
      [52, 'AdminCc', 'RT::Ticket-Role', 7],
      [60, 'Requestor', 'RT::Ticket-Role', 9],
    ),
    table('Queues', ['id', 'Name'], [3, 'Support']),
    table(
      'Tickets',
      ['id', 'EffectiveId', 'Queue', 'Type', 'Subject', 'Status', 'Created', 'Resolved'],
      [7, 7, 3, 'ticket', 'Panne', 'resolved', at(0), at(30)],
      [8, 7, 3, 'ticket', 'CANARY', 'open', at(0), null],
      [9, 9, 3, 'ticket', 'CANARY', 'deleted', at(0), null],
    ),
    table(
      'Transactions',
      ['id', 'ObjectType', 'ObjectId', 'Type', 'Creator', 'Created'],
      [101, 'RT::Ticket', 7, 'Create', 21, at(0)],
      [102, 'RT::Ticket', 7, 'Comment', 20, at(1)],
      [103, 'RT::Ticket', 7, 'Correspond', 20, at(2)],
      [104, 'RT::Ticket', 7, 'Correspond', 21, at(3)],
      [105, 'RT::Ticket', 8, 'Create', 21, at(4)],
      [106, 'RT::Ticket', 9, 'Create', 21, at(5)],
      [107, 'RT::User', 7, 'Create', 21, at(6)],
      [108, 'RT::Ticket', 7, 'Correspond', 22, at(7)],
      [109, 'RT::Ticket', 7, 'Status', 20, at(8)],
    ),
    table(
      'Users',
      ['id', 'Name', 'RealName', 'EmailAddress', 'Comments'],
      [20, 'zoe', 'Zoé', 'CANARY@nuxit.example', 'CANARY'],
      [21, 'marie@example.fr', 'Marie Dupont', 'marie@example.fr', 'CANARY'],
      [22, 'paul', 'Paul', 'paul@example.fr', ''],
    ),
  ];
  const check = (outcome: Outcome): void => {
    noCanary(outcome);
    assert.deepEqual(threads(outcome), [
      ['7', 'customer: Déjà vu', 'staff: C’est fait', 'customer: Merci', 'customer: Je disais', 'customer: En copie'],
    ]);
    const [ticket] = outcome.tickets;
    assert.deepEqual(
      [ticket?.status, ticket?.department, ticket?.requester, ticket?.createdAt, ticket?.messages[4]?.name],
      ['closed', 'Support', { email: 'marie@example.fr', account: '21', name: 'Marie Dupont' }, '2019-03-04T10:00:00.000Z', 'Paul'],
    );
    assert.deepEqual([outcome.counters.dropped, outcome.rejects], [{ merged: 1, private: 2, 'not-a-ticket': 1, deleted: 2 }, []]);
  };

  it('gives what was written to requestors, decoded, and no comment', async () => {
    check(await readAll({ from: 'rt-sql', input: dump(...tables) }));
    assert.equal(await told(dump(...tables)), 'rt-sql');
  });

  it('is the same where PostgreSQL writes all names small, and where the kind of a group is in its type', async () => {
    const small = dump(...tables).replace(/`(\w+)`/g, (name) => name.toLowerCase());
    check(await readAll({ from: 'rt-sql', input: small }));
    const old = table(
      'Groups',
      ['id', 'Type', 'Domain', 'Instance', 'Name'],
      [4, 'Privileged', 'SystemInternal', null, 'Pseudogroup'],
      [5, 'Unprivileged', 'SystemInternal', null, 'Pseudogroup'],
      [50, 'Requestor', 'RT::Ticket-Role', 7, null],
      [51, 'Requestor', 'RT::Ticket-Role', 8, null],
      [60, 'Requestor', 'RT::Ticket-Role', 9, null],
    );
    check(await readAll({ from: 'rt-sql', input: dump(...tables.map((one) => (one.includes('CREATE TABLE `Groups`') ? old : one))) }));
  });

  it('writes files as they were', () =>
    withFiles({}, async (dir) => {
      const { tickets } = await readAll({ from: 'rt-sql', input: dump(...tables), values: { attachments: dir } });
      const [file] = tickets[0]?.messages[0]?.attachments ?? [];
      assert.deepEqual([file?.name, await readFile(join(dir, file?.ref ?? ''), 'utf8')], ['note.txt', 'pièce']);
    }));

  it('keeps as it is what is not encoded as it says', () => {
    assert.deepEqual(
      ['base64', 'quoted-printable', 'none', ' BASE64 ', null].map((word) => fromTransfer(Buffer.from('a=ZZ é =3D'), word).toString()),
      ['a=ZZ é =3D', 'a=ZZ é =', 'a=ZZ é =3D', 'a=ZZ é =3D', 'a=ZZ é =3D'],
    );
  });
});

describe('FreeScout', () => {
  const tables = [
    table(
      'attachments',
      ['id', 'thread_id', 'file_dir', 'file_name', 'mime_type', 'size', 'embedded'],
      [1, 11, '1/2/', 'devis.pdf', 'application/pdf', 4, 0],
      [2, 12, '1/2/', 'CANARY.pdf', 'application/pdf', 4, 0],
    ),
    table('conversation_folder', ['id', 'folder_id'], [1, 1]),
    table(
      'conversations',
      ['id', 'number', 'status', 'state', 'subject', 'mailbox_id', 'customer_id', 'customer_email', 'created_at', 'closed_at', 'preview'],
      [1, 501, 3, 2, 'Panne', 1, 7, 'marie@example.fr', at(0), at(30), 'CANARY'],
      [2, 502, 1, 3, 'CANARY', 1, 7, 'marie@example.fr', at(0), null, ''],
      [3, 503, 4, 2, 'CANARY', 1, 7, 'marie@example.fr', at(0), null, ''],
    ),
    table('customers', ['id', 'first_name', 'last_name', 'notes'], [7, 'Marie', 'Dupont', 'CANARY']),
    table('emails', ['id', 'customer_id', 'email'], [1, 7, 'marie@example.fr']),
    table('mailboxes', ['id', 'name', 'email'], [1, 'Support', 'CANARY@nuxit.example']),
    table(
      'threads',
      [
        'id',
        'conversation_id',
        'type',
        'state',
        'body',
        'source_via',
        'customer_id',
        'created_by_user_id',
        'created_by_customer_id',
        'created_at',
        'body_original',
        'bcc',
      ],
      [11, 1, 1, 2, '<p>Bonjour</p>', 1, 7, null, 7, at(0), 'CANARY', 'CANARY'],
      [12, 1, 3, 2, 'CANARY: impayé', 2, 7, 3, null, at(1), null, null],
      [13, 1, 2, 1, 'CANARY: brouillon', 2, 7, 3, null, at(2), null, null],
      [14, 1, 2, 2, '<div>C’est fait</div>', 2, 7, 3, null, at(3), null, null],
      [15, 1, 4, 2, 'CANARY', 2, 7, 3, null, at(4), null, null],
      [16, 1, 9, 2, 'CANARY', 2, 7, 3, null, at(5), null, null],
      [17, 2, 1, 2, 'CANARY', 1, 7, null, 7, at(6), null, null],
      [18, 3, 1, 2, 'CANARY', 1, 7, null, 7, at(7), null, null],
    ),
    table('users', ['id', 'first_name', 'last_name', 'email'], [3, 'Zoé', 'Martin', 'CANARY@nuxit.example']),
  ];

  it('gives what was sent, no notes, no drafts, no spam', () =>
    withFiles({ '1/2/devis.pdf': '%PDF' }, async (dir) => {
      const outcome = await readAll({ from: 'freescout-sql', input: dump(...tables), values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour', 'staff: C’est fait']]);
      const [ticket] = outcome.tickets;
      assert.deepEqual(
        [ticket?.number, ticket?.status, ticket?.department, ticket?.requester, ticket?.messages.map(({ name }) => name)],
        ['501', 'closed', 'Support', { email: 'marie@example.fr', account: '7', name: 'Marie Dupont' }, ['Marie Dupont', 'Zoé Martin']],
      );
      assert.deepEqual(ticket?.messages[0]?.attachments, [{ name: 'devis.pdf', type: 'application/pdf', size: 4, ref: '1/2/devis.pdf' }]);
      assert.deepEqual([outcome.counters.dropped, outcome.rejects], [{ private: 3, 'unknown-visibility': 1, deleted: 4 }, []]);
      assert.equal(await told(dump(...tables)), 'freescout-sql');
    }));
});

describe('Faveo', () => {
  const thread = ['id', 'ticket_id', 'user_id', 'poster', 'is_internal', 'thread_type', 'title', 'body', 'ip_address', 'created_at'];
  const tables = [
    table('department', ['id', 'name'], [1, 'Support']),
    table(
      'ticket_attachment',
      ['id', 'name', 'thread_id', 'size', 'type', 'file'],
      [1, 'a.txt', 11, '5', 'text/plain', Buffer.from('texte').toString('base64')],
      [2, 'CANARY.txt', 12, '5', 'text/plain', 'CANARY'],
    ),
    table('ticket_priority', ['priority_id', 'priority'], [2, 'Normal']),
    table('ticket_status', ['id', 'name', 'state'], [1, 'Open', 'open'], [3, 'Resolved ', 'Resolved '], [5, 'Deleted', 'deleted']),
    `CREATE TABLE \`ticket_thread\` (${thread.map((column) => `\`${column}\` text`).join(', ')});\nINSERT INTO \`ticket_thread\` VALUES (11,1,7,'client',0,'','Panne &amp; co',0x${Buffer.from('<p>Bonjour é</p>').toString('hex')},'CANARY','${at(0)}'),(12,1,3,'support',1,'','CANARY','CANARY','','${at(1)}'),(13,1,3,'support',0,'','','<b>Fait</b>','','${at(2)}'),(14,1,3,'',0,'internal_activity_alert','','CANARY','','${at(3)}'),(15,1,7,'',0,'','','Merci','','${at(4)}'),(16,2,7,'client',0,'','CANARY','CANARY','','${at(5)}'),(17,1,3,'support',2,'','','CANARY','','${at(6)}');\n`,
    table(
      'tickets',
      ['id', 'ticket_number', 'user_id', 'dept_id', 'priority_id', 'status', 'is_deleted', 'created_at', 'closed_at'],
      [1, 'AAAA-0001', 7, 1, 2, 3, 0, at(0), at(30)],
      [2, 'AAAA-0002', 7, 1, 2, 5, 1, at(0), null],
    ),
    table(
      'users',
      ['id', 'user_name', 'first_name', 'last_name', 'email', 'role', 'internal_note'],
      [3, 'zoe', 'Zoé', 'Martin', 'CANARY@nuxit.example', 'agent', 'CANARY'],
      [7, 'marie', 'Marie', 'Dupont', 'marie@example.fr', 'user', 'CANARY'],
    ),
  ];

  it('gives what both wrote, none of the internal notes, and files as they were', () =>
    withFiles({}, async (dir) => {
      const outcome = await readAll({ from: 'faveo-sql', input: dump(...tables), values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour é', 'staff: Fait', 'customer: Merci']]);
      const [ticket] = outcome.tickets;
      assert.deepEqual(
        [ticket?.number, ticket?.subject, ticket?.status, ticket?.priority, ticket?.requester],
        ['AAAA-0001', 'Panne & co', 'closed', 'normal', { email: 'marie@example.fr', account: '7', name: 'Marie Dupont' }],
      );
      assert.equal(await readFile(join(dir, ticket?.messages[0]?.attachments?.[0]?.ref ?? ''), 'utf8'), 'texte');
      assert.deepEqual([outcome.counters.dropped, outcome.rejects], [{ private: 2, 'unknown-visibility': 1, deleted: 2 }, []]);
      assert.equal(await told(dump(...tables)), 'faveo-sql');
    }));
});

describe('UVdesk', () => {
  const tables = [
    table('uv_support_group', ['id', 'name'], [1, 'Support']),
    table(
      'uv_thread',
      ['id', 'ticket_id', 'user_id', 'thread_type', 'created_by', 'message', 'cc', 'bcc', 'created_at'],
      [11, 1, 7, 'create', 'customer', '<p>Bonjour</p>', null, 'CANARY', at(0)],
      [12, 1, 3, 'note', 'agent', 'CANARY', null, null, at(1)],
      [13, 1, 3, 'forward', 'agent', 'CANARY', null, null, at(2)],
      [14, 1, 3, 'reply', 'agent', '<p>Fait</p>', null, null, at(3)],
      [15, 1, 3, 'task', 'agent', 'CANARY', null, null, at(4)],
      [16, 2, 7, 'create', 'customer', 'CANARY', null, null, at(5)],
      [17, 3, 7, 'create', 'customer', 'CANARY', null, null, at(5)],
    ),
    table(
      'uv_ticket',
      ['id', 'status_id', 'priority_id', 'customer_id', 'group_id', 'subject', 'is_trashed', 'created_at'],
      [1, 5, 3, 7, 1, 'Panne', 0, at(0)],
      [2, 1, 3, 7, 1, 'CANARY', 1, at(0)],
      [3, 6, 3, 7, 1, 'CANARY', 0, at(0)],
    ),
    table(
      'uv_ticket_attachments',
      ['id', 'thread_id', 'name', 'path', 'content_type', 'size'],
      [1, 11, 'a.png', '/assets/threads/11/x.png', 'image/png', 3],
      [2, 12, 'CANARY.png', '/assets/threads/12/x.png', 'image/png', 3],
    ),
    table('uv_ticket_priority', ['id', 'code'], [3, 'high']),
    table('uv_ticket_status', ['id', 'code'], [1, 'open'], [5, 'closed'], [6, 'spam']),
    table(
      'uv_user',
      ['id', 'email', 'first_name', 'last_name', 'password'],
      [3, 'CANARY@nuxit.example', 'Zoé', 'Martin', 'CANARY'],
      [7, 'marie@example.fr', 'Marie', 'Dupont', 'CANARY'],
    ),
  ];

  it('gives questions and answers, no notes, nothing forwarded', () =>
    withFiles({ 'assets/threads/11/x.png': 'png' }, async (dir) => {
      const outcome = await readAll({ from: 'uvdesk-sql', input: dump(...tables), values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour', 'staff: Fait']]);
      const [ticket] = outcome.tickets;
      assert.deepEqual(
        [ticket?.status, ticket?.priority, ticket?.department, ticket?.requester],
        ['closed', 'high', 'Support', { email: 'marie@example.fr', account: '7', name: 'Marie Dupont' }],
      );
      assert.deepEqual(ticket?.messages[0]?.attachments, [{ name: 'a.png', type: 'image/png', size: 3, ref: 'assets/threads/11/x.png' }]);
      assert.deepEqual([outcome.counters.dropped, outcome.rejects], [{ private: 2, 'unknown-visibility': 1, deleted: 4 }, []]);
      assert.equal(await told(dump(...tables)), 'uvdesk-sql');
    }));
});

describe('Kayako', () => {
  const seconds = (minute: number): number => 1_551_693_600 + minute * 60;
  const tickets = table(
    'swtickets',
    [
      'ticketid',
      'ticketmaskid',
      'departmentid',
      'ticketstatusid',
      'priorityid',
      'userid',
      'fullname',
      'email',
      'subject',
      'dateline',
      'ipaddress',
    ],
    [1, 'ABC-1', 2, 3, 1, 7, 'Marie Dupont', 'marie@example.fr', 'Panne', seconds(0), 'CANARY'],
    [2, 'ABC-2', 0, 3, 1, 7, 'Marie', 'marie@example.fr', 'CANARY', seconds(0), ''],
  );
  const others = [
    table('swticketnotes', ['ticketnoteid', 'linktypeid', 'note'], [1, 1, 'CANARY']),
    table('swticketpriorities', ['priorityid', 'title'], [1, 'High']),
    table('swdepartments', ['departmentid', 'title'], [2, 'Support']),
  ];

  it('4 gives posts that are not private, and files put together', () =>
    withFiles({}, async (dir) => {
      const input = dump(
        table(
          'swattachmentchunks',
          ['chunkid', 'attachmentid', 'contents', 'notbase64'],
          [2, 5, Buffer.from('xte').toString('base64'), 0],
          [1, 5, Buffer.from('te').toString('base64'), 0],
          [3, 6, 'CANARY', 1],
        ),
        table(
          'swattachments',
          ['attachmentid', 'linktype', 'linktypeid', 'filename', 'filesize', 'filetype', 'storefilename'],
          [5, 1, 11, 'a.txt', 5, 'text/plain', ''],
          [6, 2, 11, 'CANARY.txt', 5, 'text/plain', ''],
        ),
        ...others,
        table(
          'swticketposts',
          [
            'ticketpostid',
            'ticketid',
            'dateline',
            'userid',
            'fullname',
            'email',
            'creator',
            'isthirdparty',
            'ishtml',
            'isprivate',
            'staffid',
            'contents',
          ],
          [11, 1, seconds(0), 7, 'Marie Dupont', '', 2, 0, 0, 0, 0, 'Bonjour &amp; merci'],
          [12, 1, seconds(1), 0, 'Zoé', '', 1, 0, 1, 1, 3, 'CANARY'],
          [13, 1, seconds(2), 0, 'Zoé', '', 1, 0, 1, 0, 3, '<p>Fait</p>'],
          [14, 1, seconds(3), 0, 'Tiers', '', 5, 1, 0, 0, 0, 'CANARY'],
          [15, 1, seconds(4), 0, 'Copie', '', 3, 0, 0, 0, 0, 'En copie'],
          [16, 1, seconds(5), 0, 'Zoé', '', 1, 1, 0, 0, 3, 'CANARY'],
          [17, 2, seconds(5), 7, 'Marie', '', 2, 0, 0, 0, 0, 'CANARY'],
        ),
        tickets,
        table('swticketstatus', ['ticketstatusid', 'title', 'markasresolved'], [3, 'Terminé', 1]),
      );
      const outcome = await readAll({ from: 'kayako-sql', input, values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(threads(outcome), [['1', 'customer: Bonjour & merci', 'staff: Fait', 'customer: En copie']]);
      const [ticket] = outcome.tickets;
      assert.deepEqual(
        [ticket?.number, ticket?.status, ticket?.priority, ticket?.department, ticket?.requester, ticket?.createdAt],
        [
          'ABC-1',
          'closed',
          'high',
          'Support',
          { email: 'marie@example.fr', account: '7', name: 'Marie Dupont' },
          '2019-03-04T10:00:00.000Z',
        ],
      );
      const files = ticket?.messages[0]?.attachments ?? [];
      assert.deepEqual([files.length, await readFile(join(dir, files[0]?.ref ?? ''), 'utf8')], [1, 'texte']);
      assert.deepEqual(outcome.counters.dropped, { private: 3, deleted: 2 });
      assert.equal(await told(input), 'kayako-sql');
    }));

  it('SupportSuite 3 has no mark for what is private: third parties and forwarded posts stay out by who wrote them', async () => {
    const input = dump(
      ...others,
      table(
        'swticketposts',
        ['ticketpostid', 'ticketid', 'dateline', 'userid', 'fullname', 'creator', 'ishtml', 'staffid', 'contents'],
        [11, 1, seconds(0), 7, 'Marie', 2, 0, 0, 'Bonjour'],
        [12, 1, seconds(1), 0, 'Zoé', 1, 0, 3, 'Fait'],
        [13, 1, seconds(2), 0, 'Tiers', 3, 0, 0, 'CANARY'],
        [14, 1, seconds(3), 0, 'Zoé', 5, 0, 3, 'CANARY'],
      ),
      table(
        'swtickets',
        ['ticketid', 'ticketmaskid', 'departmentid', 'ticketstatusid', 'userid', 'fullname', 'email', 'subject', 'dateline'],
        [1, 'ABC-1', 2, 3, 7, 'Marie', 'marie@example.fr', 'Panne', seconds(0)],
      ),
      table('swticketstatus', ['ticketstatusid', 'title'], [3, 'Closed']),
    );
    const outcome = await readAll({ from: 'kayako-3-sql', input });
    noCanary(outcome);
    assert.deepEqual(
      [threads(outcome), outcome.tickets[0]?.status, outcome.counters.dropped],
      [[['1', 'customer: Bonjour', 'staff: Fait']], 'closed', { private: 2 }],
    );
    assert.equal(await told(input), 'kayako-3-sql');
  });

  it('gives the same from the XML of its API', async () => {
    const post = (id: number, creator: number, contents: string, more = ''): string =>
      `<post><id><![CDATA[${String(id)}]]></id><ticketpostid><![CDATA[${String(id)}]]></ticketpostid><dateline><![CDATA[${String(seconds(id))}]]></dateline><fullname><![CDATA[X]]></fullname><creator><![CDATA[${String(creator)}]]></creator><isthirdparty><![CDATA[0]]></isthirdparty>${more}<contents><![CDATA[${contents}]]></contents></post>`;
    const input = `<?xml version="1.0" encoding="UTF-8"?>\n<tickets><ticket id="277" flagtype="5"><displayid><![CDATA[CYA-293]]></displayid><fullname><![CDATA[Marie]]></fullname><email><![CDATA[marie@example.fr]]></email><subject><![CDATA[Panne <web>]]></subject><creationtime><![CDATA[${String(seconds(0))}]]></creationtime><note type="ticket"><![CDATA[CANARY]]></note><posts>${post(1, 2, 'Bonjour')}${post(2, 1, 'CANARY', '<isprivate><![CDATA[1]]></isprivate>')}${post(3, 1, 'Fait', '<isprivate><![CDATA[0]]></isprivate>')}${post(4, 4, 'CANARY')}</posts></ticket></tickets>`;
    const outcome = await readAll({ from: 'kayako-xml', input });
    noCanary(outcome);
    assert.deepEqual(
      [threads(outcome), outcome.tickets[0]?.subject, outcome.counters.dropped],
      [[['277', 'customer: Bonjour', 'staff: Fait']], 'Panne <web>', { private: 2 }],
    );
    assert.equal(await told(input), 'kayako-xml');
  });
});

describe('files of systems that were known already', () => {
  it('of HESK are found by the names that they were saved under', () =>
    withFiles({ 'ABC_d833.png': 'png' }, async (dir) => {
      const input = dump(
        table(
          'hesk_attachments',
          ['att_id', 'ticket_id', 'saved_name', 'real_name', 'size', 'type'],
          [1, 'ABC', 'ABC_d833.png', 'écran.png', 3, '0'],
          [2, 'ABC', 'CANARY.png', 'CANARY.png', 3, '1'],
        ),
        table(
          'hesk_tickets',
          ['id', 'trackid', 'name', 'email', 'category', 'priority', 'subject', 'message', 'dt', 'status', 'openedby', 'attachments'],
          [1, 'ABC', 'Marie', 'marie@example.fr', 1, '2', 'S', 'M', at(0), '3', 0, '1#écran.png,9#perdu.png,'],
        ),
        table('hesk_replies', ['id', 'replyto', 'name', 'message', 'dt', 'staffid', 'attachments']),
      );
      const outcome = await readAll({ from: 'hesk-sql', input, values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(outcome.tickets[0]?.messages[0]?.attachments, [
        { name: 'écran.png', size: 3, ref: 'ABC_d833.png' },
        { name: 'perdu.png', missing: true },
      ]);
    }));

  it('of GLPI are those of public messages, and of the ticket where they belong to nothing else', () =>
    withFiles({ 'PNG/aa/1.PNG': 'png', 'PDF/bb/2.PDF': 'pdf' }, async (dir) => {
      const input = dump(
        table(
          'glpi_documents',
          ['id', 'filename', 'filepath', 'mime', 'is_deleted'],
          [1, 'écran.png', 'PNG/aa/1.PNG', 'image/png', 0],
          [2, 'devis.pdf', 'PDF/bb/2.PDF', 'application/pdf', 0],
          [3, 'CANARY.pdf', 'PDF/bb/2.PDF', 'application/pdf', 0],
          [4, 'CANARY.png', 'PNG/aa/1.PNG', 'image/png', 1],
          [5, 'CANARY.txt', 'PNG/aa/1.PNG', 'image/png', 0],
        ),
        table(
          'glpi_documents_items',
          ['id', 'documents_id', 'items_id', 'itemtype', 'timeline_position'],
          [1, 1, 1, 'Ticket', 1],
          [2, 2, 11, 'ITILFollowup', 1],
          [3, 3, 12, 'ITILFollowup', 1],
          [4, 3, 1, 'Ticket', 1],
          [5, 4, 1, 'Ticket', 1],
          [6, 5, 1, 'Ticket', -1],
          [7, 5, 1, 'Computer', 1],
        ),
        table(
          'glpi_itilfollowups',
          ['id', 'itemtype', 'items_id', 'date', 'users_id', 'content', 'is_private'],
          [11, 'Ticket', 1, at(1), 3, 'Fait', 0],
          [12, 'Ticket', 1, at(2), 3, 'CANARY', 1],
        ),
        table('glpi_tickets', ['id', 'name', 'date', 'content', 'status', 'priority', 'is_deleted'], [1, 'S', at(0), 'M', 6, 3, 0]),
        table('glpi_tickets_users', ['id', 'tickets_id', 'users_id', 'type', 'alternative_email'], [1, 1, 7, 1, 'marie@example.fr']),
      );
      const outcome = await readAll({ from: 'glpi-sql', input, values: { attachments: dir } });
      noCanary(outcome);
      assert.deepEqual(
        outcome.tickets[0]?.messages.map(({ attachments }) => attachments),
        [
          [{ name: 'écran.png', type: 'image/png', size: 3, ref: 'PNG/aa/1.PNG' }],
          [{ name: 'devis.pdf', type: 'application/pdf', size: 3, ref: 'PDF/bb/2.PDF' }],
        ],
      );
    }));
});
