import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { QuarantineFiling, QuarantineItem, QuarantinePage, QuarantinedMailView } from '../../../server/wire/mail.ts';
import { asFailure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { envelopeShape } from '../../draw/more-icons.ts';
import { saySize } from '../../draw/file-name.ts';
import { isolated } from '../../draw/isolate.ts';
import { sayMoment } from '../../draw/when.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';

export const quarantineSheet = css`
  .dialog.quarantine {
    max-inline-size: 640px;
  }
  .quarantine[open] {
    max-block-size: min(760px, calc(100dvh - 32px));
    overflow: auto;
  }
  .quarantine .rows > li {
    display: grid;
    gap: 4px;
    padding-block: 12px;
    overflow-wrap: anywhere;
  }
  .quarantine .mail-text {
    max-block-size: 40vh;
    overflow: auto;
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow-wrap: anywhere;
  }
  .quarantine form {
    display: grid;
    gap: 16px;
    margin-block-start: 16px;
  }
  .quarantine fieldset > label {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: var(--tap);
    overflow-wrap: anywhere;
  }
  .quarantine .input {
    max-inline-size: 160px;
  }
  .to-sort {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--tap);
    padding: 0 8px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .to-sort:hover {
    background: var(--tint);
  }
  .quarantine .fold {
    margin-block: 8px 0;
    border: 0;
  }
`;

/** The opened mail, and the number of the ticket to file it in. */
interface Opened {
  readonly mail: QuarantinedMailView;
  readonly number: string;
  /** The idempotency key of the act. */
  readonly key: string;
}

/** Quarantined mails: read as text, filed in a ticket, or discarded. */
@customElement('support-desk-quarantine')
@localized()
export class QuarantinePanel extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';
  /** A counter of the desk's refreshes; a change makes the element load again. */
  @property({ attribute: false }) beat = 0;

  @state() private page: QuarantinePage | null = null;
  @state() private opened: Opened | null = null;
  @state() private problem: string | null = null;
  @state() private busy = false;

  @query('dialog') private dialog!: HTMLDialogElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The list is not refreshed while its dialog is open.
    if ((changed.has('beat') || changed.has('desk')) && !this.hasOpenDialog) void this.#load().catch(() => undefined);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { page } = this;
    if (!page || (page.total === 0 && !this.hasOpenDialog)) return nothing;
    return html`<button class="to-sort" type="button" @click=${() => void this.#show()}>${icon(envelopeShape)}${msg(str`E-mails to sort (${page.total})`)}</button>
      <dialog class="dialog quarantine" aria-labelledby="quarantine-heading" @close=${() => this.requestUpdate()}>
        <h2 id="quarantine-heading" class="dialog-heading" tabindex="-1">${this.opened ? this.opened.mail.subject || msg('An e-mail without a subject') : msg('E-mails to sort')}</h2>
        ${this.opened ? this.#renderMail(this.opened) : this.#renderList(page)}
      </dialog>`;
  }

  private get hasOpenDialog(): boolean {
    return this.hasUpdated && this.querySelector('dialog')?.open === true;
  }

  #renderList({ items, total }: QuarantinePage): TemplateResult {
    return html`<p class="small soft">${msg('These e-mails came in and are in doubt. No customer sees them. After 30 days they are deleted.')}</p>
      ${items.length ? html`<ul class="rows">${items.map((item) => this.#renderItem(item))}</ul>` : html`<p class="soft">${msg('Nothing to sort.')}</p>`}
      ${total > items.length ? html`<p class="small soft">${msg(str`The newest ${items.length} of ${total}.`)}</p>` : nothing} ${besideControl(this.problem)}
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>`;
  }

  #renderItem(item: QuarantineItem): TemplateResult {
    const title = item.subject || msg('An e-mail without a subject');
    return html`<li>
      <b><bdi>${title}</bdi></b>
      <p class="small soft">${senderOf(item)} · ${sayMoment(item.at, this.now > item.at ? this.now : item.at, this.desk.locale)}${item.ticket === null ? nothing : html` · #${item.ticket}`}</p>
      <p class="small">${sayReason(item)}</p>
      <div class="bar"><button class="link small" type="button" @click=${() => void this.#open(item)}>${msg('Look at it')}<span class="unseen"> (${title})</span></button></div>
    </li>`;
  }

  #renderMail(opened: Opened): TemplateResult {
    const { mail } = opened;
    const { locale } = this.desk;
    return html`<p class="small soft">${senderOf(mail)} · ${sayMoment(mail.at, this.now > mail.at ? this.now : mail.at, locale)}</p>
      <p class="small">${sayReason(mail)}</p>
      <div class="mail-text" tabindex="0" role="group" aria-label=${msg('Text of the e-mail')}>${mail.text === '' ? html`<p class="soft">${msg('No readable text.')}</p>` : html`<div class="text">${mail.text}</div>`}</div>
      ${quotedText(mail.quoted)}
      ${
        mail.attachments.length
          ? html`<p class="small">${msg('Attachments:')} ${mail.attachments.map(({ name, size }) => `${isolated(name)} (${saySize(size, locale)})`).join(', ')}</p>`
          : nothing
      }
      ${this.#renderFiling(opened)}`;
  }

  #renderFiling(opened: Opened): TemplateResult {
    const { candidates } = opened.mail;
    const choose = (number: string) => (this.opened = { ...opened, number, key: nanoid() });
    const mayReply = candidates.some(({ number }) => String(number) === opened.number);
    return html`<form novalidate @submit=${(event: SubmitEvent) => this.#handleSubmit(event)}>
      ${
        candidates.length
          ? html`<fieldset>
            <legend>${msg('Tickets of this sender')}</legend>
            ${candidates.map(
              ({ number, title, status }) => html`<label class="check"
                ><input type="radio" name="candidate" .checked=${String(number) === opened.number} @change=${() => choose(String(number))} /><span>#${number} <bdi>${title}</bdi>${status === 'CLOSED' ? ` (${msg('closed')})` : ''}</span></label
              >`,
            )}
          </fieldset>`
          : html`<p class="small soft">${msg('No customer has proven this address: the e-mail can become an internal note, and nothing that a customer sees.')}</p>`
      }
      <label class="field"><span class="label">${msg('Ticket number')}</span><input class="input" name="number" inputmode="numeric" autocomplete="off" .value=${opened.number} @input=${(event: InputEvent) => choose((event.target as HTMLInputElement).value.trim().replace(/^#/, ''))} /></label>
      ${besideControl(this.problem)}
      <div class="bar">
        ${mayReply ? html`<button class="button primary" type="submit" name="as" value="reply" aria-disabled=${this.busy}>${icon('message')}${msg('Add as the customer’s reply')}</button>` : nothing}
        <button class="button ${mayReply ? '' : 'primary'}" type="submit" name="as" value="note" aria-disabled=${this.busy}>${msg('Keep as an internal note')}</button>
        <button class="button" type="button" aria-disabled=${this.busy} @click=${() => void this.#discard(opened)}>${msg('Delete this e-mail')}</button>
        <button class="link" type="button" @click=${() => this.#back()}>${msg('Back to the list')}</button>
      </div>
    </form>`;
  }

  async #show(): Promise<void> {
    if (this.dialog.open) return;
    this.problem = null;
    this.opened = null;
    this.dialog.showModal();
    await this.#read(() => this.#load());
  }

  async #load(): Promise<void> {
    this.page = await this.desk.api.quarantine();
  }

  #open({ id }: QuarantineItem): Promise<void> {
    return this.#read(async () => {
      const mail = await this.desk.api.quarantined(id);
      this.opened = { mail, number: String(mail.ticket ?? mail.candidates[0]?.number ?? ''), key: nanoid() };
      this.#focusHeading();
    });
  }

  #back(): void {
    this.problem = null;
    this.opened = null;
    void this.#read(() => this.#load());
    this.#focusHeading();
  }

  #handleSubmit(event: SubmitEvent): void {
    event.preventDefault();
    const { opened } = this;
    const as = (event.submitter as HTMLButtonElement | null)?.value;
    if (!opened || (as !== 'reply' && as !== 'note')) return;
    if (!/^\d{1,15}$/.test(opened.number)) {
      this.problem = msg('Type the number of the ticket.');
      this.querySelector<HTMLElement>('[name=number]')?.focus();
      return;
    }
    void this.#file(opened, as);
  }

  #file({ mail, number, key }: Opened, as: QuarantineFiling['as']): Promise<void> {
    return this.#try(async () => {
      await this.desk.api.fileQuarantined(mail.id, { ticket: number, as }, `${key}-${as}`);
      await this.#done(
        as === 'reply'
          ? msg(str`The e-mail is in ticket #${number}, as the customer’s reply.`)
          : msg(str`The e-mail is in ticket #${number}, as an internal note.`),
      );
    });
  }

  #discard({ mail }: Opened): Promise<void> {
    return this.#try(async () => {
      await this.desk.api.discardQuarantined(mail.id);
      await this.#done(msg('The e-mail is deleted.'));
    });
  }

  async #done(text: string): Promise<void> {
    this.opened = null;
    this.desk.notify(text);
    this.desk.changed();
    await this.#load();
    if (this.page?.total !== 0) return this.#focusHeading();
    this.dialog.close();
    this.requestUpdate();
  }

  #focusHeading(): void {
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('h2')?.focus());
  }

  /** Runs one act at a time. */
  async #try(work: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#read(work);
    this.busy = false;
  }

  async #read(work: () => Promise<unknown>): Promise<void> {
    this.problem = null;
    try {
      await work();
    } catch (error) {
      const { code } = asFailure(error);
      this.desk.failed(code);
      this.problem = this.#sayFailure(code);
    }
  }

  #sayFailure(code: Parameters<typeof sayDeskFailure>[0]): string {
    if (code === 'not-found') return msg('A colleague has sorted this e-mail meanwhile.');
    if (code === 'invalid-input')
      return this.opened
        ? msg(str`It cannot go there: check whether ticket #${this.opened.number} exists and is this sender’s.`)
        : sayDeskFailure(code);
    return sayDeskFailure(code);
  }
}

