import { css, html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { TicketView } from '../../server/ticket/wire.ts';
import { textLimits } from '../../server/ticket/text-limits.ts';
import { areThere, idsOf, outForm } from '../controllers/held-files.ts';
import { replyDraft } from '../controllers/open-outbox.ts';
import { isPassing } from '../controllers/patience.ts';
import type { ArrivedEvent } from '../controllers/outbox.ts';
import { Failure, asFailure } from '../http.ts';
import type { FailureCode } from '../http.ts';
import { TicketEvent } from '../events.ts';
import '../parts/confirm-dialog.ts';
import type { ConfirmDialog } from '../parts/confirm-dialog.ts';
import { conversation, conversationSheet } from '../parts/conversation.ts';
import { filesSheet } from '../parts/attachment-field.ts';
import { icon } from '../parts/icon.ts';
import '../parts/message-box.ts';
import { messageBoxSheet } from '../parts/message-box.ts';
import type { MessageBox } from '../parts/message-box.ts';
import { queuedReplies } from '../parts/queued.ts';
import { promiseLine } from '../parts/promise-line.ts';
import '../parts/rating.ts';
import { ratingSheet } from '../parts/rating.ts';
import { bones, failureState, rareWords, sayFailure } from '../parts/states.ts';
import { factsSheet, foldedFacts, sideFacts } from '../parts/ticket-facts.ts';
import { dialog } from '../styles/dialog.ts';
import { sayMoment } from '../when.ts';
import { Screen } from './screen.ts';

const layout = css`
  .columns {
    display: grid;
    gap: 32px;
  }
  .number {
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
  .answer support-ticket-message-box {
    display: grid;
    gap: 12px;
    justify-self: stretch;
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
  .reopen support-ticket-message-box,
  .after > support-ticket-message-box {
    display: grid;
    gap: 12px;
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
`;

/** One ticket: its promise, the conversation, its facts, and what its customer may do now. */
@customElement('support-ticket-thread')
@localized()
export class ThreadScreen extends Screen {
  static override readonly sheet: CSSResult = css`${dialog} ${conversationSheet} ${filesSheet} ${factsSheet} ${messageBoxSheet} ${ratingSheet} ${layout}`;

  /** Identifier or number. */
  @property({ attribute: false }) wanted = '';
  /** Whether the customer came to reopen it. */
  @property({ attribute: false }) reopening = false;

  @state() private ticket: TicketView | null = null;
  @state() private failure: FailureCode | null = null;
  @state() private asksWhy = false;
  @state() private thanking = false;

  /** Grows with everything the server confirms: an answer to an older question is then out of date. */
  #version = 0;
  /** The first look at this ticket is still to come. */
  #arriving = true;

  @query('support-ticket-confirm') private confirmDialog!: ConfirmDialog | null;
  @query('.answer support-ticket-message-box') private replyBox!: MessageBox | null;
  @query('.reopen support-ticket-message-box') private reasonBox!: MessageBox | null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (!changed.has('wanted')) return;
    this.ticket = null;
    this.#arriving = true;
    this.failure = null;
    this.thanking = false;
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
        <h2 part="heading" tabindex="-1">${ticket ? html`<span class="number">#${ticket.number}</span> ${ticket.title}` : html`<span class="unseen">${msg('Ticket')}</span>`}</h2>
      </header>
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
    const scene = { api, session, locale, now: this.now, onCopied: () => this.app.notify(msg('The number is copied.')) };
    return html`
      ${promiseLine(ticket, scene)} ${this.#renderDuplicate(ticket)} ${foldedFacts(ticket, scene)}
      <div class="columns">
        <div>${conversation(ticket, scene)} ${queuedReplies(this.app, ticket.id, () => this.#takeUp())} ${ticket.status === 'CLOSED' ? this.#renderAfter(ticket) : this.#renderAnswer(ticket)}</div>
        ${sideFacts(ticket, scene)}
      </div>
      <support-ticket-confirm
        .heading=${msg(str`Close ticket #${ticket.number}?`)}
        .text=${msg(str`“${ticket.title}” will no longer be followed. You can reopen it whenever you like.`)}
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
    return html`<p class="strip"><span>${msg(html`This ticket is a duplicate of ${link}: it goes on there.`)}</span></p>`;
  }

  #renderAnswer(ticket: TicketView): TemplateResult {
    const name = ticket.lastAnswer?.author;
    return html`<p class="writing small soft" role="status">${this.app.live()?.writes(ticket.id) ? msg('Somebody from the team is writing to you…') : nothing}</p>
    <div class="answer">
      <support-ticket-message-box
        .drafts=${this.app.drafts}
        .form=${replyDraft(ticket.id)}
        .framed=${true}
        .outbox=${this.app.outbox}
        .limits=${this.app.session.form.limits.attachment}
        .locale=${this.app.locale}
        .max=${textLimits.message.max}
        .label=${name ? msg(str`Your answer to ${name}`) : msg('Add something')}
        .button=${msg('Send')}
        .send=${(body: string, key: string) => this.#reply(ticket, body, key)}
        @already-sent=${() => void this.#load()}
      ></support-ticket-message-box>
      <div class="bar">
        ${ticket.ball === 'team' ? this.#renderNudge(ticket) : nothing}
        <button class="link" type="button" @click=${() => void this.confirmDialog?.ask()}>${msg('It is solved, close the ticket')}</button>
      </div>
    </div>`;
  }

  #renderNudge(ticket: TicketView): TemplateResult {
    return html`<button class="link" type="button" @click=${() => void this.#nudge(ticket)}>${msg('Ask for news')}</button>`;
  }

  #renderAfter(ticket: TicketView): TemplateResult {
    return html`<div class="after">
      ${ticket.can.reopen ? this.#renderReopen(ticket) : this.#renderTooOld(ticket)}
      ${ticket.can.rate
        ? html`<support-ticket-rating .send=${(score: number, comment: string | null) => this.#rate(ticket, score, comment)}></support-ticket-rating>`
        : nothing}
      ${ticket.can.thank && !this.asksWhy ? this.#renderThank(ticket) : nothing}
    </div>`;
  }

  #renderReopen(ticket: TicketView): TemplateResult {
    if (!this.asksWhy) {
      return html`<div class="bar"><button class="button primary" type="button" @click=${this.#handleReopen}>${icon('reopen')}${msg('Reopen the ticket')}</button></div>`;
    }
    return html`<section class="reopen" aria-labelledby="reopen-heading">
      <div>
        <h3 id="reopen-heading">${msg('Reopen this ticket')}</h3>
        <p class="small soft">${msg('The conversation goes on where it stopped, with a new promised answer.')}</p>
      </div>
      <support-ticket-message-box
        .drafts=${this.app.drafts}
        .form=${`reopen-${ticket.id}`}
        .max=${textLimits.reason.max}
        .label=${msg('Why reopen it?')}
        .hint=${msg('Required. Your explanation will be part of the conversation.')}
        .button=${msg('Reopen the ticket')}
        .cancel=${() => (this.asksWhy = false)}
        .send=${(body: string, key: string) => this.#reopen(ticket, body, key)}
      ></support-ticket-message-box>
    </section>`;
  }

  #renderTooOld(ticket: TicketView): TemplateResult {
    return html`<section class="reopen">
      <p>${msg(str`This ticket was closed too long ago to be reopened. A new one can refer to #${ticket.number}.`)}</p>
      <div class="bar"><button class="button primary" type="button" @click=${() => this.app.go({ view: 'new' })}>${icon('plus')}${msg('Open a ticket')}</button></div>
    </section>`;
  }

  #renderThank(ticket: TicketView): TemplateResult {
    if (!this.thanking) {
      return html`<div class="bar"><button class="link" type="button" @click=${() => (this.thanking = true)}>${msg('Thank the team without reopening')}</button></div>`;
    }
    return html`<support-ticket-message-box
      .drafts=${this.app.drafts}
      .form=${`thank-${ticket.id}`}
      .max=${textLimits.reason.max}
      .label=${msg('Your thanks')}
      .hint=${msg('The ticket stays closed.')}
      .button=${msg('Send my thanks')}
      .cancel=${() => (this.thanking = false)}
      .send=${(body: string, key: string) => this.#thank(ticket, body, key)}
    ></support-ticket-message-box>`;
  }

  async #reply(ticket: TicketView, body: string, key: string): Promise<void> {
    const form = replyDraft(ticket.id);
    const { outbox } = this.app;
    const files = outbox.filesOf(form);
    const wait = (soon: boolean): void => {
      outbox.moveFiles(form, outForm(key));
      outbox.add({ kind: 'reply', key, at: this.now, to: ticket.id, message: { body } }, soon);
    };
    if (!areThere(files)) return wait(true);
    const message = { body, ...(files.length && { attachments: idsOf(files) }) };
    const next = await this.#try(() => this.app.api.reply(ticket.id, message, key)).catch((error: unknown) => {
      const failure = asFailure(error);
      const again = outbox.recallFiles(form, failure);
      if (!again && !isPassing(failure.code)) throw error;
      wait(again);
    });
    if (!next) return;
    outbox.dropFiles(form);
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-replied', next));
    this.app.notify(msg('Your message has been sent to the team.'));
  }

  async #close(ticket: TicketView): Promise<void> {
    const next = await this.#try(() => this.app.api.close(ticket.id, nanoid()));
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-closed', next));
    this.app.notify(msg(str`Ticket #${ticket.number} is closed. You can reopen it whenever you like.`));
  }

  async #reopen(ticket: TicketView, reason: string, key: string): Promise<void> {
    const next = await this.#try(() => this.app.api.reopen(ticket.id, reason, key));
    this.asksWhy = false;
    this.#show(next);
    this.app.emit(new TicketEvent('ticket-reopened', next));
    const due = sayMoment(next.promise.dueAt, next.promise.startedAt, this.app.locale, { plainDate: true });
    this.app.notify(msg(str`Ticket #${ticket.number} is reopened. We will answer by ${due}.`));
  }

  async #thank(ticket: TicketView, body: string, key: string): Promise<void> {
    this.#show(await this.#try(() => this.app.api.thank(ticket.id, body, key)));
    this.thanking = false;
    this.app.notify(msg('Thank you! The team will read your words with pleasure.'));
  }

  async #rate(ticket: TicketView, score: number, comment: string | null): Promise<void> {
    this.#show(await this.#try(() => this.app.api.rate(ticket.id, { score, comment }, nanoid())));
    this.app.notify(msg('Thank you for your opinion.'));
  }

  async #nudge(ticket: TicketView): Promise<void> {
    try {
      this.#show(await this.app.api.nudge(ticket.id, nanoid()));
      this.app.notify(msg(str`The team has been told that you are waiting for news of #${ticket.number}.`));
    } catch (error) {
      const { code, retryAt } = asFailure(error);
      if (code !== 'too-soon') this.app.failed(code);
      const when = retryAt && sayMoment(retryAt, this.now, this.app.locale);
      this.app.notify((code === 'too-soon' && when && rareWords()?.sayTooSoon(when)) || sayFailure(code), 'problem');
    }
  }

  /** When the ticket has moved on meanwhile, shows it as it stands now beside the explanation. */
  async #try(act: () => Promise<TicketView>): Promise<TicketView> {
    try {
      return await act();
    } catch (error) {
      const failure = asFailure(error);
      this.app.failed(failure.code);
      const moved: readonly FailureCode[] = ['ticket-closed', 'already-closed', 'not-closed', 'already-thanked', 'already-rated', 'reopen-window-passed'];
      if (moved.includes(failure.code)) {
        this.app.notify(sayFailure(failure.code), 'problem');
        void this.#load();
      }
      throw failure;
    }
  }

  /** A message taken back stands in the box again. */
  #takeUp(): void {
    this.replyBox?.reload();
    this.replyBox?.focus();
  }

  protected override arrived(event: ArrivedEvent): void {
    const { id, number } = event.ticket;
    // It may overtake the answer that the screen still waits for, which then knows nothing of it.
    const isMine = this.ticket ? this.ticket.id === id : [id, `${number}`].includes(this.wanted);
    if (isMine) this.#show(event.ticket);
  }

  #show(ticket: TicketView): void {
    this.#version++;
    this.ticket = ticket;
    this.app.refresh();
  }

  async #load(): Promise<void> {
    const { wanted } = this;
    const version = ++this.#version;
    try {
      const ticket = await this.app.api.ticket(wanted);
      if (wanted !== this.wanted || version !== this.#version) return;
      this.ticket = ticket;
      this.failure = null;
      if (this.#arriving) await this.#arrive(ticket);
      if (ticket.unread) await this.#markSeen(ticket);
    } catch (error) {
      if (wanted !== this.wanted) return;
      this.failure = asFailure(error).code;
      if (!this.ticket || this.failure === 'unauthenticated') this.app.failed(this.failure);
    }
  }

  /** Goes where the reader wants to be: to the reason that is asked for, or to the answer that is new. */
  async #arrive(ticket: TicketView): Promise<void> {
    this.#arriving = false;
    await this.updateComplete;
    if (this.asksWhy) this.reasonBox?.focus();
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
    void this.updateComplete.then(() => this.reasonBox?.focus());
  };
}
