import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { IncidentNotice } from '../../server/wire/incidents.ts';
import type { SessionView } from '../../server/wire/session.ts';
import { sameDay, sayMoment, sayTime } from './when.ts';
import { icon } from './icon.ts';
import { bellShape } from './more-icons.ts';
import { isolated, renderIsolated } from './isolate.ts';

/** Incidents that affect all services. */
export const general = ({ incidents }: SessionView): readonly IncidentNotice[] => incidents.filter(({ services }) => !services.length);
/** Incidents of one service. */
export const special = ({ incidents }: SessionView, service: string | null): readonly IncidentNotice[] =>
  incidents.filter(({ services }) => service !== null && services.includes(service));

function renderIncident({ title, body, url, since }: IncidentNotice, now: string, locale: string): TemplateResult {
  const when = sameDay(since, now) ? sayTime(since, locale) : sayMoment(since, now, locale);
  return html`<p><b>${renderIsolated(msg(str`Ongoing incident: ${isolated(title)}`))}</b>, ${msg(str`since ${when}.`)} ${url ? html`<a href=${url} target="_blank" rel="noopener">${msg('Read more')}<span class="unseen"> ${msg('(new tab)')}</span></a>` : nothing}</p>
    ${body ? html`<p class="said">${body}</p>` : nothing}`;
}

/** Notices of ongoing incidents, shown before a customer writes about them. */
export function incidentNotices(incidents: readonly IncidentNotice[], now: string, locale: string): TemplateResult | typeof nothing {
  if (!incidents.length) return nothing;
  return html`<section class="strip" aria-label=${msg('Ongoing incidents')}>
    ${icon(bellShape)}
    <div class="said-list">
      ${incidents.map((incident) => renderIncident(incident, now, locale))}
      <p>${msg('We are working on it. You need no ticket, unless your case is different.')}</p>
    </div>
  </section>`;
}
