/** The technical information of a ticket. What draws its lines is loaded once there are any. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { PageFacts } from './context.ts';
import { icon } from './icon.ts';

const load = () => import('./context-lines.ts');

/** An empty element until its code is there. */
export function contextLines(context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null = null): TemplateResult {
  loadQuietly();
  return renderLines(context, keep);
}

/** Without it the lines stay out of sight, and the next look asks again. */
const loadQuietly = (): void => void load().catch(() => undefined);

const renderLines = (context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null): TemplateResult =>
  html`<support-ticket-context .context=${context} .keep=${keep}></support-ticket-context>`;

/** With a ticket that has some: folded, for it matters to few. */
export function foldedContext(context: Readonly<Record<string, unknown>> | null): TemplateResult | typeof nothing {
  if (!context || !Object.keys(context).length) return nothing;
  return html`<details class="fold" @toggle=${loadQuietly}>
    <summary>${msg('Technical information')}${icon('down')}</summary>
    ${renderLines(context, null)}
  </details>`;
}
