/** An incident that the team knows of and works on: announce, correct, end, resume. Pure functions. */
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
  /** Plain text, like every text of an incident. */
  readonly title: string;
  readonly body: string;
  readonly url: string | null;
  /** Ids of the services concerned; empty when it concerns every customer. */
  readonly services: readonly string[];
  readonly since: Instant;
  readonly endedAt: Instant | null;
  /** Who did what, oldest first. */
  readonly steps: readonly IncidentStep[];
}

/** The texts and services of an announcement or a correction. */
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

/** Most steps kept besides the announcement. */
const mostSteps = 100;

const step = (kind: IncidentStep['kind'], { now, by, newId }: IncidentAct): IncidentStep => ({ id: newId(), kind, at: now, by });

/** An incident cannot begin in the future. @throws InvalidInput */
function checkBeginning(since: Instant, { now }: IncidentAct): void {
  if (since > now) throw new InvalidInput({ path: 'since', code: 'invalid' });
}

/** @throws InvalidInput */
export function announce(words: IncidentWords, act: IncidentAct): Incident {
  checkBeginning(words.since, act);
  return { id: act.newId(), rev: 1, ...words, endedAt: null, steps: [step('announced', act)] };
}

/** Absent fields stay as they were. Returns the same object when nothing changes. @throws InvalidInput */
export function revise(incident: Incident, words: Partial<IncidentWords>, ended: boolean | undefined, act: IncidentAct): Incident {
  const next = { ...incident, ...words };
  if (words.since !== undefined) checkBeginning(words.since, act);
  const isEdited =
    (['title', 'body', 'url', 'since'] as const).some((name) => next[name] !== incident[name]) ||
    next.services.join() !== incident.services.join();
  const isStateChange = ended !== undefined && ended !== (incident.endedAt !== null);
  if (!isEdited && !isStateChange) return incident;
  const steps = [...(isEdited ? [step('edited', act)] : []), ...(isStateChange ? [step(ended ? 'ended' : 'resumed', act)] : [])];
  const [first, ...later] = [...incident.steps, ...steps];
  return {
    ...next,
    rev: incident.rev + 1,
    endedAt: isStateChange ? (ended ? act.now : null) : incident.endedAt,
    steps: [...(first ? [first] : []), ...later.slice(-mostSteps)],
  };
}

/** Ongoing ones first, then the newest. */
export function byUrgency(a: Incident, b: Incident): number {
  const ongoing = Number(a.endedAt !== null) - Number(b.endedAt !== null);
  return ongoing || compare(b.endedAt ?? b.since, a.endedAt ?? a.since) || compare(a.id, b.id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
