/** What the customer lets the team know of the page. What gathers it comes when it is needed. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import { offersFacts } from '../form/request.ts';
import type { Request } from '../form/request.ts';
import { contextLines } from '../draw/page-context.ts';

const load = () => import('./collect.ts');

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
    <p class="small soft" id="context-hint">${msg('Your browser, this page, the size of the window, the latest errors. You see each line before it is sent, and can remove it.')}</p>
    ${facts && contextLines(facts, (left) => field.change({ facts: left }))}
  </div>`;
}
