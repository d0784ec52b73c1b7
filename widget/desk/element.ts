import { LitElement, html, nothing, unsafeCSS } from 'lit';
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskMe } from '../../server/wire/desk.ts';
import { asFailure } from '../client/http.ts';
import type { FailureCode } from '../client/http.ts';
import { Drafts } from '../client/drafts.ts';
import { DeskApi } from './api.ts';
import { asCustomerSheet } from './ticket/as-customer.ts';
import { panelSheet } from './answer/canned-panel.ts';
import { pickerSheet } from './answer/canned-picker.ts';
import { changeSheet } from './ticket/change-dialog.ts';
import { Company } from './frame/presence.ts';
import { composerSheet } from './answer/composer.ts';
import { customerSheet } from './customer/customer.ts';
import './customer/customer-place.ts';
import { customerPlaceSheet } from './customer/customer-place.ts';
import { customerSearchSheet } from './customer/customer-search.ts';
import type { Desk, Notice } from './desk.ts';
import { deskFactsSheet } from './ticket/facts.ts';
import { sayDeskFailure } from './frame/failures.ts';
import { actsSheet } from './ticket/acts.ts';
import './frame/account.ts';
import { accountSheet } from './frame/account.ts';
import type { Errand } from './frame/account.ts';
import { printSheet } from './frame/print.ts';
import { FieldKeysController } from './frame/field-keys.ts';
import { filesSheet } from './answer/files.ts';
import { helpSheet } from './frame/key-sheet.ts';
import type { HelpSheet } from './frame/key-sheet.ts';
import { heldSheet } from './answer/held.ts';
import { HoldSetting } from './answer/hold-setting.ts';
import { Holding, SentEvent } from './answer/holding.ts';
import './incidents/incidents.ts';
import { incidentsSheet } from './incidents/incidents.ts';
import type { IncidentsPanel } from './incidents/incidents.ts';
import { layout } from './frame/layout.ts';
import { atFirst, writeLooking } from './queue/search.ts';
import './new-ticket/new-ticket.ts';
import { newTicketSheet } from './new-ticket/new-ticket-form.ts';
import { customerHash, newTicketHash, placeOf } from './frame/place.ts';
import type { Place } from './frame/place.ts';
import { othersSheet } from './ticket/others.ts';
import { PulseController } from './frame/polling.ts';
import './mail/mails.ts';
import { mailsSheet } from './mail/mails.ts';
import type { MailsSheet } from './mail/mails.ts';
import './mail/quarantine.ts';
import { quarantineSheet } from './mail/quarantine.ts';
import './queue/queue.ts';
import { queueSheet } from './queue/queue.ts';
import type { Queue } from './queue/queue.ts';
import './queue/saved-views.ts';
import { savedViewsSheet } from './queue/saved-views.ts';
import type { SavedViews } from './queue/saved-views.ts';
import { below } from './root.ts';
import { ShortcutsController } from './frame/shortcuts.ts';
import type { Shortcut } from './frame/shortcuts.ts';
import './frame/sign-in.ts';
import { signInSheet } from './frame/sign-in.ts';
import { loadStats } from './statistics/link.ts';
import type { StatsPlace } from './statistics/statistics.ts';
import './ticket/ticket.ts';
import type { DeskTicketPlace } from './ticket/ticket.ts';
import { tagsSheet } from './ticket/tags.ts';
import { timelineSheet } from './ticket/timeline.ts';
import { setLocale } from './locales.ts';
import { chooseLanguage, directions } from '../client/language.ts';
import type { Language } from '../client/language.ts';
import { conversationSheet } from '../draw/conversation.ts';
import { isolated } from '../draw/isolate.ts';
import type { IconName } from '../draw/icon.ts';
import { bones, failureState } from '../draw/states.ts';
import { factsSheet } from '../draw/ticket-facts.ts';
import { base } from '../draw/styles/base.ts';
import { inner } from '../draw/styles/inner.ts';
import { promise } from '../draw/styles/promise.ts';
import { controls } from '../draw/styles/controls.ts';
import { dialog } from '../draw/styles/dialog.ts';
import { menu } from '../draw/styles/menu.ts';
import { searchRules } from '../draw/styles/search.ts';
import { tokens } from '../draw/styles/tokens.ts';

