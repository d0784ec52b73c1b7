/**
 * The demo's past. Its stories are acted out through the server's own routes, on a clock that is held here, so that the
 * tickets lie in the past and every rule has been kept. The one file of the demo that knows the inside of the server.
 */
import type { Hono } from 'hono';
import { compose } from '../server/compose.ts';
import type { Composition } from '../server/compose.ts';
import { readSettings } from '../server/config.ts';
import { createPasswords } from '../server/identity/passwords.ts';
import type { StaffEntry } from '../server/identity/staff.ts';
import { openJournalStore } from '../server/store/journal.ts';
import type { Customer } from './customers.ts';
import { closedStories } from './seed/nadia-closed.ts';
import { openStories } from './seed/nadia-open.ts';
import { otherStories } from './seed/others.ts';
import type { Change, StaffKey, Step, Story } from './seed/story.ts';
import { staff } from './staff.ts';
import { mintToken } from './token.ts';
import { typeset } from './typeset.ts';

const stories: readonly Story[] = [...openStories, ...closedStories, ...otherStories];

export interface SeedOptions {
  /** An empty folder, or one that is not there yet. */
  readonly dir: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly now: number;
}

/** Fills a folder with the demo's people and tickets. */
export async function seed({ dir, variables, now }: SeedOptions): Promise<void> {
  const quiet = () => undefined;
  const store = await openJournalStore({ dir, log: { info: quiet, warn: console.warn, error: console.error } });
  try {
    const stage = await setStage({ store, variables, now });
    for (const { at, act } of programme(stories, now)) {
      stage.setTime(at);
      await act(stage);
    }
  } finally {
    await store.close();
  }
}

interface Stage {
  setTime(time: number): void;
  asCustomer(customer: Customer, path: string, body: unknown): Promise<Answer>;
  asStaff(who: StaffKey, method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<Answer>;
  staffId(who: StaffKey): string;
}

interface Answer {
  readonly id: string;
  readonly rev: number;
}

/** One act of one story; acts of all stories are played in the order of time, so that numbers count up with it. */
interface Scene {
  readonly at: number;
  readonly act: (stage: Stage) => Promise<void>;
}

function programme(all: readonly Story[], now: number): readonly Scene[] {
  return all.flatMap((story) => scenesOf(story, now)).sort((a, b) => a.at - b.at);
}

function scenesOf(story: Story, now: number): readonly Scene[] {
  let id = '';
  const opening: Scene = {
    at: story.opened(now),
    act: async (stage) => {
      ({ id } = await stage.asCustomer(story.customer, '/api/v1/tickets', story.ticket));
    },
  };
  const scenes = [opening, ...story.then.map((step): Scene => ({ at: step.at(now), act: (stage) => play(step, { stage, customer: story.customer, id }) }))];
  const isInOrder = scenes.every(({ at }, i) => at <= now && at > (scenes[i - 1]?.at ?? -Infinity));
  if (!isInOrder) throw new Error(`The story "${story.ticket.title}" does not go forward in time`);
  return scenes;
}

async function play({ who, deed }: Step, { stage, customer, id }: { stage: Stage; customer: Customer; id: string }): Promise<void> {
  if (who !== 'customer') return playStaff(who, deed, stage, id);
  const say = (act: string, body: unknown) => stage.asCustomer(customer, `/api/v1/tickets/${id}/${act}`, body);
  const { kind, ...body } = deed;
  const acts = { message: 'messages', thank: 'thank', close: 'close', reopen: 'reopen', rate: 'rating', nudge: 'nudge', see: 'seen' } as const;
  if (kind === 'note' || kind === 'amend') throw new Error(`A customer cannot ${kind}`);
  await say(acts[kind], body);
}

async function playStaff(who: StaffKey, deed: Step['deed'], stage: Stage, id: string): Promise<void> {
  const path = `/api/v1/desk/tickets/${id}`;
  const amend = (change: unknown) => stage.asStaff(who, 'PATCH', path, change);
  if (deed.kind === 'message') await stage.asStaff(who, 'POST', `${path}/messages`, { body: deed.body, visibility: 'public' });
  else if (deed.kind === 'note') await stage.asStaff(who, 'POST', `${path}/messages`, { body: deed.body, visibility: 'internal' });
  else if (deed.kind === 'close') await amend({ status: 'CLOSED', ...(deed.reason !== undefined && { reason: deed.reason }) });
  else if (deed.kind === 'amend') await amend(withStaffId(deed.change, stage));
  else throw new Error(`Staff cannot ${deed.kind}`);
}

const withStaffId = ({ assignee, ...change }: Change, stage: Stage) => ({ ...change, ...(assignee && { assignee: stage.staffId(assignee) }) });

interface StageOptions extends Pick<SeedOptions, 'variables' | 'now'> {
  readonly store: Awaited<ReturnType<typeof openJournalStore>>;
}

async function setStage({ store, variables, now }: StageOptions): Promise<Stage> {
  let time = now;
  const settings = readSettings(variables);
  const { hash } = createPasswords();
  // Years of sign-ins pass in a second here: the accounts' passwords are real, checking them each time is not.
  const passwords = { hash, matches: (_password: string, stored: string | null) => Promise.resolve(stored !== null) };
  const server = compose({ settings, store, now: () => time, passwords });
  const accounts = await hire(server);
  const idOf = (who: StaffKey): string => accounts.get(who)?.id ?? '';
  const cookies = new Map<StaffKey, { value: string; until: number }>();

  async function cookieOf(who: StaffKey): Promise<string> {
    const known = cookies.get(who);
    if (known && known.until > time) return known.value;
    const { email, password } = staff[who];
    const answer = await ask(server.app, '/api/v1/desk/login', { method: 'POST', headers: ownPage, body: { email, password } });
    const value = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    cookies.set(who, { value, until: time + 3_600_000 });
    return value;
  }

  const ownPage = { origin: server.deps.publicUrl };
  return {
    setTime: (at) => (time = at),
    staffId: idOf,
    async asCustomer(customer, path, body) {
      const token = await mintToken(customer, 'fr', time);
      return read(await ask(server.app, path, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: typesetAll(body) }));
    },
    async asStaff(who, method, path, body) {
      const headers: Record<string, string> = { ...ownPage, cookie: await cookieOf(who) };
      if (method === 'PATCH') headers['if-match'] = `"${String((await this.asStaff(who, 'GET', path)).rev)}"`;
      return read(await ask(server.app, path, { method, headers, ...(body !== undefined && { body: typesetAll(body) }) }));
    },
  };
}

async function hire(server: Composition): Promise<ReadonlyMap<StaffKey, StaffEntry>> {
  const keys = Object.keys(staff) as StaffKey[];
  const accounts = await Promise.all(keys.map(async (key) => [key, await server.staff.add(staff[key])] as const));
  return new Map(accounts);
}

interface Request {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

async function ask(app: Pick<Hono, 'request'>, path: string, { method, headers, body }: Request): Promise<Response> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await app.request(path, { method, headers: { ...headers, ...type }, ...sent });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer;
}

async function read(answer: Response): Promise<Answer> {
  return answer.status === 204 ? { id: '', rev: 0 } : ((await answer.json()) as Answer);
}

/** Texts in the stories are typed as on any keyboard. */
function typesetAll(body: unknown): unknown {
  if (typeof body === 'string') return typeset(body);
  if (Array.isArray(body) || typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typesetAll(value)]));
}
