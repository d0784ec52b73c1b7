import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';
import { icon } from '../parts/icon.ts';
import { Screen } from './screen.ts';

/** The tickets of brands that joined the site: kept as they were, to read and to cite. */
@customElement('support-ticket-archive')
@localized()
export class ArchiveScreen extends Screen {
  protected override render(): TemplateResult {
    return html`
      <header class="top">
        <button class="back" type="button" @click=${() => this.app.go({ view: 'home' })}>${icon('back')}${msg('Support')}</button>
        <h2 part="heading" tabindex="-1">${msg('My old tickets')}</h2>
      </header>
      <div class="state">
        ${icon('archive')}
        <h3>${msg('No old ticket')}</h3>
        <p class="soft">
          ${msg('Exchanges from before your provider joined us are kept here. If you became a customer since, this place stays empty.')}
        </p>
        <button class="button" type="button" @click=${() => this.app.go({ view: 'open' })}>${msg('See my open tickets')}</button>
      </div>
    `;
  }
}
