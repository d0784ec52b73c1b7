import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';
import type { SessionView } from '../../../server/wire/session.ts';
import { adopt } from '../../draw/adopt.ts';
import { icon } from '../../draw/icon.ts';
import { inner } from '../../draw/styles/inner.ts';
import { lockShape } from '../../draw/more-icons.ts';

const sheet = css`
  support-ticket-guest > .bar {
    margin-block-start: 24px;
    padding-block-start: 8px;
    border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  support-ticket-guest > .strip {
    margin-block: 20px 0;
  }
`;

/** Who is there, and the way out; or, for whoever reads by a link, the way to write. */
@customElement('support-ticket-guest')
@localized()
export class GuestFoot extends LitElement {
  @property({ attribute: false }) guests!: { prove(): void; leave(): void };
  @property({ attribute: false }) session!: SessionView;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, inner, sheet);
  }

  protected override render(): TemplateResult {
    if (this.session.scope === 'read') {
      return html`<div class="strip">${icon(lockShape)}<span>${msg('You are reading through a link in an e-mail.')} <button class="link" type="button" @click=${() => this.guests.prove()}>${msg('Get a code to answer')}</button></span></div>`;
    }
    return html`<div class="bar small soft"><span>${this.session.customer.email}</span><button class="link" type="button" @click=${() => this.guests.leave()}>${msg('Sign out')}</button></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-guest': GuestFoot;
  }
}
