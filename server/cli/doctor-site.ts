/** The doctor's findings about the site that shows the widget: public address, token route, a token. */
import { rootOf } from '../root.ts';
import { createTokens, TokenFault } from '../identity/tokens.ts';
import { systemClock } from '../system.ts';
import type { Settings } from '../config.ts';
import type { Finding } from './doctor-mail.ts';

/** Milliseconds to wait for an answer. */
const timeout = 5_000;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** The target of a redirect. */
  readonly location: string | null;
}

/** The answer of an address, or the reason why there is none. */
async function ask(url: string, method = 'GET'): Promise<Answer | string> {
  try {
    const answer = await fetch(url, { method, redirect: 'manual', signal: AbortSignal.timeout(timeout) });
    const type = answer.headers.get('content-type')?.split(';')[0]?.trim() ?? 'nothing';
    return { status: answer.status, type, text: (await answer.text()).slice(0, 20_000), location: answer.headers.get('location') };
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: unknown } };
    return typeof cause?.code === 'string'
      ? cause.code
      : name === 'TimeoutError'
        ? `no answer within ${String(timeout / 1000)} s`
        : 'no answer';
  }
}

const told = ({ status, type, location }: Answer): string => `${String(status)} (${type})${location === null ? '' : `, on to ${location}`}`;

/** Requests from the public address what browsers request: the widget's script and the API. */
export async function lookAtAddress(publicUrl: string | null, running: boolean): Promise<Finding> {
  if (publicUrl === null) return ['look', 'address', 'SUPPORT_PUBLIC_URL is not set: links use the host and port'];
  if (!running) return ['ok', 'address', `${publicUrl} (asked once the server runs)`];
  for (const [path, isRight] of asked) {
    const answer = await ask(publicUrl + path);
    if (typeof answer === 'string') return ['look', 'address', `${publicUrl} cannot be reached from this machine: ${answer}`];
    const below = `${rootOf(publicUrl)}/`;
    if (!isRight(answer))
      return [
        'look',
        'address',
        `${publicUrl}${path} answers ${told(answer)}, and not as this server does: the proxy has to pass on everything below ${below} (README, “HTTPS and a reverse proxy”)`,
      ];
  }
  return ['ok', 'address', `${publicUrl} leads here`];
}

const asked: readonly (readonly [path: string, isRight: (answer: Answer) => boolean])[] = [
  // Without a build there is no script, which another finding reports.
  ['/support-ticket.js', ({ type, text }) => type === 'text/javascript' || text.includes('urn:support-ticket:')],
  ['/api/v1/session', ({ status, text }) => status !== 404 && text.includes('urn:support-ticket:problem:')],
];

/** Calls the site's token route as the page does, without a session: a working route answers 401, or without a token. */
export async function lookAtTokenRoute(url: string, method: string, settings: Settings | null): Promise<Finding> {
  const answer = await ask(url, method);
  const say = (state: Finding[0], text: string): Finding => [state, 'token route', text];
  if (typeof answer === 'string') return say('look', `${url} cannot be reached from this machine: ${answer}`);
  const { status, type, text } = answer;
  if (status === 401 || status === 403)
    return say(
      'ok',
      `${url} asks for a sign-in (${String(status)}); sign in there and give the token it answers with to: support-ticket token check`,
    );
  if (status === 404) return say('look', `${url} is not there (404): the page asks an address that the backend does not have`);
  if (status === 405) return say('look', `${url} is not asked by ${method} (405): --method names another`);
  if (status >= 300 && status < 400)
    return say(
      'look',
      `${url} sends on (${told(answer)}): the page's script gets that page instead of a token; answer 401 where nobody is signed in`,
    );
  if (status >= 400) return say('look', `${url} answers ${told(answer)}`);
  if (type.includes('html'))
    return say(
      'look',
      `${url} answers with a page (text/html): a sign-in form, or an address that the backend does not have; answer 401 where nobody is signed in`,
    );
  const token = /eyJ[\w-]*\.[\w-]+\.[\w-]*/.exec(text)?.[0];
  if (token === undefined) return say('look', `${url} answers ${told(answer)} without a token in it; answer 401 where nobody is signed in`);
  const [state, , why] = await lookAtToken(token, settings);
  return state === 'ok'
    ? say('look', `${url} gives a token to somebody who is not signed in: ${why}`)
    : say(state, `${url} gives a token to somebody who is not signed in, and it is ${why}`);
}

/** What the server would say of a token. */
export async function lookAtToken(token: string, settings: Settings | null): Promise<Finding> {
  if (!settings) return ['look', 'token', 'not looked at: the configuration has to be right first'];
  const { keys, environment } = settings;
  try {
    const { sub, exp } = await createTokens({ keys, issuer: environment.issuer, audience: environment.audience, now: systemClock }).verify(
      token,
    );
    return ['ok', 'token', `good: customer ${JSON.stringify(sub)}, until ${new Date(exp * 1000).toISOString()}`];
  } catch (error) {
    if (!(error instanceof TokenFault)) throw error;
    const hint = hintOf(error.message, environment);
    return ['look', 'token', `refused: ${error.message}${hint === null ? '' : `. ${hint}`}`];
  }
}

/** Advice on a refused token; null when the reason says enough. */
export function hintOf(why: string, { issuer, audience }: Pick<Settings['environment'], 'issuer' | 'audience'>): string | null {
  const found = hints.find(([fault]) => fault.test(why));
  return found ? found[1].replace('{issuer}', issuer).replace('{audience}', audience) : null;
}

const hints: readonly (readonly [fault: RegExp, hint: string])[] = [
  [
    /signature does not match/,
    'The site’s backend signs with another secret than SUPPORT_TOKEN_SECRET: give both the same, letter by letter, and sign with its text, not with what base64 makes of it',
  ],
  [/"iss"/, 'Here "iss" has to be "{issuer}" (SUPPORT_TOKEN_ISSUER)'],
  [/"aud"/, 'Here "aud" has to be "{audience}" (SUPPORT_TOKEN_AUDIENCE)'],
  [/it ended|in the future|not valid yet/, 'Make a token when it is asked for, and look at the clocks of both machines'],
  [/it lives/, '"exp" is at most an hour after "iat", both in seconds'],
  [/three parts|cannot be read/, 'Give the token itself, without quotes and without what surrounds it'],
];
