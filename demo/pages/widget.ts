/** The two ways this site shows the widget. The tag and its attributes are all there is to it. */
import { html } from 'hono/html';
import type { SupportPlace } from '../site/addresses.ts';
import { words } from '../texts.ts';
import { speaker } from './layout.ts';
import type { Frame, Html } from './layout.ts';

/** In the page's flow. What stands inside the tag is shown until the widget is there, and again where the server cannot be reached. */
export function inlineWidget(
  frame: Frame,
  { view, ticket, archived, step }: SupportPlace,
  prefill: { readonly service?: string; readonly order?: string } = {},
): Html {
  const t = speaker(frame);
  return html`<support-ticket view="${view}"${attribute('ticket', ticket)}${attribute('archived', archived)}${attribute('step', step)}${attribute('service', prefill.service)}${attribute('order', prefill.order)}>
        <p class="soft" data-unavailable="${t(words.unavailable)}">${t(words.noScript)}</p>
      </support-ticket>`;
}

/** Behind a button in the page's corner. */
export const launcherWidget = (): Html => html`<support-ticket mode="launcher"></support-ticket>`;

function attribute(name: string, value: string | null | undefined): Html | string {
  return value === null || value === undefined || value === '' ? '' : html` ${name}="${value}"`;
}
