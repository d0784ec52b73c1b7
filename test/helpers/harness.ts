/** An app on a store that forgets, with a clock that is set and ids that are counted: what tests of the server talk to. */
import assert from 'node:assert/strict';
import * as v from 'valibot';
import { compose } from '../../server/compose.ts';
import type { Composition, Parts } from '../../server/compose.ts';
import { readSettings } from '../../server/config.ts';
import { readSite } from '../../server/config/site.ts';
import { createMemoryStore } from '../../server/store/memory.ts';
import { output } from '../../server/http/openapi/schemas.ts';
import { problemsOf } from '../../server/http/openapi/document.ts';
import type { Route } from '../../server/http/route/row.ts';
import type { Store } from '../../server/store/store.ts';
import type { DeskMe, DeskTicket } from '../../server/wire/desk.ts';
import type { Problem } from '../../server/wire/problem.ts';
import type { AttachmentView, TicketView } from '../../server/wire/tickets.ts';
import { quickPasswords, testStaff } from './server.ts';
import { form } from './files.ts';
import type { Octets } from './files.ts';
import { mintToken, testSecret } from './tokens.ts';
import type { Claims } from './tokens.ts';

export const origin = 'https://www.example.com';
/** A Monday, 10:00 in Paris. */
export const start = Date.parse('2026-11-23T09:00:00.000Z');

export interface HarnessOptions {
  readonly config?: object;
  readonly store?: Store;
  readonly environment?: Readonly<Record<string, string>>;
  readonly parts?: Partial<Parts>;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that was checked against what is documented. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: T;
}

