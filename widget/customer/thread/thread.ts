import type { WritingApp } from '../app.ts';
import { html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { isolated, renderIsolated } from '../../draw/isolate.ts';
import { nanoid } from 'nanoid';
import type { TicketView } from '../../../server/wire/tickets.ts';
import { textLimits } from '../../../server/ticket/limits.ts';
import { areThere, idsOf, outForm } from '../../upload/held-files.ts';
import { keepForNew } from '../outbox/keep-text.ts';
import { recallFiles } from '../outbox/recall-files.ts';
import { joined, reopenDraft, replyDraft, thanksDraft } from '../outbox/unsent.ts';
import { isPassing } from '../../client/patience.ts';
import type { ArrivedEvent } from '../outbox/events.ts';
import type { Queued } from '../outbox/outbox.ts';
import { Failure, asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { TicketEvent } from '../../client/events.ts';
import '../../draw/confirm-dialog.ts';
import type { ConfirmDialog } from '../../draw/confirm-dialog.ts';
import { conversation, conversationSheet } from '../../draw/conversation.ts';
import type { SolutionActs } from '../../draw/conversation.ts';
import { filesSheet } from '../../upload/field.ts';
import { icon } from '../../draw/icon.ts';
import './message-box.ts';
import { messageBoxSheet } from './message-box.ts';
import type { MessageBox } from './message-box.ts';
import { sayCarried, sayNews } from './news.ts';
import { queuedReplies } from '../outbox/queued.ts';
import { promiseLine } from '../../draw/promise-line.ts';
import './rating.ts';
import { sayReopenable, sayReopenableOnceClosed } from '../reopening.ts';
import { givenRating, ratingSheet } from './rating.ts';
import { bones, failureState, rareWords, sayFailure } from '../../draw/states.ts';
import { factsSheet, foldedFacts, sideFacts } from '../../draw/ticket-facts.ts';
import { dialog } from '../../draw/styles/dialog.ts';
import { sayStart } from '../../draw/dates.ts';
import { sayMoment } from '../../draw/when.ts';
import { Screen } from '../screen.ts';
import { inner } from '../../draw/styles/inner.ts';
import { promise } from '../../draw/styles/promise.ts';
import { css } from '../../draw/styles/css.ts';

const layout = css`
  .columns {
    display: grid;
    gap: 32px;
  }
  .columns > * {
    min-inline-size: 0;
  }
  .top .number {
    color: var(--ink-2);
  }
  .answer {
    display: grid;
    justify-items: start;
    gap: 12px;
  }
  .writing {
    min-block-size: 1lh;
    margin: 4px 0;
  }
  :is(.answer, .reopen, .after) > support-ticket-message-box {
    display: grid;
    gap: 12px;
    justify-self: stretch;
  }
  :is(.answer, .reopen) > .strip {
    margin: 0;
  }
  .after {
    display: grid;
    justify-items: stretch;
    gap: 24px;
    margin-block-start: 24px;
  }
  .reopen {
    display: grid;
    gap: 16px;
    padding-block: 20px;
    border-block: 1px solid var(--line);
  }
  .says .text,
  :is(.answer, .reopen, .after) > * {
    max-inline-size: 42em;
  }
  .reopen > p b {
    color: var(--ink);
  }
  @container support (min-width: 600px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 216px;
    }
    .columns > .side {
      padding-inline-start: 24px;
      border-inline-start: 1px solid var(--line);
    }
  }
  @container support (min-width: 960px) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 292px;
    }
    .columns > .side {
      padding-inline-start: 31px;
    }
  }
`;

/** What the box under the conversation is for. `elsewhere`: the ticket is gone, and its text may go into another. */
type Purpose = 'reply' | 'reopen' | 'elsewhere';

/** What a text is for decides how its box is called and where the text goes. */
interface Box {
  readonly form: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly cancel: (() => void) | null;
  readonly keep: string | null;
  readonly send: (body: string, key: string) => Promise<void>;
}

/** The text that had the keyboard when its screen went with the session: it has it again once the customer is back. */
let interrupted: string | null = null;

/** One ticket: its promise, the conversation, its facts, and what its customer may do now. */
@customElement('support-ticket-thread')
@localized()
export class ThreadScreen extends Screen {
  declare app: WritingApp;

  static override readonly sheets: readonly CSSResult[] = [
    inner,
    promise,
    css`${dialog} ${conversationSheet} ${filesSheet} ${factsSheet} ${messageBoxSheet} ${ratingSheet} ${layout}`,
  ];

  /** Identifier or number. */
  @property({ attribute: false }) wanted = '';
  /** Whether the customer came to reopen it. */
  @property({ attribute: false }) reopening = false;

  @state() private ticket: TicketView | null = null;
  @state() private failure: FailureCode | null = null;
  @state() private asksWhy = false;
  @state() private thanking = false;
  /** The ticket is no longer there, though it was. */
  @state() private gone = false;
  /** A text stands in another box than it was written in; in words. */
  @state() private carried: ReturnType<typeof sayCarried> | null = null;
  /** What others have just done, for those who do not see it. */
  @state() private news = '';

  /** Grows with everything the server confirms: an answer to an older question is then out of date. */
  #version = 0;
  /** Acts of this customer that are on their way. */
  #acting = 0;
  /** The ticket was asked for, or has to be, once their acts are through. */
  #missed = false;
  /** The first look at this ticket is still to come. */
  #arriving = true;

  @query('support-ticket-confirm') private confirmDialog!: ConfirmDialog | null;
  @query(':is(.answer, .reopen) > support-ticket-message-box') private box!: MessageBox | null;
  @query('.after > support-ticket-message-box') private thanksBox!: MessageBox | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('wanted')) return;
    this.ticket = null;
    this.#arriving = true;
    this.failure = null;
    this.thanking = false;
    this.gone = false;
    this.carried = null;
    this.news = '';
    this.asksWhy = this.reopening;
    void this.#load();
  }

  protected override lookForNews(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { ticket } = this;
    if (this.failure && !ticket) return this.#renderFailure(this.failure);
    return html`
      <header class="top">
        ${this.#renderBack()}
        <h2 part="heading" tabindex="-1">${ticket ? html`<span class="number">#${ticket.number}</span> <bdi>${ticket.title}</bdi>` : html`<span class="unseen">${msg('Ticket')}</span>`}</h2>
      </header>
      <p class="unseen" role="status">${this.news}</p>
      ${ticket ? this.#renderTicket(ticket) : bones()}
    `;
  }

  #renderBack(): TemplateResult {
    const closed = this.ticket?.status === 'CLOSED';
    return html`<button class="back" type="button" @click=${() => this.app.go({ view: closed ? 'closed' : 'open' })}>
      ${icon('back')}${closed ? msg('Closed tickets') : msg('Open tickets')}
    </button>`;
  }

  #renderFailure(code: FailureCode): TemplateResult {
    const back = html`<button class="link" type="button" @click=${() => this.app.go({ view: 'home' })}>${msg('Back to support')}</button>`;
    const title = code === 'not-found' ? msg('This ticket is not here') : msg('The ticket could not be shown');
    return failureState(title, sayFailure(code), () => void this.#load(), back);
  }

  #renderTicket(ticket: TicketView): TemplateResult {
    const { api, session, locale } = this.app;
    const scene = {
      api,
      session,
      locale,
      now: this.now,
      solution: this.#solutionActs(ticket),
      onCopied: () => this.app.notify(msg('The number is copied.')),
      onSolution: () => this.querySelector<HTMLElement>('.solved')?.focus(),
    };
    return html`
      ${promiseLine(ticket, scene)} ${this.#renderDuplicate(ticket)} ${foldedFacts(ticket, scene)}
      <div class="columns">
        <div>${conversation(ticket, scene)} ${queuedReplies(this.app, ticket.id, () => this.#takeUp())} ${this.#renderEnd(ticket)}</div>
        ${sideFacts(ticket, scene)}
      </div>
      <support-ticket-confirm
        .heading=${msg(str`Close ticket #${ticket.number}?`)}
        .text=${`${msg(str`“${isolated(ticket.title)}” will no longer be followed.`)} ${sayReopenableOnceClosed(session.form, this.now, locale)}`}
        .yes=${msg('Close the ticket')}
        .no=${msg('Keep it open')}
        .act=${() => this.#close(ticket)}
      ></support-ticket-confirm>
    `;
  }

  /** Where it goes on; of another customer's ticket, only that there is one. */
  #renderDuplicate({ closedAs, duplicateOf }: TicketView): TemplateResult | typeof nothing {
    if (!closedAs) return nothing;
    if (!duplicateOf) return html`<p class="strip">${msg('This ticket was closed as a duplicate.')}</p>`;
    const link = html`<button class="link" type="button" @click=${() => this.app.go({ view: 'ticket', ticket: `${duplicateOf.number}` })}>#${duplicateOf.number}</button>`;
    return html`<p class="strip"><span>${msg(html`This ticket is a duplicate of ${link}: the conversation continues there.`)}</span></p>`;
  }

  /** What may be done after the last message. The box for a text keeps its place whatever becomes of the ticket. */
  #renderEnd(ticket: TicketView): TemplateResult {
    const closed = ticket.status === 'CLOSED';
    const purpose: Purpose | null = this.gone ? 'elsewhere' : !closed ? 'reply' : ticket.can.reopen && this.asksWhy ? 'reopen' : null;
    const writes = !closed && this.app.live()?.writes(ticket.id);
    return html`
      ${closed ? nothing : html`<p class="writing small soft" role="status">${writes ? msg('Somebody from the team is writing to you…') : nothing}</p>`}
      <div class=${closed ? 'after' : 'ahead'}>
        ${purpose ? this.#renderBox(ticket, purpose) : ticket.can.reopen ? this.#renderReopen(ticket) : this.#renderTooOld(ticket)}
        ${closed && !this.gone ? this.#renderThanks(ticket) : nothing}
      </div>
    `;
  }

  #renderBox(ticket: TicketView, purpose: Purpose): TemplateResult {
    const isReply = purpose === 'reply';
    const { form, label, hint, button, cancel, keep, send } = this.#boxOf(ticket, purpose);
    return html`<section class=${isReply ? 'answer' : 'reopen'} aria-labelledby=${purpose === 'reopen' ? 'reopen-heading' : nothing}>
      ${this.#renderCarried()} ${isReply ? nothing : this.#renderIntroduction(ticket, purpose)}
      <support-ticket-message-box
        .drafts=${this.app.drafts}
        .form=${form}
        .framed=${isReply}
        .outbox=${this.app.outbox}
        .limits=${this.app.session.form.limits.attachment}
        .locale=${this.app.locale}
        .max=${isReply ? textLimits.message.max : textLimits.reason.max}
        .label=${label}
        .hint=${hint}
        .button=${button}
        .cancel=${cancel}
        .keep=${keep}
        .send=${send}
        @focusin=${() => (interrupted = form)}
        @focusout=${this.#handleFocusOut}
        @already-sent=${() => void this.#load()}
      ></support-ticket-message-box>
      ${isReply ? this.#renderAnswerBar(ticket) : nothing}
    </section>`;
  }

  #boxOf(ticket: TicketView, purpose: Purpose): Box {
    const none = { hint: '', cancel: null, keep: null };
    const name = ticket.lastAnswer?.author;
    switch (purpose) {
      case 'reply':
        return {
          ...none,
          form: replyDraft(ticket.id),
          label: name ? msg(str`Your answer to ${isolated(name)}`) : msg('Add something'),
          button: msg('Send'),
          send: (body, key) => this.#reply(ticket, body, key),
        };
      case 'reopen':
        return {
          form: reopenDraft(ticket.id),
          label: msg('Why reopen it?'),
          hint: msg('Required. Your explanation will be part of the conversation.'),
          button: msg('Reopen the ticket'),
          cancel: () => this.#cancelReopening(),
          keep: msg('Leave it closed, keep my text'),
          send: (body, key) => this.#reopen(ticket, body, key),
        };
      case 'elsewhere':
        return {
          ...none,
          form: replyDraft(ticket.id),
          label: msg('Your text'),
          button: msg('Open a ticket with it'),
          send: (body) => Promise.resolve(this.#startAnother(null, body)),
        };
    }
  }

  #renderCarried(): TemplateResult | typeof nothing {
    const { carried } = this;
    return carried
      ? html`<p class="strip">${icon('warning')}<span><b>${renderIsolated(carried.what)}</b> ${carried.where}</span></p>`
      : nothing;
  }

  #renderIntroduction(ticket: TicketView, purpose: Purpose): TemplateResult {
    if (purpose === 'elsewhere')
      return html`<p class="strip">${icon('warning')}<span><b>${msg('This ticket is no longer here.')}</b> ${msg('Nothing is lost: your text is below.')}</span></p>`;
    const { duplicateOf } = ticket;
    const files = this.app.outbox.filesOf(replyDraft(ticket.id)).length > 0;
    return html`<div>
        <h3 id="reopen-heading">${msg('Reopen this ticket')}</h3>
        <p class="small soft">
          ${msg('The conversation picks up where it stopped, with a new promised answer.')} ${ticket.reopenableUntil === null ? nothing : sayReopenable(ticket, this.now, this.app.locale)}
          ${files ? msg('Your files are kept: you can send them once it is reopened.') : nothing}
        </p>
      </div>
      ${duplicateOf && this.carried ? html`<p><button class="link" type="button" @click=${() => this.#moveTo(ticket, duplicateOf)}>${msg(str`Write it in #${duplicateOf.number} instead`)}</button></p>` : nothing}`;
  }

  #renderAnswerBar(ticket: TicketView): TemplateResult {
    return html`<div class="bar">
      ${ticket.ball === 'team' ? this.#renderNudge(ticket) : nothing}
      <button class="link" type="button" @click=${() => void this.confirmDialog?.ask()}>${msg('It is solved, close the ticket')}</button>
    </div>`;
  }

  #renderNudge(ticket: TicketView): TemplateResult {
    return html`<button class="link" type="button" @click=${() => void this.#nudge(ticket)}>${msg('Ask for news')}</button>`;
  }

  #renderReopen(ticket: TicketView): TemplateResult {
    return html`<div>
      <div class="bar"><button class="button primary" data-reopen type="button" @click=${this.#handleReopen}>${icon('reopen')}${msg('Reopen the ticket')}</button></div>
      ${this.#bodyOf(reopenDraft(ticket.id)) ? html`<p class="small soft">${msg('The text you had begun is kept there.')}</p>` : nothing}
    </div>`;
  }

  #renderTooOld(ticket: TicketView): TemplateResult {
    const body = this.#bodyOf(reopenDraft(ticket.id));
    return html`<section class="reopen">
      ${this.#renderCarried()}
      <p>${msg(str`This ticket was closed too long ago to be reopened. A new one can refer to #${ticket.number}.`)}</p>
      ${body ? html`<p class="said">${body}</p>` : nothing}
      <div class="bar"><button class="button primary" type="button" @click=${() => this.#startAnother(ticket, body)}>${icon('plus')}${msg('Open a ticket')}</button></div>
    </section>`;
  }

  /** Only of help that was given: a ticket that its customer closed before anybody answered has nothing to rate. */
  #renderThanks(ticket: TicketView): TemplateResult {
    const helped = ticket.messages.some(({ author }) => author.kind === 'staff') || ticket.closedBy?.kind === 'staff';
    return html`
      ${
        ticket.can.rate && helped
          ? html`<support-ticket-rating .drafts=${this.app.drafts} .form=${`rating-${ticket.id}`} .send=${(score: number, comment: string | null) => this.#rate(ticket, score, comment)}></support-ticket-rating>`
          : ticket.rating && !ticket.can.rate
            ? givenRating(ticket.rating)
            : nothing
      }
      ${(ticket.can.thank && helped) || this.thanking ? this.#renderThank(ticket) : nothing}
    `;
  }

  #renderThank(ticket: TicketView): TemplateResult | typeof nothing {
    if (this.asksWhy) return nothing;
    if (!this.thanking) {
      return html`<div class="bar"><button class="link" data-thank type="button" @click=${this.#handleThank}>${msg('Thank the team without reopening')}</button></div>`;
    }
    return html`<support-ticket-message-box
      .drafts=${this.app.drafts}
      .form=${thanksDraft(ticket.id)}
      .max=${textLimits.reason.max}
      .label=${msg('Your thanks')}
      .hint=${msg('The ticket stays closed.')}
      .button=${msg('Send my thanks')}
      .cancel=${() => this.#cancelThanks()}
      .send=${(body: string, key: string) => this.#thank(ticket, body, key)}
      @focusin=${() => (interrupted = thanksDraft(ticket.id))}
      @focusout=${this.#handleFocusOut}
    ></support-ticket-message-box>`;
  }

  #solutionActs(ticket: TicketView): SolutionActs {
    const { provenAddress: address } = this.app.session;
    const copied = () => this.app.notify(msg('The solution is copied.'));
    return {
      copy:
        window.isSecureContext && 'clipboard' in navigator
          ? (body) => void navigator.clipboard.writeText(body).then(copied, () => undefined)
          : null,
      mail: address ? { address, send: () => void this.#mailSolution(ticket, address) } : null,
    };
  }

  async #mailSolution(ticket: TicketView, address: string): Promise<void> {
    try {
      this.#show(await this.app.api.mailSolution(ticket.id, nanoid()));
      this.app.notify(msg(str`The solution is on its way to ${address}.`));
    } catch (error) {
      const { code } = asFailure(error);
      this.app.failed(code);
      this.app.notify(sayFailure(code), 'problem');
    }
  }

  async #reply(ticket: TicketView, body: string, key: string): Promise<void> {
    const form = replyDraft(ticket.id);
    const { outbox } = this.app;
    const files = outbox.filesOf(form);
    const wait = (soon: boolean): void => {
      outbox.moveFiles(form, outForm(key));
      outbox.add({ kind: 'reply', key, at: this.now, to: ticket.id, number: ticket.number, message: { body } }, soon);
    };
    if (!areThere(files)) return wait(true);
    const message = { body, ...(files.length && { attachments: idsOf(files) }) };
    const next = await this.#try(() => this.app.api.reply(ticket.id, message, key)).catch((error: unknown) => {
      const failure = asFailure(error);
      const again = recallFiles(this.app.drafts, form, failure);
      if (!again && !isPassing(failure.code)) throw error;
      wait(again);
    });
    if (!next) return;
    outbox.dropFiles(form);
    this.carried = null;
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-replied', next));
    this.app.notify(msg('Your message has been sent to the team.'));
  }

  async #close(ticket: TicketView): Promise<void> {
    const next = await this.#try(() => this.app.api.close(ticket.id, nanoid()));
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-closed', next));
    this.app.notify(`${msg(str`Ticket #${ticket.number} is closed.`)} ${sayReopenable(next, this.now, this.app.locale)}`);
  }

  async #reopen(ticket: TicketView, reason: string, key: string): Promise<void> {
    const next = await this.#try(() => this.app.api.reopen(ticket.id, reason, key));
    this.app.drafts.drop(reopenDraft(ticket.id));
    this.asksWhy = false;
    this.carried = null;
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-reopened', next));
    const due = sayMoment(next.promise.dueAt, next.promise.startedAt, this.app.locale, { plainDate: true });
    this.app.notify(msg(str`Ticket #${ticket.number} is reopened. We will answer by ${due}.`));
  }

  async #thank(ticket: TicketView, body: string, key: string): Promise<void> {
    const next = await this.#try(() => this.app.api.thank(ticket.id, body, key));
    this.thanking = false;
    this.#show(next);
    this.app.notify(msg('Thank you! The team will be glad to read this.'));
  }

  async #rate(ticket: TicketView, score: number, comment: string | null): Promise<void> {
    this.#show(await this.#try(() => this.app.api.rate(ticket.id, { score, comment }, nanoid())));
    this.app.notify(msg('Thank you for your feedback.'));
  }

  async #nudge(ticket: TicketView): Promise<void> {
    try {
      this.#show(await this.app.api.nudge(ticket.id, nanoid()));
      this.app.notify(msg(str`The team has been told that you are waiting for news on #${ticket.number}.`));
    } catch (error) {
      const { code, retryAt } = asFailure(error);
      if (code !== 'too-soon') this.app.failed(code);
      const when = retryAt && sayStart(retryAt, this.now, this.app.locale);
      this.app.notify((code === 'too-soon' && when && rareWords()?.sayTooSoon(when)) || sayFailure(code), 'problem');
    }
  }

  /** When the ticket has moved on meanwhile, shows it as it stands now beside the explanation. */
  async #try(act: () => Promise<TicketView>): Promise<TicketView> {
    this.#acting++;
    try {
      return await act();
    } catch (error) {
      const failure = asFailure(error);
      this.app.failed(failure.code);
      const moved: readonly FailureCode[] = [
        'ticket-closed',
        'already-closed',
        'not-closed',
        'already-thanked',
        'already-rated',
        'reopen-window-passed',
      ];
      if (moved.includes(failure.code)) {
        this.app.notify(sayFailure(failure.code), 'problem');
        this.#missed = true;
      }
      throw failure;
    } finally {
      this.#acting--;
      if (this.#missed) void this.#load();
      this.#missed = false;
    }
  }

  /** A message taken back, or refused, stands in the box again. */
  #takeUp(): void {
    this.box?.reload();
    this.box?.focus();
  }

  protected override arrived(event: ArrivedEvent): void {
    const { id, number } = event.ticket;
    // It may overtake the answer that the screen still waits for, which then knows nothing of it.
    const isMine = this.ticket ? this.ticket.id === id : [id, `${number}`].includes(this.wanted);
    if (isMine) this.#show(event.ticket);
  }

  protected override returned(entry: Queued): void {
    if (entry.kind !== 'reply' || entry.to !== this.ticket?.id) return;
    this.box?.reload();
    void this.#load();
  }

  #show(ticket: TicketView): void {
    this.#version++;
    this.#carryOver(ticket);
    this.ticket = ticket;
    this.app.refresh();
  }

  async #load(): Promise<void> {
    const { wanted } = this;
    const version = ++this.#version;
    try {
      const ticket = await this.app.api.ticket(wanted);
      if (wanted !== this.wanted || version !== this.#version) return;
      // It may show what this customer is just doing: that is no news, and the answer to it tells more.
      if (this.#acting) return void (this.#missed = true);
      this.#takeNews(ticket);
      this.failure = null;
      if (this.#arriving) await this.#arrive(ticket);
      if (ticket.unread) await this.#markSeen(ticket);
    } catch (error) {
      if (wanted !== this.wanted) return;
      this.failure = asFailure(error).code;
      if (this.failure === 'not-found' && this.ticket) this.#loseTicket();
      if (!this.ticket || this.failure === 'unauthenticated') this.app.failed(this.failure);
    }
  }

  /** What others have done is told; what was said of the ticket before no longer holds. */
  #takeNews(ticket: TicketView): void {
    const before = this.ticket?.id === ticket.id ? this.ticket : null;
    const { session, locale } = this.app;
    if (this.#carryOver(ticket)) {
      this.carried = sayCarried(ticket, before !== null);
      this.asksWhy = ticket.status === 'CLOSED';
    }
    if (before && before.updatedAt !== ticket.updatedAt) {
      const { carried } = this;
      const moved = before.status !== ticket.status && carried ? [carried.what, carried.where] : [];
      this.app.unsay();
      this.news = moved.length ? moved.join(' ') : sayNews(before, ticket, { session, locale, now: this.now });
    }
    this.ticket = ticket;
  }

  #loseTicket(): void {
    if (this.gone) return;
    this.gone = true;
    this.news = msg('This ticket is no longer here.');
  }

  #bodyOf(form: string): string {
    const body = this.app.drafts.load<{ body?: unknown }>(form)?.value.body;
    return typeof body === 'string' ? body.trim() : '';
  }

  /** A text stands where it can be sent: as a message while the ticket is open, as the reason to reopen it once it is closed. */
  #carryOver({ id, status }: TicketView): boolean {
    const closed = status === 'CLOSED';
    const to = closed ? reopenDraft(id) : replyDraft(id);
    const sources = closed ? [replyDraft(id)] : [reopenDraft(id), thanksDraft(id)];
    const written = sources.filter((form) => this.#bodyOf(form));
    if (!written.length) return false;
    const { drafts } = this.app;
    drafts.save(to, { body: joined(this.#bodyOf(to), ...written.map((form) => this.#exact(form))), key: nanoid() });
    for (const form of written) drafts.drop(form);
    if (!closed) this.thanking = false;
    return true;
  }

  /** With the spaces at its end, so that the caret stays where it was. */
  #exact(form: string): string {
    return this.app.drafts.load<{ body: string }>(form)?.value.body ?? '';
  }

  /** A text about a ticket that cannot take it begins another, which refers to it where it still can. */
  #startAnother(ticket: TicketView | null, body: string): void {
    if (body) keepForNew(this.app.drafts, body);
    if (ticket && body) this.app.drafts.drop(reopenDraft(ticket.id));
    this.app.go({ view: 'new', prefill: ticket ? { followUpOf: ticket.id, followUpLabel: `#${ticket.number} ${ticket.title}` } : {} });
  }

  #moveTo({ id }: TicketView, { id: other, number }: { readonly id: string; readonly number: number }): void {
    const { drafts } = this.app;
    drafts.save(replyDraft(other), { body: joined(this.#bodyOf(replyDraft(other)), this.#exact(reopenDraft(id))), key: nanoid() });
    drafts.drop(reopenDraft(id));
    interrupted = replyDraft(other);
    this.app.go({ view: 'ticket', ticket: `${number}` });
  }

  /** Goes where the reader wants to be: to the reason that is asked for, or to the answer that is new. */
  async #arrive(ticket: TicketView): Promise<void> {
    this.#arriving = false;
    await this.updateComplete;
    const form = ticket.status === 'CLOSED' ? reopenDraft(ticket.id) : replyDraft(ticket.id);
    const resumes = interrupted === form;
    interrupted = null;
    if (this.asksWhy || resumes) this.box?.focus();
    else if (ticket.unread) [...this.querySelectorAll('.says .team')].at(-1)?.scrollIntoView({ block: 'nearest' });
  }

  async #markSeen(ticket: TicketView): Promise<void> {
    try {
      await this.app.api.seen(ticket.id);
      this.app.refresh();
    } catch (error) {
      // It stays marked as unread: nothing that the reader needs to hear about.
      if (!(error instanceof Failure)) throw error;
    }
  }

  readonly #handleReopen = (): void => {
    this.asksWhy = true;
    void this.updateComplete.then(() => this.box?.focus());
  };

  readonly #handleThank = (): void => {
    this.thanking = true;
    void this.updateComplete.then(() => this.thanksBox?.focus());
  };

  #cancelReopening(): void {
    this.asksWhy = false;
    this.carried = null;
    this.#focusOn('[data-reopen]');
  }

  #cancelThanks(): void {
    this.thanking = false;
    this.#focusOn('[data-thank]');
  }

  /** The control that opened what has just gone. */
  #focusOn(selector: string): void {
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(selector)?.focus());
  }

  /** Another window, or the session's end, takes the keyboard without another control getting it. */
  readonly #handleFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget) interrupted = null;
  };
}
