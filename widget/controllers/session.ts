import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SessionView } from '../../server/ticket/wire.ts';
import { Line } from '../line.ts';
import { asFailure } from '../http.ts';
import type { TokenSource } from '../line.ts';
import type { FailureCode } from '../http.ts';

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
  readonly tokenProvider: () => (() => Promise<string>) | null;
  readonly onSignedOut: () => void;
}

/** Seconds before the next try of its own, after the first, second, … failure. */
const patience = [4, 12, 30, 60];
/** Milliseconds that a page gets to set its `tokenProvider` after the element is there. */
const grace = 1_500;

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
    const hasSource = this.#options.tokenProvider() ?? this.#options.token();
    if (hasSource || this.#ended || told) void this.load();
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
      if (!loading.signal.aborted) this.failed(asFailure(error).code);
    }
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

  failed(code: FailureCode): void {
    if (code === 'unauthenticated') return this.signOut();
    const seconds = patience[Math.min(this.#failures++, patience.length - 1)] ?? 60;
    this.#set({ kind: 'failed', code, retryAt: Date.now() + seconds * 1000 });
    this.#retry = setTimeout(() => void this.load(), seconds * 1000);
  }

  /** A token for one call; `renew` after a refusal. Concurrent calls share one question to the site. */
  token(renew: boolean): Promise<string | null> {
    const provider = this.#options.tokenProvider();
    if (!provider) return Promise.resolve(renew ? null : this.#options.token());
    if (renew) this.#token = null;
    if (this.#token) return Promise.resolve(this.#token);
    if (!this.#asking) {
      const asking: Promise<string | null> = this.#ask(provider).then((token) => {
        // An answer for whoever was here before is nobody's token now.
        if (this.#asking !== asking) return null;
        this.#asking = null;
        return (this.#token = token);
      });
      this.#asking = asking;
    }
    return this.#asking;
  }

  async #ask(provider: () => Promise<string>): Promise<string | null> {
    try {
      const token: unknown = await provider();
      return typeof token === 'string' && token ? token : null;
    } catch {
      return null;
    }
  }

  readonly #tryAgain = (): void => {
    if (this.state.kind === 'failed') void this.load();
  };

  #set(state: SessionState): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
