/** Incidents that the team announces: customers see ongoing ones, staff see all. */
import type { InferOutput } from 'valibot';
import type { Site } from '../../config/site.ts';
import type { Log } from '../../log.ts';
import type { IncidentStore, StaffAccount, Store } from '../../store/store.ts';
import { InvalidInput } from '../../ticket/codes.ts';
import { announce, byUrgency, revise } from '../../ticket/incident.ts';
import type { Incident, IncidentAct } from '../../ticket/incident.ts';
import { limits } from '../../ticket/limits.ts';
import { instant } from '../../ticket/promise.ts';
import type {
  DeskIncident,
  DeskIncidentPage,
  IncidentChange as IncidentChangeSchema,
  IncidentNotice,
  IncidentQuery as IncidentQuerySchema,
  NewIncident as NewIncidentSchema,
} from '../../wire/incidents.ts';
import { NotFound, Stale } from '../errors.ts';
import type { Attempt, Done, Once } from '../idempotency.ts';

export interface IncidentsDeps {
  readonly store: IncidentStore & Pick<Store, 'commit'>;
  readonly site: Pick<Site, 'services'>;
  readonly once: Once;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}

type IncidentQuery = InferOutput<typeof IncidentQuerySchema>;
type NewIncident = InferOutput<typeof NewIncidentSchema>;
type IncidentChange = InferOutput<typeof IncidentChangeSchema>;

export interface IncidentAnswer extends Done {
  readonly incident: DeskIncident;
}

export interface Incidents {
  list(query: IncidentQuery): Promise<DeskIncidentPage>;
  read(id: string): Promise<DeskIncident>;
  announce(staff: StaffAccount, input: NewIncident, attempt: Attempt | null): Promise<IncidentAnswer>;
  /** @throws Stale unless `rev` is the newest. */
  change(staff: StaffAccount, id: string, rev: number, change: IncidentChange): Promise<DeskIncident>;
  /** Deletes an incident that was announced by mistake; to end an incident, use `change`. @throws NotFound @throws Stale */
  remove(staff: StaffAccount, id: string, rev: number): Promise<void>;
}

export function createIncidents({ store, site, once, log, now, newId }: IncidentsDeps): Incidents {
  const actOf = ({ id, name }: StaffAccount): IncidentAct => ({ now: instant(now()), by: { id, name }, newId });

  function checkServices(services: readonly string[] | undefined): void {
    const at = services?.findIndex((id) => !site.services.some((service) => service.id === id)) ?? -1;
    if (at >= 0) throw new InvalidInput({ path: `services.${String(at)}`, code: 'not-in-list' });
  }

  async function read(id: string): Promise<DeskIncident> {
    const incident = await store.incident(id);
    if (!incident) throw new NotFound();
    return deskIncident(incident);
  }

  return {
    read,

    async list({ limit = limits.pageSize.default, cursor }) {
      const all = [...(await store.listIncidents())].sort(byUrgency);
      const from = cursor === undefined ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
      if (cursor !== undefined && from === 0) throw new InvalidInput({ path: 'cursor', code: 'invalid' });
      const items = all.slice(from, from + limit);
      return {
        items: items.map(deskIncident),
        nextCursor: from + limit < all.length ? (items.at(-1)?.id ?? null) : null,
        total: all.length,
      };
    },

    async announce(staff, { since, ...words }, attempt) {
      const done = await once(attempt, 201, async (remember) => {
        checkServices(words.services);
        const act = actOf(staff);
        const incident = announce({ ...words, since: since ?? act.now }, act);
        await store.commit({ put: { incidents: [incident], idempotency: remember(incident.id) } });
        return incident;
      });
      return { ...done, incident: await read(done.ticketId) };
    },

    async change(staff, id, rev, { ended, ...words }) {
      checkServices(words.services);
      const changed = await store.changeIncident(id, (newest) => {
        if (newest.rev !== rev) throw new Stale();
        const next = revise(newest, given(words), ended, actOf(staff));
        return next === newest ? null : { put: { incidents: [next] } };
      });
      if (!changed) throw new NotFound();
      return deskIncident(changed);
    },

    async remove(staff, id, rev) {
      const before = await store.incident(id);
      if (!before) throw new NotFound();
      await store.changeIncident(id, (newest) => {
        if (newest.rev !== rev) throw new Stale();
        return { drop: { incidents: [id] } };
      });
      log.info('an incident was deleted', { incident: id, staff: staff.id });
    },
  };
}

/** Drops `undefined` values, which would overwrite stored ones when spread. */
function given<T extends object>(words: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function deskIncident({ id, rev, title, body, url, services, since, endedAt, steps }: Incident): DeskIncident {
  const told = steps.map(({ id: step, kind, at, by }) => ({ id: step, kind, at, by: { kind: 'staff' as const, name: by.name } }));
  return { id, rev, title, body, url, services: [...services], since, endedAt, steps: told };
}

/** The most incidents that customers are shown. */
const mostTold = 5;

/** The ongoing incidents for customers, in order of urgency, without the members who announced them. */
export async function noticesFrom(store: Pick<IncidentStore, 'listIncidents'>): Promise<IncidentNotice[]> {
  const ongoing = (await store.listIncidents()).filter(({ endedAt }) => endedAt === null);
  return [...ongoing]
    .sort(byUrgency)
    .slice(0, mostTold)
    .map(({ id, title, body, url, services, since }) => ({ id, title, body, url, services: [...services], since }));
}
