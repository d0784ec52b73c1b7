import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import { textLimits } from '../../server/ticket/limits.ts';
import type { FieldView } from '../../server/wire/session.ts';
import type { Request } from './request.ts';

export interface OwnFields {
  readonly request: Request;
  readonly fields: readonly FieldView[];
  /** The error of an answer; `nothing` when it is valid. */
  problem(field: FieldView): TemplateResult | typeof nothing;
  /** The warning about a secret in a text. */
  warning?(text: string, replace: (text: string) => void): TemplateResult | typeof nothing | undefined;
  change(changes: Partial<Request>): void;
}

/** The site's own fields. */
export function ownFields(step: OwnFields): TemplateResult | typeof nothing {
  return step.fields.length ? html`${step.fields.map((field) => renderField(step, field))}` : nothing;
}

function renderField(step: OwnFields, field: FieldView): TemplateResult {
  const { request } = step;
  const id = `field-${field.id}`;
  const problem = step.problem(field);
  const given = Object.hasOwn(request.fields, field.id) ? request.fields[field.id] : undefined;
  const set = (value: string | boolean) => step.change({ fields: { ...request.fields, [field.id]: value } });
  const label = field.required ? field.label : `${field.label} ${msg('(optional)')}`;
  const described = { describedby: `hint-${id} problem-fields.${field.id}`, invalid: problem === nothing ? 'false' : 'true' };
  const hint = field.hint ? html`<p class="small soft" id=${`hint-${id}`}>${field.hint}</p>` : nothing;
  if (field.kind === 'checkbox') {
    return html`<div class="field">
      <label class="tick"><input id=${id} type="checkbox" aria-describedby=${described.describedby} aria-invalid=${described.invalid} aria-required=${field.required} .checked=${given === true} @change=${(event: Event) => set((event.target as HTMLInputElement).checked)} />${field.label}</label>
      ${problem}${hint}
    </div>`;
  }
  const text = typeof given === 'string' ? given : '';
  return html`<div class="field">
    <label class="label" for=${id}>${label}</label>
    ${
      field.kind === 'choice'
        ? html`<select id=${id} class="input" aria-describedby=${described.describedby} aria-invalid=${described.invalid} aria-required=${field.required} @change=${(event: Event) => set((event.target as HTMLSelectElement).value)}>
          <option value="" ?selected=${!text}>${msg('Please choose')}</option>
          ${field.options.map((option) => html`<option value=${option.id} ?selected=${option.id === text}>${option.label}</option>`)}
        </select>`
        : html`<input id=${id} class="input" dir="auto" maxlength=${textLimits.field.max} aria-describedby=${described.describedby} aria-invalid=${described.invalid} aria-required=${field.required} .value=${text} @input=${(event: InputEvent) => set((event.target as HTMLInputElement).value)} />`
    }
    ${field.kind === 'text' ? step.warning?.(text, set) : nothing}${problem}${hint}
  </div>`;
}

/** The answer as text; empty without an answer. */
export function sayAnswer(field: FieldView, answer: string | boolean | undefined): string {
  if (answer === true) return msg('Yes', { id: 'answer-yes' });
  return typeof answer === 'string' ? (field.options.find((option) => option.id === answer)?.label ?? answer) : '';
}
