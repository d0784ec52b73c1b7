/**
 * People without an account of the site. Loaded when somebody is signed out and the server lets guests in: who uses the
 * site's own sign-in never loads it. What a guest has shown is kept for this tab alone.
 */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { EntranceView, GuestChallengeView, GuestTokenView } from '../../../server/wire/guests.ts';
import type { SessionView } from '../../../server/wire/session.ts';
import { codeMinutes, codeTries } from '../../../server/ticket/limits.ts';
import { paths } from '../../../server/wire/paths.ts';
import type { GuestAct } from '../../../server/wire/paths.ts';
import type { Place } from '../place.ts';
import { Drafts } from '../../client/drafts.ts';
import { joined, newDraft, outboxName } from '../outbox/unsent.ts';
import type { Queued, QueuedTicket } from '../outbox/outbox.ts';
import type { SessionState } from '../session.ts';
import { answerOf, asFailure, exchange } from '../../client/http.ts';
import { stringify } from '../../client/json.ts';
import { learnRare } from '../../draw/states.ts';
import { guestKey } from './key.ts';
import './door.ts';
import type { CodeSource, DoorGiven, Step } from './door.ts';
import './foot.ts';

/** What is remembered over a reload: people go and look for the mail, and come back. */
interface Kept {
  readonly email: string;
  readonly challenge: string | null;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly sentAt: number;
  readonly wrong: number;
  readonly token: string | null;
  readonly until: number;
}

/** As the form keeps it. */
interface Draft {
  readonly request?: { readonly title?: string; readonly description?: string };
}

const nothingKept: Kept = { email: '', challenge: null, sentAt: 0, wrong: 0, token: null, until: 0 };
/** Milliseconds of a token's life that are left for whoever asks. */
const spare = 30_000;

export interface GuestHost {
  readonly server: string;
  readonly lang: string;
  /** Repaints. */
  changed(): void;
  /** A code was right, or what it had opened is closed: asks anew who is there. */
  restart(): void;
  /** Shows what needs nobody to be known. */
  enter(session: SessionView): void;
  go(place: Place): void;
  /** The site's own sign-in. */
  signIn(): void;
}

export class Guests implements CodeSource {
  readonly entrance: EntranceView;
  readonly #host: GuestHost;
  #kept: Kept;
  #proving = false;

  constructor(host: GuestHost, entrance: EntranceView) {
    this.#host = host;
    this.entrance = entrance;
    this.#kept = load(host.server);
  }

  get email(): string {
    return this.#kept.email;
  }

  /** Wrong codes that may still be tried. */
  get triesLeft(): number {
    return codeTries - this.#kept.wrong;
  }

  get sentAt(): number {
    return this.#kept.sentAt;
  }

  get step(): Step {
    const { challenge, sentAt } = this.#kept;
    return challenge !== null && Date.now() < sentAt + codeMinutes * 60_000 ? 'code' : 'address';
  }

  /** Null while nobody has shown anything. */
  get provider(): (() => Promise<string>) | null {
    return this.#kept.token === null ? null : () => this.#token();
  }

  /** @throws Failure */
  async start(email: string): Promise<void> {
    const { challenge } = await this.#post<GuestChallengeView>('start', { email, locale: this.#host.lang });
    this.#keep({ ...this.#kept, email, challenge, sentAt: Date.now(), wrong: 0 });
  }

  /** @throws Failure */
  async verify(code: string): Promise<void> {
    try {
      this.#take(await this.#post<GuestTokenView>('verify', { challenge: this.#kept.challenge, code }));
    } catch (error) {
      const { code: why } = asFailure(error);
      if (why === 'unauthenticated') this.#keep({ ...this.#kept, wrong: this.#kept.wrong + 1 });
      if (why === 'too-many-requests') this.#keep({ ...this.#kept, wrong: codeTries });
      throw error;
    }
    this.#host.restart();
  }

  /** Back to the address; the code that was sent stays good for whoever has it, and is asked for no more. */
  otherAddress(): void {
    this.#keep({ ...this.#kept, challenge: null });
  }

  /** Nothing of the guest stays in this tab but what they have not sent yet. */
  forget(): void {
    this.#keep(nothingKept);
  }

  leave(): void {
    this.forget();
    this.#host.restart();
  }

  /** Whoever reads by a link wants to write. */
  prove(): void {
    this.#proving = true;
    this.#host.changed();
  }

