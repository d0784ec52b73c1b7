/** Incidents that the team announces. */
import * as v from 'valibot';
import { limits } from '../ticket/limits.ts';
import { Author, id, instant, line, out, page, paging, strict, text, word } from './parts.ts';

const anyAddress = v.pipe(v.string(), v.url());

/** An `https:` address that an announcement may link to. */
const webAddress = v.pipe(
  v.string('invalid'),
  v.trim(),
  v.maxLength(2_000, 'too-long'),
  v.check((text) => /^https?:\/\/[^\s@/]+(?:\/\S*)?$/i.test(text) && v.is(anyAddress, text), 'invalid'),
);

/** Whether the text is an existing day: JavaScript reads 31 February as a day in March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

const incidentWords = {
  title: line(limits.incident.title.min, limits.incident.title.max),
  body: text(0, limits.incident.body.max),
  url: v.nullable(webAddress),
  /** Empty when the incident concerns every customer. */
  services: v.pipe(v.array(word, 'invalid'), v.maxLength(50, 'too-many')),
  since: v.pipe(
    v.string('invalid'),
    v.isoTimestamp('invalid'),
    v.check(isDay, 'invalid'),
    v.transform((text) => new Date(text).toISOString()),
  ),
} as const;

export const NewIncident = strict({
  ...incidentWords,
  body: v.optional(incidentWords.body, ''),
  url: v.optional(incidentWords.url, null),
  services: v.optional(incidentWords.services, []),
  since: v.optional(incidentWords.since),
});

/** Absent fields stay as they were. */
export const IncidentChange = strict({
  title: v.optional(incidentWords.title),
  body: v.optional(incidentWords.body),
  url: v.optional(incidentWords.url),
  services: v.optional(incidentWords.services),
  since: v.optional(incidentWords.since),
  ended: v.optional(v.boolean('invalid')),
});

export const IncidentQuery = strict({ limit: paging.limit, cursor: paging.cursor, lang: paging.lang });

/** An incident as customers see it. */
export const IncidentNotice = out({
  id,
  title: v.string(),
  body: v.string(),
  url: v.nullable(v.string()),
  services: v.array(v.string()),
  since: instant,
});

/** An incident at the desk: also when it ended, and who did what. */
export const DeskIncident = out({
  ...IncidentNotice.entries,
  rev: v.number(),
  endedAt: v.nullable(instant),
  steps: v.array(out({ id, kind: v.picklist(['announced', 'edited', 'ended', 'resumed']), at: instant, by: Author })),
});

export const DeskIncidentPage = page(DeskIncident);

export type NewIncident = v.InferInput<typeof NewIncident>;

export type IncidentChange = v.InferInput<typeof IncidentChange>;

export type IncidentNotice = v.InferOutput<typeof IncidentNotice>;

export type DeskIncident = v.InferOutput<typeof DeskIncident>;

export type DeskIncidentPage = v.InferOutput<typeof DeskIncidentPage>;
