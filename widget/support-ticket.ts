import { LitElement, html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { localized } from '@lit/localize';
import type { App, Place, Prefill } from './app.ts';
import type { FailureCode } from './http.ts';
import { AppearanceController } from './controllers/appearance.ts';
import { ClockController } from './controllers/clock.ts';
import { FirstPictureController } from './controllers/first-picture.ts';
import type { Drafts } from './controllers/drafts.ts';
import type { Guests } from './guest/guests.ts';
import type { Outbox, QueuedTicket } from './controllers/outbox.ts';
import type { Live, LiveHost } from './live/host.ts';
import { opensAt } from '../server/ticket/ahead.ts';
import { SessionController } from './controllers/session.ts';
import { NavigatedEvent, SignedOutEvent, TicketErrorEvent, TokenRequestEvent } from './events.ts';
import type { Address, TokenAnswer } from './events.ts';
import { chooseLanguage, directions } from './language.ts';
import type { Language } from './language.ts';
import { focused } from './keyboard.ts';
import { hasGuest, hasUnsent } from './left.ts';
import { setLocale } from './locales.ts';
import { isOutdated } from './outdated.ts';
import { wantsExtras } from './many.ts';
import type { Screen } from './screens/screen.ts';
import { controls } from './styles/controls.ts';
import { tokens } from './styles/tokens.ts';
import { warnOnce } from './warn.ts';

type Stage = typeof import('./stage.ts');
type Launching = typeof import('./launcher.ts');
type Notice = import('./stage.ts').Notice;

const views = ['home', 'new', 'open', 'closed', 'archive'] as const;
/** The attributes that say which place to show. */
const addressed = ['view', 'ticket', 'archived', 'step'] as const;

const addressOf = (place: Place): Address => ({
  view: place.view,
  ticket: place.view === 'ticket' ? place.ticket : null,
  archived: (place.view === 'archive' && place.ticket) || null,
  step: (place.view === 'new' && place.step) || null,
});

const isSame = (one: Address, other: Address): boolean => addressed.every((name) => one[name] === other[name]);

/** What is loaded when it is needed. */
type Part = 'launcher' | 'stage' | 'list' | 'archive' | 'extras' | 'closed';

/** Keys that are typed into a field are the field's: a page's one-letter shortcuts see only the element as their target. */
function endAtElement(event: Event): void {
  const [target] = event.composedPath();
  if (target instanceof Element && target.closest('input, textarea, select, [contenteditable]')) event.stopPropagation();
}

/** A wrong value never throws: it counts as absent. */
const narrow = <T extends string>(value: string | null, allowed: readonly T[]): T | null =>
  allowed.find((known) => known === value?.trim().toLowerCase()) ?? null;

const loadLive = () => import('./live/live.ts');
const loaders: Record<Part, () => Promise<unknown>> = {
  launcher: () => import('./launcher.ts'),
  stage: () => import('./stage.ts'),
  extras: () => import('./extras.ts'),
  // Without it nobody is kept from writing.
  closed: () => import('./parts/closed-notice.ts').catch(() => ({ closedNotice: () => null })),
  list: () => import('./screens/list.ts'),
  archive: () => import('./screens/archive.ts'),
};

/** Milliseconds before texts that did not come are asked for once more. */
const textsAgain = 4_000;

/** The place's own part; null where its screen comes with the stage. */
const partOf = ({ view }: Place): Part | null => (view === 'open' || view === 'closed' ? 'list' : view === 'archive' ? view : null);

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
@localized()
export class SupportTicket extends LitElement {
  static override readonly styles = [tokens, controls];

  /** Where the script came from; set once by the entry file. */
  static defaultServer = '';

  @property() server: string | null = null;
  @property() token: string | null = null;
  @property() override lang = '';
  @property() mode: string | null = null;
  @property() view: string | null = null;
  @property() ticket: string | null = null;
  @property() archived: string | null = null;
  @property() step: string | null = null;
  @property() service: string | null = null;
  @property() category: string | null = null;
  @property() order: string | null = null;
  @property() subscription: string | null = null;
  @property() project: string | null = null;
  @property() theme: string | null = null;
  /** Asks the site's backend for a fresh token; called at the start and whenever one runs out. */
  @property({ attribute: false }) tokenProvider: (() => Promise<TokenAnswer>) | null = null;

  @state() private place: Place = { view: 'home' };
  @state() private notice: Notice | null = null;
  @state() private opened = false;
  /** The customer asked to sign in, and the site did not react. */
  @state() private unanswered = false;
  /** The server has another build than this page. */
  @state() private outdated = false;
  /** Somebody comes near the button: what they will want next may come already. */
  @state() private near = false;
  /** The parts that could not be loaded, joined. */
  @state() private broken = '';
  @state() private offline = !navigator.onLine;
  /** Undefined: nobody has asked yet whether there are any. */
  @state() private guests: Guests | null | undefined;

  @query('.surface') private surface!: HTMLElement | null;
  @query('.panel') private panel!: HTMLDialogElement | null;
  @query('.launch') private button!: HTMLElement | null;
  @query('.screen') private screen!: Screen | null;
  @query('.voice') private voice!: HTMLElement | null;

  readonly #session: SessionController = new SessionController(this, {
    server: () => this.#address,
    lang: () => this.#locale,
    token: () => this.token,
    tokenProvider: () => this.guests?.provider ?? this.#ownProvider,
    askPage: () => this.#askPage(),
    onSignedOut: () => this.dispatchEvent(new SignedOutEvent()),
  });
  readonly #clock = new ClockController(this, { onTick: () => this.#live?.isFresh() || this.#handleBeat() });
  readonly #firstPicture = new FirstPictureController(this, { surface: () => this.surface });
  #locale = 'en';
  #language: Language = 'en';
  /** The site listens for `support-signed-out` on the element itself. */
  #hasSignIn = false;
  #reconnect: (() => void) | null = null;
  #localeReady = false;
  #beat = 0;
  /** Null: on its way. */
  readonly #parts = new Map<Part, unknown>();
  #moved = false;
  #drafts: Drafts | null = null;
  #outbox: Outbox | null = null;
  #live: Live | null = null;
  /** Whom hints are for, as soon as they can be listened to. */
  #listener = '';
  #owner: string | null = null;
  /** Grows with every move, so that coming back to a place begins it anew. */
  #visit = 0;
  /** The place as the site knows it. */
  #told: Address = addressOf({ view: 'home' });
  #shownOwner: string | null = null;
  #meeting: Promise<Guests | null> | null = null;
  #hadFocus = false;
  #lostFocus = false;
  /** Somebody has just been let in, on a page that has come or after signing in again. */
  #returns = true;

  constructor() {
    super();
    new AppearanceController(this, { surface: () => this.surface });
    for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput'] as const) super.addEventListener(type, endAtElement);
  }

  override addEventListener(...given: Parameters<HTMLElement['addEventListener']>): void {
    if (given[0] === 'support-signed-out') this.#hasSignIn = true;
    super.addEventListener(...given);
  }

  /** Nothing is drawn, asked for or listened to by an element that is in no page: it could never end. */
  protected override async scheduleUpdate(): Promise<void> {
    // Moved, it may be in a page and out of it again before this goes on.
    while (!this.isConnected) await new Promise<void>((resolve) => (this.#reconnect = resolve));
    super.scheduleUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#reconnect?.();
    this.#reconnect = null;
    const misplaced = ['tokenprovider', 'token-provider'].find((name) => this.hasAttribute(name));
    if (misplaced) warnOnce('attribute', `has an attribute “${misplaced}”, which cannot hold a function. Set the property tokenProvider (in Vue: :tokenProvider.prop="…"), or listen for support-token.`);
    window.addEventListener('online', this.#handleConnection);
    window.addEventListener('offline', this.#handleConnection);
    this.#outbox?.start();
    if (this.hasUpdated) this.#session.restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.#handleConnection);
    window.removeEventListener('offline', this.#handleConnection);
    this.#outbox?.stop();
    this.#listen('');
    // A panel leaves the top layer with its element: the button has to be there again.
    this.opened = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#hadFocus = !!this.shadowRoot?.activeElement;
    if (!this.hasUpdated || changed.has('lang')) this.#speak();
    if (addressed.some((name) => changed.has(name))) this.#follow();
    const identity = (['server', 'token', 'tokenProvider', 'lang'] as const).some((name) => changed.has(name));
    if (this.hasUpdated && identity) this.#forgetGuests(changed);
    if (!this.hasUpdated || identity) this.#session.restart();
    if (this.#session.state.kind === 'ready') this.unanswered = false;
    // What could not be loaded is tried again where something else is wanted, and once the connection is back.
    if (this.broken !== this.#missing.join()) this.#load();
  }

  protected override updated(): void {
    const { state: session } = this.#session;
    const customer = this.isConnected && session.kind === 'ready' && session.session.customer.id;
    this.#listen(customer ? `${this.#address}|${customer}` : '');
    if (this.#shownOwner !== this.#owner) {
      this.#shownOwner = this.#owner;
      this.notice = null;
      this.requestUpdate();
    }
    if (this.#moved && this.screen) {
      this.#moved = false;
      void this.#arrive(this.screen);
    } else this.#returnFocus();
  }

  /** What had the keyboard is gone: the next heading takes it, which may still be on its way. */
  #returnFocus(): void {
    if (this.#hadFocus && !focused(this.renderRoot as ShadowRoot)) this.#lostFocus = true;
    if (!this.#lostFocus) return;
    const heading = this.shadowRoot?.querySelector('h2');
    const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
    if (!isElsewhere) heading?.focus();
    if (heading || isElsewhere) this.#lostFocus = false;
  }

  /** Shows the widget, at a place if one is named; opens the panel in launcher mode. */
  show(view?: string): void {
    const wanted = narrow(view ?? null, views);
    if (wanted) this.#go({ view: wanted }, false);
    // The confirmation has the ticket's address already: whoever asks for that place means the ticket itself.
    else if (this.place.view === 'new' && this.#told.ticket !== null) this.#go({ view: 'ticket', ticket: this.#told.ticket }, false);
    if (!this.#isInline) void this.#open();
  }

  /** Closes the panel of launcher mode. */
  hide(): void {
    if (this.panel?.matches(':popover-open')) this.panel.hidePopover();
    if (this.panel?.open) this.panel.close();
    this.opened = false;
  }

  /** Starts a new ticket with what the page already knows; nothing is sent. */
  compose(prefill: Prefill = {}): void {
    this.#go({ view: 'new', prefill: { ...prefill } }, false);
    if (!this.#isInline) void this.#open();
  }

  protected override render(): TemplateResult {
    const stage = this.#stage;
    const launching = this.#part<Launching>('launcher');
    const inside = this.#localeReady && (this.#isInline ? stage && this.#renderInside(stage) : launching && this.#renderLauncher(launching, stage));
    // Until something real can be shown, and if it never can, the page's own words stand here.
    if (!inside) return html`<slot></slot>`;
    const covered = this.#isInline && !this.#firstPicture.isThere && this.#ownText !== '';
    return html`${covered ? html`<slot></slot>` : nothing}<div class="surface" part="surface" lang=${this.#locale} dir=${directions[this.#language]} ?hidden=${covered}>
      ${inside}
      <p class="unseen voice" role="status"></p>
    </div>`;
  }

  get #isInline(): boolean {
    return narrow(this.mode, ['inline', 'launcher']) !== 'launcher';
  }

  /** Open, or about to be; or somebody left something to go on with. */
  get #isWanted(): boolean {
    return this.#isInline || this.opened || this.near || hasGuest(this.#address) || hasUnsent();
  }

  /** What the page has put between the element's tags. */
  get #ownText(): string {
    const links = [...this.querySelectorAll('a[href^="tel:"], a[href^="mailto:"]')].map((link) => decodeURI(link.getAttribute('href')?.replace(/^\w+:/, '') ?? ''));
    const unseen = 'noscript, script, style, template';
    const texts = [...this.childNodes].map((node) => (node instanceof Element && node.matches(unseen) ? '' : node.textContent?.trim()));
    return [...texts, ...links].filter(Boolean).join(' ');
  }

  #part<T>(part: Part): T | null {
    return (this.#parts.get(part) ?? null) as T | null;
  }

  get #stage(): Stage | null {
    return this.#part('stage');
  }

  #renderLauncher(launching: Launching, stage: Stage | null): TemplateResult {
    const { state: session } = this.#session;
    const isKnown = session.kind === 'ready';
    // What was left to be sent goes without the panel.
    if (stage && isKnown && !this.opened && hasUnsent()) this.#appFor(stage, session.session);
    return launching.renderLauncher({
      opened: this.opened,
      unread: isKnown ? session.session.counts.unread : 0,
      inside: this.opened && stage ? this.#renderInside(stage) : null,
      broken: this.broken !== '',
      near: () => (this.near = true),
      open: () => void this.#open(),
      dismiss: () => this.#dismiss(),
    });
  }

  #renderInside(stage: Stage): TemplateResult {
    const { state: session } = this.#session;
    this.#meetGuests(stage);
    const missing = this.#missing;
    if (session.kind === 'signed-out') this.#returns = true;
    // Whoever is at work already goes on: what has come to be needed meanwhile joins in when it is there.
    const ready = !missing.length || (this.#app && !missing.some((part) => part === partOf(this.place)));
    const app = session.kind === 'ready' && ready ? this.#appFor(stage, session.session) : null;
    this.#shownOwner ??= this.#owner;
    return stage.renderInside({
      session,
      now: this.#clock.now,
      offline: this.offline,
      notice: this.notice,
      // Another customer: the former one's screen goes before anything of it can be seen or kept.
      screen: app && this.#shownOwner === this.#owner ? this.#renderScreen(app) : null,
      outdated: this.outdated,
      unanswered: this.unanswered,
      unsure: this.#outbox?.tickets.some((entry) => entry.unsure === 'signed-out') ?? false,
      broken: !app && this.broken !== '' && this.broken === missing.join(),
      door: this.guests && this.guests.door(session),
      foot: this.guests?.foot(session) ?? null,
      help: session.kind === 'ready' ? session.session.help : null,
      ownText: this.#ownText,
      signIn: () => this.#signIn(),
      reload: () => void this.#session.load(),
    });
  }

  #renderScreen(app: App): TemplateResult {
    const { place } = this;
    const now = this.#clock.now;
    const beat = this.#beat;
    switch (place.view) {
      case 'home':
        return html`<support-ticket-home class="screen" .app=${app} .now=${now} .beat=${beat}></support-ticket-home>`;
      case 'new':
        return html`<support-ticket-compose class="screen" .app=${app} .now=${now} .visit=${this.#visit} .prefill=${place.prefill ?? this.#prefill} .resumed=${place.resumed ?? null} .queued=${place.waiting ?? null} .step=${place.step ?? null}></support-ticket-compose>`;
      case 'open':
      case 'closed':
        return html`<support-ticket-list class="screen" .app=${app} .now=${now} .beat=${beat} .listed=${place.view} .asked=${place.search ?? ''}></support-ticket-list>`;
      case 'archive':
        return html`<support-ticket-archive class="screen" .app=${app} .now=${now} .wanted=${place.ticket ?? null} .asked=${place.search ?? ''}></support-ticket-archive>`;
      case 'ticket':
        return html`<support-ticket-thread class="screen" .app=${app} .now=${now} .beat=${beat} .wanted=${place.ticket} .reopening=${place.reopening ?? false}></support-ticket-thread>`;
    }
  }

  get #prefill(): Prefill {
    const { service, category, order, subscription, project } = this;
    return {
      ...(service && { service }),
      ...(category && { category }),
      ...(order && { order }),
      ...(subscription && { subscription }),
      ...(project && { project }),
    };
  }

  #app: App | null = null;

  /** One object per session, so that screens are not disturbed by every repaint. */
  #appFor(stage: Stage, session: App['session']): App {
    if (this.#app?.session !== session) this.#clock.follow(session.now);
    const extras = this.#part<App['extras']>('extras');
    const closed = this.#part<App['closed']>('closed');
    if (this.#app?.session === session && this.#app.locale === this.#locale && this.#app.extras === extras && this.#app.closed === closed) return this.#app;
    const owner = `${this.#address}|${session.customer.id}`;
    if (this.#owner !== owner) {
      this.#owner = owner;
      this.#drafts = new stage.Drafts(this.#address, session.customer.id);
      const place = session.customer.id && this.guests?.takeOver(this.#drafts);
      if (place) {
        this.place = place;
        this.#told = addressOf(place);
      }
      this.#outbox?.stop();
      this.#outbox = stage.openOutbox(this.#drafts, () => this.#app as App, session.customer.id !== '');
    }
    this.#showUnsure(stage);
    // Whoever is back may have left something to be sent.
    void this.#outbox?.flush();
    return (this.#app = {
      api: new stage.Api(this.#session.line),
      drafts: this.#drafts as Drafts,
      outbox: this.#outbox as Outbox,
      session,
      extras,
      closed,
      locale: this.#locale,
      // Nobody is known yet: there is nothing to see but what they write.
      go: (place) => (session.customer.id || place.view === 'new' ? this.#go(place, true) : this.#session.signOut()),
      moved: (to, replaces) => this.#moveInside({ ...addressOf(this.place), step: null, ...to }, replaces),
      notify: (text, tone = 'done', way) => this.#notify({ text, tone, way }),
      unsay: () => {
        if (this.notice?.tone === 'done') this.notice = null;
      },
      emit: (event) => this.dispatchEvent(event),
      failed: (code) => this.#failed(code),
      refresh: () => this.#refresh(),
      live: () => this.#live,
    });
  }

  /** Whoever left without knowing whether a request was sent is shown what becomes of it; where the site wants another place, they are told there. */
  #showUnsure(stage: Stage): void {
    if (!this.#returns) return;
    this.#returns = false;
    if (this.place.view === 'home' || this.place.view === 'new') {
      const waiting = this.#outbox?.takeUnsure();
      if (!waiting) return;
      this.place = { view: 'new', waiting };
      this.#visit++;
      return;
    }
    const untold = this.#outbox?.untold;
    // What has not gone yet is told of when it goes.
    if (untold) void this.updateComplete.then(() => this.#tellUntold(stage, untold));
  }

  /** Remembered until they have seen it: a place that the site wants may be left at once. */
  #tellUntold(stage: Stage, { ticket }: QueuedTicket): void {
    const go = (): void => {
      const waiting = this.#outbox?.takeUnsure();
      if (waiting) this.#go({ view: 'new', waiting }, true);
    };
    this.#notify(stage.hasReached(ticket.title, go));
  }

  /** Once the page has nothing better to do; until then, and without, it asks every minute. */
  #listen(key: string): void {
    if (key === this.#listener) return;
    this.#listener = key;
    this.#live?.stop();
    this.#live = null;
    const host: LiveHost = { key, element: this, line: () => this.#session.line, news: () => this.#handleBeat() };
    const open = ({ openLive }: Awaited<ReturnType<typeof loadLive>>) => key === this.#listener && (this.#live = openLive(host));
    if (key) (self.requestIdleCallback ?? setTimeout)(() => void loadLive().then(open).catch(() => undefined));
  }

  get #address(): string {
    return (this.server ?? SupportTicket.defaultServer).replace(/\/+$/, '');
  }

  /** Asks whether guests are let in as soon as that matters: somebody is signed out, or is a guest. */
  #meetGuests(stage: Stage, known = false): void {
    const { state: session } = this.#session;
    const matters = known || session.kind === 'signed-out' || (session.kind === 'ready' && session.session.customer.kind === 'guest');
    if (!matters || this.guests !== undefined || this.#meeting || !this.#localeReady) return;
    const meeting = (this.#meeting = stage.openGuests({
      server: this.#address,
      lang: this.#locale,
      changed: () => this.requestUpdate(),
      restart: () => this.#session.restart(true),
      enter: (anonymous) => this.#session.enter(anonymous),
      go: (place) => this.#go(place, false),
      signIn: () => this.#signIn(),
    }));
    const met = (guests: Guests | null): void => {
      if (this.#meeting !== meeting) return;
      this.#meeting = null;
      this.guests = guests;
      if (guests?.provider && this.#session.state.kind !== 'ready') this.#session.restart(true);
    };
    meeting.then(met, () => met(null));
  }

  /** The site's own sign-in goes before; another server or language has another entrance. */
  #forgetGuests(changed: PropertyValues<this>): void {
    if ((changed.has('token') && this.token) || (changed.has('tokenProvider') && this.tokenProvider)) this.guests?.forget();
    this.guests = undefined;
    this.#meeting = null;
  }

  #enter(stage: Stage): void {
    if (!this.token && !this.#ownProvider && hasGuest(this.#address)) this.#meetGuests(stage, true);
    this.#adopt(stage.sheet);
  }

  #adopt({ styleSheet }: CSSResult): void {
    const root = this.renderRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...(styleSheet ? [styleSheet] : [])];
    this.#come();
  }

  /** Something that the first picture waits for is there; the panel may have been asked for before. */
  #come(): void {
    this.requestUpdate();
    if (this.opened) void this.#open();
  }

  #speak(): void {
    const page = (this.parentElement?.closest('[lang]') ?? document.documentElement).getAttribute('lang');
    const { language, locale } = chooseLanguage([this.lang, page, ...navigator.languages]);
    this.#locale = locale;
    this.#language = language;
    setLocale(language).then(
      () => this.#say(),
      // Without texts there is nothing to show: the page's own words go on standing in the slot until they come.
      () => void setTimeout(() => this.isConnected && this.#speak(), textsAgain),
    );
  }

  #say(): void {
    this.#localeReady = true;
    this.#come();
  }

  /** The site has set the attributes that say which place to show. */
  #follow(): void {
    const place = this.#askedFor;
    const to = addressOf(place);
    const from = this.#told;
    // A site that hands back what `support-navigated` told it changes nothing.
    if (isSame(to, from)) return;
    this.#told = to;
    this.#silence();
    // Another step of a form that stays open: what is typed in it stays as well.
    if (isSame({ ...to, step: null }, { ...from, step: null }) && this.place.view === 'new') {
      this.place = { ...this.place, step: to.step ?? '' };
      return;
    }
    this.place = place;
    this.#visit++;
    this.#moved = this.hasUpdated;
  }

  get #askedFor(): Place {
    const ticket = this.ticket?.trim().replace(/^#/, '');
    if (ticket) return { view: 'ticket', ticket };
    const archived = this.archived?.trim();
    if (archived) return { view: 'archive', ticket: archived };
    const view = narrow(this.view, views) ?? 'home';
    const step = this.step?.trim();
    return view === 'new' && step ? { view, step } : { view };
  }

  /** The screen has moved inside itself. */
  #moveInside(to: Address, replaces = false): void {
    if (this.place.view === 'new' && to.view === 'new') this.place = { ...this.place, step: to.step ?? '' };
    if (isSame(to, this.#told)) return;
    this.#told = to;
    this.dispatchEvent(new NavigatedEvent(to, replaces));
  }

  #go(place: Place, byCustomer: boolean): void {
    const same = place.view === this.place.view && JSON.stringify(place) === JSON.stringify(this.place);
    this.#moved = true;
    if (!same) this.#silence();
    this.place = place;
    this.#visit++;
    this.#clock.touch();
    const to = addressOf(place);
    // What is shown under an address already needs no second step back.
    const isThere = place.view === 'ticket' && isSame(to, this.#told);
    this.#told = to;
    if (byCustomer && !isThere) this.dispatchEvent(new NavigatedEvent(to));
  }

  async #arrive(screen: Screen): Promise<void> {
    await screen.updateComplete;
    const top = this.#isInline ? this : this.panel?.querySelector('.panel-in');
    if (top && top.getBoundingClientRect().top < 0) top.scrollIntoView({ block: 'start' });
    if (!this.#isInline) this.panel?.querySelector('.panel-in')?.scrollTo(0, 0);
    screen.focusHeading();
  }

  /** What was said belongs to the place that was left, for readers and for those who listen. */
  #silence(): void {
    this.notice = null;
    if (this.voice) this.voice.textContent = '';
  }

  #notify(notice: Notice): void {
    this.notice = notice;
    // Emptied first, so that the same words are spoken twice.
    if (this.voice) this.voice.textContent = '';
    requestAnimationFrame(() => {
      if (this.voice) this.voice.textContent = notice.text.replace(/[\u2068\u2069]/g, '');
      this.shadowRoot?.querySelector('.notice')?.scrollIntoView({ block: 'nearest' });
    });
  }

  #refresh(): void {
    this.#clock.touch();
    this.requestUpdate();
    void this.#session.refresh();
  }

  #failed(code: FailureCode): void {
    this.notice = null;
    this.dispatchEvent(new TicketErrorEvent(code));
    if (code === 'unauthenticated') {
      this.#session.signOut();
      this.requestUpdate();
    }
    if (code === 'code-required') this.guests?.prove();
  }

  /** What is needed and not here yet. */
  get #missing(): Part[] {
    const { state: session } = this.#session;
    const own = partOf(this.place);
    const extras = session.kind === 'ready' && wantsExtras(session.session);
    const closed = session.kind === 'ready' && opensAt(Date.parse(this.#clock.now), session.session.form.openDays) !== null;
    const wanted: readonly (Part | false | null)[] = [!this.#isInline && 'launcher', ...(this.#isWanted ? (['stage', own, extras && 'extras', closed && 'closed'] as const) : [])];
    return wanted.filter((part): part is Part => !!part && !this.#parts.get(part));
  }

  #load(): void {
    this.broken = '';
    for (const part of this.#missing) {
      if (this.#parts.has(part)) continue;
      this.#parts.set(part, null);
      loaders[part]().then(
        (code) => {
          this.#parts.set(part, code);
          if (part === 'stage') this.#enter(code as Stage);
          else if (part === 'launcher') this.#adopt((code as Launching).sheet);
          this.requestUpdate();
        },
        async () => {
          // Told at once and rightly: what is tried again in between would fail again.
          this.outdated = await isOutdated(`${this.#address}/support-ticket.js`);
          this.#parts.delete(part);
          this.broken = this.#missing.join();
          // Without these, the page's own words go on standing in the slot.
          if (part === 'stage' || part === 'launcher') this.#failed('unreachable');
        },
      );
    }
  }

  /** A wrong value never throws: it counts as absent. */
  get #ownProvider(): (() => Promise<TokenAnswer>) | null {
    const { tokenProvider } = this;
    if (typeof tokenProvider === 'function') return async () => tokenProvider();
    if (tokenProvider) warnOnce('no function', `has a tokenProvider of type ${typeof tokenProvider}: it takes a function that resolves to a token.`);
    return null;
  }

  #askPage(): Promise<TokenAnswer> | null {
    const event = new TokenRequestEvent();
    this.dispatchEvent(event);
    // Whoever prevents the default without an answer says that nobody is signed in.
    return event.answer ?? (event.defaultPrevented ? Promise.resolve(null) : null);
  }

  #signIn(): void {
    const event = new SignedOutEvent();
    this.dispatchEvent(event);
    // A button that has done nothing is replaced by what the customer can do.
    this.unanswered = !this.#hasSignIn && !event.defaultPrevented && !this.#ownProvider;
    if (this.unanswered) warnOnce('sign in', 'has sent a customer to sign in, and nobody listened: listen for support-signed-out on the element and open the site’s sign-in (event.preventDefault() says that it is taken care of).');
    if (!this.guests) this.guests = undefined;
    this.#session.restart(true);
  }

  #dismiss(): void {
    this.hide();
    void this.updateComplete.then(() => this.button?.focus());
  }

  async #open(): Promise<void> {
    this.opened = true;
    await this.updateComplete;
    if (!this.panel || !this.isConnected || this.panel.open || (this.panel.matches(':popover-open') && !this.#isInert())) return;
    if (this.panel.matches(':popover-open')) this.panel.hidePopover();
    // A phone gets a true modal; elsewhere the page stays usable beside the panel.
    if (matchMedia('(max-width: 599.98px)').matches) {
      this.panel.removeAttribute('popover');
      this.panel.showModal();
    } else {
      this.panel.setAttribute('popover', 'manual');
      this.panel.showPopover();
      if (this.#isInert()) {
        // A dialog of the page is modal: only another modal one can be used above it.
        this.panel.hidePopover();
        this.panel.removeAttribute('popover');
        this.panel.showModal();
      }
    }
    this.#moved = true;
    this.requestUpdate();
  }

  /** What is inert takes no keyboard. */
  #isInert(): boolean {
    const button = this.panel?.querySelector('button');
    button?.focus({ preventScroll: true });
    return !!button && this.shadowRoot?.activeElement !== button;
  }

  #handleBeat(): void {
    // What nobody looks at is not marked as read.
    if (!document.hidden) this.#beat++;
    void this.#outbox?.flush();
    this.#refresh();
  }

  readonly #handleConnection = (): void => {
    this.offline = !navigator.onLine;
    if (this.offline) return;
    this.#beat++;
    this.broken = '';
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket': SupportTicket;
  }
}
