import { css } from '../../../draw/styles/css.ts';
import { pickLong, pickSheet } from '../../../form/pick-long.ts';
import { html, nothing } from 'lit';
import type { ReactiveControllerHost, TemplateResult } from 'lit';
import { RowWindow } from '../../../draw/row-window.ts';
import { msg, str } from '@lit/localize';
import type { ServiceView, SessionView } from '../../../../server/wire/session.ts';
import { none, questionsOf, serviceOf } from '../../../form/request.ts';
import type { Question, Request } from '../../../form/request.ts';
import type { OrderSearch } from '../order-search.ts';
import type { OrderList } from './order-list.ts';
import { orderList, orderRowHeight, orderSheet } from './order-list.ts';
import { longMenu } from '../../../form/pick-one.ts';
import type { Search } from '../../../form/pick-one.ts';
import { sayLacking } from '../service-step.ts';

export interface SubjectStep extends Pick<OrderList, 'rows' | 'openTickets' | 'show'> {
  readonly request: Request;
  readonly session: SessionView;
  readonly locale: string;
  /** What the customer wanted to go on without. */
  readonly lacking: readonly Question[];
  readonly orders: OrderSearch;
  readonly subscriptions: Search;
  choose(changes: Partial<Request>): void;
  searchOrders(changes: Partial<OrderSearch>): void;
  searchSubscriptions(changes: Partial<Search>): void;
  go(): void;
}

/** The type that stands for "none of these"; the site may have one of its own. */
const hasOther = ({ types }: ServiceView): boolean => types.some(({ id }) => id === 'other');

function renderRadios(
  items: readonly { readonly id: string; readonly label: string; readonly hint?: string }[],
  name: Question,
  chosen: string | null,
  choose: (id: string) => void,
): TemplateResult {
  return html`<ul class="rows choices">
    ${items.map(
      ({ id, label, hint }) => html`<li>
        <label>
          <input class="radio" type="radio" name=${name} .checked=${chosen === id} @change=${() => choose(id)} />
          <b>${label}</b>${hint ? html`<span class="of">${hint}</span>` : nothing}
        </label>
      </li>`,
    )}
  </ul>`;
}

function renderQuestion(
  { lacking }: SubjectStep,
  question: Question,
  legend: string,
  lack: string,
  radios: TemplateResult,
  isNamed = true,
): TemplateResult {
  const isLacking = lacking.includes(question);
  return html`<fieldset aria-describedby=${isLacking ? `lacking-${question}` : nothing}>
    <legend class=${isNamed ? '' : 'unseen'}>${legend}</legend>
    ${isLacking ? sayLacking(question, lack) : nothing} ${radios}
  </fieldset>`;
}

function renderSubscriptions(step: SubjectStep): TemplateResult {
  const { subscriptions } = step.session.catalog;
  const choose = (subscription: string | null): void => step.choose({ subscription });
  const without = { id: none, label: msg('None in particular'), hint: msg('Your account, or a general question.') };
  return subscriptions.length > longMenu
    ? html`<div>
        ${step.lacking.includes('subscription') ? sayLacking('subscription', msg('Choose a subscription, or “None in particular”.')) : nothing}
        ${pickLong({
          items: subscriptions,
          search: step.subscriptions,
          chosen: step.request.subscription,
          none,
          name: 'subscription',
          label: msg('Subscription'),
          searchLabel: msg(str`Search in ${subscriptions.length} subscriptions`),
          choose,
          change: (changes) => step.searchSubscriptions(changes),
        })}
      </div>`
    : renderQuestion(
        step,
        'subscription',
        msg('Subscription'),
        msg('Choose a subscription, or “None in particular”.'),
        renderRadios([...subscriptions, without], 'subscription', step.request.subscription, choose),
      );
}

function renderTypes(step: SubjectStep, service: ServiceView): TemplateResult {
  const other = { id: none, label: msg('Something else'), hint: msg('Anything that fits nowhere else.') };
  const types = hasOther(service) ? service.types : [...service.types, other];
  return renderQuestion(
    step,
    'type',
    msg('Type of request'),
    msg('Choose a type, or “Something else”.'),
    renderRadios(types, 'type', step.request.type, (type) => step.choose({ type })),
  );
}

/** Second step: what exactly the request is about. Nothing is chosen beforehand; going on says what lacks. */
export function subjectStep(step: SubjectStep): TemplateResult {
  const { request, session } = step;
  const service = serviceOf(request, session.form);
  const questions = questionsOf(request, session);
  if (!service) return html``;
  const asksOrder = questions.includes('order');
  const goesOn = asksOrder && questions.length === 1;
  const radios = html`
    ${
      questions.includes('category')
        ? renderQuestion(
            step,
            'category',
            service.label,
            msg('Pick the closest one: we will pass it on, and you will not have to start again.'),
            renderRadios(service.categories, 'category', request.category, (category) => step.choose({ category })),
            questions.length > 1,
          )
        : nothing
    }
    ${questions.includes('subscription') ? renderSubscriptions(step) : nothing}${questions.includes('type') ? renderTypes(step, service) : nothing}
  `;
  return html`
    ${asksOrder ? orderList({ ...step, search: step.orders, lacking: step.lacking.includes('order'), goesOn, change: (changes) => step.searchOrders(changes) }) : nothing}
    ${
      goesOn
        ? nothing
        : html`<div class="answers-needed">${radios}</div>
          <div class="bar onward">
            <button class="button primary" type="button" @click=${() => step.go()}>${msg('Continue')}</button>
            <span class="small soft">${msg('Next step: describe your request.')}</span>
          </div>`
    }
  `;
}

export const sheet = css`${pickSheet} ${orderSheet}`;

/** Keeps a long list of orders light. `host` draws it. */
export const createRows = (host: ReactiveControllerHost & HTMLElement): RowWindow =>
  new RowWindow(host, { list: () => host.querySelector<HTMLElement>('.order-rows'), rowHeight: orderRowHeight });
