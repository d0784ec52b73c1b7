/** The parts of the form for a ticket on a customer's behalf. */
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { limits } from '../../../server/ticket/limits.ts';
import type { DeskCustomerCard } from '../../../server/wire/customers.ts';
import { sayResponse } from '../../form/response-time.ts';
import { icon } from '../../draw/icon.ts';
import { ownFields } from '../../form/own-fields.ts';
import { noSearch } from '../../form/pick-one.ts';
import type { Search } from '../../form/pick-one.ts';
import { plannedLine } from '../../draw/promise-line.ts';
import { pickLong } from '../../form/pick-long.ts';
import { fieldsOf, serviceOf } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';
import { longMenu } from '../../form/pick-one.ts';
import type { Desk } from '../desk.ts';
import { promisedBy } from './on-behalf.ts';
import type { Problem } from './on-behalf.ts';

export const newTicketSheet = css`
  .on-behalf {
    display: grid;
    gap: 20px;
  }
  .on-behalf :is(.chosen, .unknown) {
    display: grid;
    gap: 12px;
    padding: 12px 16px 16px;
    border-radius: var(--radius);
    background: var(--tint);
  }
  .on-behalf .chosen-top {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-start;
    justify-content: space-between;
    gap: 4px 16px;
  }
  .on-behalf .person {
    font-size: var(--small);
    line-height: 1.43;
  }
  .on-behalf .person h3 {
    font-size: 1rem;
  }
  .on-behalf .person h3 a {
    color: inherit;
  }
  .on-behalf .already {
    display: grid;
    gap: 2px;
  }
  .on-behalf .side-by-side {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
    gap: 16px;
  }
  .on-behalf > section {
    display: grid;
    gap: 16px;
  }
  .on-behalf .priorities {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 168px), 1fr));
    gap: 8px;
  }
  .on-behalf .priorities label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 10px;
    min-block-size: var(--tap);
    padding: 8px 12px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    cursor: pointer;
  }
  .on-behalf .priorities label:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-tint);
  }
  .on-behalf .priorities .small {
    grid-column: 2;
  }
  .on-behalf .promise {
    margin: 0;
  }
  .on-behalf .pick {
    display: grid;
    gap: 8px;
  }
  .on-behalf .pick li > label,
  .on-behalf .tick {
    display: flex;
    gap: 12px;
    min-block-size: var(--tap);
    padding-block: 6px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .on-behalf legend {
    padding-block-end: 4px;
  }
  .on-behalf .files {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  .on-behalf .files .chips {
    margin: 0;
  }
`;

export interface FormParts {
  readonly desk: Desk;
  readonly now: string;
  readonly request: Request;
  /** The chosen customer's card; `null` without a choice, or for a new customer. */
  readonly card: DeskCustomerCard | null;
  readonly problems: readonly Problem[];
  readonly searches: Readonly<Record<string, Search>>;
  change(changes: Partial<Request>): void;
  search(name: string, search: Partial<Search>): void;
}

/** The problem of a field, rendered beside it. */
export function problemAt(problems: readonly Problem[], field: string): TemplateResult | typeof nothing {
  const problem = problems.find((one) => one.field === field);
  return problem ? html`<p class="error" id="problem-${field}">${icon('warning')}<span>${problem.text}</span></p>` : nothing;
}

export const isWrong = (problems: readonly Problem[], field: string): 'true' | 'false' =>
  problems.some((one) => one.field === field) ? 'true' : 'false';

type Choice = { readonly id: string; readonly label: string };

function menu(
  parts: FormParts,
  name: 'service' | 'category' | 'type',
  label: string,
  choices: readonly Choice[],
  none: string | null,
): TemplateResult | typeof nothing {
  const { request, problems, change } = parts;
  if (!choices.length) return nothing;
  const set = (value: string | null) => change(name === 'service' ? { service: value, category: null, type: null } : { [name]: value });
  return html`<div class="field">
    <label class="label" for="new-${name}">${label}</label>
    <select
      id="new-${name}"
      class="input"
      data-field=${name}
      aria-invalid=${isWrong(problems, name)}
      aria-describedby="problem-${name}"
      @change=${(event: Event) => set((event.target as HTMLSelectElement).value || null)}
    >
      ${none === null && request[name] !== null ? nothing : html`<option value="" .selected=${request[name] === null}>${none ?? msg('Please choose')}</option>`}
      ${choices.map(({ id, label: text }) => html`<option value=${id} .selected=${request[name] === id}>${text}</option>`)}
    </select>
    ${problemAt(problems, name)}
  </div>`;
}

/** The service, and the questions of the service. */
export function placeParts(parts: FormParts): TemplateResult {
  const { desk, request } = parts;
  const service = serviceOf(request, desk.me);
  return html`<div class="side-by-side">
      ${menu(parts, 'service', msg('Service'), desk.me.services, null)}
      ${service?.categories.length ? menu(parts, 'category', msg('What it is about'), service.categories, service.asks === 'category' ? null : msg('Nothing in particular')) : nothing}
      ${service?.types.length ? menu(parts, 'type', msg('Type of request'), service.types, msg('Nothing in particular')) : nothing}
    </div>
    ${service?.asks === 'order' ? orderParts(parts) : nothing} ${service?.asks === 'subscription' ? thing(parts, 'subscription', msg('Subscription (optional)'), msg('Search in their subscriptions')) : nothing}
    ${thing(parts, 'project', msg('Project (optional)'), msg('Search in their projects'))}
    ${ownFields({
      request,
      fields: fieldsOf(request, desk.me),
      problem: (field) => problemAt(parts.problems, `fields.${field.id}`),
      change: parts.change,
    })}`;
}

