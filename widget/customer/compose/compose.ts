import type { WritingApp } from '../app.ts';
import { html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { isolated, renderIsolated } from '../../draw/isolate.ts';
import { nanoid } from 'nanoid';
import { opensAt } from '../../../server/ticket/open-days.ts';
import type { NewTicket, TicketItem, TicketView } from '../../../server/wire/tickets.ts';
import type { Prefill } from '../../form/prefill.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure, FailureCode } from '../../client/http.ts';
import { lazy } from '../../client/lazy.ts';
import { adopt } from '../../draw/adopt.ts';
import { closedNotice } from './closed-notice.ts';
import type { AnswersController } from '../advice/answers-controller.ts';
import { areThere, holdFiles, idsOf, outForm } from '../../upload/held-files.ts';
import type { HeldFile } from '../../upload/held-files.ts';
import { arrivedAs } from '../outbox/arrivals.ts';
import { keepReply } from '../outbox/keep-text.ts';
import { recallFiles } from '../outbox/recall-files.ts';
import { joined, newDraft, replyDraft } from '../outbox/unsent.ts';
import { isPassing } from '../../client/patience.ts';
import type { ArrivedEvent } from '../outbox/events.ts';
import type { QueuedTicket } from '../outbox/outbox.ts';
import { TicketEvent } from '../../client/events.ts';
import type { Regained } from './sent/sent.ts';
import type { Files } from '../../upload/field.ts';
import { icon } from '../../draw/icon.ts';
import { openTicketShape } from '../../draw/more-icons.ts';
import { noSearch } from '../../form/pick-one.ts';
import type { Search } from '../../form/pick-one.ts';
import type { RowWindow } from '../../draw/row-window.ts';
import { PartLoader } from '../part-loader.ts';
import { noOrderSearch } from './order-search.ts';
import type { OrderSearch } from './order-search.ts';
import { serviceSheet, serviceStep } from './service-step.ts';
import { stepLoaders } from './step-loaders.ts';
import type { StepCode } from './step-loaders.ts';
import { subjectHeading } from './subject-heading.ts';
import { bones, brokenScreen, rareWords, sayFailure } from '../../draw/states.ts';
import {
  emptyRequest,
  fit,
  isBlank,
  problemsOf,
  promisedBy,
  questionsOf,
  reachable,
  serviceOf,
  steps,
  textsOf,
  toNewTicket,
  unansweredOf,
  withPrefill,
} from '../../form/request.ts';
import type { FieldProblem, Question, Request, Step } from '../../form/request.ts';
import { sayDay } from '../../draw/dates.ts';
import { sameDay, sayMoment, sayTime } from '../../draw/when.ts';
import { Screen } from '../screen.ts';
import { inner } from '../../draw/styles/inner.ts';
import { promise } from '../../draw/styles/promise.ts';

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

const loadAnswers = lazy(() => import('../advice/answers.ts'));
const loadIncidents = lazy(() => import('../../draw/incidents.ts'));

const draftName = newDraft;

/** Opening a ticket: the service, the request, a check of everything, and the confirmation. */
@customElement('support-ticket-compose')
@localized()
export class ComposeScreen extends Screen {
  declare app: WritingApp;

  static override readonly sheets: readonly CSSResult[] = [inner, serviceSheet];

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
  /** What the customer wanted to go on without, in a step that asks for it. */
  @state() private lacking: readonly ('service' | Question)[] = [];
  @state() private orders: OrderSearch = noOrderSearch;
  @state() private subscriptions: Search = noSearch;
  @state() private projects: Search = noSearch;
  @state() private busy = false;
  @state() private failure: FailureCode | null = null;
  @state() private sent: TicketView | null = null;
  /** Nobody knew whether it had arrived, and now it is known: it was there already, or has been sent since. */
  @state() private regained: Regained | null = null;
  /** What was sent and waits for the connection. */
  @state() private waiting: QueuedTicket | null = null;
  /** Advice on the title waits until it has been left, or the description begun. */
  @state() private titled = false;
  /** The customer's open tickets, once they are of use; null until then. */
  @state() private openTickets: readonly TicketItem[] | null = null;
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
  /** `null` until the orders' step is there. */
  #rows: RowWindow | null = null;
  /** The step that is on the screen. */
  #shown: TemplateResult | typeof nothing = nothing;
  /** The next step is being loaded. */
  #isLoading = false;
  readonly #steps = new PartLoader(stepLoaders, () => this.requestUpdate());

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.waiting && !this.#asking && !this.app.outbox.has(this.waiting.key)) this.#gone(this.waiting);
    this.#equip();
    const wanted = JSON.stringify([this.prefill, this.visit]);
    if (!this.hasUpdated || wanted !== this.#begun) {
      this.#begun = wanted;
      this.#restore(this.#named);
      if (this.resumed) this.#resume(this.resumed);
      if (this.queued) this.#follow(this.queued);
      else this.#tellStep(true);
    } else if (changed.has('step') && this.#named) this.#turnTo(this.#named);
  }

  /** The step that the address names; null: the draft decides. The first one has the form's own address. */
  get #named(): Step | null {
    return this.step === '' ? 'service' : (steps.find((step) => step === this.step) ?? null);
  }

  /** The site has brought the customer to another step, by the way back or on: an address may name a step that is not ready yet. */
  #turnTo(wanted: Step): void {
    // A draft that was taken up where it was left stays there, whatever it lacks: the check asks.
    if (this.sent || this.waiting || wanted === this.request.step) return;
    const step = reachable(wanted, this.request, this.app.session);
    if (step === this.request.step) return;
    this.#turn(step, '');
    if (step !== wanted) this.#tellStep(true);
  }

  /** Each step has an address; the first one is that of the form. */
  #tellStep(replaces = false): void {
    const { step } = this.request;
    this.app.moved({ step: step === 'service' ? null : step }, replaces);
  }

  /** Help articles come with code of their own. */
  #equip(): void {
    const code = this.app.session.help.articles ? loadAnswers(this) : null;
    if (!code || this.#answers) return;
    adopt(this, code.answersSheet);
    this.#answers = new code.AnswersController(this, (text) => (this.spoken = text));
    // Something may have been written while the code was being loaded.
    if (this.request.title || this.request.description) this.#answers.ask(this.app.api, this.request.title, this.request.description);
  }

  get #incidents(): ReturnType<typeof loadIncidents> {
    return this.app.session.incidents.length ? loadIncidents(this) : null;
  }

  protected override updated(): void {
    if (this.#isLoading) return;
    if (this.#focus === null) return super.updated();
    const field =
      this.#focus && this.querySelector<HTMLElement>(`#${this.#focus}, [name="${this.#focus}"]:checked, [name="${this.#focus}"]`);
    this.#focus = null;
    if (field) field.focus();
    else this.focusHeading();
    (field || this).scrollIntoView({ block: field ? 'center' : 'nearest' });
  }

  /** While the next step is being loaded the one before stays, with the keyboard where it is. */
  protected override render(): TemplateResult {
    const step = this.#renderStep();
    this.#isLoading = step === null;
    if (step) this.#shown = step;
    return html`${this.#shown}${step ? nothing : bones()}`;
  }

  #renderStep(): TemplateResult | null {
    const { sent, waiting } = this;
    if (sent) return this.#part('sent', (code) => this.#renderSent(code, sent));
    if (waiting) return this.#part('sent', (code) => this.#renderWaiting(code, waiting));
    switch (this.request.step) {
      case 'service':
        return this.#renderService();
      case 'subject':
        return this.#part('subject', (code) => this.#renderSubject(code));
      case 'write':
        return this.#part('write', (code) => this.#renderWrite(code));
      case 'check':
        // What is sent from here must find what says so, with or without a connection.
        return this.#part('sent', () => this.#part('check', (code) => this.#renderCheck(code)));
    }
  }

  /** A step whose code is loaded by itself: `null` while it is on its way, and a message where it could not be loaded. */
  #part<Name extends keyof StepCode>(name: Name, render: (code: StepCode[Name]) => TemplateResult | null): TemplateResult | null {
    const code = this.#steps.want(name) as StepCode[Name] | null;
    if (code) {
      adopt(this, promise, code.sheet);
      return render(code);
    }
    return this.#steps.failed === name ? brokenScreen(this.#steps.isOutdated) : null;
  }

  protected override lookForNews(): void {
    this.#steps.retry();
  }

  override focusHeading(): void {
    // The heading that is wanted comes with the step.
    if (this.#isLoading) this.#focus ??= '';
    else super.focusHeading();
  }

  protected override firstUpdated(): void {
    (self.requestIdleCallback ?? setTimeout)(() => this.#steps.prefetch('subject', 'write', 'check', 'sent'));
  }

  #renderClosed(): TemplateResult | null {
    const { session, locale } = this.app;
    const opening = opensAt(Date.parse(this.now), session.form.openDays);
    return opening === null ? null : closedNotice(session.form, opening, this.now, locale);
  }

  #renderTop(backLabel: string, back: () => void, heading: string, lead: unknown = null): TemplateResult {
    return html`<header class="top">
      <button class="back" type="button" @click=${back}>${icon('back')}${backLabel}</button>
      <h2 part="heading" tabindex="-1">${heading}</h2>
      ${lead ? html`<p class="soft">${lead}</p>` : ''}
    </header>`;
  }

  #renderService(): TemplateResult {
    const { session, locale } = this.app;
    return html`
      ${this.#renderTop(msg('Support'), () => this.app.go({ view: 'home' }), msg('What is it about?'), msg('A ticket is as quick as a call, if not quicker.'))} ${this.#renderClosed()}
      ${
        this.request.followUpOf
          ? html`<p class="meta"><span>${renderIsolated(msg(str`Follow-up to ${isolated(this.request.followUpLabel)}`))}</span><button class="link" id="follow-up" type="button" @click=${() => this.#change({ followUpOf: null })}>${msg('Open a separate ticket')}</button></p>`
          : nothing
      }
      ${serviceStep({
        request: this.request,
        incidents: this.#incidents,
        session,
        locale,
        now: this.now,
        lacking: this.lacking.includes('service'),
        choose: (changes) => this.#answer(changes),
        go: () => this.#goOn(),
      })}
    `;
  }

  #renderSubject({ subjectStep, createRows }: StepCode['subject']): TemplateResult {
    const { session, locale } = this.app;
    const { request } = this;
    const ask = questionsOf(request, session);
    const iconThere = html`<span class="lead-icon">${icon(openTicketShape)}</span>`;
    const lead =
      ask.length === 1 && ask[0] === 'order' && session.catalog.orders.length
        ? html`${msg(html`The ${iconThere} icon opens a ticket that already knows the order: nothing to copy.`)}`
        : (serviceOf(request, session.form)?.label ?? null);
    return html`
      ${this.#renderTop(msg('What is it about?'), () => this.#goTo('service'), subjectHeading(request, session), lead)}
      ${subjectStep({
        request,
        session,
        locale,
        lacking: this.lacking.filter((question) => question !== 'service'),
        orders: this.orders,
        rows: (this.#rows ??= createRows(this)),
        openTickets: this.openTickets ?? [],
        subscriptions: this.subscriptions,
        choose: (changes) => this.#answer(changes),
        searchOrders: (changes) => {
          this.orders = { ...this.orders, ...changes };
          if (changes.unlisted) this.#focus = 'order';
        },
        searchSubscriptions: (changes) => (this.subscriptions = { ...this.subscriptions, ...changes }),
        show: ({ number }) => this.app.go({ view: 'ticket', ticket: `${number}` }),
        go: () => this.#goOn(),
      })}
    `;
  }

  /** What was chosen, in a line: service, then order, category, subscription and type. */
  #renderPlace(place: string): TemplateResult {
    const { session } = this.app;
    const asked = questionsOf(this.request, session);
    const label = asked.length ? msg('Change the service, or the subject') : msg('Change the service');
    return html`${place} <button class="link" type="button" name="place" aria-label=${label} @click=${() => this.#goTo(asked.length ? 'subject' : 'service')}>${msg('Change')}</button>`;
  }

  #renderWrite({ writeStep, secretsFor, sayPlace, similarTicket }: StepCode['write']): TemplateResult {
    const { session, locale } = this.app;
    const asksFirst = questionsOf(this.request, session).length > 0;
    const kept = this.keptAt && this.#hasDraft ? this.#sayKept(this.keptAt) : '';
    return html`
      ${this.#renderTop(asksFirst ? subjectHeading(this.request, session) : msg('What is it about?'), () => this.#goTo(asksFirst ? 'subject' : 'service'), msg('Describe your request'), html`<span class="small">${this.#renderPlace(sayPlace(this.request, session))}</span>`)}
      ${this.#renderClosed()}
      ${writeStep({
        request: this.request,
        incidents: this.#incidents,
        suggestions: this.app.session.help.articles ? loadAnswers(this) : null,
        session,
        locale,
        now: this.now,
        problems: this.problems,
        kept,
        spoken: this.spoken,
        titled: this.titled || this.request.description !== '',
        secrets: secretsFor(this, textsOf(this.request, session.form).join('\n')),
        similar: this.openTickets ? similarTicket(this.request.title, this.openTickets, (ticket) => this.#addTo(ticket)) : nothing,
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

  #renderCheck({ checkStep, secretsFor }: StepCode['check']): TemplateResult {
    const { session, locale } = this.app;
    return html`
      ${this.#renderTop(msg('My request'), () => this.#goTo('write'), msg('Check before sending'))}
      ${checkStep({
        request: this.request,
        session,
        locale,
        now: this.now,
        busy: this.busy,
        failure: this.failure,
        secrets: secretsFor(this, textsOf(this.request, session.form).join('\n')),
        change: (changes) => this.#change(changes),
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

  #renderSent({ sentTicket }: StepCode['sent'], ticket: TicketView): TemplateResult {
    const { session, locale } = this.app;
    return sentTicket(ticket, {
      session,
      locale,
      now: this.now > ticket.createdAt ? this.now : ticket.createdAt,
      regained: this.regained,
      follow: () => this.app.go({ view: 'ticket', ticket: `${ticket.number}` }),
      home: () => this.app.go({ view: 'home' }),
      copied: () => this.app.notify(msg('The number is copied.')),
      offer: this.app.live()?.offer(),
    });
  }

  #renderWaiting({ waitingTicket, waitingFiles, planned }: StepCode['sent'], entry: QueuedTicket): TemplateResult {
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
  #follow(entry: QueuedTicket): void {
    const { api, outbox } = this.app;
    this.waiting = entry;
    if (outbox.has(entry.key)) return;
    const ticket = arrivedAs(this.app.drafts, entry.key);
    void this.#learn(entry, ticket === null ? api.create(entry.ticket, entry.key) : api.ticket(ticket));
  }

  /** What an entry has become, once the server has said it. */
  async #learn(entry: QueuedTicket, asked: Promise<TicketView>): Promise<void> {
    this.#asking = true;
    const ticket = await asked.catch(() => null);
    this.#asking = false;
    if (!ticket) return this.app.go({ view: 'open' });
    this.regained = this.#comesBack(entry, ticket);
    this.waiting = null;
    this.#show(ticket);
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
    this.request = fit(
      { ...request, step: 'write', description: begun ? joined(request.description, title, description) : request.description },
      this.app.session,
    );
    this.#keep();
    this.#focus = 'title';
  }

  /** It has left the outbox without arriving here: sent from another window, or given back to be mended. */
  #gone(entry: QueuedTicket): void {
    const ticket = arrivedAs(this.app.drafts, entry.key);
    if (ticket) return void this.#learn(entry, this.app.api.ticket(ticket));
    this.waiting = null;
    this.#restore();
    this.#tellStep(true);
    this.#focus = '';
    if (!this.#hasDraft) this.app.go({ view: 'home' });
  }

  protected override arrived(event: ArrivedEvent): void {
    if (event.key !== this.waiting?.key) return;
    event.preventDefault();
    this.regained = this.#comesBack(this.waiting, event.ticket);
    this.waiting = null;
    this.#show(event.ticket);
  }

  /** Whoever did not know whether it had left is told which it was. By the server's clock: what is older than this session was there. */
  #comesBack({ unsure }: QueuedTicket, ticket: TicketView): Regained | null {
    return unsure ? { after: unsure, wasThere: ticket.createdAt < this.app.session.now } : null;
  }

  #sayKept(at: string): string {
    const when = sayTime(at, this.app.locale);
    return sameDay(at, this.now)
      ? msg(str`Draft kept here at ${when}.`)
      : msg(str`Draft kept here on ${sayDay(at, this.now, this.app.locale)}.`);
  }

  #discard(): void {
    this.app.drafts.drop(draftName);
    this.app.outbox.dropFiles(draftName);
    this.#restore();
    this.#tellStep();
    this.#focus = '';
  }

  /** `named`: the step of the address, which goes before the draft's own. */
  #restore(named: Step | null = null): void {
    const kept = this.app.drafts.load<Partial<Kept>>(draftName);
    const before = fit({ ...emptyRequest, ...kept?.value.request }, this.app.session);
    // Without a word written there is nothing to go on with, unless an address says where.
    const draft = isBlank(before) && !named ? emptyRequest : before;
    this.#key = kept?.value.key ?? nanoid();
    this.#tried = kept?.value.tried ?? null;
    this.keptAt = kept?.at ?? null;
    this.request = withPrefill(draft, this.prefill, this.app.session);
    this.orders = { ...noOrderSearch, unlisted: this.request.orderReference !== '' };
    this.lacking = [];
    this.regained = null;
    this.subscriptions = this.projects = noSearch;
    this.sent = null;
    this.waiting = null;
    this.#answers?.reset();
    this.titled = this.request.title !== '';
    this.failure = null;
    this.problems = [];
    if (this.request.step === 'subject') void this.#learnOpenTickets();
    if (named) this.request = { ...this.request, step: reachable(named, this.request, this.app.session) };
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

  /** Once; without them nothing is missing. */
  async #learnOpenTickets(): Promise<void> {
    if (this.openTickets || !this.app.session.counts.open) return;
    this.openTickets = [];
    await this.app.api.list({ state: 'open', limit: 100 }).then(
      ({ items }) => (this.openTickets = items),
      () => (this.openTickets = null),
    );
  }

  #change(changes: Partial<Request>): void {
    if (changes.title !== undefined) void this.#learnOpenTickets();
    this.request = { ...this.request, ...changes };
    const { api, session } = this.app;
    if (session.help.articles && (changes.title ?? changes.description) !== undefined)
      this.#answers?.ask(api, this.request.title, this.request.description);
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
    this.#turn(step, field);
    this.#tellStep();
  }

  #turn(step: Step, field: string): void {
    this.failure = null;
    this.lacking = [];
    this.#steps.retry();
    this.request = { ...this.request, step };
    this.#keep();
    this.#focus = field;
    if (step === 'subject') this.#rows?.reset();
    if (step === 'subject' && questionsOf(this.request, this.app.session).includes('order')) void this.#learnOpenTickets();
  }

  /** An answer to what lacked is no longer lacking. */
  #answer(changes: Partial<Request>): void {
    this.#change(changes);
    if (!this.lacking.length) return;
    const left = unansweredOf(this.request, this.app.session);
    this.lacking = this.lacking.filter((question) => (question === 'service' ? this.request.service === null : left.includes(question)));
  }

  /** To the next step; where this one lacks an answer it says so, with the keyboard on the question. */
  #goOn(): void {
    if (this.#isLoading) return;
    const { request } = this;
    const { session } = this.app;
    if (!request.service) this.lacking = ['service'];
    else if (request.step === 'service' && questionsOf(request, session).length) return this.#goTo('subject');
    else this.lacking = unansweredOf(request, session);
    const [first] = this.lacking;
    if (first === undefined) return this.#goTo('write');
    this.#focus = first === 'order' && !this.orders.unlisted && session.catalog.orders.length ? 'order-none' : first;
    this.requestUpdate();
  }

  #check(): void {
    if (this.#isLoading) return;
    this.problems = problemsOf(this.request, this.app.session.form);
    const [first] = this.problems;
    const unanswered = unansweredOf(this.request, this.app.session);
    if (unanswered.length) {
      // A draft of another day: the form has come to ask what nobody had asked then.
      this.#goTo('subject', unanswered[0]);
      this.lacking = unanswered;
    } else if (first) {
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
    this.#show(ticket);
    this.app.emit(new TicketEvent('ticket-created', ticket));
    this.app.refresh();
  }

  /** The confirmation: under the ticket's address, so that a reload keeps the number. */
  #show(ticket: TicketView): void {
    this.sent = ticket;
    this.#focus = '';
    this.requestUpdate();
    this.app.moved({ view: 'ticket', ticket: `${ticket.number}` }, true);
  }

  async #notSent(failure: Failure, before: NewTicket | null): Promise<void> {
    if (failure.code === 'idempotency-key-reused') return this.#alreadyThere(before ?? this.#ticket());
    if (isPassing(failure.code)) return this.#wait(failure.code);
    if (recallFiles(this.app.drafts, draftName, failure)) return this.#wait(null);
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
    const entry: QueuedTicket = {
      kind: 'ticket',
      key: this.#key,
      at: this.now,
      ticket: code ? this.#ticket() : toNewTicket(this.request, this.app.session.form),
      request: this.request,
      ...(code === 'unauthenticated' && this.app.session.customer.id && { unsure: 'signed-out' }),
    };
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
      holdFiles(
        this.app.drafts,
        draftName,
        this.#files.filter(({ attachment }) => !attachment || !sent.includes(attachment)),
      );
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
