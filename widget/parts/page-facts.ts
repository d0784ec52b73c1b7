/** What the customer lets the team know of the page. The lines themselves, and what gathers them, come when they are needed. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { SessionView } from '../../server/ticket/wire.ts';
import { offersFacts } from '../request.ts';
import type { PageFacts, Request } from '../request.ts';
import { icon } from './icon.ts';

const load = () => import('../diagnostics/diagnostics.ts');

/** An empty element until its code is there. */
export function contextLines(context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null = null): TemplateResult {
  loadQuietly();
  return renderLines(context, keep);
}

/** Without it the lines stay out of sight, and the next look asks again. */
const loadQuietly = (): void => void load().catch(() => undefined);

const renderLines = (context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null): TemplateResult =>
  html`<support-ticket-context .context=${context} .keep=${keep}></support-ticket-context>`;

export interface FactsField {
  readonly request: Request;
  readonly session: SessionView;
  change(changes: Partial<Request>): void;
  /** Says what could not be done. */
  complain(text: string): void;
}

/** Off until it is chosen; nothing is looked at before. Then every line is there to be read, and taken out. */
export function pageFactsField(field: FactsField): TemplateResult | typeof nothing {
  const { facts } = field.request;
  if (!offersFacts(field.request, field.session.form)) return nothing;
  const choose = ({ target }: Event) => {
    const box = target as HTMLInputElement;
    if (!box.checked) return field.change({ facts: null });
    load().then(
      ({ collect }) => box.checked && field.change({ facts: collect(window, new Date()) }),
      () => {
        box.checked = false;
        field.complain(msg('This part could not be loaded. Try again, or reload the page; your text is kept.'));
      },
    );
  };
  return html`<div class="field">
    <label class="tick"><input id="context" type="checkbox" aria-describedby="context-hint" .checked=${facts !== null} @change=${choose} />${msg('Attach technical information')}</label>
    <p class="small soft" id="context-hint">${msg('Browser, page, window size, last errors of the page. You see each line before it is sent, and can take it out.')}</p>
    ${facts && contextLines(facts, (left) => field.change({ facts: left }))}
  </div>`;
}

/** With a ticket that has some: folded, for it matters to few. */
export function foldedContext(context: Readonly<Record<string, unknown>> | null): TemplateResult | typeof nothing {
  if (!context || !Object.keys(context).length) return nothing;
  return html`<details class="fold" @toggle=${loadQuietly}>
    <summary>${msg('Technical information')}${icon('down')}</summary>
    ${renderLines(context, null)}
  </details>`;
}