/** Reads the sign-in token of a mail's link and removes it from the URL and the history. */
function takeSignInLink(): string | null {
  const link = new URLSearchParams(location.hash.slice(1)).get('sign-in');
  if (link !== null) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}

type Entrance =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'signed-out'; readonly expired: boolean; readonly link?: string }
  | { readonly kind: 'failed'; readonly code: FailureCode }
  | { readonly kind: 'in'; readonly desk: Desk };

/** Milliseconds before texts that failed to load are requested again. */
const textsAgain = 4_000;

/**
 * The desk of the team that answers: the queue, ordered by promise, and beside it the ticket at hand. It is served on
 * the support server's own origin, fills its page, and stays signed in through a cookie that no script can read.
 *
 * @tag support-desk
 *
 * @attr {string} lang - Language of texts and dates; by default that of the page.
 * @attr {'light'|'dark'} theme - Follows the page unless told otherwise.
 *
 * @cssprop [--support-ticket-text] - Colour of text.
 * @cssprop [--support-ticket-background] - Colour of the paper.
 * @cssprop [--support-ticket-accent=#0a6c74] - The one accent.
 * @cssprop [--support-ticket-radius=6px] - Radius of controls.
 */
@localized()
export class SupportDesk extends LitElement {
  static override readonly styles: CSSResultGroup = [
    tokens,
    controls,
    base,
    inner,
    promise,
    unsafeCSS(searchRules),
    dialog,
    menu,
    conversationSheet,
    factsSheet,
    layout,
    accountSheet,
    actsSheet,
    signInSheet,
    queueSheet,
    timelineSheet,
    composerSheet,
    filesSheet,
    deskFactsSheet,
    tagsSheet,
    customerSheet,
    pickerSheet,
    heldSheet,
    changeSheet,
    panelSheet,
    asCustomerSheet,
    helpSheet,
    incidentsSheet,
    mailsSheet,
    quarantineSheet,
    othersSheet,
    savedViewsSheet,
    customerSearchSheet,
    customerPlaceSheet,
    newTicketSheet,
    // The last word: what is on paper is nothing else.
    printSheet,
  ];

  @property() override lang = '';

  @state() private entrance: Entrance = { kind: 'waiting' };
  @state() private place: Place = placeOf(location.hash);
  @state() private notice: Notice | null = null;
  @state() private beat = 0;
  @state() private speaks = false;

  @query('.voice') private voice!: HTMLElement | null;
  @query('support-desk-queue') private queue!: Queue | null;
  @query('support-desk-ticket') private ticket!: DeskTicketPlace | null;
  @query('support-desk-incidents') private incidents!: IncidentsPanel | null;
  @query('support-desk-help') private help!: HelpSheet | null;
  @query('support-desk-saved-views') private savedViews!: SavedViews | null;
  @query('support-desk-mails') private mails!: MailsSheet | null;
  @query('support-desk-stats') private stats!: StatsPlace | null;

  readonly #pulse = new PulseController(this, { onBeat: () => this.#handleBeat() });
  readonly #shortcuts: ShortcutsController = new ShortcutsController(this, { onKey: (shortcut) => this.#follow(shortcut) });
  readonly #holdSetting = new HoldSetting();
  #holding: Holding | null = null;
  #company: Company | null = null;
  #locale = 'en';
  #language: Language = 'en';
  #api = new DeskApi('en');

