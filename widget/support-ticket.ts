/**
 * The tag that pages load. It knows no library and does next to nothing: it draws the launcher's button, says how many
 * answers are to be read, and loads the surface once somebody wants more, which then makes the tag complete (`Surface`
 * takes its settings and methods over). It shares no module with what it loads: a chunk that imported this file would load
 * it twice, under two addresses.
 */
import type { Language } from '../server/ticket/languages.ts';
import type { TagMethod, TagSurface, TokenAnswer } from './customer/tag.ts';
import type { Prefill } from './form/prefill.ts';

/** What the button is called, what its number counts, and what to do where the rest did not come. */
const words: Record<Language, readonly [name: string, count: string, reload: string]> = {
  en: ['Support', 'answers to read:', 'Reload the page'],
  fr: ['Assistance', 'réponses à lire\u00a0:', 'Recharger la page'],
};

/** Texts of the first screen, fetched beside its code; the surface asks again for what does not come. */
const texts: Readonly<Record<string, () => Promise<unknown>>> = { fr: () => import('./customer/locales/fr.ts') };

/** Milliseconds that a count of unread answers holds, over the pages of a browser tab. */
const countHolds = 600_000;

/** The button's colours come from the accent alone, so that it suits a light and a dark page as it stands. */
const style = new CSSStyleSheet();
style.replaceSync(`:host{display:block}:host([hidden]),.launch:not([hidden])~slot{display:none}
.launch{--accent:oklch(from var(--support-ticket-accent,var(--a)) l c h);--f:oklch(from var(--accent) clamp(.2,(.66 - l)*99,1) 0 0);position:fixed;z-index:2147483000;bottom:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;align-items:center;gap:8px;min-height:48px;padding-inline:16px 20px;border:0;border-radius:var(--support-ticket-radius,6px);background:var(--accent);color:var(--f);font:inherit;font-weight:600;box-shadow:0 8px 24px #0004;cursor:pointer}
.launch:not([hidden]){display:flex}
.launch:before{content:'';width:20px;height:20px;background:currentColor;clip-path:path(evenodd,'M3 3h14v11H9l-4 4v-4H3zM5 5v7h10V5z');forced-color-adjust:none}
.launch b{padding:2px 8px;border-radius:11px;background:var(--f);color:var(--accent);font-size:.875em}`);

/**
 * A support desk for the customers of a site: they open, follow, close and reopen tickets without leaving the page.
 *
 * @tag support-ticket
 *
 * @attr {string} server - Address of the support server; by default where the script came from.
 * @attr {string} token - The customer's token, when the page is made with one. Prefer `tokenProvider`.
 * @attr {string} lang - Language of texts and dates; by default that of the page.
 * @attr {'inline'|'launcher'} mode - In the page's flow, or behind a button in its corner.
 * @attr {'home'|'new'|'open'|'closed'|'archive'} view - The place to show.
 * @attr {string} ticket - Identifier or number of the ticket to show; wins over `view`.
 * @attr {string} archived - Identifier of the archived ticket to show; wins over `view`.
 * @attr {string} step - Step of the form to show, as `support-navigated` told it; with `view="new"`.
 * @attr {string} service - Service chosen beforehand when a ticket is opened.
 * @attr {string} category - Category chosen beforehand.
 * @attr {string} order - Order chosen beforehand.
 * @attr {string} subscription - Subscription chosen beforehand.
 * @attr {string} project - Project chosen beforehand.
 * @attr {'auto'|'light'|'dark'} theme - Follows the page unless told otherwise.
 *
 * @slot - Shown until the script runs: a link or an address for those without it.
 *
 * @fires ticket-created - A ticket was created; `event.ticket` is the ticket.
 * @fires ticket-replied - A message was sent; `event.ticket` is the ticket after it.
 * @fires ticket-closed - The customer closed a ticket.
 * @fires ticket-reopened - The customer reopened a ticket.
 * @fires ticket-error - Something could not be done; `event.code` says what.
 * @fires support-signed-out - The token is missing or refused: sign the customer in again.
 * @fires support-token - A token is needed, and there is neither `tokenProvider` nor `token`; `event.respondWith(promise)` gives it.
 * @fires support-navigated - The customer moved; `event.view`, `event.ticket`, `event.archived` and `event.step` say where.
 *
 * @csspart surface - Everything the element draws.
 * @csspart launcher - The button of launcher mode.
 * @csspart panel - The panel of launcher mode.
 * @csspart heading - Each screen's heading.
 * @csspart promise - The promise line.
 *
 * @cssprop [--support-ticket-text] - Colour of text; by default the page's.
 * @cssprop [--support-ticket-background] - Colour behind the widget; by default the page's.
 * @cssprop [--support-ticket-accent] - The one accent; by default the page's `accent-color`, else the text colour.
 * @cssprop [--support-ticket-radius=6px] - Radius of controls.
 */
