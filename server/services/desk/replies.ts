/** Canned replies: a change or deletion names the version that its author saw. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { CannedReply, Store } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import type { FieldError } from '../../ticket/codes.ts';
import { limits } from '../../ticket/limits.ts';
import { instant } from '../../ticket/promise.ts';
import type { CannedReply as CannedReplyView, CannedReplyChange, CannedReplyList, NewCannedReply } from '../../wire/replies.ts';
import { NotFound, Stale } from '../errors.ts';
import type { Attempt, Once } from '../idempotency.ts';
import { createTurns } from '../one-at-a-time.ts';

export type NewReply = InferOutput<typeof NewCannedReply>;
export type ReplyChange = InferOutput<typeof CannedReplyChange>;

export interface Replies {
  list(): Promise<CannedReplyList>;
  /** @throws NotFound */
  read(id: string): Promise<CannedReplyView>;
  write(input: NewReply, attempt: Attempt | null): Promise<{ readonly reply: CannedReplyView; readonly replayed: boolean }>;
  /** @throws NotFound @throws Stale unless `rev` is the newest. */
  change(id: string, rev: number, change: ReplyChange): Promise<CannedReplyView>;
  /** @throws NotFound @throws Stale unless `rev` is the newest. */
  remove(id: string, rev: number): Promise<void>;
}

export interface RepliesDeps {
  readonly store: Pick<Store, 'cannedReply' | 'listCannedReplies' | 'commit'>;
  readonly site: Site;
  readonly once: Once;
  readonly now: () => number;
  readonly newId: () => string;
}

export function createReplies({ store, site, once, now, newId }: RepliesDeps): Replies {
  const inTurn = createTurns();

  async function find(id: string): Promise<CannedReply> {
    const reply = await store.cannedReply(id);
    if (!reply) throw new NotFound();
    return reply;
  }

  async function newest(id: string, rev: number): Promise<CannedReply> {
    const reply = await find(id);
    if (reply.rev !== rev) throw new Stale();
    return reply;
  }

  /** @throws InvalidInput */
  async function check(next: CannedReply, serviceChanges: boolean): Promise<void> {
    const errors: FieldError[] = [];
    const all = await store.listCannedReplies();
    if (all.some(({ id, shortcut }) => id !== next.id && shortcut === next.shortcut)) errors.push({ path: 'shortcut', code: 'taken' });
    if (!next.bodies.fr && !next.bodies.en) errors.push({ path: 'bodies', code: 'required' });
    // A stored service that the configuration no longer has may stay; it cannot be chosen anew.
    if (serviceChanges && next.service !== null && !site.services.some(({ id }) => id === next.service))
      errors.push({ path: 'service', code: 'not-in-list' });
    if (next.rev === 1 && all.length >= limits.cannedReply.most) errors.push({ path: '', code: 'too-many' });
    if (errors.length > 0) throw new InvalidInput(...errors);
  }

  return {
    async list() {
      const items = [...(await store.listCannedReplies())]
        .sort((a, b) => a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1))
        .map(viewOf);
      return { items, nextCursor: null, total: items.length };
    },

    read: async (id) => viewOf(await find(id)),

    async write({ title, shortcut, bodies, service }, attempt) {
      const done = await once(attempt, 201, (remember) =>
        inTurn(async () => {
          const reply: CannedReply = {
            id: newId(),
            rev: 1,
            title,
            shortcut,
            bodies: bodiesOf(bodies),
            service: service ?? null,
            updatedAt: instant(now()),
          };
          await check(reply, true);
          await store.commit({ put: { replies: [reply], idempotency: remember(reply.id) } });
          return reply;
        }),
      );
      return { reply: viewOf(await find(done.ticketId)), replayed: done.replayed };
    },

    change: (id, rev, { title, shortcut, bodies, service }) =>
      inTurn(async () => {
        const before = await newest(id, rev);
        const next: CannedReply = {
          ...before,
          rev: before.rev + 1,
          title: title ?? before.title,
          shortcut: shortcut ?? before.shortcut,
          bodies: bodies ? { ...before.bodies, ...definedOf(bodies) } : before.bodies,
          service: service === undefined ? before.service : service,
          updatedAt: instant(now()),
        };
        await check(next, next.service !== before.service);
        await store.commit({ put: { replies: [next] } });
        return viewOf(next);
      }),

    remove: (id, rev) =>
      inTurn(async () => {
        await newest(id, rev);
        await store.commit({ drop: { replies: [id] } });
      }),
  };
}

type Bodies = NewReply['bodies'];
const bodiesOf = ({ fr, en }: Bodies): CannedReply['bodies'] => ({ fr: fr || null, en: en || null });
/** Omitted languages keep their text; an empty text removes one. */
const definedOf = ({ fr, en }: Bodies): Partial<CannedReply['bodies']> => ({
  ...(fr !== undefined && { fr: fr || null }),
  ...(en !== undefined && { en: en || null }),
});

const viewOf = ({ id, rev, title, shortcut, bodies, service, updatedAt }: CannedReply): CannedReplyView => ({
  id,
  rev,
  title,
  shortcut,
  bodies: { fr: bodies.fr, en: bodies.en },
  service,
  updatedAt,
});
