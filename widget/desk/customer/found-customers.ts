import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit';
import { css, html, nothing } from 'lit';
import { msg, str } from '@lit/localize';
import type { CustomerMatches } from '../../../server/wire/customers.ts';
import type { DeskApi } from '../api.ts';
import { customerName } from '../desk.ts';
import { customerHash } from '../frame/place.ts';

export const foundCustomersSheet = css`
  .people {
    padding: 8px 20px 12px;
    border-block-end: 1px solid var(--line);
    font-size: var(--small);
  }
  .people ul {
    display: grid;
  }
  .people a {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    min-block-size: 32px;
    color: inherit;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .people b {
    text-decoration: underline;
    text-underline-offset: 0.22em;
  }
  @media (pointer: coarse) {
    .people a {
      min-block-size: 44px;
    }
  }
`;

const shown = 3;

/** Customers that match the words of the queue's search, since agents often search by name. */
export class FoundCustomers implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #api: () => DeskApi;
  #found: CustomerMatches | null = null;
  #asking: AbortController | null = null;

  constructor(host: ReactiveControllerHost, api: () => DeskApi) {
    this.#host = host;
    this.#api = api;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#asking?.abort();
  }

  /** Searches after `pause` milliseconds; a later call aborts an earlier one. The result is empty without words, or on failure. */
  async look(words: string, pause: number): Promise<void> {
    this.#asking?.abort();
    const { signal } = (this.#asking = new AbortController());
    // A number means a ticket, and a single letter matches too many customers.
    const asks = words.trim().length > 1 && !/^#?\d+$/.test(words.trim());
    if (asks) await new Promise((resolve) => setTimeout(resolve, pause));
    if (signal.aborted) return;
    const found = asks
      ? await this.#api()
          .customers(words.trim(), shown, signal)
          .catch(() => null)
      : null;
    if (signal.aborted) return;
    this.#found = found;
    this.#host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    const { items, total } = this.#found ?? { items: [], total: 0 };
    if (!items.length) return nothing;
    return html`<section class="people" aria-label=${msg('Customers found')}>
      <ul>
        ${items.map((match) => html`<li><a href=${customerHash(match)}><b>${customerName(match)}</b><span class="soft">${match.name === null ? nothing : match.email}</span></a></li>`)}
      </ul>
      ${total > items.length ? html`<p class="soft">${msg(str`and ${total - items.length} other customers`)}</p>` : nothing}
    </section>`;
  }
}
