import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { textLimits } from '../../server/ticket/text-limits.ts';
import type { ServiceView, SessionView } from '../../server/ticket/wire.ts';
import type { Extras } from '../app.ts';
import { fewOrders } from '../many.ts';
import { isPlaced } from '../request.ts';
import type { Request } from '../request.ts';
import { sayDay } from '../when.ts';
import { pickOne } from './pick-one.ts';
import type { Search } from './pick-one.ts';

export const serviceSheet = css`
  .choices > li > label,
  .choices .rows > li > label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 12px;
    min-block-size: 56px;
    padding: 12px 0;
    cursor: pointer;
  }
  .choices .of {
    grid-column: 2;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .choices .inside {
    display: grid;
    gap: 12px;
    justify-items: start;
    padding: 0 0 16px 30px;
  }
  .choices .inside > .strip {
    margin: 0;
  }
  .choices .inside > :is(.strip, .rows, .search, .field, fieldset) {
    justify-self: stretch;
  }
  .choices .rows > li > label {
    min-block-size: var(--tap);
  }
  .advice > li {
    margin-block-start: 4px;
    padding-inline-start: 16px;
    text-indent: -16px;
  }
  .advice > li::before {
    content: '–';
    display: inline-block;
    inline-size: 16px;
    text-indent: 0;
  }
  .choices legend {
    margin-block-end: 8px;
  }
  .choices.plain > li {
    border: 0;
  }
  .orders > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 12px;
    padding: 8px 0;
  }
  .orders .button {
    grid-row: 1 / 3;
    grid-column: 2;
  }
  .orders .meta {
    grid-column: 1;
  }
  .pills {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .pills label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--tap);
    cursor: pointer;
  }
  .pills .radio {
    margin: 0;
  }
`;

export interface OrderSearch extends Search {
  readonly unlisted: boolean;
}

export interface ServiceStep {
  readonly extras: Extras | null;
  readonly request: Request;
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  readonly orders: OrderSearch;
  choose(changes: Partial<Request>): void;
  readonly subscriptions: Search;
  searchOrders(changes: Partial<OrderSearch>): void;
  searchSubscriptions(changes: Partial<Search>): void;
  go(): void;
}

function renderOrder(step: ServiceStep, order: SessionView['catalog']['orders'][number]): TemplateResult {
  const open = () => {
    step.choose({ order: order.id, orderReference: '' });
    step.go();
  };
  return html`<p>${order.label}</p>
    <button class="button compact" type="button" aria-label=${msg(str`Open a ticket for ${order.label}`)} @click=${open}>
      <span class="wide">${msg('Open a ticket')}</span><span class="narrow">${msg('Open', { id: 'verb-open' })}</span>
    </button>
    <p class="meta">
      ${order.date ? html`<span>${sayDay(order.date, step.now, step.locale)}</span>` : nothing}${order.status ? html`<span>${order.status}</span>` : nothing}
    </p>`;
}

function renderUnlisted(step: ServiceStep): TemplateResult {
  const { request } = step;
  const goOn = () => {
    step.choose({ order: null });
    step.go();
  };
  return html`<label class="field">
      <span class="label">${msg('Order number or reference (optional)')}</span>
      <input class="input" name="order" maxlength=${textLimits.orderReference.max} .value=${request.orderReference} @input=${(event: InputEvent) => step.choose({ orderReference: (event.target as HTMLInputElement).value, order: null })} />
    </label>
    <button class="button primary" type="button" @click=${goOn}>${msg('Go on')}</button>`;
}

function renderOrders(step: ServiceStep): TemplateResult {
  const { orders: search, session, extras } = step;
  const all = session.catalog.orders;
  if (!all.length) {
    return html`<p class="small soft">${msg('We do not see any order of yours yet. You can write to us all the same.')}</p>
      ${renderUnlisted(step)}`;
  }
  const unlisted = html`<button class="link" type="button" aria-expanded=${search.unlisted} @click=${() => step.searchOrders({ unlisted: !search.unlisted })}>${msg('My order is not in the list')}</button>`;
  return html`
    ${extras && all.length > fewOrders ? extras.searchable({
      items: all,
      search,
      few: fewOrders,
      label: msg(str`Search in ${all.length} orders`),
      none: msg('No order by this name.'),
      list: 'orders',
      row: (order) => renderOrder(step, order),
      change: (changes) => step.searchOrders(changes),
      more: unlisted,
    }) : html`<ul class="rows orders">${all.map((order) => html`<li>${renderOrder(step, order)}</li>`)}</ul><p class="small">${unlisted}</p>`}
    ${search.unlisted ? renderUnlisted(step) : nothing}
  `;
}

