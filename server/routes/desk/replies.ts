import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Replies } from '../../services/desk/replies.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { CannedReply, CannedReplyChange, CannedReplyList, NewCannedReply } from '../../wire/replies.ts';

const one = `${deskPaths.replies}/:id` as const;

export function replyRoutes(replies: Replies): readonly Route[] {
  const find = ({ params }: { readonly params: { readonly id: string } }): ReturnType<Replies['read']> => replies.read(params.id);

  return [
    route({
      method: 'get',
      path: deskPaths.replies,
      summary: 'The canned replies, by title',
      who: 'staff',
      rate: 'desk',
      query: LangQuery,
      answer: [200, CannedReplyList],
      handle: () => replies.list(),
    }),
    route({
      method: 'post',
      path: deskPaths.replies,
      summary: 'Write a canned reply',
      who: 'staff',
      rate: 'desk',
      body: NewCannedReply,
      answer: [201, CannedReply],
      idempotent: true,
      handle: async ({ body, attempt }) => {
        const { reply, replayed } = await replies.write(body, attempt);
        return answer(reply, { replayed, location: deskPaths.reply(reply.id) });
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read a canned reply',
      who: 'staff',
      rate: 'desk',
      find,
      query: LangQuery,
      answer: [200, CannedReply],
      handle: ({ found }) => found,
    }),
    route({
      method: 'patch',
      path: one,
      summary: 'Change the version of a canned reply that you saw',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      body: CannedReplyChange,
      answer: [200, CannedReply],
      handle: ({ params, rev, body }) => replies.change(params.id, rev, body),
    }),
    route({
      method: 'delete',
      path: one,
      summary: 'Delete the version of a canned reply that you saw',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      answer: [204, null],
      handle: async ({ params, rev }) => {
        await replies.remove(params.id, rev);
        return null;
      },
    }),
  ];
}
