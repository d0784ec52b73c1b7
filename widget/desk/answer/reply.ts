import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskMessageView, DeskTicket } from '../../../server/wire/desk.ts';
import type { CannedReply } from '../../../server/wire/replies.ts';
import type { Failure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { sayAgo } from '../ticket/ago.ts';
import { isolated } from '../../draw/isolate.ts';
import './canned-picker.ts';
import type { CannedPicker } from './canned-picker.ts';
import { Composer } from './composer.ts';
import type { Question } from './composer.ts';
import { customerName, firstNameOf, shortName } from '../desk.ts';
import { besideControl, sayRefused } from '../frame/failures.ts';
import { heldRow } from './held.ts';
import type { Held, Holding, RefusedEvent, SentElsewhereEvent, SentEvent } from './holding.ts';
import { resembles } from './note-in-answer.ts';
import { bodyFor, fill, languageFor, placesLeft, valuesOf } from './placeholders.ts';
import { isComposing } from '../../draw/keyboard.ts';

/** The first 160 characters of a text. */
function startOf(text: string): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length > 160 ? `${characters.slice(0, 160).join('').trimEnd()}…` : characters.join('');
}

/** The composer of replies to the customer. */
@customElement('support-desk-reply')
@localized()
export class ReplyComposer extends Composer {
  @state() private picking = false;

  @query('support-desk-picker') private picker!: CannedPicker | null;
  @query('.held-text') private waiting!: HTMLElement | null;

  protected override readonly reader = 'customer';

