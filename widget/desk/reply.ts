import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskTicket } from '../../server/ticket/wire.ts';
import { icon } from '../parts/icon.ts';
import { Composer } from './composer.ts';
import { customerName, shortName } from './desk.ts';
import { besideControl } from './failures.ts';

/** The answer to the customer. */
@customElement('support-desk-reply')
@localized()
export class ReplyComposer extends Composer {
  protected override readonly reader = 'customer';

  protected override render(): TemplateResult {
    const { customer, status } = this.ticket;
    const isNamed = customer.name !== null || customer.email !== null;
    const heading = isNamed ? msg(str`Answer to ${customerName(customer)}`) : msg('Answer to the customer');
    const send = isNamed ? msg(str`Send to ${shortName(customer)}`) : msg('Send to the customer');
    const closed = status === 'CLOSED';
    return html`<form novalidate class="composer" @submit=${this.handleSubmit} @dragover=${this.dropped.over} @dragleave=${this.dropped.leave} @drop=${this.dropped.drop}>
      <h3 class="for">${icon('message')}${heading}</h3>
      ${closed && !this.body && !this.attaching.all.length
        ? html`<p class="soft">${msg('This ticket is closed. To answer, reopen it first.')}</p>`
        : html`${this.renderArea(heading, '')} ${closed ? besideControl(this.obstacle) : this.renderProblem()}
            <div class="bar">
              <button class="button primary" type="submit" aria-disabled=${this.busy || closed}>${this.busy ? msg('Sending…') : send}</button>
              ${closed ? nothing : html`${this.renderAttach()}<kbd class="key">${msg('Ctrl Enter')}</kbd>`}
            </div>`}
    </form>`;
  }

  protected override get obstacle(): string | null {
    return this.ticket.status === 'CLOSED' ? msg('This ticket was closed meanwhile. Reopen it to answer; what you typed is kept.') : null;
  }

  protected override deliver(body: string, attachments: readonly string[], key: string): Promise<DeskTicket> {
    return this.desk.api.reply(this.ticket.id, body, attachments, key);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-reply': ReplyComposer;
  }
}
