import { css, html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import { opensAt } from '../../server/ticket/ahead.ts';
import type { NewTicket, TicketItem, TicketView } from '../../server/ticket/wire.ts';
import type { Prefill } from '../app.ts';
import { asFailure } from '../http.ts';
import type { Failure, FailureCode } from '../http.ts';
import { adopt } from '../adopt.ts';
import type { AnswersController } from '../controllers/answers.ts';
import { areThere, holdFiles, idsOf, outForm } from '../controllers/held-files.ts';
import type { HeldFile } from '../controllers/held-files.ts';
import { joined, keepReply, newDraft, replyDraft } from '../controllers/open-outbox.ts';
import { isPassing } from '../controllers/patience.ts';
import { secretsFor } from '../controllers/secrets.ts';
import type { ArrivedEvent, QueuedTicket } from '../controllers/outbox.ts';
import { TicketEvent } from '../events.ts';
import { checkSheet, checkStep, sentTicket, waitingTicket } from '../parts/check-step.ts';
import '../parts/attachment-field.ts';
import type { Files } from '../parts/attachment-field.ts';
import { icon } from '../parts/icon.ts';
import { waitingFiles } from '../parts/queued.ts';
import { noSearch } from '../parts/pick-one.ts';
import type { Search } from '../parts/pick-one.ts';
import { serviceSheet, serviceStep } from '../parts/service-step.ts';
import type { OrderSearch } from '../parts/service-step.ts';
import { rareWords, sayFailure } from '../parts/states.ts';
import { factsSheet } from '../parts/ticket-facts.ts';
import { planned, writeSheet, writeStep } from '../parts/write-step.ts';
import type { WriteStep } from '../parts/write-step.ts';
import { emptyRequest, fit, isBlank, problemsOf, promisedBy, serviceOf, toNewTicket, withPrefill } from '../request.ts';
import type { FieldProblem, Request, Step } from '../request.ts';
import { sameDay, sayDay, sayMoment, sayTime } from '../when.ts';
import { Screen } from './screen.ts';

/** What is kept of a request that is not sent yet. */
interface Kept {
  readonly request: Request;
  /** One key for this intent, whatever happens on the way: sending twice makes one ticket. */
  readonly key: string;
  /** What was last sent without an answer coming back. */
  readonly tried: NewTicket | null;
  /** It is on its way at this moment: should the page go, the outbox takes it up. */
  readonly sending?: boolean;
}

// Not within the class: TypeScript would leave the extension as it is.
const loadSimilar = () => import('../parts/similar-ticket.ts');

const draftName = newDraft;

/** Opening a ticket: the service, the request, a check of everything, and the confirmation. */
@customElement('support-ticket-compose')
@localized()
export class ComposeScreen extends Screen {
  static override readonly sheet: CSSResult = css`${factsSheet} ${serviceSheet} ${writeSheet} ${checkSheet}`;

  @property({ attribute: false }) prefill: Prefill = {};
  /** Taken out of the outbox, to be changed. */
  @property({ attribute: false }) resumed: QueuedTicket | null = null;
  /** Sent before anybody was known, and on its way now. */
  @property({ attribute: false }) queued: QueuedTicket | null = null;
  /** The step that the site asked for, by the name that it was told; null: the draft decides. */
  @property({ attribute: false }) step: string | null = null;
  /** Another number: the customer comes anew. */
  @property({ attribute: false }) visit = 0;

  @state() private request: Request = emptyRequest;
  @state() private keptAt: string | null = null;
  @state() private problems: readonly FieldProblem[] = [];
  @state() private orders: OrderSearch = { ...noSearch, unlisted: false };
  @state() private subscriptions: Search = noSearch;
  @state() private projects: Search = noSearch;
  @state() private busy = false;
  @state() private failure: FailureCode | null = null;
  @state() private sent: TicketView | null = null;
  /** What was sent and waits for the connection. */
  @state() private waiting: QueuedTicket | null = null;
  /** Advice on the title waits until it has been left, or the description begun. */
  @state() private titled = false;
  /** The customer's open ticket that looks the same as a title; null for those who have none. */
  @state() private similar: ((title: string) => WriteStep['similar']) | null = null;
  /** The promise, spoken when another priority is chosen. */
  @state() private spoken = '';

  #answers: AnswersController | null = null;
  #key = nanoid();
  /** What waits has left the outbox, and its ticket is being asked for. */
  #asking = false;
  #tried: NewTicket | null = null;
  #sending = false;
  #begun = '';
  #focus: string | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.waiting && !this.#asking && !this.app.outbox.has(this.waiting.key)) this.#gone();
    this.#equip();
    const wanted = JSON.stringify([this.prefill, this.visit]);
    if (this.hasUpdated && wanted === this.#begun) return;
    this.#begun = wanted;
    this.#restore();
    if (this.resumed) this.#resume(this.resumed);
    if (this.queued) void this.#follow(this.queued);
  }

  /** Help articles come with code of their own. */
  #equip(): void {
    const { extras } = this.app;
    if (!extras || this.#answers) return;
    adopt(this, extras.answersSheet);
    this.#answers = new extras.AnswersController(this, (text) => (this.spoken = text));
  }

  protected override updated(): void {
    if (this.#focus === null) return super.updated();
    const field = this.#focus && this.querySelector<HTMLElement>(`#${this.#focus}, [name="${this.#focus}"]:checked, [name="${this.#focus}"]`);
    this.#focus = null;
    if (field) field.focus();
    else this.focusHeading();
    (field || this).scrollIntoView({ block: field ? 'center' : 'nearest' });
  }

  protected override render(): TemplateResult {
    const { sent } = this;
    if (sent) return this.#renderSent(sent);
    if (this.waiting) return this.#renderWaiting(this.waiting);
    switch (this.request.step) {
      case 'service':
        return this.#renderService();
      case 'write':
        return this.#renderWrite();
      case 'check':
        return this.#renderCheck();
    }
  }

  #renderClosed(): TemplateResult | null | undefined {
    const { session, locale, closed } = this.app;
    const opening = closed && opensAt(Date.parse(this.now), session.form.openDays);
    return opening ? closed.closedNotice(session.form, opening, this.now, locale) : null;
  }

  #renderTop(backLabel: string, back: () => void, heading: string, lead: string | null = null): TemplateResult {
    return html`<header class="top">
      <button class="back" type="button" @click=${back}>${icon('back')}${backLabel}</button>
      <h2 part="heading" tabindex="-1">${heading}</h2>
      ${lead ? html`<p class="soft">${lead}</p>` : ''}
    </header>`;
  }

  #renderService(): TemplateResult {
    const { session, locale } = this.app;
    return html`
      ${this.#renderTop(msg('Support'), () => this.app.go({ view: 'home' }), msg('What is it about?'), msg('The right service from the start means a quicker answer.'))} ${this.#renderClosed()}
      ${this.request.followUpOf
        ? html`<p class="meta"><span>${msg(str`Follow-up of ${this.request.followUpLabel}`)}</span><button class="link" id="follow-up" type="button" @click=${() => this.#change({ followUpOf: null })}>${msg('Open a ticket of its own')}</button></p>`
        : nothing}
      ${serviceStep({
        request: this.request,
        extras: this.app.extras,
        session,
        locale,
        now: this.now,
        orders: this.orders,
        choose: (changes) => this.#change(changes),
        searchOrders: (changes) => (this.orders = { ...this.orders, ...changes }),
        subscriptions: this.subscriptions,
        searchSubscriptions: (changes) => (this.subscriptions = { ...this.subscriptions, ...changes }),
        go: () => this.#goTo('write'),
      })}
    `;
  }

  #renderWrite(): TemplateResult {
    const { session, locale } = this.app;
    const service = serviceOf(this.request, session.form);
    const kept = this.keptAt && this.#hasDraft ? this.#sayKept(this.keptAt) : '';
    return html`
      ${this.#renderTop(service?.label ?? msg('Service'), () => this.#goTo('service'), msg('Describe your request'))} ${this.#renderClosed()}
      ${writeStep({
        request: this.request,
        extras: this.app.extras,
        session,
        locale,
        now: this.now,
        problems: this.problems,
        kept,
        spoken: this.spoken,
        titled: this.titled || this.request.description !== '',
        secrets: secretsFor(this, `${this.request.title}\n${this.request.description}`),
        similar: this.similar?.(this.request.title),
        answers: this.#answers?.found ?? [],
        dismissAnswers: () => this.#dismissAnswers(),
        projects: this.projects,
        searchProjects: (changes) => (this.projects = { ...this.projects, ...changes }),
        leaveTitle: () => (this.titled = true),
        insert: (text) => this.#insert(text),
        paste: (event) => this.querySelector<Files>('support-ticket-files')?.paste(event),
        files: this.#renderFiles(false),
        discard: () => this.#discard(),
        complain: (text) => this.app.notify(text, 'problem'),
        change: (changes) => this.#change(changes),
        check: () => this.#check(),
      })}
    `;
  }

  #renderCheck(): TemplateResult {
    const { session, locale } = this.app;
    return html`
      ${this.#renderTop(msg('My request'), () => this.#goTo('write'), msg('Check before sending'))}
      ${checkStep({
        request: this.request,
        extras: this.app.extras,
        session,
        locale,
        now: this.now,
        busy: this.busy,
        failure: this.failure,
        files: this.#files.length ? this.#renderFiles(true) : null,
        mend: (step, field) => this.#goTo(step, field),
        send: () => void this.#send(),
      })}
    `;
  }

  #renderFiles(settled: boolean): TemplateResult {
    const { outbox, session, locale } = this.app;
    return html`<support-ticket-files
      name="files"
      .outbox=${outbox}
      .form=${draftName}
      .limits=${session.form.limits.attachment}
      .locale=${locale}
      .settled=${settled}
      @held=${() => this.waiting ?? this.#keep()}
    ></support-ticket-files>`;
  }

  get #files(): readonly HeldFile[] {
    return this.app.outbox.filesOf(draftName);
  }

  /** Whether a file stands in the way that only the customer can decide on. */
  get #isStuck(): boolean {
    const { outbox, session } = this.app;
    return outbox.uploads?.isStuck(draftName, session.form.limits.attachment) ?? false;
  }

  get #hasDraft(): boolean {
    return !isBlank(this.request) || this.#files.length > 0;
  }

  #renderSent(ticket: TicketView): TemplateResult {
    const { session, locale } = this.app;
    return sentTicket(ticket, {
      session,
      locale,
      now: this.now > ticket.createdAt ? this.now : ticket.createdAt,
      follow: () => this.app.go({ view: 'ticket', ticket: `${ticket.number}` }),
      home: () => this.app.go({ view: 'home' }),
      copied: () => this.app.notify(msg('The number is copied.')),
      offer: this.app.live()?.offer(),
    });
  }

  #renderWaiting(entry: QueuedTicket): TemplateResult {
    const { session, locale, outbox } = this.app;
    return waitingTicket(entry.ticket.title, {
      sending: outbox.sending === entry.key,
      files: waitingFiles(this.app, entry.key),
      sayWaiting: outbox.uploads?.sayWaiting,
      due: planned(entry.request, session, this.now, locale),
      edit: () => this.#takeBack(entry, true),
      cancel: () => this.#takeBack(entry, false),
      home: () => this.app.go({ view: 'home' }),
    });
  }

  /** It may have arrived before this screen was there: asking again under its key gives the same ticket. */
  async #follow(entry: QueuedTicket): Promise<void> {
    this.waiting = entry;
    if (this.app.outbox.tickets.some(({ key }) => key === entry.key)) return;
    this.#asking = true;
    const ticket = await this.app.api.create(entry.ticket, entry.key).catch(() => null);
    this.#asking = false;
    if (!ticket) return this.app.go({ view: 'open' });
    this.waiting = null;
    this.sent = ticket;
  }

  /** Out of the queue: to be changed, or not to be sent at all. Its words stay as a draft either way. */
  #takeBack({ key }: QueuedTicket, edit: boolean): void {
    const entry = this.app.outbox.take(key) as QueuedTicket | null;
    if (!entry) return;
    this.waiting = null;
    this.#resume(entry);
    if (edit) return;
    this.app.go({ view: 'home' });
    this.app.notify(msg('It will not be sent. Your text is kept as a draft.'));
  }

  /** Under its own key, and knowing what was tried: should it have arrived after all, it is not sent twice. */
  #resume({ key, ticket, request }: QueuedTicket): void {
    const { title, description } = this.request;
    const begun = !isBlank(this.request) && (title !== request.title || description !== request.description);
    this.app.outbox.moveFiles(outForm(key), draftName);
    this.#key = key;
    this.#tried = ticket;
    this.request = fit({ ...request, step: 'write', description: begun ? joined(request.description, title, description) : request.description }, this.app.session);
    this.#keep();
    this.#focus = 'title';
  }

  /** It has left the outbox without arriving here: given back to be mended, or sent from another window. */
  #gone(): void {
    this.waiting = null;
    this.#restore();
    this.#focus = '';
    if (!this.#hasDraft) this.app.go({ view: 'home' });
  }

  protected override arrived(event: ArrivedEvent): void {
    if (event.key !== this.waiting?.key) return;
    event.preventDefault();
    this.waiting = null;
    this.sent = event.ticket;
    this.#focus = '';
  }

  #sayKept(at: string): string {
    const when = sayTime(at, this.app.locale);
    return sameDay(at, this.now) ? msg(str`Draft kept here at ${when}.`) : msg(str`Draft kept here on ${sayDay(at, this.now, this.app.locale)}.`);
  }

  #discard(): void {
    this.app.drafts.drop(draftName);
    this.app.outbox.dropFiles(draftName);
    this.#restore();
    this.#focus = '';
  }

  #restore(): void {
    const kept = this.app.drafts.load<Partial<Kept>>(draftName);
    const before = fit({ ...emptyRequest, ...kept?.value.request }, this.app.session);
    // Without a word written there is nothing to go on with.
    const draft = isBlank(before) ? emptyRequest : before;
    this.#key = kept?.value.key ?? nanoid();
    this.#tried = kept?.value.tried ?? null;
    this.keptAt = kept?.at ?? null;
    this.request = withPrefill(draft, this.prefill, this.app.session);
    this.orders = { ...noSearch, unlisted: this.request.orderReference !== '' };
    this.subscriptions = this.projects = noSearch;
    this.sent = null;
    this.waiting = null;
    this.#answers?.reset();
    this.titled = this.request.title !== '';
    this.failure = null;
    this.problems = [];
  }

  /** The button goes away with what it hides: writing goes on where it was. */
  #dismissAnswers(): void {
    this.#answers?.dismiss();
    this.#focus = this.request.description ? 'description' : 'title';
  }

  /** Below what is written already, with the keyboard where it begins. */
  #insert(text: string): void {
    this.#change({ description: joined(this.request.description, text) });
    this.#focus = 'description';
  }

  /** What was written becomes a message to a ticket that is open already; the draft of a new one goes. */
  #addTo({ id, number }: TicketItem): void {
    const { title, description } = this.request;
    keepReply(this.app, id, joined(title, description));
    this.app.outbox.moveFiles(draftName, replyDraft(id));
    this.#discard();
    this.app.go({ view: 'ticket', ticket: `${number}` });
    this.app.notify(msg(str`Your text is ready to be added to ticket #${number}.`));
  }

  /** Once, when writing begins; without it nothing is missing. */
  async #learnOthers(): Promise<void> {
    if (this.similar || !this.app.session.counts.open) return;
    this.similar = () => nothing;
    try {
      const [{ similarTicket }, { items }] = await Promise.all([loadSimilar(), this.app.api.list({ state: 'open', limit: 100 })]);
      this.similar = (title) => similarTicket(title, items, (ticket) => this.#addTo(ticket));
    } catch {
      this.similar = null;
    }
  }

  #change(changes: Partial<Request>): void {
    if (changes.title !== undefined) void this.#learnOthers();
    this.request = { ...this.request, ...changes };
    const { api, session } = this.app;
    if (session.help.articles && (changes.title ?? changes.description) !== undefined) this.#answers?.ask(api, this.request.title, this.request.description);
    if (this.problems.length) this.problems = problemsOf(this.request, this.app.session.form);
    if (changes.priority) {
      const due = sayMoment(promisedBy(changes.priority, this.now, this.app.session.form), this.now, this.app.locale, { plainDate: true });
      this.spoken = msg(str`If you send it now: answer by ${due}`);
    }
    this.#keep();
  }

  #keep(): void {
    const { request } = this;
    this.keptAt = this.app.drafts.save(draftName, { request, key: this.#key, tried: this.#tried, sending: this.#sending } satisfies Kept);
  }

  #goTo(step: Step, field = ''): void {
    this.failure = null;
    this.request = { ...this.request, step };
    this.#keep();
    this.#focus = field;
  }

  #check(): void {
    this.problems = problemsOf(this.request, this.app.session.form);
    const [first] = this.problems;
    if (first) {
      this.#focus = first.path.replace('fields.', 'field-');
      this.requestUpdate();
    } else if (this.#isStuck) this.#goTo('write', 'files');
    else this.#goTo('check');
  }

  /** As it is sent: with the files that have arrived. */
  #ticket(): NewTicket {
    const attachments = idsOf(this.#files);
    return { ...toNewTicket(this.request, this.app.session.form), ...(attachments.length && { attachments }) };
  }

  async #send(): Promise<void> {
    if (this.busy) return;
    if (this.#isStuck) return this.#goTo('write', 'files');
    if (!areThere(this.#files)) return this.#wait(null);
    this.busy = true;
    this.failure = null;
    const ticket = this.#ticket();
    const before = this.#tried;
    this.#tried = ticket;
    this.#sending = true;
    this.#keep();
    this.#sending = false;
    try {
      this.#arrived(await this.app.api.create(ticket, this.#key));
    } catch (error) {
      await this.#notSent(asFailure(error), before);
    } finally {
      this.busy = false;
    }
  }

  #arrived(ticket: TicketView): void {
    this.app.drafts.drop(draftName);
    this.app.outbox.dropFiles(draftName);
    this.#key = nanoid();
    this.#tried = null;
    this.sent = ticket;
    this.#focus = '';
    this.app.emit(new TicketEvent('ticket-created', ticket));
    this.app.refresh();
  }

  async #notSent(failure: Failure, before: NewTicket | null): Promise<void> {
    if (failure.code === 'idempotency-key-reused') return this.#alreadyThere(before ?? this.#ticket());
    if (isPassing(failure.code)) return this.#wait(failure.code);
    if (this.app.outbox.recallFiles(draftName, failure)) return this.#wait(null);
    this.app.failed(failure.code);
    if (failure.code !== 'invalid-input') {
      this.failure = failure.code;
      this.#keep();
      return;
    }
    // A refused request has not been recorded: the next one may differ.
    this.#tried = null;
    const paths = failure.fields.map((field) => ({ path: field.path as FieldProblem['path'], code: field.code, count: 0 }));
    const known = paths.filter(({ path }) => path === 'title' || path === 'description');
    this.problems = known.length ? problemsOf(this.request, this.app.session.form) : [];
    if (known[0]) return this.#goTo('write', known[0].path);
    this.#goTo('service');
    this.app.notify(rareWords()?.sayFormChanged() ?? sayFailure(failure.code), 'problem');
  }

  /**
   * It waits in the outbox under its own key, and this place is free for another request: it may have arrived or not, or
   * (`null`) has files still on their way.
   */
  #wait(code: FailureCode | null): void {
    const { outbox, drafts } = this.app;
    const entry: QueuedTicket = { kind: 'ticket', key: this.#key, at: this.now, ticket: code ? this.#ticket() : toNewTicket(this.request, this.app.session.form), request: this.request };
    outbox.moveFiles(draftName, outForm(entry.key));
    outbox.add(entry, !code);
    drafts.drop(draftName);
    this.#key = nanoid();
    this.#tried = null;
    this.waiting = entry;
    this.#focus = '';
    if (code) this.app.failed(code);
  }

  /** An earlier try had arrived, its answer got lost, and the text was changed since: shows that ticket, and offers the change as a message. */
  async #alreadyThere(before: NewTicket): Promise<void> {
    const changed = this.#ticket();
    try {
      const ticket = await this.app.api.create(before, this.#key);
      this.app.drafts.drop(draftName);
      if (changed.description !== before.description || changed.title !== before.title) {
        keepReply(this.app, ticket.id, joined(changed.title === before.title ? '' : changed.title, changed.description));
      }
      const sent = before.attachments ?? [];
      holdFiles(this.app.drafts, draftName, this.#files.filter(({ attachment }) => !attachment || !sent.includes(attachment)));
      this.app.outbox.moveFiles(draftName, replyDraft(ticket.id));
      this.app.emit(new TicketEvent('ticket-created', ticket));
      this.app.refresh();
      this.app.go({ view: 'ticket', ticket: `${ticket.number}` });
      this.app.notify(rareWords()?.sayArrived(ticket.number) ?? `#${ticket.number}`);
    } catch (error) {
      const { code } = asFailure(error);
      // Sent from another window, with another text than any this one knows: what stands here is a request of its own.
      if (code === 'idempotency-key-reused') {
        this.#key = nanoid();
        this.#tried = null;
        this.#keep();
      }
      this.failure = code;
    }
  }
}
