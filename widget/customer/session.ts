import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SessionView } from '../../server/wire/session.ts';
import { Line } from '../client/line.ts';
import { Failure, asFailure } from '../client/http.ts';
import type { TokenSource } from '../client/line.ts';
import type { FailureCode } from '../client/http.ts';
import type { TokenAnswer } from './tag.ts';
import { explain } from './explain.ts';

export type SessionState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly session: SessionView }
  /** `ended`: there was a session on this page before. */
  | { readonly kind: 'signed-out'; readonly ended: boolean }
  | { readonly kind: 'failed'; readonly code: FailureCode; readonly retryAt: number };

export interface SessionOptions {
  readonly server: () => string;
  readonly lang: () => string;
  readonly token: () => string | null;
  readonly tokenProvider: () => (() => Promise<TokenAnswer>) | null;
  /** Asks the page by an event; null: no listener has answered. */
  readonly askPage: () => Promise<TokenAnswer> | null;
  /** The answer to the first question for a token, where it was asked before this code was here; once. */
  readonly firstToken: () => Promise<TokenAnswer> | null;
  readonly onSignedOut: () => void;
}

/** Seconds before the next try of its own, after the first, second, … failure. */
const patience = [4, 12, 30, 60];
/** Milliseconds that a page gets to set its `tokenProvider` after the element is there. */
const grace = 1_500;
/** Milliseconds after which a site that is asked for a token counts as failing. */
const tokenPatience = 30_000;

/** The site says itself that nobody is signed in: it throws its answer, or an error that carries it. */
function saysSignedOut(error: unknown): boolean {
  const { status, response, code } = (typeof error === 'object' && error !== null ? error : {}) as {
    status?: unknown;
    response?: { status?: unknown } | null;
    code?: unknown;
  };
  return code === 'unauthenticated' || [status, response?.status].some((given) => given === 401 || given === 403);
}

/** The site's own answer tells that its route fails, or there was no answer: that passes. */
function saysPassing(error: unknown): boolean {
  const { status, response } = (typeof error === 'object' && error !== null ? error : {}) as {
    status?: unknown;
    response?: { status?: unknown } | null;
  };
  return error instanceof TypeError || [status, response?.status].some((given) => typeof given === 'number');
}

/** Who the customer is, and the token that says so. */
export class SessionController implements ReactiveController, TokenSource {
  readonly #host: ReactiveControllerHost;
  readonly #options: SessionOptions;
  state: SessionState = { kind: 'waiting' };
  line!: Line;
  #token: string | null = null;
  #asking: Promise<string | null> | null = null;
  #loading: AbortController | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #ended = false;
  /** The customer has just been sent to sign in: the page knows. */
  #told = false;
  /** The site was asked for a token, and failed. */
  #siteFails = false;

