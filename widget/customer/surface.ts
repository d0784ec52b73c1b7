import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { localized } from '@lit/localize';
import { SignedOutEvent, TicketErrorEvent } from '../client/events.ts';
import type { SessionView } from '../../server/wire/session.ts';
import type { FailureCode } from '../client/http.ts';
import { addTexts, chooseLanguage, directions, speak } from '../client/language.ts';
import type { Language } from '../client/language.ts';
import { adopt } from '../draw/adopt.ts';
import { AppearanceController } from '../draw/appearance.ts';
import { base } from '../draw/styles/base.ts';
import { controls } from '../draw/styles/controls.ts';
import { tokens } from '../draw/styles/tokens.ts';
import type { Prefill } from '../form/prefill.ts';
import { Api } from './api.ts';
import type { App } from './app.ts';
import { ClockController } from './clock.ts';
import { explain } from './explain.ts';
import { FirstPictureController } from './first-picture.ts';
import { Focus } from './focus.ts';
import { renderFrame } from './frame.ts';
import { GuestAccess } from './guest/access.ts';
import './home/home.ts';
import { News } from './live/news.ts';
import { Navigation } from './navigation.ts';
import { Notices } from './notices.ts';
import { CustomerTexts } from './outbox/customer-texts.ts';
import type { Panel } from './panel.ts';
import { addressed, viewOf } from './place.ts';
import { renderScreen } from './render-screen.ts';
import { PartLoader } from './part-loader.ts';
import { screenLoaders } from './screens.ts';
import { SessionController } from './session.ts';
import { observeSettings } from './tag.ts';
import type { Setting, Tag, TagSurface, TokenAnswer } from './tag.ts';

/** The texts of everything that comes with the surface. */
const texts = { fr: () => import('./locales/fr.ts') };

/** Milliseconds before texts that did not come are asked for once more. */
const textsAgain = 4_000;

/** What makes the bodies of requests: the first thing that is sent should not wait for it. */
const loadBody = () => import('../client/body.ts');

type PanelCode = typeof import('./panel.ts');
let panelCode: PanelCode | null = null;

/** Loads what a surface needs besides this file: in launcher mode, the panel. @throws what the import throws */
export async function prepare(isLauncher: boolean): Promise<void> {
  if (isLauncher) panelCode ??= await import('./panel.ts');
}

/** Keys that are typed into a field are the field's: a page's one-letter shortcuts see only the tag as their target. */
function endAtTag(event: Event): void {
  const [target] = event.composedPath();
  if (target instanceof Element && target.closest('input, textarea, select, [contenteditable]')) event.stopPropagation();
}

/**
 * What a customer sees of the tag: the screen, what stands around it, and the panel of launcher mode. It renders into the
 * tag's shadow tree, and fires its events from the tag.
 */
@customElement('support-ticket-surface')
@localized()
export class Surface extends LitElement implements TagSurface {
  @state() private isOffline = !navigator.onLine;
  /** The customer asked to sign in, and the site did not react. */
  @state() private isUnanswered = false;

  @query('.surface') private surface!: HTMLElement | null;

  readonly #tag: Tag;
  readonly #root: ShadowRoot;
  readonly #session: SessionController;
  readonly #clock: ClockController;
  readonly #firstPicture: FirstPictureController;
  readonly #navigation: Navigation;
  readonly #notices: Notices;
  #panel: Panel | null = null;
  readonly #screens: PartLoader<typeof screenLoaders>;
  readonly #access: GuestAccess;
  readonly #texts: CustomerTexts;
  readonly #news = new News();
  readonly #focus: Focus;
  #reconnect: (() => void) | null = null;
  #locale = 'en';
  #language: Language = 'en';
  #hasLanguage = false;
  #app: App | null = null;
  #beat = 0;
  /** Settings that say which place to show have changed. */
  #isAskedElsewhere = false;
  /** Settings that say whose session it is have changed. */
  #isAnotherSession = false;
  #shownOwner: string | null = null;
  #hasPrefetched = false;
  /** Somebody has just been let in, on a page that has come or after signing in again. */
  #isReturning = true;