const renderKinds = (items: ServiceView['categories'], name: string, chosen: string | null, choose: (id: string) => void): TemplateResult =>
  html`<ul class="rows">
    ${items.map(
      ({ id, label, hint }) => html`<li>
        <label>
          <input class="radio" type="radio" name=${name} .checked=${chosen === id} @change=${() => choose(id)} />
          <span>${label}</span>${hint ? html`<span class="of">${hint}</span>` : nothing}
        </label>
      </li>`,
    )}
  </ul>`;

const renderCategories = (step: ServiceStep, service: ServiceView): TemplateResult =>
  html`<fieldset>
      <legend class="unseen">${service.label}</legend>
      ${renderKinds(service.categories, 'category', step.request.category, (category) => step.choose({ category }))}
    </fieldset>
    ${renderGoOn(step)}`;

function renderGoOn(step: ServiceStep): TemplateResult | typeof nothing {
  return isPlaced(step.request, step.session) ? html`<button class="button primary" type="button" @click=${() => step.go()}>${msg('Go on')}</button>` : nothing;
}

function renderTechnical(step: ServiceStep, service: ServiceView): TemplateResult {
  const { request, session } = step;
  const { subscriptions } = session.catalog;
  return html`
    ${pickOne(step.extras, {
      items: subscriptions,
      search: step.subscriptions,
      chosen: request.subscription,
      name: 'subscription',
      label: msg('Which subscription?'),
      searchLabel: msg(str`Search in ${subscriptions.length} subscriptions`),
      choose: (subscription) => step.choose({ subscription }),
      change: (changes) => step.searchSubscriptions(changes),
    })}
    ${service.types.length
      ? html`<fieldset>
          <legend>${msg('What is it?')}</legend>
          ${renderKinds(service.types, 'type', request.type, (type) => step.choose({ type }))}
        </fieldset>`
      : nothing}
    <button class="button primary" type="button" @click=${() => step.go()}>${msg('Go on')}</button>
  `;
}

function renderInside(step: ServiceStep, service: ServiceView): TemplateResult {
  switch (service.asks) {
    case 'order':
      return renderOrders(step);
    case 'category':
      return renderCategories(step, service);
    case 'subscription':
      return renderTechnical(step, service);
    case null:
      return html`<button class="button primary" type="button" @click=${() => step.go()}>${msg('Open a ticket')}</button>`;
  }
}

/** What is worth reading before writing: four sentences, once. */
function renderAdvice({ help }: SessionView): TemplateResult {
  const link = html`<a href=${help.url ?? ''} target="_blank" rel="noopener">${msg('our help pages')}</a>`;
  return html`<section class="section small" aria-labelledby="advice-heading">
    <h3 id="advice-heading">${msg('Thirty seconds that will save you hours')}</h3>
    <ul class="advice soft">
      ${help.url ? html`<li>${msg(html`Your answer may already be in ${link}.`)}</li>` : nothing}
      <li>${msg('A ticket is no slower than a call, quite the contrary.')}</li>
      <li>${msg('The more you tell us, the less your ticket risks landing in the wrong service.')}</li>
      <li>${msg('For a technical problem, explain as far as you can how to reproduce it: whoever has reproduced it has understood it.')}</li>
    </ul>
  </section>`;
}

/** First step: to whom the request goes. Each choice says what it covers and opens under itself what it asks. */
export function serviceStep(step: ServiceStep): TemplateResult {
  const { request, session, extras, now, locale } = step;
  return html`
    ${extras?.incidentNotices(extras.general(session), now, locale)}
    <fieldset>
      <legend class="unseen">${msg('Service')}</legend>
      <ul class="rows choices">
        ${session.form.services.map(
          (service) => html`<li>
            <label>
              <input class="radio" type="radio" name="service" aria-labelledby=${`s-${service.id}`} aria-describedby=${`h-${service.id}`} .checked=${request.service === service.id} @change=${() => step.choose({ service: service.id, category: null, type: null, order: null, orderReference: '', subscription: null })} />
              <b id=${`s-${service.id}`}>${service.label}</b><span class="of" id=${`h-${service.id}`}>${service.hint}</span>
            </label>
            ${request.service === service.id ? html`<div class="inside">${extras?.incidentNotices(extras.special(session, service.id), now, locale)} ${renderInside(step, service)}</div>` : nothing}
          </li>`,
        )}
      </ul>
    </fieldset>
    ${renderAdvice(session)}
    <p class="small soft section">${msg('Not sure? Take the nearest one: we pass it on without asking you to start again.')}</p>
  `;
}
