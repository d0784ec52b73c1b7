/** What the developers of a site are told in the console about the element in their page. */
import { warnOnce } from '../client/warn.ts';

export function serverUnreachable(server: string): void {
  warnOnce(
    `unreachable ${server}`,
    `cannot reach its server at ${server || 'an empty address'}: is it running, is ${location.origin} in its SUPPORT_ORIGINS, and does this page's policy allow it in connect-src? It tries again by itself.`,
  );
}

export function tokenRefused(): void {
  warnOnce(
    'refused',
    'has a token that its server refuses. Has the site signed it with the SUPPORT_TOKEN_SECRET of this server, with its issuer and audience, for at most 60 minutes? “support-ticket token check” says exactly why.',
  );
}

export function noToken(): void {
  warnOnce(
    'no token',
    'has no token: set its tokenProvider property, or listen for its support-token event and call event.respondWith(promise of a token). Frameworks set a property only on an element that is defined already: React drops it where this script comes later, the event works in any order.',
  );
}

export function tokenFails(error: unknown): void {
  warnOnce(
    'token fails',
    `asked for a token, and the site failed: ${error instanceof Error ? error.name : 'its promise was rejected'}. Look at the site's own route for tokens. Where nobody is signed in, resolve to null instead.`,
  );
}

export function noString(token: unknown): void {
  warnOnce(
    'no string',
    `was given ${token === '' ? 'an empty text' : `a value of type ${typeof token}`} in place of a token: resolve to the token as a text, or to null where nobody is signed in.`,
  );
}

export function misplaced(attribute: string): void {
  warnOnce(
    'attribute',
    `has an attribute “${attribute}”, which cannot hold a function. Set the property tokenProvider (in Vue: :tokenProvider.prop="…"), or listen for support-token.`,
  );
}

export function noFunction(tokenProvider: unknown): void {
  warnOnce('no function', `has a tokenProvider of type ${typeof tokenProvider}: it takes a function that resolves to a token.`);
}

export function signInUnanswered(): void {
  warnOnce(
    'sign in',
    'has sent a customer to sign in, and nobody listened: listen for support-signed-out on the element and open the site’s sign-in (event.preventDefault() says that it is taken care of).',
  );
}