export class SupportTicket extends HTMLElement {
  declare server: string | null;
  declare token: string | null;
  declare mode: string | null;
  declare view: string | null;
  declare ticket: string | null;
  declare archived: string | null;
  declare step: string | null;
  declare service: string | null;
  declare category: string | null;
  declare order: string | null;
  declare subscription: string | null;
  declare project: string | null;
  declare theme: string | null;
  /** Asks the site's backend for a fresh token; called at the start and whenever one runs out. */
  declare tokenProvider: (() => Promise<TokenAnswer>) | null;

  /** @internal The site listens for `support-signed-out` on the tag itself. */
  hasSignIn = false;
  /** @internal The answer to the first question for a token, which was asked while the rest was loading. */
  firstToken: Promise<TokenAnswer> | null = null;
  /** @internal */
  readonly button = document.createElement('button');
  readonly #root = this.attachShadow({ mode: 'open' });
  #surface: TagSurface | null = null;
  #isLoading = false;
  #next: ReturnType<typeof setTimeout> | undefined;
  /** What was asked of the surface before it was there. */
  #asked: (readonly [method: TagMethod, given: unknown])[] = [];

  constructor() {
    super();
    const { button } = this;
    this.#root.adoptedStyleSheets = [style];
    this.#root.append(button, document.createElement('slot'));
    button.className = 'launch';
    button.part.add('launcher');
    button.ariaHasPopup = 'dialog';
    button.onpointerenter = button.onfocus = () => this.#load();
    button.onclick = () => this.show();
  }

