/** Something the team knows of and works on: announced, corrected, ended, taken up again. Pure, as all of the law. */
import { InvalidInput } from './codes.ts';
import type { Instant } from './model.ts';

export interface IncidentStep {
  readonly id: string;
  readonly kind: 'announced' | 'edited' | 'ended' | 'resumed';
  readonly at: Instant;
  readonly by: { readonly id: string; readonly name: string };
}

export interface Incident {
  readonly id: string;
  readonly rev: number;
  /** Plain text, as all of it. */
  readonly title: string;
  readonly body: string;
  readonly url: string | null;
  /** Whom it concerns; none: everybody. */
  readonly services: readonly string[];
  readonly since: Instant;
  readonly endedAt: Instant | null;
  /** Who did what, oldest first. */
  readonly steps: readonly IncidentStep[];
}

/** What may be said of one. */
export interface IncidentWords {
  readonly title: string;
  readonly body: string;
  readonly url: string | null;
  readonly services: readonly string[];
  readonly since: Instant;
}

export interface IncidentAct {
  readonly now: Instant;
  readonly by: IncidentStep['by'];
  readonly newId: () => string;
}

/** Steps that are kept besides the announcement. */
const mostSteps = 100;

const step = (kind: IncidentStep['kind'], { now, by, newId }: IncidentAct): IncidentStep => ({ id: newId(), kind, at: now, by });

/** An incident is known because it has begun. @throws InvalidInput */
function checkBeginning(since: Instant, { now }: IncidentAct): void {
  if (since > now) throw new InvalidInput({ path: 'since', code: 'invalid' });
}

/** @throws InvalidInput */
export function announce(words: IncidentWords, act: IncidentAct): Incident {
  checkBeginning(words.since, act);
  return { id: act.newId(), rev: 1, ...words, endedAt: null, steps: [step('announced', act)] };
}

/** What is left out stays. Without any change, the incident itself comes back. @throws InvalidInput */
export function revise(incident: Incident, words: Partial<IncidentWords>, ended: boolean | undefined, act: IncidentAct): Incident {
  const next = { ...incident, ...words };
  if (words.since !== undefined) checkBeginning(words.since, act);
  const isEdited =
    (['title', 'body', 'url', 'since'] as const).some((name) => next[name] !== incident[name]) ||
    next.services.join() !== incident.services.join();
  const turns = ended !== undefined && ended !== (incident.endedAt !== null);
  if (!isEdited && !turns) return incident;
  const steps = [...(isEdited ? [step('edited', act)] : []), ...(turns ? [step(ended ? 'ended' : 'resumed', act)] : [])];
  const [first, ...later] = [...incident.steps, ...steps];
  return {
    ...next,
    rev: incident.rev + 1,
    endedAt: turns ? (ended ? act.now : null) : incident.endedAt,
    steps: [...(first ? [first] : []), ...later.slice(-mostSteps)],
  };
}

/** Ongoing ones first, then the newest. */
export function byUrgency(a: Incident, b: Incident): number {
  const ongoing = Number(a.endedAt !== null) - Number(b.endedAt !== null);
  return ongoing || compare(b.endedAt ?? b.since, a.endedAt ?? a.since) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