  constructor(host: ReactiveControllerHost, options: SessionOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('online', this.#tryAgain);
  }

  hostDisconnected(): void {
    window.removeEventListener('online', this.#tryAgain);
    clearTimeout(this.#retry);
    this.#loading?.abort();
  }

  /** Starts over: another server, language or token. What is on the screen stays until the answer is there. */
  restart(told = false): void {
    this.#token = null;
    this.#asking = null;
    this.#failures = 0;
    this.#told = told;
    this.line = new Line(this.#options.server(), this.#options.lang(), this);
    if (this.state.kind !== 'ready') this.#set({ kind: 'waiting' });
    clearTimeout(this.#retry);
    this.#first = this.#options.firstToken();
    const hasSource = this.#options.tokenProvider() ?? this.#options.token() ?? this.#first ?? this.#askPage();
    if (hasSource !== null || this.#ended || told) void this.load();
    else this.#retry = setTimeout(() => void this.load(), grace);
  }

  async load(): Promise<void> {
    this.#loading?.abort();
    const loading = (this.#loading = new AbortController());
    clearTimeout(this.#retry);
    const { line } = this;
    try {
      const session = await line.session(loading.signal);
      if (loading.signal.aborted) return;
      this.#failures = 0;
      this.#ended = true;
      line.owner = session.customer.id;
      this.#set({ kind: 'ready', session });
    } catch (error) {
      if (loading.signal.aborted) return;
      const { code } = asFailure(error);
      this.#explain(code);
      this.failed(code);
    }
  }

  /** For the site's developers: what a page sees of it is the same for many causes. */
  #explain(code: FailureCode): void {
    if (code === 'unreachable' && !this.#siteFails) explain((say) => say.serverUnreachable(this.#options.server()));
    if (code === 'unauthenticated' && this.#token !== null) explain((say) => say.tokenRefused());
  }

  /** Shows what needs nobody to be known; the page is not told again that nobody is. */
  enter(session: SessionView): void {
    this.#told = true;
    this.#set({ kind: 'ready', session });
  }

  replaced(): void {
    this.restart();
  }

  /** Quietly brings counts up to date; a failure leaves the screen as it is. */
  async refresh(): Promise<void> {
    // Whoever signs in meanwhile is not shown what was asked for somebody else.
    const { line } = this;
    try {
      const session = await line.session();
      if (line === this.line && this.state.kind === 'ready') this.#set({ kind: 'ready', session });
    } catch (error) {
      if (line === this.line && asFailure(error).code === 'unauthenticated') this.signOut();
    }
  }

  signOut(): void {
    if (this.state.kind === 'signed-out') return;
    this.#token = null;
    this.#set({ kind: 'signed-out', ended: this.#ended });
    if (!this.#told) this.#options.onSignedOut();
    this.#told = false;
  }

  failed(failure: FailureCode): void {
    if (failure === 'unauthenticated') return this.signOut();
    const code = this.#siteFails ? 'token-unavailable' : failure;
    const seconds = patience[Math.min(this.#failures++, patience.length - 1)] ?? 60;
    this.#set({ kind: 'failed', code, retryAt: Date.now() + seconds * 1000 });
    this.#retry = setTimeout(() => void this.load(), seconds * 1000);
  }

  /** A token for one call; `renew` after a refusal. Concurrent calls share one question to the site. */
  token(renew: boolean): Promise<string | null> {
    const provider = this.#options.tokenProvider();
    const given = this.#options.token();
    if (!provider && given) {
      this.#token = given;
      return Promise.resolve(renew ? null : given);
    }
    if (renew) this.#token = null;
    if (this.#token) return Promise.resolve(this.#token);
    if (!this.#asking) {
      const asking: Promise<string | null> = this.#ask(provider).then(
        (token) => {
          // An answer for whoever was here before is nobody's token now.
          if (this.#asking !== asking) return null;
          this.#asking = null;
          return (this.#token = token);
        },
        (error: unknown) => {
          if (this.#asking === asking) this.#asking = null;
          throw error;
        },
      );
      this.#asking = asking;
    }
    return this.#asking;
  }

  /** @throws Failure when the site could not say whether anybody is signed in */
  async #ask(provider: (() => Promise<TokenAnswer>) | null): Promise<string | null> {
    this.#siteFails = false;
    const early = this.#first ?? this.#early;
    this.#first = this.#early = null;
    try {
      const asked = early ?? (provider ? provider() : this.#options.askPage());
      if (asked === null) {
        explain((say) => say.noToken());
        return null;
      }
      return this.#read(await within(asked, tokenPatience));
    } catch (error) {
      if (saysSignedOut(error)) return null;
      explain((say) => say.tokenFails(error));
      // Whoever was signed in, and whose token is no longer given, has most likely left.
      if (this.#ended && !saysPassing(error)) return null;
      this.#siteFails = true;
      throw new Failure('unreachable');
    }
  }

  #read(token: unknown): string | null {
    if (typeof token === 'string' && token) return token;
    if (token !== null) explain((say) => say.noString(token));
    return null;
  }

  #first: Promise<TokenAnswer> | null = null;
  /** What the page answered when it was asked whether it listens. */
  #early: Promise<TokenAnswer> | null = null;

  #askPage(): Promise<TokenAnswer> | null {
    this.#early = this.#options.askPage();
    // Whoever asks for it is told; nobody may have to.
    this.#early?.catch(() => undefined);
    return this.#early;
  }

  readonly #tryAgain = (): void => {
    if (this.state.kind === 'failed') void this.load();
  };

  #set(state: SessionState): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}

/** @throws when the promise does not settle in time */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => (timer = setTimeout(() => reject(new TypeError('No answer.')), milliseconds)));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
