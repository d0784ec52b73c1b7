/** Sign-in of guests. No route here requires a token, so each has a rate limit. */
import type { Ctx } from '../../http/env.ts';
import { HttpProblem } from '../../http/problem.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';
import type { Log } from '../../log.ts';
import { NotFound } from '../../services/errors.ts';
import type { Come, Guests } from '../../services/people/guests.ts';
import type { Language } from '../../ticket/languages.ts';
import { Entrance, GuestChallengeView, GuestLink, GuestRenew, GuestStart, GuestTokenView, GuestVerify } from '../../wire/guests.ts';
import type { EntranceView } from '../../wire/guests.ts';
import { LangQuery } from '../../wire/parts.ts';
import { paths } from '../../wire/paths.ts';

/** `guests` is `null` when guests are off; their routes then answer 404. */
export function guestRoutes(entrance: (language: Language) => EntranceView, guests: Guests | null, log: Log): readonly Route[] {
  const find = (): Guests => {
    if (!guests) throw new NotFound();
    return guests;
  };
  // Valid bodies of these routes are short.
  const comes = { method: 'post', who: 'anybody', mostBytes: 8 * 1024, find } as const;

  return [
    route({
      method: 'get',
      path: paths.entrance,
      summary: 'Whether guests are let in, and what the form offers them',
      who: 'anybody',
      rate: 'anonymous',
      query: LangQuery,
      answer: [200, Entrance],
      localized: true,
      handle: ({ language }) => entrance(language),
    }),
    route({
      ...comes,
      path: paths.guest('start'),
      summary: 'Ask for a code by e-mail; without guests this is not there',
      rate: 'guest',
      body: GuestStart,
      answer: [202, GuestChallengeView],
      handle: async ({ c, found, language, body: { email, locale } }) =>
        answerOf(c, log, await found.start({ email, locale: locale ?? language, language, address: c.get('address') })),
    }),
    route({
      ...comes,
      path: paths.guest('verify'),
      summary: 'Type the code: it works once, for ten minutes and five tries',
      rate: 'anonymous',
      body: GuestVerify,
      answer: [200, GuestTokenView],
      problems: ['unauthenticated'],
      handle: async ({ c, found, body }) => answerOf(c, log, await found.verify({ ...body, address: c.get('address') })),
    }),
    route({
      ...comes,
      path: paths.guest('renew'),
      summary: 'Exchange a guest’s token, even one that has ended, for the next while their sign-in lasts',
      rate: 'anonymous',
      body: GuestRenew,
      answer: [200, GuestTokenView],
      problems: ['unauthenticated'],
      handle: async ({ c, found, body }) => answerOf(c, log, await found.renew(body.token, c.get('address'))),
    }),
    route({
      ...comes,
      path: paths.guest('link'),
      summary: 'Exchange the link of a mail for a token that reads its ticket',
      rate: 'anonymous',
      body: GuestLink,
      answer: [200, GuestTokenView],
      problems: ['unauthenticated'],
      handle: async ({ c, found, body }) => answerOf(c, log, await found.link(body.token, c.get('address'))),
    }),
  ];
}

function answerOf<T>(c: Ctx, log: Log, result: Come<T>): T {
  if (result.kind === 'done') return result.answer;
  log.info('a guest was not let in', { request: c.get('requestId'), address: c.get('address'), throttled: result.kind === 'wait' });
  if (result.kind === 'wait') throw new HttpProblem('too-many-requests', { retryAfter: result.retryAfter });
  throw new HttpProblem('unauthenticated');
}