  /** In place of the screen, when nobody is known, or whoever reads by a link is about to show that it is them. */
  door(state: SessionState): TemplateResult | null {
    if (state.kind === 'signed-out') return this.#renderDoor(this.#strangersDoor(state.ended));
    if (state.kind !== 'ready' || !this.#proving) return null;
    const back = (): void => {
      this.#proving = false;
      this.#host.changed();
    };
    return this.#renderDoor({ ended: false, waiting: null, email: state.session.customer.email, signIn: null, write: null, back });
  }

  foot(state: SessionState): TemplateResult | null {
    if (state.kind !== 'ready' || this.#proving) return null;
    const { session } = state;
    // Nobody is known yet, or the site's own token is at work.
    if (session.customer.kind !== 'guest' || session.customer.id === '') return null;
    return html`<support-ticket-guest .guests=${this} .session=${session}></support-ticket-guest>`;
  }

  /** What was written before the address was proven is theirs from now on. Returns where it is shown, if it is on its way. */
  takeOver(to: Drafts): Place | null {
    if (this.provider === null) return null;
    const from = this.#unknown;
    const waiting = this.#waiting;
    if (waiting.length) to.save(outboxName, [...(to.load<readonly Queued[]>(outboxName)?.value ?? []), ...waiting]);
    const draft = from.load<Draft>(newDraft)?.value;
    const own = to.load<Draft>(newDraft)?.value;
    if (draft)
      to.save(
        newDraft,
        own?.request
          ? {
              ...own,
              request: { ...own.request, description: joined(own.request.description, draft.request?.title, draft.request?.description) },
            }
          : draft,
      );
    for (const name of [outboxName, newDraft]) from.drop(name);
    const ticket = waiting.find((entry) => entry.kind === 'ticket');
    return ticket ? { view: 'new', waiting: ticket } : null;
  }

  /** On this device, of whoever has not said yet who they are. */
  get #unknown(): Drafts {
    return new Drafts(this.#host.server, '');
  }

  get #waiting(): readonly Queued[] {
    return this.#unknown.load<readonly Queued[]>(outboxName)?.value ?? [];
  }

  #strangersDoor(ended: boolean): DoorGiven {
    const waiting = this.#waiting.find((entry) => entry.kind === 'ticket') ?? null;
    const anonymous = this.#anonymous();
    return {
      ended,
      waiting: waiting?.ticket.title ?? null,
      email: null,
      signIn: this.entrance.customers ? () => this.#host.signIn() : null,
      write: anonymous && (() => this.#write(anonymous, waiting)),
      back: null,
    };
  }

  /** What waits is taken back first: it is changed, and sent once. */
  #write(session: SessionView, waiting: QueuedTicket | null): void {
    if (waiting) this.#unknown.drop(outboxName);
    this.#host.enter(session);
    this.#host.go({ view: 'new', ...(waiting && { resumed: waiting }) });
  }

  /** Stands in for the session of somebody who writes before they are known. */
  #anonymous(): SessionView | null {
    const { form, help, now, team } = this.entrance;
    if (!form || !help) return null;
    return {
      customer: { id: '', name: null, email: null, locale: null, kind: 'guest' },
      form,
      catalog: { orders: [], subscriptions: [], projects: [] },
      counts: { open: 0, closed: 0, archived: 0, unread: 0 },
      archive: { brands: [], emptyPlace: 'hide' },
      help,
      incidents: [],
      now,
      lastEventId: '',
      mail: true,
      team,
    };
  }

  #renderDoor(given: DoorGiven): TemplateResult {
    return html`<support-ticket-door .guests=${this} .given=${given}></support-ticket-door>`;
  }

  async #token(): Promise<string> {
    const { token, until } = this.#kept;
    if (token !== null && Date.now() < until - spare) return token;
    try {
      this.#take(await this.#post<GuestTokenView>('renew', { token }));
    } catch (error) {
      // Their sign-in is over; that the server is away for a moment ends nothing.
      if (asFailure(error).code === 'unauthenticated') this.#keep({ ...nothingKept, email: this.#kept.email });
      throw error;
    }
    return this.#kept.token ?? '';
  }

  #take({ token }: GuestTokenView): void {
    this.#proving = false;
    this.#keep({ ...this.#kept, challenge: null, wrong: 0, token, until: Date.now() + lifeOf(token) });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    save(this.#host.server, kept);
    this.#host.changed();
  }

  async #post<T>(act: GuestAct, body: unknown): Promise<T> {
    const { server, lang } = this.#host;
    try {
      return await answerOf<T>(
        await exchange(server + paths.guest(act), { method: 'POST', body, headers: { 'accept-language': lang }, credentials: 'omit' }),
      );
    } catch (error) {
      await learnRare(asFailure(error).code);
      throw error;
    }
  }
}

/** Milliseconds, counted from now on: this device's clock may be wrong. */
function lifeOf(token: string): number {
  const { iat, exp } = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as {
    iat: number;
    exp: number;
  };
  return (exp - iat) * 1000;
}

/** What is kept where the browser lets pages keep nothing. */
const unstored = new Map<string, Kept>();

function load(server: string): Kept {
  try {
    return { ...nothingKept, ...(JSON.parse(sessionStorage.getItem(guestKey(server)) ?? 'null') as Kept | null) };
  } catch {
    return unstored.get(server) ?? nothingKept;
  }
}

function save(server: string, kept: Kept): void {
  unstored.set(server, kept);
  try {
    if (kept === nothingKept) sessionStorage.removeItem(guestKey(server));
    else sessionStorage.setItem(guestKey(server), stringify(kept));
  } catch {
    // It lasts as long as the page.
  }
}
