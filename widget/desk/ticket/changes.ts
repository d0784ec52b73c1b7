/** The texts of the dialogs for changes of a ticket. */
import { msg, str } from '@lit/localize';
import type { FieldCode } from '../../../server/ticket/codes.ts';
import type { Amendment, DeskMe, DeskTicket } from '../../../server/wire/desk.ts';
import { isolated } from '../../draw/isolate.ts';
import type { Change } from './change-dialog.ts';
import { assigneeName, shortName } from '../desk.ts';

/** Makes the change and shows `said`; throws when it fails. */
export type Amend = (change: Amendment, said: string) => Promise<void>;

/** No account has this id. */
const nobody = '';

export function priorityChange(ticket: DeskTicket, me: DeskMe, amend: Amend): Change {
  const customer = isolated(shortName(ticket.customer));
  return {
    heading: msg(str`Change the priority of #${ticket.number}`),
    text: msg(str`${customer} will see the new priority and your reason. The promised answer is reckoned again.`),
    choices: { label: msg('Priority'), options: me.priorities, value: ticket.priority },
    reason: { draft: `desk-priority-${ticket.id}`, label: msg('Reason (required)'), required: true },
    yes: msg('Change the priority'),
    no: msg('Leave it as it is'),
    act: (chosen, reason) =>
      amend({ priority: chosen as DeskTicket['priority'], reason }, msg(str`The priority of #${ticket.number} is changed.`)),
  };
}

export function assigneeChange(ticket: DeskTicket, me: DeskMe, amend: Amend): Change {
  const { assignee } = ticket;
  const isMissing = assignee !== null && !me.team.some(({ id }) => id === assignee.id);
  const missing = isMissing ? [{ id: assignee.id, name: assigneeName(assignee, me) }] : [];
  const colleagues = [...me.team, ...missing].filter(({ id }) => id !== me.id).map(({ id, name }) => ({ id, label: name }));
  return {
    heading: msg(str`Who takes charge of #${ticket.number}?`),
    text: msg('Only the team sees it.'),
    choices: {
      label: msg('Assigned to'),
      options: [
        { id: nobody, label: msg('Nobody in particular') },
        { id: me.id, label: msg(str`${isolated(me.name)} (you)`) },
        ...colleagues,
      ],
      value: assignee?.id ?? nobody,
    },
    yes: msg('Assign'),
    no: msg('Leave it as it is'),
    act: (chosen) => {
      const name = me.team.find(({ id }) => id === chosen)?.name ?? me.name;
      return amend(
        { assignee: chosen || null },
        chosen ? msg(str`#${ticket.number} is assigned to ${isolated(name)}.`) : msg(str`#${ticket.number} is assigned to nobody.`),
      );
    },
  };
}

/** Services and their categories in one list. */
export function serviceChange(ticket: DeskTicket, me: DeskMe, amend: Amend): Change {
  const options = me.services.flatMap((service) => [
    { id: service.id, label: service.label },
    ...service.categories.map((category) => ({
      id: `${service.id}/${category.id}`,
      label: msg(str`${service.label}: ${category.label}`, { id: 'desk-service-category' }),
    })),
  ]);
  return {
    heading: msg(str`Move #${ticket.number} to another service`),
    text: msg(str`${isolated(shortName(ticket.customer))} will see the new service. The promised answer stays the same.`),
    choices: { label: msg('Service'), options, value: ticket.category === null ? ticket.service : `${ticket.service}/${ticket.category}` },
    yes: msg('Move the ticket'),
    no: msg('Leave it as it is'),
    act: (chosen) => {
      const [service = '', category = null] = chosen.split('/');
      return amend({ service, category }, msg(str`#${ticket.number} is moved.`));
    },
  };
}

/** Acknowledges a message that needs no answer: the ticket leaves the queue, and the customer reads that the team has read it. */
export function acknowledging(ticket: DeskTicket, me: DeskMe, amend: Amend): Change {
  const customer = isolated(shortName(ticket.customer));
  return {
    heading: msg(str`Does #${ticket.number} need no answer?`),
    text: msg(
      str`${customer} will read: “${isolated(me.name)} read your message; it needs no answer.” No e-mail is sent, and they can write again.`,
    ),
    reason: { draft: `desk-acknowledge-${ticket.id}`, label: msg('A word to add (optional)'), required: false },
    yes: msg('No answer needed'),
    no: msg('Keep it to answer'),
    act: (_chosen, reason) => amend({ ball: 'customer', ...(reason && { reason }) }, msg(str`#${ticket.number} waits for ${customer}.`)),
  };
}

export function closing(ticket: DeskTicket, amend: Amend): Change {
  const customer = isolated(shortName(ticket.customer));
  return {
    heading: msg(str`Close ticket #${ticket.number}?`),
    text: msg(str`${customer} will see that it is closed, and your reason if you give one. It can be reopened.`),
    reason: { draft: `desk-close-${ticket.id}`, label: msg('Reason (optional)'), required: false },
    yes: msg('Close the ticket'),
    no: msg('Keep it open'),
    act: (_chosen, reason) => amend({ status: 'CLOSED', ...(reason && { reason }) }, msg(str`Ticket #${ticket.number} is closed.`)),
  };
}

/** `others`: the customer's other tickets, which are suggested as the original. */
export function duplicating(
  ticket: DeskTicket,
  others: readonly { readonly number: number; readonly title: string }[],
  amend: Amend,
): Change {
  const customer = isolated(shortName(ticket.customer));
  const numberOf = (text: string): string => text.trim().replace(/^#/, '');
  return {
    heading: msg(str`Close #${ticket.number} as a duplicate?`),
    text: msg(
      str`Of a ticket of their own, ${customer} will see the number and find the way there; of somebody else’s, nothing but that this one is closed.`,
    ),
    line: {
      label: msg('Number of the ticket that goes on'),
      likely: others.map(({ number, title }) => ({ id: `#${number}`, label: title })),
      lack: (text) => (/^[0-9]{1,15}$/.test(numberOf(text)) ? null : msg('Give the number of a ticket, such as #123.')),
    },
    reason: { draft: `desk-close-${ticket.id}`, label: msg('Reason (optional)'), required: false },
    yes: msg('Close as a duplicate'),
    no: msg('Keep it open'),
    act: (chosen, reason) =>
      amend(
        { duplicateOf: numberOf(chosen), ...(reason && { reason }) },
        msg(str`#${ticket.number} is closed as a duplicate of #${numberOf(chosen)}.`),
      ),
    explain: ({ fields }) => sayWrongOriginal(fields.find(({ path }) => path === 'duplicateOf')?.code),
  };
}

function sayWrongOriginal(code: FieldCode | undefined): string | null {
  switch (code) {
    case 'not-in-list':
      return msg('No ticket bears this number.');
    case 'invalid':
      return msg('A ticket is no duplicate of itself: give the number of the other.');
    case 'taken':
      return msg('That ticket was itself closed as a duplicate: give the number of the one that goes on.');
    default:
      return null;
  }
}

export function reopening(ticket: DeskTicket, amend: Amend): Change {
  const customer = isolated(shortName(ticket.customer));
  return {
    heading: msg(str`Reopen ticket #${ticket.number}?`),
    text: msg(str`${customer} will read your reason in the conversation, and a new answer is promised from now.`),
    reason: { draft: `desk-reopen-${ticket.id}`, label: msg('Reason (required)'), required: true },
    yes: msg('Reopen the ticket'),
    no: msg('Leave it closed'),
    act: (_chosen, reason) => amend({ status: 'OPEN', reason }, msg(str`Ticket #${ticket.number} is reopened.`)),
  };
}
