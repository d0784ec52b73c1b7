import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import type { TicketView } from '../../../server/wire/tickets.ts';
import { asFailure } from '../../client/http.ts';
import { conversation } from '../../draw/conversation.ts';
import { icon } from '../../draw/icon.ts';
import { lockShape } from '../../draw/more-icons.ts';
import { promiseLine } from '../../draw/promise-line.ts';
import { bones } from '../../draw/states.ts';
import { customerFacts } from '../../draw/ticket-facts.ts';
import { customerName } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { isolated } from '../../draw/isolate.ts';

export const asCustomerSheet = css`
  .dialog.as-customer {
    inline-size: min(760px, calc(100vw - 32px));
    max-inline-size: none;
    max-block-size: calc(100dvh - 32px);
    border: 3px double var(--edge);
  }
  .as-customer > .strip {
    margin-block-end: 16px;
  }
  .desk .as-customer .promise {
    margin-block: 8px 16px;
  }
  .desk .as-customer .says > li {
    padding-inline: 0;
  }
  .desk .as-customer .says .team {
    padding-inline-start: 16px;
  }
  .desk .as-customer .says .team::before {
    inset-inline-start: 0;
  }
`;

/**
 * The ticket as its customer reads it: the server returns the customer's view, and the customers' components render it.
 * Read-only.
 */
@customElement('support-desk-as-customer')
@localized()
export class AsCustomer extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';

  @state() private ticket: TicketView | null = null;
  @state() private name = '';
  @state() private problem: string | null = null;

  @query('dialog') private dialog!: HTMLDialogElement;

  #asking: AbortController | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  async show({ id, customer }: DeskTicket): Promise<void> {
    this.ticket = null;
    this.problem = null;
    this.name = customerName(customer);
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    try {
      this.ticket = await this.desk.api.asCustomer(id, asking.signal);
    } catch (error) {
      if (asking.signal.aborted) return;
      const { code } = asFailure(error);
      this.problem = sayDeskFailure(code);
      this.desk.failed(code);
    }
  }

  /** Renames the region of the promise line, since the desk's own line behind the dialog has the same name. */
  protected override updated(): void {
    this.querySelector('.promise')?.setAttribute('aria-label', msg('Promised answer, as the customer sees it'));
  }

  protected override render(): TemplateResult {
    const { ticket } = this;
    return html`<dialog class="dialog as-customer" aria-labelledby="as-customer-heading" @close=${this.#handleClose}>
      <p class="strip">${icon(lockShape)}<span>${msg(str`As ${isolated(this.name)} sees it. Nothing can be changed here; “you” is the customer.`)}</span></p>
      <h2 id="as-customer-heading" class="dialog-heading" tabindex="-1">${ticket ? html`<span class="soft">#${ticket.number}</span> <bdi>${ticket.title}</bdi>` : msg('Ticket')}</h2>
      ${ticket ? this.#renderTicket(ticket) : this.problem ? nothing : bones()} ${besideControl(this.problem)}
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>
    </dialog>`;
  }

  #renderTicket(ticket: TicketView): TemplateResult {
    const { me, locale } = this.desk;
    const scene = { session: { form: me, team: null }, locale, now: this.now };
    return html`${promiseLine(ticket, scene)}
      ${ticket.closedAs ? html`<p class="strip">${ticket.duplicateOf ? msg(str`This ticket is a duplicate of #${ticket.duplicateOf.number}.`) : msg('This ticket was closed as a duplicate.')}</p>` : nothing}
      <details class="fold"><summary><span>${msg('Details')}</span>${icon('down')}</summary>${customerFacts(ticket, scene)}</details>
      ${conversation(ticket, scene)}`;
  }

  readonly #handleClose = (): void => this.#asking?.abort();
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-as-customer': AsCustomer;
  }
}