function senderOf({ from, name }: Pick<QuarantineItem, 'from' | 'name'>): string {
  if (from === null) return msg('Unknown sender');
  return name === '' ? from : `${name} <${from}>`;
}

/** Why the mail was quarantined, for the team. */
function sayReason({ reason, ticket }: Pick<QuarantineItem, 'reason' | 'ticket'>): string {
  const number = ticket ?? '';
  switch (reason) {
    case 'no-address':
      return msg('It came to no ticket’s address.');
    case 'bad-address':
      return msg('The ticket’s address in it is not one that we gave out.');
    case 'several-addresses':
      return msg('It went to the addresses of several tickets.');
    case 'unclear-sender':
      return msg('Nobody can tell who sent it.');
    case 'other-sender':
      return msg(str`It went to the address of ticket #${number}, and its sender is not that ticket’s customer.`);
    case 'unproven-sender':
      return msg(str`The customer of ticket #${number} has not proven this address.`);
    case 'unauthenticated':
      return msg('Nothing confirms its sender: the address may be forged.');
    case 'maybe-automatic':
      return msg('It looks like an automatic reply: an absence, or the answer of another help desk.');
    case 'window-passed':
      return msg(str`Ticket #${number} was closed too long ago to be reopened.`);
    case 'too-many':
      return msg(str`Ticket #${number} got more e-mails than people write: a machine may be answering.`);
    case 'empty':
      return msg('Nothing new could be found in it.');
    case 'unreadable':
      return msg('It could not be read.');
  }
}

/** The quoted text of a mail, folded; without links, since its author is unknown. */
export const quotedText = (quoted: string | null): TemplateResult | typeof nothing =>
  quoted === null
    ? nothing
    : html`<details class="fold"><summary>${msg('Show the quoted text')}${icon('down')}</summary><div class="text">${quoted}</div></details>`;

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-quarantine': QuarantinePanel;
  }
}
