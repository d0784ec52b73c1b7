import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { SessionView } from '../../../server/wire/session.ts';
import type { Request } from '../../form/request.ts';
import { icon } from '../../draw/icon.ts';

export const serviceSheet = css`
  .choices > li > label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-content: center;
    gap: 0 12px;
    min-block-size: 56px;
    padding: 12px 0;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .choices .of {
    grid-column: 2;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .choices > li > .strip {
    margin: 0 0 16px 30px;
  }
  .advice {
    display: grid;
    gap: 8px 32px;
    padding-block: 16px;
    border-block-start: 1px solid var(--line);
  }
  .advice > h3 {
    grid-column: 1 / -1;
  }
  .advice > p {
    color: var(--ink-2);
  }
  .advice b {
    color: var(--ink);
  }
  .answers-needed {
    display: grid;
    gap: 32px;
  }
  .answers-needed legend {
    float: inline-start;
    inline-size: 100%;
    margin-block-end: 8px;
  }
  .answers-needed legend ~ * {
    clear: both;
  }
  .answers-needed .error,
  .lacking {
    margin-block-end: 8px;
    font-size: 1em;
    font-weight: var(--bold);
  }
  .answers-needed .error .icon,
  .lacking .icon {
    margin-block-start: 3px;
  }
  .onward {
    margin-block-start: 24px;
  }
  @container support (min-width: 600px) {
    .advice {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .advice:has(> :nth-child(4)) {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
  @container support (min-width: 760px) {
    .answers-needed:has(> :nth-child(2)) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 32px 48px;
    }
  }
`;

export interface ServiceStep {
  /** `null` where there are none, and while their code is being loaded. */
  readonly incidents: typeof import('../../draw/incidents.ts') | null;
  readonly request: Request;
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  /** The customer wanted to go on without a service. */
  readonly lacking: boolean;
  choose(changes: Partial<Request>): void;
  go(): void;
}

/** What is worth reading before choosing: three sentences, once. */
function renderAdvice({ help }: SessionView): TemplateResult {
  const link = html`<a href=${help.url ?? ''} target="_blank" rel="noopener">${msg('our help pages')}<span class="unseen"> ${msg('(new tab)')}</span></a>`;
  return html`<section class="advice small" aria-labelledby="advice-heading">
    <h3 id="advice-heading">${msg('Thirty seconds that will save you hours')}</h3>
    ${help.url ? html`<p><b>${msg('Search first.')}</b> ${msg(html`Your answer may already be in ${link}.`)}</p>` : nothing}
    <p><b>${msg('Give us details.')}</b> ${msg('The more you tell us, the sooner your ticket reaches the right people.')}</p>
    <p><b>${msg('Show how to reproduce it.')}</b> ${msg('Once we have seen the problem, we understand it.')}</p>
  </section>`;
}

/** Another service asks other questions. */
const unplaced = { category: null, type: null, order: null, orderReference: '', subscription: null } as const;

/** First step: to whom the request goes. */
export function serviceStep(step: ServiceStep): TemplateResult {
  const { request, session, incidents, now, locale } = step;
  return html`
    ${incidents?.incidentNotices(incidents.general(session), now, locale)} ${renderAdvice(session)}
    <fieldset aria-describedby=${step.lacking ? 'lacking-service' : nothing}>
      <legend class="unseen">${msg('Service')}</legend>
      ${step.lacking ? sayLacking('service', msg('Choose a service: the closest match will do.')) : nothing}
      <ul class="rows choices">
        ${session.form.services.map(
          (service) => html`<li>
            <label>
              <input class="radio" type="radio" name="service" aria-labelledby=${`s-${service.id}`} aria-describedby=${`h-${service.id}`} .checked=${request.service === service.id} @change=${() => step.choose({ service: service.id, ...unplaced })} />
              <b id=${`s-${service.id}`}>${service.label}</b><span class="of" id=${`h-${service.id}`}>${service.hint}</span>
            </label>
            ${request.service === service.id ? incidents?.incidentNotices(incidents.special(session, service.id), now, locale) : nothing}
          </li>`,
        )}
      </ul>
    </fieldset>
    <div class="bar onward">
      <button class="button primary" type="button" @click=${() => step.go()}>${msg('Continue')}</button>
      <span class="small soft">${msg('Not sure? Pick the closest one: we will pass it on, and you will not have to start again.')}</span>
    </div>
  `;
}

/** What keeps a step from going on, under the question's name. */
export const sayLacking = (name: string, text: string): TemplateResult =>
  html`<p class="error lacking" id=${`lacking-${name}`} role="alert">${icon('warning')}<span>${text}</span></p>`;
