import type { EntranceView } from '../../../server/wire/guests.ts';
import { paths } from '../../../server/wire/paths.ts';
import { answerOf, exchange } from '../../client/http.ts';
import { withTexts } from '../../client/language.ts';
import type { SessionState } from '../session.ts';
import type { GuestHost, Guests } from './guests.ts';
import { guestKey } from './key.ts';

export interface GuestAccessOptions {
  readonly host: () => GuestHost;
  /** The site gives no token: a guest's own may be at work. */
  readonly isFree: () => boolean;
  /** It is known now whether guests are let in. */
  readonly onMet: (guests: Guests | null) => void;
}

const loadSignedOut = () => import('./signed-out.ts');
type SignedOut = Awaited<ReturnType<typeof loadSignedOut>>;

/** Asks whether people without an account of the site are let in, as soon as that matters. */
export class GuestAccess {
  /** `undefined`: nobody has asked yet; `null`: the server lets nobody in without an account of the site. */
  guests: Guests | null | undefined;
  /** What is shown to whoever is signed out. */
  signedOut: SignedOut | null = null;
  readonly #options: GuestAccessOptions;
  #meeting: Promise<Guests | null> | null = null;

  constructor(options: GuestAccessOptions) {
    this.#options = options;
  }

  /** Somebody is signed out, or is a guest, or was one in this tab. */
  look(session: SessionState): void {
    const matters =
      session.kind === 'signed-out' || (session.kind === 'ready' && session.session.customer.kind === 'guest') || this.#wasHere();
    if (!matters || this.guests !== undefined || this.#meeting) return;
    const meeting = (this.#meeting = this.#open(this.#options.host()));
    const met = (guests: Guests | null): void => {
      if (this.#meeting !== meeting) return;
      this.#meeting = null;
      this.guests = guests;
      this.#options.onMet(guests);
    };
    meeting.then(met, () => met(null));
  }

  /** Another server or language has another entrance; `isOver`: the site's own sign-in goes before. */
  forget(isOver: boolean): void {
    if (isOver) this.guests?.forget();
    this.guests = undefined;
    this.#meeting = null;
  }

  async #open(host: GuestHost): Promise<Guests | null> {
    // What is shown where there are none, and where nobody answers, is there before that is known.
    const words = loadSignedOut().then(
      (code) => (this.signedOut = code),
      () => null,
    );
    const answer = exchange(host.server + paths.entrance, { headers: { 'accept-language': host.lang }, credentials: 'omit' }).finally(
      () => words,
    );
    const entrance = await answerOf<EntranceView>(await answer);
    if (!entrance.guests) return null;
    const { Guests } = await withTexts(import('./guests.ts'), { fr: () => import('./locales/fr.ts') });
    return new Guests(host, entrance);
  }

  #wasHere(): boolean {
    try {
      return this.#options.isFree() && !!sessionStorage.getItem(guestKey(this.#options.host().server));
    } catch {
      return false;
    }
  }
}
