import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { route } from '../../server/http/route/route.ts';
import type { Route, Who } from '../../server/http/route/row.ts';
import { LangQuery } from '../../server/wire/parts.ts';
import { text } from '../helpers/files.ts';
import { api, openHarness, openTicket, origin, upload } from '../helpers/harness.ts';
import type { Harness } from '../helpers/harness.ts';

/**
 * Who may call what, written down a second time on purpose, by where a path is: a row that lets more callers in than its
 * place allows is a mistake, and so is a new place that nobody thought of here.
 */
function lawOf(method: string, path: string): Who {
  const exceptions: Readonly<Record<string, Who>> = {
    [`post ${api}/desk/login`]: 'desk-page',
    [`post ${api}/desk/login/link`]: 'desk-page',
    [`post ${api}/desk/login/follow`]: 'desk-page',
    [`get ${api}/desk/outbox`]: 'admin',
    [`post ${api}/desk/outbox/:id/replay`]: 'admin',
    [`get ${api}/session`]: 'customer-or-link',
    [`get ${api}/tickets/:id`]: 'customer-or-link',
    [`get ${api}/attachments/:id`]: 'customer-or-link',
    [`get ${api}/entrance`]: 'anybody',
    [`post ${api}/guest/start`]: 'anybody',
    [`post ${api}/guest/verify`]: 'anybody',
    [`post ${api}/guest/renew`]: 'anybody',
    [`post ${api}/guest/link`]: 'anybody',
    'get /metrics': 'operations-or-local',
  };
  const exception = exceptions[`${method} ${path}`];
  if (exception) return exception;
  if (path.startsWith(`${api}/desk/`)) return 'staff';
  if (path.startsWith(`${api}/customers/`)) return 'operations';
  if (path.startsWith(`${api}/mail/`)) return 'operations-or-password';
  if (path.startsWith(`${api}/`)) return 'customer';
  assert.equal(method, 'get', `${path}: what is for everybody is for reading`);
  return 'anybody';
}

/** `in`: the gate is passed. `theirs`: it is passed, and what belongs to somebody else is not there. */
type Passage = 'in' | 'theirs' | 401 | 403;

const callers = [
  'nobody',
  'the owner',
  'another customer',
  'another guest',
  'a link of the owner’s ticket',
  'an agent',
  'an admin',
  'the operations token',
  'the operations token as a password',
  'a program on the same machine',
  'an admin on a page of another origin',
  'an admin on a page of another site',
] as const;
type CallerName = (typeof callers)[number];

const none = Object.fromEntries(callers.map((name) => [name, 401])) as Record<CallerName, Passage>;
const everybody = Object.fromEntries(callers.map((name) => [name, 'in'])) as Record<CallerName, Passage>;
const customers = { ...none, 'the owner': 'in', 'another customer': 'theirs', 'another guest': 'theirs' } as const;
const fromElsewhere = { 'an admin on a page of another origin': 403, 'an admin on a page of another site': 403 } as const;

/** An origin alone stops changes: a browser lets no other page read an answer. */
const matrix = (isRead: boolean): Readonly<Record<Who, Readonly<Record<CallerName, Passage>>>> => {
  const staff = { ...none, ...fromElsewhere, 'an agent': 'in', 'an admin': 'in' } as const;
  const ofOrigin = isRead ? ({ 'an admin on a page of another origin': 'in' } as const) : {};
  return {
    anybody: everybody,
    'desk-page': { ...everybody, ...fromElsewhere },
    customer: { ...customers, 'a link of the owner’s ticket': 403 },
    'customer-or-link': { ...customers, 'a link of the owner’s ticket': 'in' },
    staff: { ...staff, ...ofOrigin },
    admin: { ...staff, ...ofOrigin, 'an agent': 403 },
    operations: { ...none, 'the operations token': 'in' },
    'operations-or-password': { ...none, 'the operations token': 'in', 'the operations token as a password': 'in' },
    'operations-or-local': { ...none, 'the operations token': 'in', 'a program on the same machine': 'in' },
  };
};

const opsToken = 'an-operations-token-of-thirty-two-bytes';
const admin = { email: 'yanis@example.com', name: 'Yanis', role: 'admin', password: 'correct horse battery' } as const;

interface Caller {
  readonly headers: Readonly<Record<string, string>>;
  readonly local?: true;
}

interface World {
  readonly harness: Harness;
  readonly callers: Readonly<Record<CallerName, Caller>>;
  /** What stands for each part of a path, by the part before it. */
  readonly ids: Readonly<Record<string, string>>;
}

