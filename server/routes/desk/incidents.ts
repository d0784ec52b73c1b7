import { answer } from '../../http/route/row.ts';
import type { Route } from '../../http/route/row.ts';
import { route } from '../../http/route/route.ts';
import type { Incidents } from '../../services/desk/incidents.ts';
import { DeskIncident, DeskIncidentPage, IncidentChange, IncidentQuery, NewIncident } from '../../wire/incidents.ts';
import { LangQuery } from '../../wire/parts.ts';
import { deskPaths } from '../../wire/paths.ts';

const one = `${deskPaths.incidents}/:id` as const;

export function incidentRoutes(incidents: Incidents): readonly Route[] {
  const find = ({ params }: { readonly params: { readonly id: string } }): ReturnType<Incidents['read']> => incidents.read(params.id);

  return [
    route({
      method: 'get',
      path: deskPaths.incidents,
      summary: 'Incidents, those that go on first',
      who: 'staff',
      rate: 'desk',
      query: IncidentQuery,
      answer: [200, DeskIncidentPage],
      handle: ({ query }) => incidents.list(query),
    }),
    route({
      method: 'post',
      path: deskPaths.incidents,
      summary: 'Announce an incident to customers',
      who: 'staff',
      rate: 'desk',
      body: NewIncident,
      answer: [201, DeskIncident],
      idempotent: true,
      handle: async ({ staff, body, attempt }) => {
        const { incident, replayed } = await incidents.announce(staff, body, attempt);
        return answer(incident, { replayed, location: `${deskPaths.incidents}/${encodeURIComponent(incident.id)}` });
      },
    }),
    route({
      method: 'get',
      path: one,
      summary: 'Read an incident, and who did what',
      who: 'staff',
      rate: 'desk',
      find,
      query: LangQuery,
      answer: [200, DeskIncident],
      handle: ({ found }) => found,
    }),
    route({
      method: 'patch',
      path: one,
      summary: 'Correct an incident, end it or take it up again',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      body: IncidentChange,
      answer: [200, DeskIncident],
      handle: ({ staff, params, rev, body }) => incidents.change(staff, params.id, rev, body),
    }),
    route({
      method: 'delete',
      path: one,
      summary: 'Delete an incident that should not have been announced',
      who: 'staff',
      rate: 'desk',
      find,
      ifMatch: true,
      answer: [204, null],
      handle: async ({ staff, params, rev }) => {
        await incidents.remove(staff, params.id, rev);
        return null;
      },
    }),
  ];
}
