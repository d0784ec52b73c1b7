import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import type { Amendment, DeskTicket } from '../../../server/wire/desk.ts';
import type { Present } from '../../../server/wire/live.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { serviceLabel } from '../../draw/facts.ts';
import { icon } from '../../draw/icon.ts';
import { promiseLine } from '../../draw/promise-line.ts';
import { bones, failureState } from '../../draw/states.ts';
import type { DeskArchive } from '../customer/archive.ts';
import { isolated } from '../../draw/isolate.ts';
import { teamWords } from './promise-words.ts';
import { followedUp } from '../customer/archive-button.ts';
import type { FollowedUp } from '../customer/archive-button.ts';
import './acts.ts';
import type { Act } from './acts.ts';
import './as-customer.ts';
import type { AsCustomer } from './as-customer.ts';
import '../answer/canned-panel.ts';
import type { RepliesPanel } from '../answer/canned-panel.ts';
import './change-dialog.ts';
import type { Change, ChangeDialog } from './change-dialog.ts';
import { acknowledging, assigneeChange, closing, duplicating, priorityChange, reopening, serviceChange } from './changes.ts';
import type { Desk, Notice } from '../desk.ts';
import { customerName } from '../desk.ts';
import { foldedColumn, sideColumn } from './facts.ts';
import type { Changeable } from './facts.ts';
import { newsOf } from './news.ts';
import { hasMoved, sayDeskFailure, sayWaiting } from '../frame/failures.ts';
import { loadArchive } from '../customer/load-archive.ts';
import '../answer/note.ts';
import { othersAt } from './others.ts';
import '../answer/reply.ts';
import type { ReplyComposer } from '../answer/reply.ts';
import type { TicketShortcut } from '../frame/shortcuts.ts';
import type { TagsField } from './tags.ts';
import { timeline } from './timeline.ts';

/** Whether the change only sets whose turn it is. */
const isTurnAlone = ({ ball, ...others }: Amendment): boolean => ball !== undefined && Object.keys(others).length === 0;

/** Whether a held answer has to be sent before the change: not for tags alone, nor for reopening. */
const goesAfterAnswer = ({ tags: _tags, status, ...others }: Amendment): boolean =>
  Object.keys(others).length > 0 || status === 'CLOSED' || status === 'IN_PROGRESS';