/** The order, or the reference of one that is not listed. */
function orderParts(parts: FormParts): TemplateResult {
  const { request, change } = parts;
  return html`${thing(parts, 'order', msg('Order (optional)'), msg('Search in their orders'))}
    ${
      request.order === null
        ? html`<label class="field">
          <span class="label">${msg('Reference of an order that is not listed (optional)')}</span>
          <input class="input" maxlength=${limits.orderReference.max} .value=${request.orderReference} @input=${(event: InputEvent) => change({ orderReference: (event.target as HTMLInputElement).value })} />
        </label>`
        : nothing
    }`;
}

function thing(
  parts: FormParts,
  name: 'order' | 'subscription' | 'project',
  label: string,
  searchLabel: string,
): TemplateResult | typeof nothing {
  const { card, request, problems, change } = parts;
  const items = card?.catalog[`${name}s`].items ?? [];
  if (!items.length) return nothing;
  const choose = (id: string | null) => change({ [name]: id });
  const problem = problemAt(problems, name);
  if (items.length > longMenu) {
    const search = parts.searches[name] ?? noSearch;
    return html`${pickLong({ items, search, chosen: request[name], name, label, searchLabel, choose, change: (changes) => parts.search(name, changes) })}${problem}`;
  }
  return html`<div class="field">
    <label class="label" for="new-${name}">${label}</label>
    <select id="new-${name}" class="input" data-field=${name} aria-invalid=${isWrong(problems, name)} aria-describedby="problem-${name}" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value || null)}>
      <option value="" .selected=${request[name] === null}>${msg('None in particular')}</option>
      ${items.map((item) => html`<option value=${item.id} .selected=${request[name] === item.id}>${item.label}</option>`)}
    </select>
    ${problem}
  </div>`;
}

/** The priority with the promised time of answer. */
export function priorityParts({ desk, now, request, change }: FormParts): TemplateResult {
  const chosen = desk.me.priorities.find(({ id }) => id === request.priority);
  return html`<fieldset>
      <legend class="label">${msg('Priority')}</legend>
      <div class="priorities">
        ${desk.me.priorities.map(
          (priority) => html`<label title=${priority.hint}>
            <input class="radio" type="radio" name="new-priority" .checked=${request.priority === priority.id} @change=${() => change({ priority: priority.id })} />
            <span>${priority.label}</span><span class="small soft">${sayResponse(priority)}</span>
          </label>`,
        )}
      </div>
      ${chosen?.hint ? html`<p class="small soft">${chosen.hint}</p>` : nothing}
    </fieldset>
    ${plannedLine(promisedBy(request.priority, now, desk.me), chosen ? sayResponse(chosen) : '', { now, locale: desk.locale })}`;
}

/** Title and description. */
export function wordParts({ request, problems, change }: FormParts, paste: (event: ClipboardEvent) => void): TemplateResult {
  return html`<div class="field">
      <label class="label" for="new-title">${msg('Title')}</label>
      <input
        id="new-title"
        class="input"
        data-field="title"
        autocomplete="off"
        aria-required="true"
        aria-invalid=${isWrong(problems, 'title')}
        aria-describedby="problem-title"
        .value=${request.title}
        @input=${(event: InputEvent) => change({ title: (event.target as HTMLInputElement).value })}
      />
      ${problemAt(problems, 'title')}
    </div>
    <div class="field">
      <label class="label" for="new-description">${msg('Description')}</label>
      <textarea
        id="new-description"
        class="input"
        data-field="description"
        aria-required="true"
        aria-keyshortcuts="Control+Enter"
        aria-invalid=${isWrong(problems, 'description')}
        aria-describedby="problem-description description-reader"
        .value=${request.description}
        @input=${(event: InputEvent) => change({ description: (event.target as HTMLTextAreaElement).value })}
        @paste=${paste}
      ></textarea>
      ${problemAt(problems, 'description')}
      <p class="small soft" id="description-reader">${msg('They read it as it is written here.')}</p>
    </div>`;
}

/** The chosen customer's open tickets, to avoid a duplicate. */
export function alreadyOpen({ tickets }: DeskCustomerCard): TemplateResult | typeof nothing {
  const { open } = tickets;
  if (!open.length) return nothing;
  const shown = open.slice(0, 3);
  const rest = tickets.counts.open - shown.length;
  return html`<div class="small already">
    <p>${msg('Already open for them:')}</p>
    <ul>
      ${shown.map(({ number, title }) => html`<li><a href="#${number}">#${number}</a> <bdi>${title}</bdi></li>`)}
    </ul>
    ${rest > 0 ? html`<p class="soft">${msg(str`and ${rest} more`)}</p>` : nothing}
  </div>`;
}