async function openWorld(): Promise<World> {
  const asset = { type: 'text/plain', etag: '"x"', body: new Uint8Array(), brotli: null, gzip: null };
  const harness = await openHarness({
    config: { guests: { enabled: true }, mail: { replies: 'support+{key}@example.com' } },
    environment: { SUPPORT_OPS_TOKEN: opsToken },
    parts: { assets: { get: () => Promise.resolve(asset) } },
  });
  await harness.staff.add(admin);
  const { guests } = harness.deps;
  assert.ok(guests);
  const tokenOf = async (email: string, only: string | null = null) => {
    const { token } = await guests.issue({ email, locale: 'en', provenAt: only === null ? harness.clock.now : null, only });
    return { authorization: `Bearer ${token}` };
  };
  const headers = await tokenOf('paul@example.net');
  const paul = Object.assign<Harness['ask'], object>(
    (path, ask) => harness.ask(path, { ...ask, headers: { ...headers, ...ask?.headers } }),
    {
      headers,
    },
  ) as Awaited<ReturnType<Harness['customer']>>;
  const file = await upload(paul, 'sent.txt', text('words'));
  const ticket = await openTicket(paul, { attachments: [file.id] });
  const nadia = await harness.customer('nadia');
  await openTicket(nadia);
  const [agent, boss] = [await harness.agent(), await harness.agent(admin)];
  const made = async (path: string, body: object): Promise<string> => {
    const { status, json, text: said } = await agent<{ id: string }>(`${api}/desk/${path}`, { body });
    assert.equal(status, 201, said);
    return json.id;
  };
  return {
    harness,
    ids: {
      tickets: ticket.id,
      attachments: file.id,
      customers: 'nadia',
      chunks: 'x.js',
      replies: await made('replies', { title: 'Hello', shortcut: 'hello', bodies: { en: 'Hello' } }),
      views: await made('views', { name: 'Mine', shared: true, query: {} }),
      incidents: await made('incidents', { title: 'Mails are late', body: 'One server is slow.' }),
    },
    callers: {
      nobody: { headers: {} },
      'the owner': { headers },
      'another customer': nadia,
      'another guest': { headers: await tokenOf('lea@example.net') },
      'a link of the owner’s ticket': { headers: await tokenOf('paul@example.net', ticket.id) },
      'an agent': agent,
      'an admin': boss,
      'the operations token': { headers: { authorization: `Bearer ${opsToken}` } },
      'the operations token as a password': { headers: { authorization: `Basic ${Buffer.from(`mail:${opsToken}`).toString('base64')}` } },
      'a program on the same machine': { headers: {}, local: true },
      'an admin on a page of another origin': { headers: { ...boss.headers, origin: 'https://evil.example' } },
      'an admin on a page of another site': { headers: { ...boss.headers, 'sec-fetch-site': 'cross-site' } },
    },
  };
}

const queries: Readonly<Record<string, string>> = { [`${api}/articles`]: '?q=mail', [`${api}/desk/customers`]: '?q=nadia' };

const missing = 'not-there';

/** The address of a route's example; where there is none, of what does not exist. */
function exampleOf({ path }: Route, ids: World['ids']): string {
  const parts = path.split('/').map((part, i, all) => (part.startsWith(':') ? (ids[all[i - 1] ?? ''] ?? missing) : part));
  return parts.join('/') + (queries[path] ?? '');
}

/** Writes say nonsense, so that whatever passes the gate changes nothing. */
async function knock(
  { harness }: World,
  { method, body }: Pick<Route, 'body'> & { readonly method: string },
  url: string,
  { headers, local }: Caller,
): Promise<number> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const env = local ? { incoming: { socket: { remoteAddress: '127.0.0.1' } } } : {};
  const response = await harness.app.request(
    url,
    {
      method: method.toUpperCase(),
      headers: { ...type, 'if-match': '"99"', ...headers },
      body: body === undefined ? null : '{"nonsense":1}',
    },
    env,
  );
  await response.body?.cancel();
  return response.status;
}

function statusBehind({ method, body, answer }: Route, url: string): number {
  // Pages are the same for everybody, and look for nothing.
  if (url.startsWith(api) && url.includes(missing)) return 404;
  if (method === 'get') return answer[0];
  if (typeof body === 'string') return 415;
  return body === undefined ? 412 : 422;
}

