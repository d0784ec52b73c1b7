/**
 * The demo's past. Its stories are played on the server's own routes, on a clock that is held here, so that the tickets
 * lie in the past and every rule has been kept. The one file of the demo that knows the inside of the server.
 */
import { rm } from 'node:fs/promises';
import type { App } from '../server/app.ts';
import { compose } from '../server/compose.ts';
import type { Composition } from '../server/compose.ts';
import { readSettings } from '../server/config.ts';
import { createPasswords } from '../server/identity/passwords.ts';
import { openAttachmentFolder } from '../server/store/attachments/disk.ts';
import { openJournalStore } from '../server/store/journal.ts';
import { incidentScenes } from './seed/incidents.ts';
import { closedStories } from './seed/nadia-closed.ts';
import { openStories } from './seed/nadia-open.ts';
import { otherStories } from './seed/others.ts';
import { replyScenes } from './seed/replies.ts';
import { programme } from './seed/scenes.ts';
import type { Played, Stage } from './seed/scenes.ts';
import type { StaffKey } from './seed/story.ts';
import { staff } from './staff.ts';
import { mintToken } from './token.ts';

/** Removes a store that nobody works on. @throws FolderInUseError when somebody does */
export async function clear(dir: string): Promise<void> {
  await (await openJournalStore({ dir, log: quietLog })).close();
  await rm(dir, { recursive: true, force: true });
}

const quietLog = { info: () => undefined, warn: () => undefined, error: console.error };

export interface SeedOptions {
  /** An empty folder, or one that is not there yet. */
  readonly dir: string;
  /** What the server is to be started with. */
  readonly variables: Readonly<Record<string, string>>;
  readonly now: number;
}

/** Fills a folder with the demo's people and tickets. */
export async function seed({ dir, variables, now }: SeedOptions): Promise<void> {
  const store = await openJournalStore({ dir, log: quietLog });
  try {
    let time = now;
    // Years of sign-ins pass here in a second: the accounts' passwords are real, but are not checked each time.
    const passwords = {
      hash: createPasswords().hash,
      matches: (_given: string, stored: string | null) => Promise.resolve(stored !== null),
    };
    const files = await openAttachmentFolder(dir);
    const server = compose({ settings: readSettings(variables), store, files, now: () => time, passwords });
    const stage = await stageOn(server, { now: () => time, setTime: (at) => (time = at) });
    const scenes = [
      ...programme([...openStories, ...closedStories, ...otherStories], now),
      ...incidentScenes(now),
      ...replyScenes(now),
    ].sort((a, b) => a.at - b.at);
    for (const { at, play } of scenes) {
      stage.setTime(at);
      await play(stage);
    }
  } finally {
    await store.close();
  }
}

interface Clock {
  now(): number;
  setTime(time: number): void;
}

async function stageOn(server: Composition, { now, setTime }: Clock): Promise<Stage> {
  const ids = await hire(server);
  const ownPage = { origin: server.deps.publicUrl };
  const signIn = async (who: StaffKey): Promise<string> => {
    const { email, password } = staff[who];
    const login = await ask(server.app, 'POST', '/api/v1/desk/login', ownPage, { email, password });
    return login.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ');
  };
  return {
    setTime,
    async upload(who, { name, bytes }) {
      const isStaff = typeof who === 'string';
      const headers = isStaff
        ? { ...ownPage, cookie: await signIn(who) }
        : { authorization: `Bearer ${await mintToken(who, 'fr', now())}` };
      const form = new FormData();
      form.append('file', new File([bytes], name));
      const answer = await server.app.request(isStaff ? '/api/v1/desk/attachments' : '/api/v1/attachments', {
        method: 'POST',
        headers,
        body: form,
      });
      if (!answer.ok) throw new Error(`${name}: ${String(answer.status)} ${await answer.text()}`);
      return ((await answer.json()) as Played).id;
    },
    staffId: (who) => ids[who],
    async asCustomer(customer, path, body) {
      const authorization = `Bearer ${await mintToken(customer, 'fr', now())}`;
      return read(await ask(server.app, 'POST', path, { authorization }, body));
    },
    async asStaff(who, method, path, body) {
      const cookie = await signIn(who);
      const match = method === 'PATCH' ? { 'if-match': (await ask(server.app, 'GET', path, { cookie })).headers.get('etag') ?? '' } : {};
      return read(await ask(server.app, method, path, { ...ownPage, ...match, cookie }, body));
    },
  };
}

async function hire({ staff: accounts }: Composition): Promise<Record<StaffKey, string>> {
  const [camille, yanis, ines] = await Promise.all([accounts.add(staff.camille), accounts.add(staff.yanis), accounts.add(staff.ines)]);
  return { camille: camille.id, yanis: yanis.id, ines: ines.id };
}

async function ask(app: App, method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Response> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await app.request(path, { method, headers: { ...headers, 'content-type': 'application/json' }, ...sent });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
  return answer;
}

async function read(answer: Response): Promise<Played> {
  return answer.status === 204 ? { id: '', rev: 0 } : ((await answer.json()) as Played);
}
