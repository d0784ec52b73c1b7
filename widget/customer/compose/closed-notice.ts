/** Loaded while the team is away. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../../server/wire/session.ts';
import { isFrench, sayMoment } from '../../draw/when.ts';
import { icon } from '../../draw/icon.ts';
import { bellShape } from '../../draw/more-icons.ts';

/** Said before anybody writes: when the team is back, what waits for it, and what does not. `opening`: milliseconds since the epoch. */
export function closedNotice({ priorities }: SessionView['form'], opening: number, now: string, locale: string): TemplateResult {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  /** As the site writes them, "P1" and "SLA Gold" too: English makes one adjective of them, "Low- and Normal-priority requests"; other languages name them. */
  const joined = (labels: readonly string[]): readonly unknown[] =>
    list
      .formatToParts(labels)
      .map(({ type, value }, at, { length }) =>
        type === 'element' ? html`<bdi>${value}</bdi>${isFrench(locale) || at === length - 1 ? '' : '-'}` : value,
      );
  /** Null for none. */
  const named = (wanted: string): readonly unknown[] | null => {
    const labels = priorities.filter(({ response }) => response.clock === wanted).map(({ label }) => label);
    return labels.length ? joined(labels) : null;
  };
  const back = sayMoment(new Date(opening).toISOString(), now, locale);
  const [waiting, running] = [named('business-days'), named('hours')];
  return html`<div class="strip">
    ${icon(bellShape)}
    <span>
      <b>${msg(str`The team is away at the moment and will be back ${back}.`)}</b>
      ${waiting && msg(html`${waiting}-priority requests wait until then.`)}
      ${running && msg(html`${running}-priority requests are answered day and night.`)}
    </span>
  </div>`;
}