describe('every route', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });

  it('lets in whom its place allows', () => {
    for (const { method, path, who } of world.harness.routes) assert.equal(who, lawOf(method, path), `${method} ${path}`);
  });

  it('answers each caller as its row says', async () => {
    const { harness, ids } = world;
    assert.ok(harness.routes.length > 80);
    for (const row of harness.routes) {
      const url = exampleOf(row, ids);
      const passages = matrix(row.method === 'get')[lawOf(row.method, row.path)];
      for (const name of callers) {
        const passage = passages[name];
        const behind = statusBehind(row, url);
        const expected = passage === 'in' || (passage === 'theirs' && !row.finds) ? behind : passage === 'theirs' ? 404 : passage;
        // A HEAD comes to the handler of the GET.
        for (const method of row.method === 'get' ? ['get', 'head'] : [row.method])
          assert.equal(await knock(world, { ...row, method }, url, world.callers[name]), expected, `${name}: ${method} ${url}`);
      }
    }
  });

  it('is limited, but for signing out, what has a throttle of its own, pages and what the site’s backend asks', () => {
    const { routes } = world.harness;
    const unlimited = routes.filter(({ who, rate }) => rate === null && /^(customer|staff|admin)/.test(who));
    assert.deepEqual(
      unlimited.map(({ path }) => path),
      [`${api}/desk/logout`],
    );
    const anonymous = routes.filter(({ who, path }) => who === 'anybody' && path.startsWith(`${api}/`));
    assert.ok(anonymous.length > 0 && anonymous.every(({ rate }) => rate === 'anonymous' || rate === 'guest'));
  });

  it('may be called by pages of the site where customers and guests call it, and nowhere else', async () => {
    const { harness, ids } = world;
    for (const row of harness.routes.filter(({ path }) => path.startsWith(`${api}/`))) {
      const method = row.method.toUpperCase();
      const { headers } = await harness.app.request(exampleOf(row, ids), {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': method },
      });
      const isTheirs = row.who === 'anybody' || row.who.startsWith('customer');
      assert.equal(headers.get('access-control-allow-origin'), isTheirs ? origin : null, row.path);
      if (isTheirs) assert.ok(headers.get('access-control-allow-methods')?.split(', ').includes(method), row.path);
    }
  });

  it('says that nothing is there before it says what is wrong with a request', async () => {
    const { harness } = world;
    const found = harness.routes.filter(({ finds, path }) => finds && path.includes(':'));
    assert.ok(found.length > 25);
    for (const row of found) {
      const owner = row.path.startsWith(`${api}/desk/`) ? 'an admin' : 'the owner';
      const url = row.path.replace(/:\w+/g, missing);
      const query = row.query ? '?nonsense=1' : '';
      assert.equal(await knock(world, row, url + query, world.callers[owner]), 404, `${row.method} ${url}`);
    }
  });

  it('is the only way in: nothing is mounted that has no row', () => {
    const { app, routes } = world.harness;
    const rows = new Set(routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
    const paths = new Set(routes.map(({ path }) => path));
    assert.equal(rows.size, routes.length, 'no two rows are the same');
    const mounted = new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`));
    assert.deepEqual([...mounted].sort(), [...rows].sort());
    // What is for all methods goes before every route, or answers a method that its path does not have.
    const others = app.routes.filter(({ method, path }) => method === 'ALL' && !paths.has(path)).map(({ path }) => path);
    assert.deepEqual([...new Set(others)].sort(), ['/*', `${api}/*`]);
  });

  it('answers other methods at its path alike, whoever asks', async () => {
    const { harness, ids } = world;
    for (const row of harness.routes) {
      const { status } = await harness.app.request(exampleOf(row, ids), { method: 'PROPFIND' });
      assert.equal(status, 405, row.path);
    }
  });
});

describe('a row', () => {
  it('does not compile without saying who may call, and how often', () => {
    const row = { method: 'get', path: '/x', summary: 'An example', query: LangQuery, answer: [204, null], handle: () => null } as const;
    // @ts-expect-error `who` is missing
    assert.ok(route({ ...row, rate: null }));
    // @ts-expect-error `rate` is missing
    assert.ok(route({ ...row, who: 'anybody' }));
    assert.ok(route({ ...row, who: 'anybody', rate: null }));
  });

  it('does not compile where a handler uses what its gate does not give', () => {
    const row = { method: 'get', path: '/x/:id', summary: 'An example', rate: null, answer: [204, null] } as const;
    // @ts-expect-error Nobody has signed in.
    assert.ok(route({ ...row, who: 'anybody', handle: ({ staff }) => (staff === undefined ? null : null) }));
    // @ts-expect-error A customer is no member of the team.
    assert.ok(route({ ...row, who: 'customer', handle: ({ staff }) => (staff === undefined ? null : null) }));
    assert.ok(route({ ...row, who: 'staff', handle: ({ staff, params }) => (staff.id === params.id ? null : null) }));
    // @ts-expect-error The path names no such thing.
    assert.ok(route({ ...row, who: 'staff', handle: ({ params }) => (params.ticket === '' ? null : null) }));
  });
});
