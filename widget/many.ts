/** Which sessions need what `extras.ts` brings. */
import type { SessionView } from '../server/ticket/wire.ts';

/** Up to so many entries make a menu. */
export const longMenu = 8;

export const wantsExtras = ({ incidents, help, catalog, form }: SessionView): boolean =>
  incidents.length > 0 || help.articles || catalog.subscriptions.length > longMenu || catalog.projects.length > longMenu || form.services.some(({ fields }) => fields.length);
