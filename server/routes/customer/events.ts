import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Streams } from '../../services/desk/streams.ts';
import { paths } from '../../wire/paths.ts';
import { listening, stream, summaryOf } from '../streams.ts';

export const eventRoutes = (streams: Streams): readonly Route[] => [
  route({
    ...listening,
    path: paths.events,
    summary: summaryOf('your tickets, and incidents'),
    who: 'customer',
    rate: 'read',
    handle: ({ c, caller }) => stream(c, streams, { at: 'customer', id: caller.customer.id }),
  }),
];
