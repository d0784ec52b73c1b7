import type { TemplateResult } from 'lit';
import type { SessionView } from '../../../server/wire/session.ts';
import { plannedLine } from '../../draw/promise-line.ts';
import { promisedBy } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';
import { sayResponse } from '../../form/response-time.ts';

/** The promise if it were sent now, for the chosen priority. */
export function planned(request: Request, session: SessionView, now: string, locale: string): TemplateResult {
  const chosen = session.form.priorities.find((priority) => priority.id === request.priority);
  return plannedLine(promisedBy(request.priority, now, session.form), chosen ? sayResponse(chosen) : '', { now, locale });
}
