import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Presence } from '../../services/desk/presence.ts';
import type { Streams } from '../../services/desk/streams.ts';
import { DeskPresence, PresenceRequest } from '../../wire/live.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';
import { listening, stream, summaryOf } from '../streams.ts';

export interface DeskLive {
  readonly streams: Streams;
  readonly presence: Presence;
}

export const deskEventRoutes = ({ streams, presence }: DeskLive): readonly Route[] => [
  route({
    ...listening,
    path: deskPaths.events,
    summary: summaryOf('tickets, who is at them, and incidents'),
    who: 'staff',
    rate: 'desk',
    handle: ({ c, staff }) => stream(c, streams, { at: 'desk', id: staff.id }),
  }),
  route({
    method: 'get',
    path: deskPaths.presence,
    summary: 'Which colleague reads or writes at which ticket',
    who: 'staff',
    rate: 'desk',
    query: LangQuery,
    answer: [200, DeskPresence],
    handle: () => presence.list(),
  }),
  route({
    method: 'post',
    path: `${deskPaths.desk}/tickets/:id/presence`,
    summary: 'Say that you read or write there: for three quarters of a minute, or while you write for a quarter',
    who: 'staff',
    rate: 'desk',
    find: ({ params }) => presence.find(params.id),
    body: PresenceRequest,
    answer: [204, null],
    handle: ({ staff, found, body }) => {
      presence.say(staff, found, body.state);
      return null;
    },
  }),
];