  connectedCallback(): void {
    // Attributes and properties that are set with it come first.
    queueMicrotask(() => this.#begin());
  }

  override addEventListener(...given: Parameters<HTMLElement['addEventListener']>): void {
    this.hasSignIn ||= given[0] === 'support-signed-out';
    super.addEventListener(...given);
  }

  /** Shows the widget, at a place if one is named; opens the panel in launcher mode. */
  show(view?: string): void {
    this.#ask('show', view);
  }

  /** Closes the panel of launcher mode. */
  hide(): void {
    this.#asked = [];
    this.#surface?.hide();
  }

  /** Starts a new ticket with what the page already knows; nothing is sent. */
  compose(prefill: Prefill = {}): void {
    this.#ask('compose', { ...prefill });
  }

  /** @internal Address of the support server, without a slash at its end; by default where the script came from. */
  get address(): string {
    return (this.server ?? this.getAttribute('server') ?? new URL('.', new URL(import.meta.url)).href).replace(/\/+$/, '');
  }

  /** @internal */
  get isLauncher(): boolean {
    return /^\s*launcher\s*$/i.test(this.mode ?? this.getAttribute('mode') ?? '');
  }

  /** @internal Asks the page for a token by an event; `null`: no listener has answered. */
  ask(): Promise<TokenAnswer> | null {
    let answer: Promise<TokenAnswer> | null = null;
    const isPrevented = !this.#fire('support-token', {
      respondWith: (token: TokenAnswer | PromiseLike<TokenAnswer>) => void (answer ??= Promise.resolve(token)),
    });
    // Whoever prevents the default without an answer says that nobody is signed in.
    return answer ?? (isPrevented ? Promise.resolve(null) : null);
  }

  /** @internal How many answers are to be read, and whether the panel is open. */
  showLauncher(unread = 0, isOpen = false, label = this.#words[0]): void {
    const { button } = this;
    button.replaceChildren(label);
    if (unread) button.append(Object.assign(document.createElement('b'), { textContent: unread }));
    button.ariaLabel = unread ? `${label}, ${this.#words[1]} ${unread}` : null;
    button.hidden = isOpen || !this.isLauncher;
    button.ariaExpanded = `${isOpen}`;
  }

  #fire(type: string, members: object): boolean {
    return this.dispatchEvent(Object.assign(new Event(type, { bubbles: true, composed: true, cancelable: true }), members));
  }

  get #language(): string {
    return (this.closest<HTMLElement>('[lang]')?.lang || navigator.language).slice(0, 2);
  }

  get #words(): (typeof words)[Language] {
    return words[this.#language as Language] ?? words.en;
  }

  #begin(): void {
    if (!this.isConnected || this.#surface) return;
    const { accentColor, color } = getComputedStyle(this);
    this.button.style.setProperty('--a', accentColor === 'auto' ? color : accentColor);
    this.showLauncher();
    if (this.isLauncher && !this.#asked[0] && !hasLeft()) requestAnimationFrame(this.#count);
    else this.#load();
  }

  #ask(method: TagMethod, given?: unknown): void {
    if (this.#surface) return this.#surface[method](given as string & Prefill);
    this.#asked.push([method, given]);
    if (this.isConnected) this.#load();
  }

  /** `null` where the page has no source of tokens. */
  #token(): Promise<TokenAnswer> | null {
    const { tokenProvider: provider } = this;
    const token = this.token ?? this.getAttribute('token');
    return typeof provider === 'function' ? (async () => provider())() : token ? Promise.resolve(token) : this.ask();
  }

  /** Code, texts and token at once, as each is known to be needed. */
  #load(): void {
    if (this.#surface) return;
    this.firstToken ??= this.#token();
    // Whoever needs it is told of a failure.
    this.firstToken?.catch(() => null);
    if (this.#isLoading) return;
    this.#isLoading = true;
    const code = import('./customer/surface.ts').then(({ Surface, prepare }) => prepare(this.isLauncher).then(() => Surface));
    Promise.all([code, texts[this.#language]?.().catch(() => null)]).then(
      ([Surface]) => {
        this.#isLoading = false;
        // Taken out of the page meanwhile: it begins again where it comes back.
        if (!this.isConnected) return;
        this.#root.lastElementChild?.remove();
        this.#root.append((this.#surface = new Surface(this)));
        for (const [method, given] of this.#asked) this.#surface[method](given as string & Prefill);
      },
      () => {
        this.showLauncher(0, false, this.#words[2]);
        this.button.onclick = () => location.reload();
        this.#fire('ticket-error', { code: 'unreachable' });
      },
    );
  }

  /** Asked of the server while the page is seen: there are no animation frames otherwise. */
  readonly #count = async (): Promise<void> => {
    clearTimeout(this.#next);
    if (!this.isConnected || this.#surface) return;
    this.#next = setTimeout(() => requestAnimationFrame(this.#count), countHolds);
    try {
      const token = (await this.#token()) ?? '';
      const { sub } = JSON.parse(atob(token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '')) as { sub: string };
      const key = `support-ticket:unread:${this.address}|${sub}`;
      // No JSON: old libraries give arrays another one.
      let [unread = 0, until = 0] = `${sessionStorage[key] ?? ''}`.split(' ').map(Number);
      if (until < Date.now()) {
        until = Date.now() + countHolds;
        const answer = await fetch(this.address + '/api/v1/unread', { headers: { authorization: `Bearer ${token}` } });
        ({ unread } = (await answer.json()) as { unread: number });
        sessionStorage[key] = `${unread} ${until}`;
      }
      if (!this.#surface) this.showLauncher(unread);
    } catch {
      // Without the count the button is as good.
    }
  };
}

// Frameworks look whether an element has a property before they set it.
SupportTicket.prototype.tokenProvider = null;

/** A guest's sign-in, or a text that waits to be sent: they want the rest before anybody opens it. */
function hasLeft(): boolean {
  try {
    return /ticket:(guest|draft:[^,]*:outbox)/.test(`${Object.keys(localStorage)},${Object.keys(sessionStorage)}`);
  } catch {
    return false;
  }
}

// A page may load the script twice, or a second copy from elsewhere.
if (customElements.get('support-ticket')) console.warn('<support-ticket> was defined by another script already: this copy does nothing.');
else customElements.define('support-ticket', SupportTicket);
