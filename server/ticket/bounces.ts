/** Records that a mail of a ticket bounced, and that mails to the address are sent again: the team sees both, the customer neither. */
import type { AuditEntry, Ticket } from './model.ts';
import { afterAllActs } from './rules.ts';
import type { Act } from './rules.ts';

/** Most bounce entries kept per ticket. */
const mostBounces = 50;

export interface Bounced {
  /** True for a permanent failure (5.x.x): no more mails are sent to the address. */
  readonly permanent: boolean;
  /** Enhanced status code of RFC 3463, such as 5.1.1. */
  readonly status: string;
}

export function noteBounce(ticket: Ticket, { permanent, status }: Bounced, act: Act): Ticket {
  const recorded = ticket.audit.filter(({ kind }) => kind === 'bounced').length;
  return recorded >= mostBounces ? ticket : audited(ticket, { kind: 'bounced', status, permanent }, act);
}

export const noteMailAgain = (ticket: Ticket, act: Act): Ticket => audited(ticket, { kind: 'mail-again' }, act);

function audited(ticket: Ticket, what: Pick<AuditEntry, 'kind' | 'status' | 'permanent'>, asked: Act): Ticket {
  const act = afterAllActs(ticket, asked);
  const by = act.by as AuditEntry['by'];
  return { ...ticket, rev: ticket.rev + 1, audit: [...ticket.audit, { id: act.newId(), at: act.now, by, ...what }] };
}
