import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import { icon } from '../../draw/icon.ts';
import { lockShape } from '../../draw/more-icons.ts';
import { isolated } from '../../draw/isolate.ts';
import { Composer } from './composer.ts';
import { shortName } from '../desk.ts';

/** The composer of notes, which customers never see. */
@customElement('support-desk-note')
@localized()
export class NoteComposer extends Composer {
  protected override readonly reader = 'team';

  protected override render(): TemplateResult {
    const unseen = msg(str`${isolated(shortName(this.ticket.customer))} will never see it`);
    const folds = this.isFolded;
    return html`<form novalidate class=${folds ? 'composer is-folded' : 'composer'} @submit=${this.handleSubmit} @dragover=${this.dropped.over} @dragleave=${this.dropped.leave} @drop=${this.dropped.drop}>
      <h3 class="for">${icon(lockShape)}<span class="name">${msg('Internal note')}</span>${folds ? html`${this.renderBeginning(html`<span class="soft">${unseen}</span>`)}<kbd class="key">N</kbd>` : nothing}</h3>
      ${this.renderArea(msg('Internal note'), unseen)} ${this.renderProblem()}
      <div class="bar">
        <button class="button" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('Keeping…') : msg('Keep the note')}</button>
        ${this.renderAttach()}<kbd class="key">${msg('Ctrl Enter')}</kbd>
      </div>
    </form>`;
  }

  protected override deliver(body: string, attachments: readonly string[], key: string): Promise<DeskTicket> {
    return this.desk.api.note(this.ticket.id, body, attachments, key);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-note': NoteComposer;
  }
}
