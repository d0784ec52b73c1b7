/** The technical information of a ticket. The chunk that renders its lines is loaded when there are any. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg } from '@lit/localize';
import type { PageFacts } from './context.ts';
import { icon } from './icon.ts';

const load = () => import('./context-lines.ts');

/** The lines; an empty element while the chunk is loading. */
export function contextLines(context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null = null): TemplateResult {
  loadQuietly();
  return renderLines(context, keep);
}

/** When loading fails, the lines stay hidden until the next call loads again. */
const loadQuietly = (): void => void load().catch(() => undefined);

const renderLines = (context: Readonly<Record<string, unknown>>, keep: ((left: PageFacts) => void) | null): TemplateResult =>
  html`<support-ticket-context .context=${context} .keep=${keep}></support-ticket-context>`;

/** The lines of a ticket, folded. */
export function foldedContext(context: Readonly<Record<string, unknown>> | null): TemplateResult | typeof nothing {
  if (!context || !Object.keys(context).length) return nothing;
  return html`<details class="fold" @toggle=${loadQuietly}>
    <summary>${msg('Technical information')}${icon('down')}</summary>
    ${renderLines(context, null)}
  </details>`;
}
