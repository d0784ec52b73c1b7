/** Loaded while the team is away. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../server/ticket/wire.ts';
import { isFrench, sayMoment } from '../when.ts';
import { icon } from './icon.ts';
import { bellShape } from './more-icons.ts';

/** Said before anybody writes: when the team is back, what waits for it, and what does not. `opening`: milliseconds since the epoch. */
export function closedNotice({ priorities }: SessionView['form'], opening: number, now: string, locale: string): TemplateResult {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  /** English makes one adjective of them, "Low- and normal-priority requests"; other languages name them as they are. */
  const joined = (labels: readonly string[]): string =>
    list.format(isFrench(locale) ? labels : labels.map((label, at) => `${at ? label.toLocaleLowerCase(locale) : label}${at < labels.length - 1 ? '-' : ''}`));
  const named = (wanted: string): string => joined(priorities.filter(({ response }) => response.clock === wanted).map(({ label }) => label));
  const back = sayMoment(new Date(opening).toISOString(), now, locale);
  const [waiting, running] = [named('business-days'), named('hours')];
  return html`<div class="strip">
    ${icon(bellShape)}
    <span>
      <b>${msg(str`The team is away at the moment and will be back ${back}.`)}</b>
      ${waiting && msg(str`${waiting}-priority requests wait until then.`)}
      ${running && msg(str`${running}-priority requests are answered day and night.`)}
    </span>
  </div>`;
}
