import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { PriorityView, SessionView } from '../../server/wire/session.ts';
import { sayResponse } from './response-time.ts';
import { isolated, renderIsolated } from '../draw/isolate.ts';
import type { Priority } from '../../server/ticket/model.ts';
import { hindrances, isUrgentAgainst, reaches } from './impact.ts';
import type { Hindrance, Reach } from './impact.ts';
import { suggestedFor } from './request.ts';
import type { Request } from './request.ts';
import { triangles } from '../draw/facts.ts';
import { icon } from '../draw/icon.ts';

export const impactSheet = css`
  .choices .when {
    grid-column: 2;
    color: var(--ink-2);
    font-size: var(--small);
  }
  .impact {
    display: grid;
    gap: 12px;
    margin-block-end: 16px;
  }
  .impact legend {
    margin-block-end: 0;
    font-weight: inherit;
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
  .pills.even {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 8px 16px;
  }
  .pills.even:has(> :nth-child(3):last-child) {
    grid-template-columns: minmax(0, 1fr);
  }
  .even label {
    overflow-wrap: anywhere;
    line-height: 1.43;
  }
  .even .radio {
    flex: none;
  }
  .other-examples.fold {
    margin-block: 0;
  }
  .other-examples dl {
    display: grid;
    gap: 8px;
    padding-block: 4px 8px;
    font-size: var(--small);
  }
  .other-examples dt {
    color: var(--ink);
  }
  .other-examples dd {
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .asked-back {
    grid-column: 1 / -1;
    display: grid;
    gap: 8px;
    margin: 0 0 16px 30px;
  }
  @container support (min-width: 300px) {
    .priorities > li > label {
      grid-template-columns: auto minmax(0, 1fr) auto;
    }
    .priorities .of {
      grid-column: 2 / -1;
    }
    .priorities .when {
      grid-column: 3;
      grid-row: 1;
      line-height: 1.72;
      text-align: end;
    }
  }
  @container support (min-width: 600px) {
    .pills.even {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
    .pills.even:has(> :nth-child(3):last-child) {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .other-examples dl > div {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      gap: 16px;
    }
  }
`;

export interface ImpactQuestions {
  readonly request: Request;
  readonly session: SessionView;
  change(changes: Partial<Request>): void;
}

function sayReach(reach: Reach): string {
  switch (reach) {
    case 'nothing':
      return msg('Nothing: an idea or a question');
    case 'part':
      return msg('One thing, the rest works');
    case 'much':
      return msg('A large part');
    case 'all':
      return msg('Everything, or data or security');
  }
}

function sayHindrance(hindrance: Hindrance): string {
  switch (hindrance) {
    case 'none':
      return msg('Yes', { id: 'can-work' });
    case 'some':
      return msg('With difficulty');
    case 'full':
      return msg('No', { id: 'cannot-work' });
  }
}

/** The changes of an answer, with the suggested priority unless the customer has chosen one. */
export function answered(request: Request, answers: Partial<Pick<Request, 'reach' | 'hindrance'>>): Partial<Request> {
  const suggested = suggestedFor({ ...request, ...answers });
  return { ...answers, ...(suggested && !request.ranked && { priority: suggested }) };
}

function question<T extends string>(
  legend: string,
  name: string,
  items: readonly T[],
  chosen: T | null,
  say: (item: T) => string,
  choose: (item: T) => void,
): TemplateResult {
  return html`<fieldset>
    <legend>${legend}</legend>
    <div class="pills even">
      ${items.map((item) => html`<label><input class="radio" type="radio" name=${name} .checked=${chosen === item} @change=${() => choose(item)} />${say(item)}</label>`)}
    </div>
  </fieldset>`;
}

function renderQuestions({ request, change }: ImpactQuestions): TemplateResult {
  return html`<div class="impact">
    ${question(msg('What is affected?'), 'reach', reaches, request.reach, sayReach, (reach) => change(answered(request, { reach })))}
    ${
      request.reach && request.reach !== 'nothing'
        ? question(msg('Can you work in the meantime?'), 'hindrance', hindrances, request.hindrance, sayHindrance, (hindrance) =>
            change(answered(request, { hindrance })),
          )
        : nothing
    }
  </div>`;
}

/** Asks once, beside the choice, when the answers do not suggest urgent. It does not block sending. */
function renderAskedBack({ request, session, change }: ImpactQuestions): TemplateResult | typeof nothing {
  const suggested = suggestedFor(request);
  if (request.urgentAsked || !isUrgentAgainst(request.priority, suggested)) return nothing;
  const other = session.form.priorities.find(({ id }) => id === (suggested ?? 'HIGH'));
  if (!other) return nothing;
  return html`<div class="asked-back" role="alert">
    <p class="small">${renderIsolated(msg(str`Is it still working, at least in part? The priority “${isolated(other.label)}” means an answer within ${sayResponse(other)}.`))}</p>
    <div class="bar">
      <button class="button compact" type="button" @click=${() => change({ priority: other.id, urgentAsked: true, ranked: true })}>${renderIsolated(msg(str`Choose “${isolated(other.label)}”`))}</button>
      <button class="link small" type="button" @click=${() => change({ urgentAsked: true })}>${msg('It is urgent')}</button>
    </div>
  </div>`;
}

const quoteExamples = ({ examples }: PriorityView): string => examples.map((example) => msg(str`“${example}”`)).join(', ');

/** Examples of the priorities that are not chosen, folded. */
function renderOtherExamples(others: readonly PriorityView[]): TemplateResult | typeof nothing {
  if (!others.length) return nothing;
  return html`<details class="fold other-examples">
    <summary>${msg('See examples for the other priorities')}${icon('down')}</summary>
    <dl>
      ${others.map((priority) => html`<div><dt>${priority.label}</dt><dd>${quoteExamples(priority)}</dd></div>`)}
    </dl>
  </details>`;
}

function renderPriority(step: ImpactQuestions, priority: PriorityView, suggested: Priority | null): TemplateResult {
  const { request, change } = step;
  const { id } = priority;
  return html`<li>
    <label>
      <input class="radio" type="radio" name="priority" aria-labelledby=${`p-${id}`} aria-describedby=${`w-${id} h-${id}`} .checked=${request.priority === id} @change=${() => change({ priority: id, ranked: true })} />
      <span id=${`p-${id}`}><b>${priority.label}</b> ${triangles(id)}${suggested === id ? html` <span class="small soft">${msg('based on your answers')}</span>` : nothing}</span>
      <span class="when" id=${`w-${id}`}>${sayResponse(priority)}</span>
      <span class="of" id=${`h-${id}`}>${priority.hint}</span>
      ${request.priority === id && priority.examples.length ? html`<span class="of examples">${quoteExamples(priority)}</span>` : nothing}
    </label>
    ${id === 'URGENT' ? renderAskedBack(step) : nothing}
  </li>`;
}

/** The priority: two questions that suggest one, and the guide with examples and promised times to choose from. */
export function impactQuestions(step: ImpactQuestions): TemplateResult {
  const suggested = suggestedFor(step.request);
  const { priorities } = step.session.form;
  return html`<fieldset>
    <legend>${msg('Priority')}</legend>
    ${renderQuestions(step)}
    <ul class="rows choices priorities">
      ${priorities.map((priority) => renderPriority(step, priority, suggested))}
    </ul>
    ${renderOtherExamples(priorities.filter(({ id, examples }) => id !== step.request.priority && examples.length > 0))}
  </fieldset>`;
}
