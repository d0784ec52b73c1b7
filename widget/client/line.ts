import type { SessionView } from '../../server/wire/session.ts';
import { paths } from '../../server/wire/paths.ts';
import { Failure, answerOf, exchange } from './http.ts';
import type { Exchange } from './http.ts';

/** Where tokens come from; `renew` asks the site for a fresh one. */
export interface TokenSource {
  token(renew: boolean): Promise<string | null>;
  /** The site's token speaks for somebody else than before: whoever is there now has to be asked for. */
  replaced(): void;
}

/** Whom a token speaks for, as it says itself; the server alone knows whether that is true. */
function subjectOf(token: string): unknown {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    return (JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (char) => char.charCodeAt(0)))) as { sub?: unknown }).sub;
  } catch {
    return null;
  }
}

/** A way to the server that is not `fetch`: the one that tells how far it has come. */
export type Way = typeof exchange;

export type Call = Pick<Exchange, 'method' | 'body' | 'key' | 'signal' | 'patience'> & { readonly way?: Way };

/** A customer's line to the server: every call with their token. Throws `Failure` and nothing else, but for an aborted call. */
export class Line {
  readonly #server: string;
  readonly #lang: string;
  readonly #tokens: TokenSource;
  /** For whom the answers on the screen are; null until the server has said it. What one has typed is never sent as another. */
  owner: string | null = null;

  constructor(server: string, lang: string, tokens: TokenSource) {
    this.#server = server.replace(/\/+$/, '');
    this.#lang = lang;
    this.#tokens = tokens;
  }

  session(signal?: AbortSignal): Promise<SessionView> {
    return this.call(paths.session, { signal });
  }

  async call<T>(path: string, call: Call = {}, read?: (response: Response) => Promise<T>): Promise<T> {
    return answerOf<T>(await this.#ask(path, call), read);
  }

  /** A token lives an hour at most: a refused one is renewed once before anybody is told to sign in again. */
  async #ask(path: string, call: Call): Promise<Response> {
    const response = await this.#send(path, call, false);
    return response.status === 401 ? this.#send(path, call, true) : response;
  }

  async #send(path: string, { way = exchange, ...call }: Call, renew: boolean): Promise<Response> {
    const token = await this.#tokens.token(renew);
    if (!token) throw new Failure('unauthenticated');
    if (this.owner !== null && subjectOf(token) !== this.owner) {
      this.#tokens.replaced();
      throw new Failure('unreachable');
    }
    const headers = { authorization: `Bearer ${token}`, 'accept-language': this.#lang };
    return way(this.#server + path, { ...call, headers, credentials: 'omit' });
  }
}