  constructor(tag: Tag) {
    super();
    this.#tag = tag;
    this.#root = tag.shadowRoot as ShadowRoot;
    const draw = (): void => this.requestUpdate();
    this.#preparePanel();
    new AppearanceController(this, { host: tag, surface: () => this.surface });
    this.#session = new SessionController(this, {
      server: () => tag.address,
      lang: () => this.#locale,
      token: () => tag.token,
      tokenProvider: () => this.#access.guests?.provider ?? this.#ownProvider,
      firstToken: () => this.#takeFirstToken(),
      askPage: () => tag.ask(),
      onSignedOut: () => tag.dispatchEvent(new SignedOutEvent()),
    });
    this.#clock = new ClockController(this, { onTick: () => this.#news.live?.isFresh() || this.#handleBeat() });
    this.#firstPicture = new FirstPictureController(this, { surface: () => this.surface });
    this.#focus = new Focus({ surface: this, root: this.#root, top: () => (tag.isLauncher ? (this.#panel?.element ?? null) : tag) });
    this.#notices = new Notices({ root: this, onChange: draw });
    this.#navigation = new Navigation({ tag, onMove: () => this.#handleMove(), onLeave: () => this.#notices.silence() });
    this.#texts = new CustomerTexts({
      host: () => this.#app as App,
      isConnected: () => this.isConnected,
      onChange: () => {
        this.#tellUnsure();
        draw();
      },
    });
    // Screens that write send by the outbox.
    const withOutbox = (load: () => Promise<void>) => async (): Promise<void> => {
      await Promise.all([load(), this.#texts.open()]);
    };
    const { new: compose, ticket } = screenLoaders;
    this.#screens = new PartLoader({ ...screenLoaders, new: withOutbox(compose), ticket: withOutbox(ticket) }, draw);
    this.#access = new GuestAccess({
      isFree: () => !tag.token && !this.#ownProvider,
      onMet: (guests) => {
        if (guests?.provider && this.#session.state.kind !== 'ready') this.#session.restart(true);
        draw();
      },
      host: () => ({
        server: tag.address,
        lang: this.#locale,
        changed: draw,
        restart: () => this.#session.restart(true),
        enter: (anonymous) => this.#session.enter(anonymous),
        go: (place) => this.#navigation.go(place, false),
        signIn: () => this.#signIn(),
      }),
    });
    for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput'] as const) tag.addEventListener(type, endAtTag);
    observeSettings(tag, (name, before) => this.#handleSetting(name, before));
    this.#navigation.follow();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
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
    for (const sheet of [tokens, controls, base]) adopt(this, sheet);
    const misplaced = ['tokenprovider', 'token-provider'].find((name) => this.#tag.hasAttribute(name));
    if (misplaced) explain((say) => say.misplaced(misplaced));
    window.addEventListener('online', this.#handleConnection);
    window.addEventListener('offline', this.#handleConnection);
    this.#texts.outbox?.start();
    if (this.hasUpdated) this.#session.restart();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.#handleConnection);
    window.removeEventListener('offline', this.#handleConnection);
    this.#texts.outbox?.stop();
    this.#news.listen(null);
    // A panel leaves the top layer with its element: the button has to be there again.
    this.#panel?.close();
  }

  protected override willUpdate(): void {
    this.#focus.beforeDrawing();
    if (!this.hasUpdated) this.#speak();
    if (this.#isAskedElsewhere) this.#navigation.follow();
    this.#isAskedElsewhere = false;
    if (!this.hasUpdated || this.#isAnotherSession) this.#session.restart();
    this.#isAnotherSession = false;
    const { state: session } = this.#session;
    if (session.kind === 'ready') this.isUnanswered = false;
    if (session.kind === 'signed-out') this.#isReturning = true;
    if (this.#hasLanguage) this.#access.look(session);
    if (session.kind === 'ready') this.#follow(session.session);
  }

  protected override render(): TemplateResult {
    // Until something real can be shown, and if it never can, the page's own words stand here.
    if (!this.#hasLanguage) return html`<slot></slot>`;
    const { isLauncher } = this.#tag;
    const isCovered = !isLauncher && !this.#firstPicture.isThere && this.#ownText !== '';
    return html`${isCovered ? html`<slot></slot>` : nothing}<div class="surface" part="surface" lang=${this.#locale} dir=${directions[this.#language]} ?hidden=${isCovered}>
      ${isLauncher ? this.#panel?.render(this.#panel.isOpen ? this.#renderFrame() : null) : this.#renderFrame()}
      <p class="unseen voice" role="status"></p>
    </div>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const { state: session } = this.#session;
    const known = this.isConnected && session.kind === 'ready' && session.session.customer.id ? session.session : null;
    this.#news.listen(
      known && {
        key: `${this.#tag.address}|${known.customer.id}`,
        tag: this.#tag,
        root: this.#root,
        lastEventId: known.lastEventId,
        line: () => this.#session.line,
        news: () => this.#handleBeat(),
      },
    );
    if (this.#shownOwner !== this.#texts.owner) {
      this.#shownOwner = this.#texts.owner;
      this.#notices.clear();
      this.requestUpdate();
    }
    this.#tag.showLauncher(session.kind === 'ready' ? session.session.counts.unread : 0, this.#panel?.isOpen ?? false);
    this.#panel?.drawn();
    this.#focus.drawn();
    if (this.#firstPicture.isThere && known) this.#prefetch();
  }

  show(view?: string): void {
    const wanted = viewOf(view);
    const { place, toldTicket } = this.#navigation;
    if (wanted) this.#navigation.go({ view: wanted }, false);
    // The confirmation has the ticket's address already: whoever asks for that place means the ticket itself.
    else if (place.view === 'new' && toldTicket !== null) this.#navigation.go({ view: 'ticket', ticket: toldTicket }, false);
    if (this.#tag.isLauncher) this.#panel?.open();
  }

  hide(): void {
    this.#panel?.close();
  }

  compose(prefill: Prefill): void {
    this.#navigation.go({ view: 'new', prefill }, false);
    if (this.#tag.isLauncher) this.#panel?.open();
  }

  /** What the page has put between the tags. */
  get #ownText(): string {
    const links = [...this.#tag.querySelectorAll('a[href^="tel:"], a[href^="mailto:"]')].map((link) =>
      decodeURI(link.getAttribute('href')?.replace(/^\w+:/, '') ?? ''),
    );
    const unseen = 'noscript, script, style, template';
    const words = [...this.#tag.childNodes].map((node) =>
      node instanceof Element && node.matches(unseen) ? '' : node.textContent?.trim(),
    );
    return [...words, ...links].filter(Boolean).join(' ');
  }

  #renderFrame(): TemplateResult {
    const { state: session } = this.#session;
    const { place } = this.#navigation;
    const { failed, isOutdated } = this.#screens;
    this.#shownOwner ??= this.#texts.owner;
    // Another customer: the former one's screen goes before anything of it can be seen or kept.
    const app = session.kind === 'ready' && this.#shownOwner === this.#texts.owner ? this.#app : null;
    const isThere = session.kind === 'ready' && this.#screens.isThere(place.view);
    return renderFrame({
      session,
      isOffline: this.isOffline,
      notice: this.#notices.current,
      screen:
        app && isThere && !this.#texts.isOpening
          ? renderScreen(this.#navigation, { app, now: this.#clock.now, beat: this.#beat, prefill: this.#prefill })
          : null,
      access: this.#access,
      ownText: this.#ownText,
      isBroken: failed === place.view,
      isOutdated,
      isUnanswered: this.isUnanswered,
      isUnsure: this.#texts.isUnsure,
      signIn: () => this.#signIn(),
      reload: () => void this.#session.load(),
    });
  }

  /** The panel of launcher mode, once its code is there. */
  #preparePanel(): void {
    if (!panelCode || !this.#tag.isLauncher) return;
    this.#panel ??= new panelCode.Panel({
      root: this.#root,
      button: this.#tag.button,
      onChange: () => this.requestUpdate(),
      onOpen: () => this.#handleMove(),
    });
  }

  get #prefill(): Prefill {
    const given = (['service', 'category', 'order', 'subscription', 'project'] as const).map((name) => [name, this.#tag[name]]);
    return Object.fromEntries(given.filter(([, value]) => value)) as Prefill;
  }

  /** Brings what screens work with up to date with the session: one object per session, so that a repaint does not disturb them. */
  #follow(session: SessionView): void {
    if (this.#app?.session === session && this.#app.locale === this.#locale) return;
    if (this.#app?.session !== session) this.#clock.follow(session.now);
    this.#texts.follow(this.#tag.address, session.customer.id, (drafts) => {
      const place = session.customer.id && this.#access.guests?.takeOver(drafts);
      if (place) this.#navigation.takeOver(place);
    });
    const texts = this.#texts;
    const { drafts } = texts;
    this.#app = {
      api: new Api(this.#session.line),
      drafts,
      get outbox() {
        return texts.outbox;
      },
      session,
      locale: this.#locale,
      // Nobody is known yet: there is nothing to see but what they write.
      go: (place) => (session.customer.id || place.view === 'new' ? this.#navigation.go(place, true) : this.#session.signOut()),
      moved: (to, replaces) => this.#navigation.moveInside(to, replaces),
      notify: (text, tone = 'done', way) => this.#notices.say({ text, tone, way }),
      unsay: () => this.#notices.current?.tone === 'done' && this.#notices.clear(),
      emit: (event) => this.#tag.dispatchEvent(event),
      failed: (code) => this.#handleFailure(code),
      refresh: () => this.#refresh(),
      live: () => this.#news.live,
    };
    this.#tellUnsure();
    // Whoever is back may have left something to be sent.
    void texts.outbox?.flush();
  }

  /** Customers who left without knowing whether a request was sent are told what has become of it. */
  #tellUnsure(): void {
    if (!this.#isReturning || !this.#app || this.#texts.isOpening) return;
    this.#isReturning = false;
    this.#texts.tellUnsure({
      view: this.#navigation.place.view,
      show: (waiting) => this.#navigation.show({ view: 'new', waiting }),
      go: (waiting) => this.#navigation.go({ view: 'new', waiting }, true),
      // After the drawing that is going on.
      say: (notice) => void this.updateComplete.then(() => this.#notices.say(notice)),
    });
  }

  #speak(): void {
    const page = (this.#tag.parentElement?.closest('[lang]') ?? document.documentElement).getAttribute('lang');
    const { language, locale } = chooseLanguage([this.#tag.lang, page, ...navigator.languages]);
    this.#locale = locale;
    this.#language = language;
    addTexts(texts)
      .then(() => speak(language))
      .then(
        () => {
          this.#hasLanguage = true;
          this.requestUpdate();
        },
        // Without texts there is nothing to show: the page's own words go on standing in the slot until they come.
        () => void setTimeout(() => this.isConnected && this.#speak(), textsAgain),
      );
  }

  /** The screens that people go to next, once the page has nothing better to do. */
  #prefetch(): void {
    if (this.#hasPrefetched || (navigator as { connection?: { saveData?: boolean } }).connection?.saveData) return;
    this.#hasPrefetched = true;
    (self.requestIdleCallback ?? setTimeout)(() => {
      this.#screens.prefetch('new', 'ticket');
      loadBody().catch(() => undefined);
    });
  }

  #refresh(): void {
    this.#clock.touch();
    this.requestUpdate();
    void this.#session.refresh();
  }

  get #ownProvider(): (() => Promise<TokenAnswer>) | null {
    const { tokenProvider } = this.#tag;
    if (typeof tokenProvider === 'function') return async () => tokenProvider();
    if (tokenProvider) explain((say) => say.noFunction(tokenProvider));
    return null;
  }

  #takeFirstToken(): Promise<TokenAnswer> | null {
    const { firstToken } = this.#tag;
    this.#tag.firstToken = null;
    return firstToken;
  }

  #signIn(): void {
    const event = new SignedOutEvent();
    this.#tag.dispatchEvent(event);
    // A button that has done nothing is replaced by what the customer can do.
    this.isUnanswered = !this.#tag.hasSignIn && !event.defaultPrevented && !this.#ownProvider;
    if (this.isUnanswered) explain((say) => say.signInUnanswered());
    if (!this.#access.guests) this.#access.forget(false);
    this.#session.restart(true);
  }

  #handleSetting(name: Setting, before: unknown): void {
    // Attributes come one by one: the place that they ask for together counts.
    this.#isAskedElsewhere ||= (addressed as readonly string[]).includes(name);
    if (name === 'lang') this.#speak();
    if (name === 'mode')
      void prepare(this.#tag.isLauncher).then(
        () => {
          this.#preparePanel();
          this.requestUpdate();
        },
        () => undefined,
      );
    if (name === 'lang' || name === 'server' || name === 'token' || name === 'tokenProvider') {
      this.#tag.firstToken = null;
      this.#access.forget(name !== 'lang' && name !== 'server' && this.#tag[name] !== null && before !== this.#tag[name]);
      this.#isAnotherSession = true;
    }
    this.requestUpdate();
  }

  #handleMove(): void {
    this.#clock.touch();
    this.#screens.retry();
    this.#focus.move();
    this.requestUpdate();
  }

  #handleFailure(code: FailureCode): void {
    this.#notices.clear();
    this.#tag.dispatchEvent(new TicketErrorEvent(code));
    if (code === 'unauthenticated') this.#session.signOut();
    if (code === 'code-required') this.#access.guests?.prove();
  }

  #handleBeat(): void {
    // What nobody looks at is not marked as read.
    if (!document.hidden) this.#beat++;
    void (this.#texts.outbox?.flush() ?? this.#texts.look());
    this.#refresh();
  }

  readonly #handleConnection = (): void => {
    this.isOffline = !navigator.onLine;
    if (this.isOffline) return;
    this.#beat++;
    this.#screens.retry();
    this.requestUpdate();
  };
}
