import { msg } from '@lit/localize';
import type { SessionView } from '../../../server/wire/session.ts';
import { questionsOf } from '../../form/request.ts';
import type { Request } from '../../form/request.ts';

/** What the step is called, where it is gone back to as where it stands. */
export function subjectHeading(request: Request, session: SessionView): string {
  return questionsOf(request, session).includes('order') ? msg('Which order?') : msg('What exactly is it about?');
}
