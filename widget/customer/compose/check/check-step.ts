import { css } from '../../../draw/styles/css.ts';
import { factsSheet } from '../../../draw/ticket-facts.ts';
import { sayAnswer } from '../../../form/own-fields.ts';
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../../../server/wire/session.ts';
import type { FailureCode } from '../../../client/http.ts';
import type { Secrets } from '../../advice/secrets.ts';
import { answerTo, factsOf, fieldsOf, none, questionsOf, serviceOf } from '../../../form/request.ts';
import type { Request, Step } from '../../../form/request.ts';
import { categoryLabel, priority, typeLabel } from '../../../draw/facts.ts';
import type { PageFacts } from '../../../draw/context.ts';
import { contextLines } from '../../../draw/page-context.ts';
import { inlineFailure } from '../../../draw/states.ts';
import { filesSheet } from '../../../upload/field.ts';
import { planned } from '../planned.ts';

export const sheet = css`
  ${factsSheet} ${filesSheet}
  .summary > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: start;
    gap: 0 16px;
    padding: 12px 0;
    border-block-start: 1px solid var(--line);
  }
  .summary dt {
    grid-column: 1;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.72;
  }
  .summary dd {
    grid-column: 1;
    overflow-wrap: anywhere;
  }
  .summary dd.as-typed {
    white-space: pre-wrap;
    unicode-bidi: plaintext;
  }
  .summary dd > span {
    display: inline-flex;
    vertical-align: top;
    align-items: center;
    gap: 6px;
  }
  .summary > div > .link {
    position: relative;
    grid-column: 2;
    grid-row: 1 / 3;
    font-size: var(--small);
    line-height: 1.72;
  }
  .summary > div > .link::after {
    content: '';
    position: absolute;
    inset: -10px;
  }
  .summary .secret {
    grid-column: 1 / -1;
    margin: 8px 0 0;
  }
  @container support (min-width: 600px) {
    .summary > div {
      grid-template-columns: 136px minmax(0, 1fr) auto;
    }
    .summary dd {
      grid-column: 2;
    }
    .summary > div > .link {
      grid-column: 3;
      grid-row: 1;
    }
    .summary .secret {
      grid-column: 2 / -1;
    }
  }
`;

export interface CheckStep {
  readonly request: Request;
  readonly session: SessionView;
  readonly now: string;
  readonly locale: string;
  readonly busy: boolean;
  readonly failure: FailureCode | null;
  /** What finds secrets; null where no text may hold one, and until it is there. */
  readonly secrets: Secrets | null;
  change(changes: Partial<Request>): void;
  /** Null for none. */
  readonly files: TemplateResult | null;
  /** Back to a step, at a field. */
  mend(step: Step, field: string): void;
  send(): void;
}

interface Row {
  /** Where it is changed. */
  readonly to: Step;
  readonly field: string;
  readonly asTyped?: boolean;
  /** The text as it will be sent, where it may hold a secret, and what puts another in its place. */
  readonly text?: string;
  readonly replace?: (text: string) => void;
}

function row(
  step: CheckStep,
  term: string,
  value: unknown,
  { to, field, asTyped = false, text = '', replace }: Row,
): TemplateResult | typeof nothing {
  if (!value) return nothing;
  return html`<div>
    <dt>${term}</dt>
    <dd class=${asTyped ? 'as-typed' : ''} dir=${asTyped ? 'auto' : nothing}>${value}</dd>
    <button class="link" type="button" aria-label=${msg(str`Change: ${term}`)} @click=${() => step.mend(to, field)}>${msg('Change')}</button>
    ${replace && text ? step.secrets?.secretReminder({ text, kept: step.request.secretsKept, replace }) : nothing}
  </div>`;
}

/** The lines of the page with what looks like a secret masked in each of them. */
function maskFacts(facts: PageFacts, secrets: Secrets | null): PageFacts {
  const mask = (text: string): string => secrets?.maskSecrets(text) ?? text;
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? mask(value) : value.map(mask)]),
  );
}

/** Last step: everything as it will be sent, each line to be corrected on the spot. */
export function checkStep(step: CheckStep): TemplateResult {
  const { request, session } = step;
  const { form, catalog } = session;
  const service = serviceOf(request, form);
  const facts = factsOf(request, form);
  const label = (items: readonly { id: string; label: string }[], id: string | null) => items.find((item) => item.id === id)?.label;
  const asked = questionsOf(request, session);
  const order = request.order === none ? msg('Without an order') : (label(catalog.orders, request.order) ?? request.orderReference.trim());
  const subscription =
    request.subscription === none && asked.includes('subscription')
      ? msg('None in particular')
      : label(catalog.subscriptions, request.subscription);
  const type =
    request.type === none && asked.includes('type') ? msg('Something else') : service && typeLabel(form, service.id, request.type || null);
  const subject = (field: string): Row => ({ to: asked.length ? 'subject' : 'service', field });
  const { secretReminder } = step.secrets ?? {};
  return html`
    <dl class="summary">
      ${row(step, msg('Service'), service?.label, { to: 'service', field: 'service' })}
      ${row(step, msg('About'), service && categoryLabel(form, service.id, request.category), subject('category'))}
      ${row(step, msg('Order'), asked.includes('order') && order, { ...subject('order'), text: request.order ? '' : request.orderReference, replace: (orderReference) => step.change({ orderReference }) })}
      ${row(step, msg('Subscription'), subscription, subject('subscription'))} ${row(step, msg('Type'), type, subject('type'))}
      ${row(step, msg('Follow-up to'), request.followUpOf && request.followUpLabel, { to: 'service', field: 'follow-up' })}
      ${row(step, msg('Title'), html`<b dir="auto">${request.title.trim()}</b>`, { to: 'write', field: 'title', text: request.title, replace: (title) => step.change({ title }) })}
      ${row(step, msg('Description'), request.description.trim(), { to: 'write', field: 'description', asTyped: true, text: request.description, replace: (description) => step.change({ description }) })}
      ${fieldsOf(request, form).map((field) => {
        const answer = answerTo(field, request);
        const isText = field.kind === 'text' && typeof answer === 'string';
        return row(step, field.label, sayAnswer(field, answer), {
          to: 'write',
          field: `field-${field.id}`,
          asTyped: field.kind === 'text',
          ...(isText && { text: answer, replace: (text: string) => step.change({ fields: { ...request.fields, [field.id]: text } }) }),
        });
      })}
      ${row(step, msg('Attachments'), step.files, { to: 'write', field: 'files' })}
      ${row(step, msg('Project'), label(catalog.projects, request.project), { to: 'write', field: 'project' })}
      ${row(step, msg('Technical information'), facts && contextLines(facts), { to: 'write', field: 'context', ...(facts && secretReminder && { text: Object.values(facts).flat().join('\n'), replace: () => step.change({ facts: maskFacts(facts, step.secrets) }) }) })}
      ${row(step, msg('Priority'), priority(request.priority), { to: 'write', field: 'priority' })}
    </dl>
    ${planned(request, session, step.now, step.locale)} ${inlineFailure(step.failure)}
    <div class="bar">
      <button class="button primary" type="button" aria-disabled=${step.busy} @click=${() => step.send()}>${step.busy ? msg('Sending…') : msg('Send')}</button>
      <button class="link" type="button" @click=${() => step.mend('write', 'title')}>${msg('Keep editing')}</button>
    </div>
  `;
}

export { secretsFor } from '../../advice/secrets.ts';
