import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codes, readAll } from './reading.ts';
import { inFolder, support } from '../helpers/process.ts';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const profile = {
  format: 'sql',
  zone: 'Europe/Paris',
  tickets: {
    table: 'tickets',
    id: 'id',
    subject: { first: ['subject', { const: 'Sans objet' }] },
    status: { col: 'state', map: { open: 'open', closed: 'closed' }, else: 'unknown' },
    createdAt: 'created_at',
    requester: { email: 'email' },
  },
  messages: [
    {
      table: 'posts',
      ticket: 'ticket_id',
      id: 'id',
      private: { value: 'internal', publicWhen: ['0'], privateWhen: ['1'] },
      kind: { col: 'by_staff', map: { '0': 'customer', '1': 'staff' } },
      at: 'posted',
      text: 'body',
    },
  ],
};

const head = String.raw`--
-- PostgreSQL database dump
--

\restrict Zm9vYmFy

SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
begin
  insert into public.tickets (id, subject) values (99, 'never');
  return new;
end;
$_$;

CREATE TABLE public.tickets (
    id integer NOT NULL,
    subject character varying(200) DEFAULT 'c:\'::character varying,
    email text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    state text
);

CREATE TABLE public.posts (
    id integer NOT NULL,
    ticket_id integer,
    body text,
    internal boolean DEFAULT false,
    by_staff boolean,
    posted timestamp without time zone
);

`;
const foot = String.raw`
--
-- PostgreSQL database dump complete
--

\unrestrict Zm9vYmFy
`;

const copied = String.raw`${head}COPY public.tickets (id, subject, email, created_at, state) FROM stdin;
1	C:\\new\ttab \\N	nadia@example.com	2019-03-01 10:00:00+01	closed
2	\N	paul@example.com	2019-07-02 10:00:00.123+02	open
\.


COPY public.posts (id, ticket_id, body, internal, by_staff, posted) FROM stdin;
1	1	Première ligne\nseconde « ligne »; \\. (1,'x')	f	f	2019-03-01 10:00:00
2	1	canary	t	t	2019-03-01 11:00:00
3	1	R\303\251ponse	f	t	2019-03-01 12:00:00
4	2	Bonjour	f	f	2019-07-02 10:00:00
\.
${foot}`;

const inserted = String.raw`${head}INSERT INTO public.tickets VALUES (1, 'C:\new	tab \N', 'nadia@example.com', '2019-03-01 10:00:00+01', 'closed');
INSERT INTO public.tickets (id, subject, email, created_at, state) VALUES
	(2, NULL, 'paul@example.com', '2019-07-02 10:00:00.123+02', 'open');
INSERT INTO public.posts VALUES (1, 1, 'Première ligne
seconde « ligne »; \. (1,''x'')', false, false, '2019-03-01 10:00:00');
INSERT INTO public.posts VALUES (2, 1, E'can\'ary', true, true, '2019-03-01 11:00:00');
INSERT INTO public.posts VALUES (3, 1, E'R\303\251ponse', false, true, '2019-03-01 12:00:00'), (4, 2, 'Bonjour', false, false, '2019-07-02 10:00:00');
${foot}`;

describe('a PostgreSQL dump', () => {
  for (const [form, dump] of [
    ['of COPY', copied],
    ['of INSERT', inserted.replace(String.raw`E'R\303\251ponse'`, "'Réponse'")],
    [
      'of INSERT with casts',
      inserted
        .replace(String.raw`E'R\303\251ponse'`, "E'R\u00e9ponse'::text")
        .replace("'nadia@example.com'", "'nadia@example.com'::character varying(200)")
        .replace("'2019-03-01 10:00:00+01'", "'2019-03-01 10:00:00+01'::timestamp with time zone")
        .replace("'closed')", `'closed'::public."State"::text)`)
        .replace('VALUES (1, 1,', 'VALUES (1::bigint, 1,'),
    ],
  ] as const) {
    it(`${form} is read as it was written, wherever the chunks end`, async () => {
      for (const chunk of [1, 7, 64, 4_096, 1 << 20]) {
        const { tickets, rejects, counters, fault, remarks } = await readAll({ from: 'sql', input: dump, profile, chunk });
        assert.deepEqual([fault, rejects, remarks], [null, [], []], String(chunk));
        assert.deepEqual(
          tickets.map(({ id, subject, status, createdAt }) => [id, subject, status, createdAt]),
          [
            ['1', 'C:\\new tab \\N', 'closed', '2019-03-01T09:00:00.000Z'],
            ['2', 'Sans objet', 'open', '2019-07-02T08:00:00.123Z'],
          ],
        );
        assert.deepEqual(
          tickets.flatMap(({ messages }) => messages.map(({ kind, text, at }) => [kind, text, at])),
          [
            ['customer', "Première ligne\nseconde « ligne »; \\. (1,'x')", '2019-03-01T09:00:00.000Z'],
            ['staff', 'Réponse', '2019-03-01T11:00:00.000Z'],
            ['customer', 'Bonjour', '2019-07-02T08:00:00.000Z'],
          ],
        );
        assert.deepEqual(counters.dropped, { private: 1 });
      }
    });
  }

  it('that is cut off says so, and what came before counts', async () => {
    for (const end of ['4	2	Bonj', '\n-- PostgreSQL database dump complete']) {
      const { tickets, fault } = await readAll({ from: 'sql', input: copied.slice(0, copied.indexOf(end) + 5), profile });
      assert.deepEqual([fault?.code, tickets.length > 0], ['cut-off', true], end);
    }
  });

  it('with a row that lacks a column refuses that row', async () => {
    const { rejects } = await readAll({ from: 'sql', input: copied.replace('4	2	Bonjour	f	f	', '4	2	Bonjour	f	'), profile });
    assert.deepEqual(codes({ tickets: [], rejects, counters: {} as never, remarks: [], fault: null }), ['column-count']);
  });

  it('in an archive format is refused with what to do', async () => {
    for (const start of ['PGDMP\u0001\u000e', `toc.dat${'\0'.repeat(250)}ustar\0`]) {
      const { fault } = await readAll({ from: 'sql', input: start, profile, chunk: 3 });
      assert.deepEqual([fault?.code, /pg_restore --file dump\.sql/.test(fault?.message ?? '')], ['unreadable', true]);
    }
  });

  it('without a row is no success', () =>
    inFolder(async (dir) => {
      await writeFile(join(dir, 'profile.json'), JSON.stringify(profile));
      await writeFile(join(dir, 'dump.sql'), head + foot);
      for (const command of ['convert', 'import']) {
        const ended = await support(dir, [command, 'dump.sql', '--brand', 'nuxit', '--from', 'sql', '--profile', 'profile.json']);
        assert.equal(ended.code, 4, ended.err);
      }
    }));
});
