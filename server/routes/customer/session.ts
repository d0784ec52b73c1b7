import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Session } from '../../services/tickets/session.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';
import { SessionView, UnreadView } from '../../wire/session.ts';

export const sessionRoutes = (session: Session): readonly Route[] => [
  route({
    method: 'get',
    path: paths.session,
    summary: 'Who is there, and what the form offers them',
    who: 'customer-or-link',
    rate: 'read',
    query: LangQuery,
    answer: [200, SessionView],
    localized: true,
    handle: ({ caller, language }) => session.read(caller, language),
  }),
  route({
    method: 'get',
    path: paths.unread,
    summary: 'How many of your tickets have news: what a launcher asks',
    who: 'customer',
    rate: 'read',
    query: LangQuery,
    answer: [200, UnreadView],
    handle: ({ caller }) => session.unread(caller),
  }),
];