  /** What the writer has confirmed: ids of notes, and placeholders. */
  readonly #allowed = new Set<string>();
  /** The position for the picked reply, and the text that opened the picker. */
  #caret = 0;
  #opener = '';
  #watched: Holding | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#watch(this.desk.holding);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch(null);
  }

  override focus(): void {
    if (this.waiting) this.waiting.focus();
    else super.focus();
  }

  /** Takes the held answer back; false when there is none. */
  takeBack(): boolean {
    const held = this.#held;
    if (!held || !this.desk.holding.takeBack(held)) return false;
    void this.updateComplete.then(() => this.focus());
    return true;
  }

  protected override willUpdate(): void {
    const begins = !this.hasUpdated;
    super.willUpdate();
    this.#watch(this.desk.holding);
    if (begins) this.#showRefused();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('ticket')) this.#interrupt();
  }

  /** Shows the problem of an answer that was refused while another ticket was open. */
  #showRefused(): void {
    const refused = this.desk.holding.refused.find(({ held }) => held.form === this.form);
    if (refused && this.body) this.problem = sayRefused(refused.code);
  }

  /** Takes the held answer back when the ticket was closed, or a colleague answered, after it was written. */
  #interrupt(): void {
    const held = this.#held;
    if (!held || held.tried) return;
    const isClosed = this.ticket.status === 'CLOSED';
    if ((!isClosed && !this.#answersSince(held.lastRead).length) || !this.desk.holding.takeBack(held)) return;
    if (!isClosed) return void this.send();
    this.desk.notify(
      msg(
        str`Your answer to ${isolated(customerName(this.ticket.customer))} has not been sent: the ticket was closed meanwhile. The text is kept.`,
      ),
      'warning',
    );
  }

  /** The team's messages after the one last read; empty when the last read one is unknown. */
  #answersSince(lastRead: string | null | undefined): readonly DeskMessageView[] {
    const { messages } = this.ticket;
    const index = messages.findIndex(({ id }) => id === lastRead);
    if (lastRead === undefined || (lastRead !== null && index < 0)) return [];
    return messages.slice(index + 1).filter(({ author }) => author.kind === 'staff');
  }

  protected override render(): TemplateResult {
    const { customer } = this.ticket;
    const isNamed = customer.name !== null || customer.email !== null;
    const heading = isNamed ? msg(str`Answer to ${isolated(customerName(customer))}`) : msg('Answer to the customer');
    const held = this.#held;
    const folds = this.isFolded && !held && !this.#isShut && !this.picking;
    return html`<form novalidate class=${folds ? 'composer is-folded' : 'composer'} @submit=${this.handleSubmit} @dragover=${this.dropped.over} @dragleave=${this.dropped.leave} @drop=${this.dropped.drop}>
      <h3 class="for">${icon('message')}<span class="name">${heading}</span>${folds ? html`${this.renderBeginning()}<kbd class="key">R</kbd>` : nothing}</h3>
      ${held ? this.#renderHeld(held) : this.#renderBox(heading, isNamed ? msg(str`Send to ${isolated(shortName(customer))}`) : msg('Send to the customer'))}
    </form>`;
  }

  #renderBox(heading: string, send: string): TemplateResult {
    const closed = this.ticket.status === 'CLOSED';
    if (this.#isShut) return html`<p class="soft">${msg('This ticket is closed. To answer, reopen it first.')}</p>`;
    return html`${this.picking ? this.#renderPicker() : nothing} ${this.renderArea(heading, '')} ${this.#renderPlaces()} ${closed ? besideControl(this.obstacle) : this.renderProblem()}
      <div class="bar">
        <button class="button primary" type="submit" aria-disabled=${this.busy || closed}>${this.busy ? msg('Sending…') : send}</button>
        ${
          closed
            ? nothing
            : html`${this.renderAttach()}<kbd class="key">${msg('Ctrl Enter')}</kbd>
              <button class="link" type="button" aria-expanded=${this.picking} @click=${this.#handlePick}>${msg('Canned replies')}</button>`
        }
      </div>`;
  }

  /** Whether the ticket is closed and there is no draft, so that no field is shown. */
  get #isShut(): boolean {
    return this.ticket.status === 'CLOSED' && !this.body && !this.attaching.all.length;
  }

  #renderPicker(): TemplateResult {
    return html`<support-desk-picker
      .desk=${this.desk}
      .service=${this.ticket.service}
      .fill=${(reply: CannedReply) => this.#fill(reply)}
      .picked=${(reply: CannedReply) => this.#insert(reply)}
      .left=${(typed: string) => this.#close(this.#opener && this.#opener + typed)}
    ></support-desk-picker>`;
  }

  #renderPlaces(): TemplateResult | typeof nothing {
    const left = placesLeft(this.body);
    return left.length ? html`<p class="soft small" role="status">${msg(str`Left to fill in: ${left.join(', ')}`)}</p>` : nothing;
  }

  #renderHeld(held: Held): TemplateResult {
    return html`<div class="held-text" tabindex="-1" role="group" aria-label=${msg('The answer that is about to go')} @keydown=${this.#handleHeldKey}>${held.body}</div>
      <p class="unseen" role="status">${held.tried ? nothing : msg(str`Your answer goes in ${this.desk.holding.seconds} seconds; Z takes it back.`)}</p>
      ${heldRow(held, this.desk, () => this.takeBack())}`;
  }

  protected override get obstacle(): string | null {
    return this.ticket.status === 'CLOSED' ? msg('This ticket was closed meanwhile. Reopen it to answer; what you typed is kept.') : null;
  }

  protected override async deliver(body: string, attachments: readonly string[], key: string): Promise<DeskTicket | null> {
    const { ticket, desk } = this;
    if (!desk.holding.seconds) return desk.api.reply(ticket.id, { body, attachments, lastRead: this.lastRead }, key);
    const had = this.contains((this.getRootNode() as ShadowRoot).activeElement);
    desk.holding.hold({
      ticketId: ticket.id,
      number: ticket.number,
      to: customerName(ticket.customer),
      body,
      attachments,
      key,
      form: this.form,
      lastRead: this.lastRead,
    });
    await this.updateComplete;
    // Out of the box, among the keys of a single letter: the next ticket is one away.
    if (had) this.waiting?.focus();
    return null;
  }

  protected override question(body: string): Question | null {
    return this.#askAboutAnswers() ?? this.#askAboutNote(body) ?? this.#askAboutPlaces(body);
  }

  #askAboutAnswers(): Question | null {
    const latest = this.#answersSince(this.lastRead).at(-1);
    if (!latest) return null;
    const { me, locale } = this.desk;
    const ago = sayAgo(latest.createdAt, locale);
    return {
      heading:
        latest.author.id === me.id
          ? msg(str`You answered ${ago} already: send this all the same?`)
          : msg(str`${latest.author.name ?? msg('The team')} answered ${ago}: send all the same?`),
      text: `${msg(str`${isolated(shortName(this.ticket.customer))} has this answer already:`)} ${msg(str`“${startOf(latest.body)}”`, { id: 'desk-quoted' })}`,
      yes: msg('Send it all the same'),
      no: msg('Look at it again'),
      settled: () => this.read(),
    };
  }

  #askAboutNote(body: string): Question | null {
    const { notes, messages, description } = this.ticket;
    const draft = this.desk.drafts.load<{ body?: unknown }>(`desk-note-${this.ticket.id}`)?.value.body;
    const all = [...notes, ...(typeof draft === 'string' ? [{ id: `draft ${draft}`, body: draft }] : [])];
    const known = [description, ...messages.map((message) => message.body)];
    const alike = all.filter((note) => !this.#allowed.has(note.id) && resembles(body, note.body, known));
    if (!alike.length) return null;
    return {
      heading: msg('Is this meant for the customer?'),
      text: msg(str`Most of it stands in an internal note of this ticket. ${isolated(shortName(this.ticket.customer))} would read it.`),
      yes: msg('Send it all the same'),
      no: msg('Look at it again'),
      settled: () => alike.forEach(({ id }) => this.#allowed.add(id)),
    };
  }

  #askAboutPlaces(body: string): Question | null {
    const left = placesLeft(body).filter((place) => !this.#allowed.has(place));
    if (!left.length) return null;
    return {
      heading: msg('Something is left to fill in'),
      text: msg(str`${isolated(shortName(this.ticket.customer))} would read it as it is written: ${left.join(', ')}.`),
      yes: msg('Send it all the same'),
      no: msg('Look at it again'),
      settled: () => left.forEach((place) => this.#allowed.add(place)),
    };
  }

  /** Opens the picker with `/` at the start of a line, or Ctrl with `;` anywhere. */
  protected override takeKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
    const { area } = this;
    if (!area || altKey || this.picking) return false;
    const { value, selectionStart, selectionEnd } = area;
    const atStart = selectionStart === selectionEnd && (selectionStart === 0 || value[selectionStart - 1] === '\n');
    if (key === '/' && !ctrlKey && !metaKey && atStart) this.#open('/');
    else if (key === ';' && (ctrlKey || metaKey)) this.#open('');
    else return false;
    return true;
  }

  get #held(): Held | null {
    return this.desk.holding.of(this.ticket.id);
  }

  #watch(holding: Holding | null): void {
    if (holding === this.#watched) return;
    this.#watched?.removeEventListener('change', this.#handleHolding);
    this.#watched?.removeEventListener('sent', this.#handleSent);
    this.#watched?.removeEventListener('refused', this.#handleRefused);
    this.#watched?.removeEventListener('sent-elsewhere', this.#handleSentElsewhere);
    holding?.addEventListener('sent-elsewhere', this.#handleSentElsewhere);
    holding?.addEventListener('change', this.#handleHolding);
    holding?.addEventListener('sent', this.#handleSent);
    holding?.addEventListener('refused', this.#handleRefused);
    this.#watched = holding;
  }

  #open(opener: string): void {
    this.#opener = opener;
    this.#caret = this.area?.selectionStart ?? this.body.length;
    this.picking = true;
    void this.updateComplete.then(() => this.picker?.focus());
  }

  /** Closes the picker and inserts the typed text, which may be the beginning of a path. */
  #close(typed: string): void {
    this.picking = false;
    this.insert(typed, this.#caret);
  }

  #insert(reply: CannedReply): void {
    this.picking = false;
    this.insert(this.#fill(reply), this.#caret);
  }

  #fill({ bodies }: CannedReply): string {
    const { ticket, desk } = this;
    const { body, language } = bodyFor(bodies, languageFor(ticket.customer.locale, desk.locale));
    return fill(
      body,
      valuesOf({ ticket, firstName: firstNameOf(ticket.customer), agent: desk.me.name, language, timeZone: desk.me.hours.timeZone }),
    );
  }

  readonly #handlePick = (): void => (this.picking ? this.#close('') : this.#open(''));

  readonly #handleHolding = (): void => this.requestUpdate();

  protected override explain(failure: Failure): void {
    if (failure.code !== 'answered-meanwhile') return super.explain(failure);
    void this.outdated().then(async () => {
      await this.updateComplete;
      if (this.#askAboutAnswers()) void this.send();
      else this.problem = sayRefused(failure.code);
    });
  }

  readonly #handleSentElsewhere = (event: Event): void => {
    if ((event as SentElsewhereEvent).held.form === this.form) this.forget();
  };

  readonly #handleSent = (event: Event): void => {
    const { held, ticket } = event as SentEvent;
    if (held.ticketId !== this.ticket.id) return;
    event.preventDefault();
    this.settle(ticket);
  };

  readonly #handleRefused = (event: Event): void => {
    const { held, failure } = event as RefusedEvent;
    if (held.ticketId !== this.ticket.id) return;
    event.preventDefault();
    this.explain(failure);
  };

  readonly #handleHeldKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const held = this.#held;
    if (!held || !(event.ctrlKey || event.metaKey)) return;
    if (event.key === 'Enter') void this.desk.holding.sendNow(held);
    else if (event.key !== 'z' || !this.takeBack()) return;
    event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-reply': ReplyComposer;
  }
}