export interface Person {
  <T = TicketView>(path: string, ask?: Ask): Promise<Answer<T>>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Harness extends Composition {
  readonly store: Store;
  readonly clock: { now: number; forward(milliseconds: number): void };
  ask<T>(path: string, ask?: Ask): Promise<Answer<T>>;
  customer(sub: string, claims?: Claims): Promise<Person>;
  agent(account?: { email: string; password: string }): Promise<Person>;
  /** What the server counts, as who asks on its own machine reads it. */
  metrics(): Promise<string>;
  /** What is done meanwhile takes its ids from another sequence. */
  withOtherIds<T>(work: () => Promise<T>): Promise<T>;
}

export async function openHarness({
  config = {},
  store = createMemoryStore(),
  environment = {},
  parts = {},
}: HarnessOptions = {}): Promise<Harness> {
  const clock = {
    now: start,
    forward(milliseconds: number) {
      this.now += milliseconds;
    },
  };
  const ids = { prefix: 'id', count: 0 };
  const counts = new Map<string, number>();
  const newId = (): string => {
    const count = (counts.get(ids.prefix) ?? 0) + 1;
    counts.set(ids.prefix, count);
    return `${ids.prefix}-${String(count).padStart(6, '0')}`;
  };
  const settings = readSettings({ SUPPORT_TOKEN_SECRET: testSecret, SUPPORT_ORIGINS: origin, ...environment });
  const composition = compose({
    settings: { ...settings, site: readSite(config) },
    store,
    now: () => clock.now,
    newId,
    passwords: quickPasswords,
    ...parts,
  });
  // A store that has been used before has them already.
  if (!(await store.staffByEmail(testStaff.email))) await composition.staff.add(testStaff);
  const ask = asker(composition);
  return {
    ...composition,
    store,
    clock,
    ask,
    customer: async (sub, claims) => personOf(ask, { authorization: `Bearer ${await mintToken(sub, claims, { now: () => clock.now })}` }),
    async agent({ email, password } = testStaff) {
      const answer = await ask('/api/v1/desk/login', { method: 'POST', body: { email, password } });
      assert.equal(answer.status, 200);
      return personOf(ask, { cookie: cookieOf(answer) });
    },
    async metrics() {
      const local = { incoming: { socket: { remoteAddress: '127.0.0.1' } } };
      return (await composition.app.request('/metrics', {}, local)).text();
    },
    async withOtherIds(work) {
      const { prefix } = ids;
      ids.prefix = 'other';
      return work().finally(() => {
        ids.prefix = prefix;
      });
    },
  };
}

/** Tries to sign in, as the usual agent but for what is said otherwise. */
export function signIn(harness: Harness, more: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer<DeskMe>> {
  const { email, password } = testStaff;
  return harness.ask<DeskMe>(`${api}/desk/login`, { body: { email, password, ...more }, headers });
}

export const cookieOf = ({ headers }: Answer): string => headers.get('set-cookie')?.split(';')[0] ?? '';

function personOf(ask: Harness['ask'], headers: Readonly<Record<string, string>>): Person {
  const call = <T>(path: string, { headers: more, ...rest }: Ask = {}) => ask<T>(path, { ...rest, headers: { ...headers, ...more } });
  return Object.assign(call, { headers });
}

function asker({ app, routes }: Composition): Harness['ask'] {
  return async (path, { method, body, raw, headers = {} } = {}) => {
    const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
    const verb = method ?? (sent === null ? 'GET' : 'POST');
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const init: RequestInit = {
      method: verb,
      headers: { ...type, ...headers },
      body: sent,
      ...(sent instanceof ReadableStream && { duplex: 'half' }),
    };
    const response = await app.request(path, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const answer = { status: response.status, headers: response.headers, text, json: isJson && text !== '' ? JSON.parse(text) : undefined };
    checkDocumented(routeOf(routes, verb, path), verb, answer);
    return answer;
  };
}

/** May be answered to any request: they follow from its form or the server's state, not from its route. */
const anywhere: readonly string[] = ['internal', 'draining', 'malformed-request'];

/** Whatever leaves the server is what its documentation says, and not a key more. */
function checkDocumented(route: Route | undefined, method: string, { status, headers, json, text }: Answer): void {
  if (status >= 400 && method !== 'HEAD') {
    assert.equal(headers.get('content-type'), 'application/problem+json', text);
    const { code, status: said } = v.parse(output.Problem, json);
    assert.equal(said, status);
    if (route) assert.ok([...anywhere, ...problemsOf(route)].includes(code), `${method} ${route.path} does not name the problem ${code}`);
    return;
  }
  const schema = route?.answer[1];
  if (typeof schema === 'object' && schema !== null && status !== 204) v.parse(schema, json);
}

/** The route that a request comes to. */
export function routeOf(routes: readonly Route[], method: string, path: string): Route | undefined {
  const [bare = ''] = path.split('?');
  const fits = (template: string): boolean => new RegExp(`^${template.replace(/:\w+/g, '[^/]+')}$`).test(bare);
  return routes.find((route) => route.method === method.toLowerCase() && fits(route.path));
}

export const api = '/api/v1';
export const request = { service: 'sales', title: 'Which plan suits us', description: 'We are ten people and need mail.' } as const;

export async function openTicket(person: Person, more: object = {}): Promise<TicketView> {
  const { status, json, text } = await person(`${api}/tickets`, { body: { ...request, ...more } });
  assert.equal(status, 201, text);
  return json;
}

/** Uploads a file; at the desk when the path says so. */
export async function upload(person: Person, name: string, bytes: Octets, path = `${api}/attachments`): Promise<AttachmentView> {
  const { status, json, text } = await person<AttachmentView>(path, await form(name, bytes));
  assert.equal(status, 201, text);
  return json;
}

export const say = (agent: Person, ticket: { id: string }, body: string, visibility: 'public' | 'internal' = 'public') =>
  agent<DeskTicket>(`${api}/desk/tickets/${ticket.id}/messages`, { body: { body, visibility } });

export const problem = (answer: Answer): string => (answer.json as Problem).code;
export const fields = (answer: Answer): Record<string, string> =>
  Object.fromEntries(((answer.json as Problem).errors ?? []).map(({ path, code }) => [path, code]));