  constructor() {
    super();
    new FieldKeysController(this, (field) => this.#leaveField(field));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.#handleAddress);
    this.#holding?.connect();
    this.#company?.connect();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('hashchange', this.#handleAddress);
    this.#holding?.disconnect();
    this.#company?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasUpdated && !changed.has('lang')) return;
    this.#speak();
    void this.#enter();
  }

  protected override render(): TemplateResult {
    return html`<div class="surface" lang=${this.#locale} dir=${directions[this.#language]}>
      ${this.speaks ? this.#renderEntrance() : ''}
      <p class="unseen voice" role="status"></p>
    </div>`;
  }

  #renderEntrance(): TemplateResult {
    const { entrance } = this;
    switch (entrance.kind) {
      case 'waiting':
        return bones();
      case 'signed-out':
        return html`<support-desk-sign-in .api=${this.#api} .locale=${this.#locale} .expired=${entrance.expired} .link=${entrance.link ?? null} .entered=${this.#handleEntered}></support-desk-sign-in>`;
      case 'failed':
        return html`<main class="work">${failureState(msg('The desk could not be opened'), sayDeskFailure(entrance.code), () => void this.#enter())}</main>`;
      case 'in':
        return this.#renderDesk(entrance.desk);
    }
  }

  /** The number of the open ticket; `null` when none is open. */
  get #wanted(): string | null {
    return this.place.kind === 'ticket' ? this.place.number : null;
  }

  #renderDesk(desk: Desk): TemplateResult {
    const { now } = this.#pulse;
    const wanted = this.#wanted;
    const where = { none: 'at-queue', ticket: 'at-ticket', customer: 'at-ticket at-other', new: 'at-ticket at-other' }[this.place.kind];
    return html`
      <header class="unseen"><h1>${msg('Support desk')}</h1></header>
      <div class="desk ${where}">
        <section class="queue-column" role=${this.place.kind === 'none' ? 'main' : 'region'} aria-label=${msg('Tickets')}>
          <support-desk-queue .desk=${desk} .now=${now} .others=${desk.company.others} .opened=${wanted}></support-desk-queue>
        </section>
        <support-desk-held .desk=${desk} .opened=${wanted}></support-desk-held>
        ${this.#renderFoot(desk)}
        ${this.#renderOther(desk)}
        <support-desk-ticket .desk=${desk} .now=${now} .others=${desk.company.others} .beat=${this.beat} .wanted=${wanted} .notice=${this.notice}></support-desk-ticket>
        <support-desk-incidents .desk=${desk} .now=${now}></support-desk-incidents>
        <support-desk-help .enabled=${this.#shortcuts.enabled} .enable=${this.#handleEnable} .holdFor=${this.#holdSetting.seconds} .setHold=${this.#handleHold}></support-desk-help>
        <support-desk-saved-views .desk=${desk}></support-desk-saved-views>
        <support-desk-mails .desk=${desk} .now=${now}></support-desk-mails>
        <support-desk-stats .desk=${desk} .now=${now}></support-desk-stats>
      </div>
    `;
  }

  /** The customer's page or the form of a new ticket, in place of a ticket. */
  #renderOther(desk: Desk): TemplateResult | typeof nothing {
    const { place } = this;
    const { now } = this.#pulse;
    if (place.kind === 'customer')
      return html`<support-desk-customer-place .desk=${desk} .now=${now} .beat=${this.beat} .whom=${place.whom}></support-desk-customer-place>`;
    // Keyed by the hash, so that the values of one customer's form are not carried over to another's.
    return place.kind === 'new'
      ? html`${keyed(location.hash, html`<support-desk-new-ticket .desk=${desk} .now=${now} .whom=${place.whom}></support-desk-new-ticket>`)}`
      : nothing;
  }

  #renderFoot(desk: Desk): TemplateResult {
    return html`<footer class="foot">
      <support-desk-account .name=${desk.me.name} .go=${this.#handleErrand}></support-desk-account>
      <support-desk-quarantine .desk=${desk} .now=${this.#pulse.now} .beat=${this.beat}></support-desk-quarantine>
      <button class="help-button" type="button" aria-label=${msg('Keyboard shortcuts')} title=${msg('Keyboard shortcuts')} @click=${() => this.help?.show()}><kbd class="key">?</kbd></button>
    </footer>`;
  }

  #speak(): void {
    const page = (this.parentElement?.closest('[lang]') ?? document.documentElement).getAttribute('lang');
    const { language, locale } = chooseLanguage([this.lang, page, ...navigator.languages]);
    this.#locale = locale;
    this.#language = language;
    this.#api = new DeskApi(locale);
    setLocale(language).then(
      () => (this.speaks = true),
      () => void setTimeout(() => this.isConnected && this.#speak(), textsAgain),
    );
  }

  /** Opens the desk when there is a session, and else the sign-in. */
  async #enter(): Promise<void> {
    const link = takeSignInLink();
    if (link !== null) return void (this.entrance = { kind: 'signed-out', expired: false, link });
    try {
      this.#open(await this.#api.me());
    } catch (error) {
      const { code } = asFailure(error);
      this.entrance = code === 'unauthenticated' ? { kind: 'signed-out', expired: false } : { kind: 'failed', code };
    }
  }

  #open(me: DeskMe): void {
    this.#pulse.touch();
    this.notice = null;
    const drafts = new Drafts(location.origin + below('/desk'), me.id);
    const desk: Desk = {
      api: this.#api,
      drafts,
      holding: this.#hold(me, drafts),
      company: this.#join(me),
      me,
      locale: this.#locale,
      notify: (text, icon) => this.#notify(text, icon),
      failed: (code) => this.#failed(code),
      changed: () => this.#changed(),
      showIncidents: () => void this.incidents?.show(),
      keepView: (...asked) => void this.savedViews?.keep(...asked),
      manageViews: (kept) => void this.savedViews?.manage(kept),
    };
    this.entrance = { kind: 'in', desk };
  }

  #join(me: DeskMe): Company {
    this.#company?.disconnect();
    const company = new Company({ api: this.#api, me: me.id, news: () => this.#refresh(), changed: () => this.requestUpdate() });
    this.#company = company;
    if (this.isConnected) company.connect();
    return company;
  }

  #hold(me: DeskMe, drafts: Drafts): Holding {
    this.#holding?.disconnect();
    const holding = new Holding({
      api: this.#api,
      drafts,
      seconds: () => this.#holdSetting.seconds ?? me.holdSeconds,
      unshown: (event) => (event instanceof SentEvent ? this.#tellSent(event) : this.#tellRefused()),
      failed: (code) => this.#failed(code),
    });
    this.#holding = holding;
    if (this.isConnected) holding.connect();
    return holding;
  }

  /** Reports a sent answer that no composer has shown. */
  #tellSent({ held }: SentEvent): void {
    this.#notify(msg(str`Your answer to ${isolated(held.to)}, #${held.number}, has been sent.`));
    this.#refresh();
  }

  /** Shows refused answers again; each stays listed until it is handled. */
  #tellRefused(): void {
    this.#refresh();
  }

  /** Sends held answers before signing out, and asks when some could not be sent. */
  async #leave(): Promise<void> {
    if ((await this.#holding?.flush()) ?? true) return this.#signOut();
    const { all = [] } = this.#holding ?? {};
    const [held] = all;
    this.ticket?.ask({
      heading: all.length > 1 ? msg(str`${all.length} answers have not been sent yet`) : msg('An answer has not been sent'),
      text: held
        ? msg(
            str`The one to ${isolated(held.to)}, #${held.number}, still waits for the server. It stays on this device, and goes once you sign in here again.`,
          )
        : msg('Its text is kept as a draft on this device, with its ticket.'),
      yes: msg('Sign out all the same'),
      no: msg('Stay'),
      act: () => this.#signOut(),
    });
  }

  async #signOut(): Promise<void> {
    try {
      await this.#api.signOut();
    } catch (error) {
      const { code } = asFailure(error);
      if (code !== 'unauthenticated') return this.#notify(sayDeskFailure(code), 'warning');
    }
    // The next member who signs in begins at the queue.
    history.replaceState(null, '', location.pathname + writeLooking(atFirst, location.search));
    this.place = { kind: 'none' };
    this.#holding?.disconnect();
    this.#company?.disconnect();
    this.entrance = { kind: 'signed-out', expired: false };
  }

  async #showStats(): Promise<void> {
    try {
      await loadStats();
      await this.stats?.show();
    } catch (error) {
      this.#notify(sayDeskFailure(asFailure(error).code), 'warning');
    }
  }

  #notify(text: string, icon: IconName = 'check'): void {
    this.notice = { text, icon };
    // The shown warning is an alert itself.
    if (icon === 'warning') return;
    // Emptied first, so that an equal text is announced again.
    if (this.voice) this.voice.textContent = '';
    requestAnimationFrame(() => {
      if (this.voice) this.voice.textContent = text;
    });
  }

  #failed(code: FailureCode): void {
    if (code !== 'unauthenticated') return;
    // Held answers stay stored for the same member.
    this.#holding?.disconnect();
    this.#company?.disconnect();
    this.entrance = { kind: 'signed-out', expired: true };
  }

  #changed(): void {
    this.#pulse.touch();
    this.requestUpdate();
    void this.queue?.refresh();
  }

  /** Refreshes by polling, unless the stream of hints is connected. */
  #handleBeat(): void {
    if (this.entrance.kind === 'in' && this.#company?.isFresh) return;
    this.#refresh();
    void this.#company?.learn();
  }

  /** Moves the focus from a field to the first row or heading around it. */
  #leaveField(field: HTMLElement): void {
    const place = field.closest('support-desk-queue, support-desk-ticket, support-desk-new-ticket, support-desk-customer-place');
    const target = place?.querySelector<HTMLElement>('.queue .title-link, h2[tabindex]');
    if (target) target.focus({ preventScroll: true });
    else field.blur();
  }

  #refresh(): void {
    if (this.entrance.kind === 'failed') void this.#enter();
    if (this.entrance.kind !== 'in') return;
    this.#pulse.touch();
    this.beat++;
    void this.queue?.refresh();
  }

  #follow(shortcut: Shortcut): boolean {
    if (this.entrance.kind !== 'in') return false;
    if (this.ticket?.isAboutToWrite) return true;
    switch (shortcut) {
      case 'next':
      case 'previous':
        this.queue?.step(shortcut === 'next' ? 1 : -1);
        return true;
      case 'search':
        return this.queue?.focusSearch() ?? false;
      case 'views':
        return this.queue?.showViews() ?? false;
      case 'filter':
        return this.queue?.toggleFilters() ?? false;
      case 'clear':
        return this.queue?.clear() ?? false;
      case 'customers':
        location.hash = customerHash();
        return true;
      case 'open':
        location.hash = newTicketHash();
        return true;
      case 'incidents':
        void this.incidents?.show();
        return true;
      case 'statistics':
        void this.#showStats();
        return true;
      case 'help':
        this.help?.show();
        return true;
      default:
        return this.ticket?.follow(shortcut) ?? false;
    }
  }

  readonly #handleAddress = (): void => {
    const left = this.#wanted;
    const link = takeSignInLink();
    if (link !== null && this.entrance.kind === 'signed-out') this.entrance = { kind: 'signed-out', expired: false, link };
    if (link !== null) return;
    this.place = placeOf(location.hash);
    this.notice = null;
    this.#pulse.touch();
    if (left !== null && this.place.kind === 'none') void this.updateComplete.then(() => this.queue?.focusRow(left));
  };

  readonly #handleErrand = (errand: Errand): void => {
    const errands: Readonly<Record<Errand, () => unknown>> = {
      statistics: () => this.#showStats(),
      replies: () => this.ticket?.follow('canned'),
      incidents: () => this.incidents?.show(),
      mails: () => this.mails?.show(),
      keys: () => this.help?.show(),
      'sign-out': () => this.#leave(),
    };
    void errands[errand]();
  };

  readonly #handleHold = (seconds: number | null): void => {
    this.#holdSetting.seconds = seconds;
    this.requestUpdate();
  };

  readonly #handleEnable = (enabled: boolean): void => {
    this.#shortcuts.enabled = enabled;
    this.requestUpdate();
  };

  /** Opens the desk after a sign-in, and moves the focus to the queue or the ticket. */
  readonly #handleEntered = (me: DeskMe): void => {
    this.#open(me);
    void this.updateComplete.then(() => (this.#wanted === null ? this.queue?.focusFirst() : this.ticket?.arrive()));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk': SupportDesk;
  }
}