/** A ticket at the desk: its promise, timeline, facts, acts and composers. */
@customElement('support-desk-ticket')
@localized()
export class DeskTicketPlace extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** The number of the ticket to show; `null` when none is open. */
  @property({ attribute: false }) wanted: string | null = null;
  /** A counter of the desk's refreshes; a change makes the element load again. */
  @property({ attribute: false }) beat = 0;
  /** The notice above the ticket. */
  @property({ attribute: false }) notice: Notice | null = null;

  /** Colleagues' presence. */
  @property({ attribute: false }) others: readonly Present[] = [];

  @state() private ticket: DeskTicket | null = null;
  /** The customer's card, which is loaded after the ticket; `null` while it is loading, or when it failed. */
  @state() private card: DeskCustomerCard | null = null;
  @state() private follows: FollowedUp | null = null;
  @state() private failure: FailureCode | null = null;
  /** Which of the two fields is unfolded. */
  @state() private writing: 'reply' | 'note' | null = null;

  @query('h2') private heading!: HTMLElement | null;
  @query('.talk') private talk!: HTMLElement | null;
  @query('support-desk-change') private dialog!: ChangeDialog;
  @query('support-desk-as-customer') private asCustomer!: AsCustomer;
  @query('support-desk-archive') private archive!: DeskArchive;
  @query('support-desk-replies') private canned!: RepliesPanel;
  @query('support-desk-reply') private reply!: ReplyComposer | null;
  @query('support-desk-note') private note!: HTMLElement | null;

  #loading: Promise<void> | null = null;
  #asking: AbortController | null = null;
  #acting = false;
  #wantsFocus = false;
  #wantsEnd = false;
  /** A shortcut that was pressed while the ticket was loading. */
  #later: TicketShortcut | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#asking?.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('wanted')) this.#begin();
    else if (changed.has('beat') || changed.has('desk')) void this.#load();
  }

  protected override updated(): void {
    const settled = this.ticket !== null || this.failure !== null || this.wanted === null;
    if (this.#wantsFocus && settled) {
      this.#wantsFocus = false;
      this.heading?.focus({ preventScroll: true });
    }
    if (this.#later !== null && this.ticket) {
      const later = this.#later;
      this.#later = null;
      void this.updateComplete.then(() => this.reply?.updateComplete).then(() => this.follow(later));
    }
    if (this.#wantsEnd && this.ticket) {
      this.#wantsEnd = false;
      this.talk?.scrollTo(0, 0);
    }
  }

  /** Focuses the ticket once it is rendered. */
  arrive(): void {
    this.#wantsFocus = true;
    this.requestUpdate();
  }

  /** Runs a shortcut; returns false when it does not apply, so that the browser handles the key. */
  follow(shortcut: TicketShortcut): boolean {
    const { ticket } = this;
    if (shortcut === 'canned') return this.#manageCanned();
    if (!ticket) return this.#followLater(shortcut);
    const isOpen = ticket.status !== 'CLOSED';
    const acts: Readonly<Record<Exclude<TicketShortcut, 'canned'>, () => unknown>> = {
      reply: () => this.reply?.focus(),
      note: () => this.note?.focus(),
      'take-back': () => this.reply?.takeBack() ?? false,
      'take-up': () => ticket.status === 'OPEN' && this.#takeUp(ticket),
      acknowledge: () => ticket.ball === 'team' && this.ask(acknowledging(ticket, this.desk.me, this.#amend)),
      close: () => this.ask(isOpen ? closing(ticket, this.#amend) : reopening(ticket, this.#amend)),
      duplicate: () => isOpen && this.#askOriginal(ticket),
      assign: () => this.#change(ticket, 'assignee'),
      priority: () => isOpen && this.#change(ticket, 'priority'),
      move: () => this.#change(ticket, 'service'),
      tag: () => this.#focusTags(),
      'as-customer': () => void this.asCustomer.show(ticket),
    };
    return acts[shortcut]() !== false;
  }

  /** Whether a composer will be focused once the ticket is loaded; until then, letters must not run shortcuts. */
  get isAboutToWrite(): boolean {
    return this.#later !== null && this.ticket === null;
  }

  #followLater(shortcut: TicketShortcut): boolean {
    if (this.wanted === null || this.failure !== null || (shortcut !== 'reply' && shortcut !== 'note')) return false;
    this.#later = shortcut;
    return true;
  }

  #manageCanned(): boolean {
    void this.canned.open();
    return true;
  }

  /** Focuses the visible field of tags, beside the ticket or in the folded facts above it. */
  #focusTags(): void {
    const fold = this.querySelector<HTMLDetailsElement>('.at-top');
    if (fold?.checkVisibility()) fold.open = true;
    [...this.querySelectorAll<TagsField>('support-desk-tags')].find((field) => field.checkVisibility())?.focus();
  }

  protected override render(): TemplateResult {
    const { ticket } = this;
    return html`
      <section class="work" role=${this.wanted === null ? 'region' : 'main'} aria-label=${msg('Ticket')}>
        ${this.notice === null ? nothing : html`<div class=${this.notice.icon === 'warning' ? 'strip failed' : 'strip'} role=${this.notice.icon === 'warning' ? 'alert' : nothing}>${icon(this.notice.icon)}<span>${this.notice.text}</span></div>`}
        ${this.wanted === null ? this.#renderNone() : html`<a class="back only-alone" href="#">${icon('back')}${msg('Queue')}</a>${ticket ? this.#renderTicket(ticket) : this.#renderAbsent()}`}
      </section>
      ${ticket ? sideColumn(ticket, this.#scene(ticket)) : nothing}
      <support-desk-change .drafts=${this.desk.drafts}></support-desk-change>
      <support-desk-replies .desk=${this.desk}></support-desk-replies>
      <support-desk-as-customer .desk=${this.desk} .now=${this.now}></support-desk-as-customer>
      <support-desk-archive .desk=${this.desk} .now=${this.now}></support-desk-archive>
    `;
  }

  #renderNone(): TemplateResult {
    return html`<div class="state">
      <h2 tabindex="-1">${msg('Choose a ticket')}</h2>
      <p class="soft">${msg('The queue is ordered by promise: the first ticket is the one to answer first.')}</p>
    </div>`;
  }

  #renderAbsent(): TemplateResult {
    if (!this.failure) return bones();
    const title = this.failure === 'not-found' ? msg('This ticket is not here') : msg('The ticket could not be shown');
    return failureState(title, sayDeskFailure(this.failure), () => void this.#load(), html`<a href="#">${msg('Back to the queues')}</a>`);
  }

  #renderTicket(ticket: DeskTicket): TemplateResult {
    const { locale, me } = this.desk;
    const scene = this.#scene(ticket);
    return html`
      <header class="ticket-top ticket-title">
        <div class="ticket-line">
          <p class="meta"><span>#${ticket.number}</span><span>${serviceLabel(me, ticket.service)}</span>${othersAt(ticket.id, this.others, true)}</p>
          <support-desk-acts .all=${this.#acts(ticket)}></support-desk-acts>
        </div>
        <h2 tabindex="-1"><bdi>${ticket.title}</bdi></h2>
        ${followedUp(this.follows, (id) => void this.#openArchive(ticket, id))}
      </header>
      ${promiseLine(ticket, { now: this.now, locale, team: teamWords })} ${foldedColumn(ticket, scene)}
      <div class="talk" role="region" tabindex="0" aria-label=${msg(str`Conversation with ${isolated(customerName(ticket.customer))}`)}>${timeline(ticket, scene)}</div>
      ${keyed(
        ticket.id,
        html`<div class="composers" @focusin=${this.#handleWriting} @input=${this.#handleWriting}>
          <support-desk-reply .desk=${this.desk} .ticket=${ticket} .folded=${this.writing !== 'reply'} .ask=${this.#handleAsk} .arrived=${this.#handleReplied} .outdated=${this.#handleOutdated}></support-desk-reply>
          <support-desk-note .desk=${this.desk} .ticket=${ticket} .folded=${this.writing !== 'note'} .arrived=${this.#handleNoted} .outdated=${this.#handleOutdated}></support-desk-note>
        </div>`,
      )}
    `;
  }

  #acts(ticket: DeskTicket): readonly Act[] {
    const { me } = this.desk;
    const isMine = ticket.assignee?.id === me.id;
    const acts: readonly (Act | false)[] = [
      ticket.status === 'OPEN' && { label: msg('Take up'), act: () => void this.#takeUp(ticket) },
      !isMine &&
        (ticket.status !== 'OPEN' || ticket.assignee?.inTeam === true) && {
          label: msg('Assign to me'),
          act: () => void this.#assignToMe(ticket),
        },
      ticket.ball === 'team' && { label: msg('No answer needed…'), act: () => this.ask(acknowledging(ticket, me, this.#amend)) },
      ticket.status === 'CLOSED'
        ? { label: msg('Reopen…'), act: () => this.ask(reopening(ticket, this.#amend)) }
        : { label: msg('Close the ticket…'), act: () => this.ask(closing(ticket, this.#amend)) },
    ];
    return acts.filter((act) => act !== false);
  }

  #scene(ticket: DeskTicket) {
    const { desk, card } = this;
    const { me, locale, notify } = desk;
    return {
      desk,
      me,
      locale,
      now: this.now,
      card,
      amend: this.#amend,
      change: (what: Changeable) => this.#change(ticket, what),
      closeAsDuplicate: () => this.#askOriginal(ticket),
      openArchive: () => void this.#openArchive(ticket),
      mailAgain: () => void this.#mailAgain(ticket),
      solve: (messageId: string | null) => void this.#solve(ticket, messageId),
      viewAsCustomer: () => void this.asCustomer.show(ticket),
      onCopied: () => notify(msg('The number is copied.')),
    };
  }

  #change(ticket: DeskTicket, what: Changeable): void {
    const changes = { priority: priorityChange, assignee: assigneeChange, service: serviceChange };
    this.ask(changes[what](ticket, this.desk.me, this.#amend));
  }

  #askOriginal(ticket: DeskTicket): void {
    const { open = [], closed = [] } = this.card?.tickets ?? {};
    this.ask(
      duplicating(
        ticket,
        [...open, ...closed].filter(({ id }) => id !== ticket.id),
        this.#amend,
      ),
    );
  }

  #begin(): void {
    this.#later = null;
    this.writing = null;
    this.ticket = null;
    this.card = null;
    this.follows = null;
    this.failure = null;
    this.#wantsFocus = this.hasUpdated && this.wanted !== null;
    this.#wantsEnd = true;
    if (this.wanted !== null) void this.#load();
    else {
      this.#asking?.abort();
      this.desk.company.at(null);
    }
  }

  #load(): Promise<void> {
    return (this.#loading = this.#read());
  }

  async #read(): Promise<void> {
    const { wanted } = this;
    if (wanted === null) return;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    try {
      const ticket = await this.desk.api.ticket(wanted, asking.signal);
      if (asking.signal.aborted) return;
      this.#tellNews(this.ticket, ticket);
      if (this.ticket?.id !== ticket.id) {
        void this.#loadCard(ticket);
        void this.#loadFollowed(ticket);
      }
      this.ticket = ticket;
      this.failure = null;
      this.desk.company.at(ticket.id);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.failure = asFailure(error).code;
      this.desk.failed(this.failure);
    }
  }

  /** Loads the customer's card; failures are ignored. */
  async #loadCard(ticket: DeskTicket): Promise<void> {
    const card = await this.desk.api.customer(ticket.customer).catch(() => null);
    if (this.ticket?.id === ticket.id) this.card = card;
  }

  /** Loads the ticket that this one follows up; failures are ignored, since it may no longer exist. */
  async #loadFollowed(ticket: DeskTicket): Promise<void> {
    const follows =
      ticket.followUpOf === null ? null : await this.desk.api.followedUp(ticket.customer, ticket.followUpOf).catch(() => null);
    if (this.ticket?.id === ticket.id) this.follows = follows;
  }

  async #mailAgain({ id, customer }: DeskTicket): Promise<void> {
    try {
      const card = await this.desk.api.mailAgain(customer);
      if (this.ticket?.id === id) this.card = card;
      this.desk.notify(msg('E-mails are sent to this address again.'));
    } catch (error) {
      this.desk.notify(sayDeskFailure(asFailure(error).code), 'warning');
    }
  }

  async #openArchive({ customer }: DeskTicket, id: string | null = null): Promise<void> {
    try {
      const [card] = await Promise.all([this.card ?? this.desk.api.customer(customer), loadArchive()]);
      await this.archive.show(customer, card, id);
    } catch (error) {
      this.desk.notify(sayDeskFailure(asFailure(error).code), 'warning');
    }
  }

  /** Shows a notice about others' changes of the open ticket. */
  #tellNews(before: DeskTicket | null, after: DeskTicket): void {
    if (before?.id !== after.id) return;
    const news = newsOf(before, after, this.desk.me);
    if (news !== null) this.desk.notify(news, 'message');
  }

  /** Opens the dialog for a change. */
  ask(change: Change): void {
    void this.dialog.ask(change);
  }

  #takeUp(ticket: DeskTicket): Promise<void> {
    const takes = !ticket.assignee?.inTeam;
    const said = takes ? msg(str`#${ticket.number} is taken up and assigned to you.`) : msg(str`#${ticket.number} is taken up.`);
    return this.#act({ status: 'IN_PROGRESS', ...(takes && { assignee: this.desk.me.id }) }, said);
  }

  #solve({ number }: DeskTicket, solution: string | null): Promise<void> {
    return this.#act(
      { solution },
      solution === null
        ? msg(str`#${number} has no solution marked any more.`)
        : msg(str`The solution of #${number} is marked, and the customer sees it.`),
    );
  }

  #assignToMe(ticket: DeskTicket): Promise<void> {
    return this.#act({ assignee: this.desk.me.id }, msg(str`#${ticket.number} is assigned to you.`));
  }

  /** Makes a change without a dialog; a failure is shown as a notice. */
  async #act(change: Amendment, said: string): Promise<void> {
    if (this.#acting) return;
    this.#acting = true;
    try {
      await this.#amend(change, said);
    } catch (error) {
      this.desk.notify(sayDeskFailure(asFailure(error).code), 'warning');
    } finally {
      this.#acting = false;
    }
  }

  /** Changes the shown version; when it is outdated, shows the newest version and changes nothing. */
  readonly #amend = async (change: Amendment, said: string): Promise<void> => {
    const { ticket } = this;
    if (!ticket) return;
    try {
      const before = goesAfterAnswer(change) ? await this.desk.holding.sendWith(ticket, change) : null;
      if (before?.kind === 'waits')
        return this.desk.notify(`${sayWaiting(before.code)} ${msg('It will be sent automatically, with what you changed.')}`, 'warning');
      if (before?.changed) return this.#show(before.ticket, `${this.#sayReplied(before.ticket)} ${said}`);
      this.#show(await this.desk.api.amend(ticket.id, before?.ticket.rev ?? this.#revOf(ticket), change), said);
    } catch (error) {
      const failure = asFailure(error);
      // The answer sent before, or a colleague, has given the turn to the customer already.
      if ((failure.code === 'nothing-to-acknowledge' || failure.code === 'stale') && isTurnAlone(change)) {
        const newest = await this.desk.api.ticket(ticket.id);
        if (newest.ball === 'customer') return this.#show(newest, said);
      }
      if (hasMoved(failure.code)) await this.#load();
      else this.desk.failed(failure.code);
      throw failure;
    }
  };

  /** The newest known version of the ticket, since an answer may have been sent meanwhile. */
  #revOf({ id, rev }: DeskTicket): number {
    return this.ticket?.id === id ? this.ticket.rev : rev;
  }

  #sayReplied({ customer }: DeskTicket): string {
    return msg(str`Your answer to ${isolated(customerName(customer))} has been sent.`);
  }

  /** Shows the new version, unless another ticket was opened meanwhile. */
  #show(ticket: DeskTicket, said: string): void {
    if (String(ticket.number) === this.wanted) {
      this.#asking?.abort();
      this.ticket = ticket;
      void this.#loadCard(ticket);
      void this.updateComplete.then(() => {
        this.reply?.read();
        this.#keepFocus();
      });
    }
    this.desk.notify(said);
    this.desk.changed();
  }

  /** Focuses the heading when the pressed button was removed. */
  #keepFocus(): void {
    if ((this.getRootNode() as ShadowRoot).activeElement === null) this.heading?.focus({ preventScroll: true });
  }

  readonly #handleWriting = (event: Event): void => {
    const field = (event.target as Element).closest('support-desk-reply, support-desk-note');
    const writing = field?.localName === 'support-desk-note' ? 'note' : 'reply';
    if (writing === this.writing || (this.writing === null && field === null)) return;
    this.writing = writing;
  };

  readonly #handleAsk = (change: Change): void => this.ask(change);

  readonly #handleReplied = (ticket: DeskTicket): void => {
    this.#wantsEnd = true;
    this.#show(ticket, this.#sayReplied(ticket));
  };

  readonly #handleNoted = (ticket: DeskTicket): void => {
    this.#wantsEnd = true;
    this.#show(ticket, msg('The note is kept, for the team alone.'));
  };

  /** Loads the newest version. Resolves after the last request, since a later one aborts an earlier one. */
  readonly #handleOutdated = async (): Promise<void> => {
    this.desk.changed();
    void this.#load();
    for (let last: Promise<void> | null = null; last !== this.#loading; await last) last = this.#loading;
    await this.updateComplete;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-ticket': DeskTicketPlace;
  }
}
