/** That a mail of a ticket did not arrive, and that mails go there again: the team sees both, and its customer neither. */
import type { AuditEntry, Ticket } from './model.ts';
import { inTeamTime } from './rules.ts';
import type { Act } from './rules.ts';

/** Lines of one ticket; more would say nothing new. */
const most = 50;

export interface Bounced {
  /** The address will not take mails; else it did not for now. */
  readonly permanent: boolean;
  /** As RFC 3463 has it, such as 5.1.1. */
  readonly status: string;
}

export function noteBounce(ticket: Ticket, { permanent, status }: Bounced, act: Act): Ticket {
  const told = ticket.audit.filter(({ kind }) => kind === 'bounced').length;
  return told >= most ? ticket : audited(ticket, { kind: 'bounced', status, permanent }, act);
}

export const noteMailAgain = (ticket: Ticket, act: Act): Ticket => audited(ticket, { kind: 'mail-again' }, act);

function audited(ticket: Ticket, what: Pick<AuditEntry, 'kind' | 'status' | 'permanent'>, asked: Act): Ticket {
  const act = inTeamTime(ticket, asked);
  const by = act.by as AuditEntry['by'];
  return { ...ticket, rev: ticket.rev + 1, audit: [...ticket.audit, { id: act.newId(), at: act.now, by, ...what }] };
}
