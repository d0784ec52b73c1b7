/** Turns stories into requests, in the order of time. */
import type { Customer } from '../customers.ts';
import { typeset } from '../typeset.ts';
import type { SeedFile } from './files.ts';
import type { Deed, StaffKey, Step, Story } from './story.ts';

/** The server that the stories are played on. */
export interface Stage {
  setTime(time: number): void;
  asCustomer(customer: Customer, path: string, body: unknown): Promise<Played>;
  /** Posts, or changes the newest version. */
  asStaff(who: StaffKey, method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Played>;
  /** Uploads a file for somebody; returns its id. */
  upload(who: Customer | StaffKey, file: SeedFile): Promise<string>;
  staffId(who: StaffKey): string;
}

export interface Played {
  readonly messages?: readonly { readonly id: string; readonly author: { readonly kind: string } }[];
  readonly id: string;
  readonly rev: number;
}

export interface Scene {
  readonly at: number;
  readonly play: (stage: Stage) => Promise<unknown>;
}

/** The scenes of all stories mingle, so that ticket numbers count up with time. */
export const programme = (stories: readonly Story[], now: number): readonly Scene[] =>
  stories.flatMap((story) => scenesOf(story, now)).sort((a, b) => a.at - b.at);

function scenesOf({ customer, opened, ticket, files = [], then }: Story, now: number): readonly Scene[] {
  let id = '';
  const opening: Scene = {
    at: opened(now),
    play: async (stage) => {
      const attachments = await uploadAll(customer, files, stage);
      ({ id } = await stage.asCustomer(customer, '/api/v1/tickets', { ...(typesetAll(ticket) as object), attachments }));
    },
  };
  const rest = then.map((step): Scene => ({ at: step.at(now), play: (stage) => playStep(step, { stage, customer, id }) }));
  const scenes = [opening, ...rest];
  const isInOrder = scenes.every(({ at }, i) => at <= now && at > (scenes[i - 1]?.at ?? -Infinity));
  if (!isInOrder) throw new Error(`The story "${ticket.title}" does not go forward in time.`);
  return scenes;
}

interface Circumstances {
  readonly stage: Stage;
  readonly customer: Customer;
  readonly id: string;
}

const customerActs = { thank: 'thank', close: 'close', reopen: 'reopen', rate: 'rating', nudge: 'nudge', see: 'seen' } as const;

async function uploadAll(who: Customer | StaffKey, files: readonly SeedFile[], stage: Stage): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const file of files) ids.push(await stage.upload(who, file));
  return ids;
}

async function playStep({ who, deed }: Step, { stage, customer, id }: Circumstances): Promise<Played> {
  if (who !== 'customer') return playStaff(who, deed, { stage, customer, id });
  if (deed.kind === 'note' || deed.kind === 'amend' || deed.kind === 'solve') throw new Error(`A customer has no "${deed.kind}".`);
  if (deed.kind === 'message') {
    const attachments = await uploadAll(customer, deed.files, stage);
    return stage.asCustomer(customer, `/api/v1/tickets/${id}/messages`, { body: typeset(deed.body), attachments });
  }
  const { kind, ...body } = deed;
  return stage.asCustomer(customer, `/api/v1/tickets/${id}/${customerActs[kind]}`, typesetAll(body));
}

async function playStaff(who: StaffKey, deed: Deed, { stage, id }: Circumstances): Promise<Played> {
  const path = `/api/v1/desk/tickets/${id}`;
  const amend = (change: object) => stage.asStaff(who, 'PATCH', path, typesetAll(change));
  switch (deed.kind) {
    case 'message':
    case 'note':
      return stage.asStaff(who, 'POST', `${path}/messages`, {
        body: typeset(deed.body),
        visibility: deed.kind === 'note' ? 'internal' : 'public',
        attachments: await uploadAll(who, deed.files, stage),
      });
    case 'close':
      return amend({ status: 'CLOSED', ...(deed.reason !== undefined && { reason: deed.reason }) });
    case 'solve': {
      const { messages = [] } = await amend({});
      return amend({ solution: messages.filter(({ author }) => author.kind === 'staff')[deed.nth]?.id });
    }
    case 'amend': {
      const { assignee, ...change } = deed.change;
      return amend({ ...change, ...(assignee && { assignee: stage.staffId(assignee) }) });
    }
    default:
      throw new Error(`Staff have no "${deed.kind}".`);
  }
}

/** Texts in the stories are typed as on any keyboard. */
function typesetAll(body: unknown): unknown {
  if (typeof body === 'string') return typeset(body);
  if (Array.isArray(body) || typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typesetAll(value)]));
}
