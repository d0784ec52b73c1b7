import type { Incident } from '../../server/ticket/incident.ts';
import type { Effect, Note, PublicMessage, Ticket } from '../../server/ticket/model.ts';
import type {
  AttachmentRow,
  Commit,
  Customer,
  IdempotencyRecord,
  OutgoingMail,
  StaffAccount,
  StaffSession,
  TicketQuery,
} from '../../server/store/store.ts';

/** The n-th minute of the samples' day. */
export function minute(n: number): string {
  return new Date(Date.UTC(2026, 10, 24, 8, n)).toISOString();
}

export function sampleTicket(number: number, changes: Partial<Ticket> = {}): Ticket {
  const at = minute(number);
  return {
    id: `ticket-${String(number)}`,
    rev: 1,
    number,
    customerId: 'marie',
    status: 'OPEN',
    priority: 'MEDIUM',
    service: 'technical',
    category: null,
    type: 'bug',
    links: {},
    orderReference: null,
    fields: {},
    title: `Panne numéro ${String(number)}`,
    description: 'Le panier affiche une erreur.',
    attachments: [],
    context: null,
    followUpOf: null,
    createdAt: at,
    updatedAt: at,
    promise: { startedAt: at, dueAt: minute(number + 600), answeredAt: null, waived: false },
    ball: 'team',
    reopenCount: 0,
    closing: null,
    rating: null,
    nudgedAt: null,
    seenAt: at,
    staffActedAt: null,
    messages: [],
    timeline: [],
    notes: [],
    assignee: null,
    tags: [],
    audit: [],
    ...changes,
  };
}

export function sampleMessage(body: string, id = body): PublicMessage {
  return {
    visibility: 'public',
    id,
    author: { kind: 'customer', name: 'Marie' },
    body,
    createdAt: minute(0),
    attachments: [],
  };
}

export function sampleNote(body: string): Note {
  return {
    visibility: 'internal',
    id: body,
    author: { kind: 'staff', id: 'paul', name: 'Paul' },
    body,
    createdAt: minute(0),
    attachments: [],
  };
}

export function sampleEffect(id: string, at = minute(0)): Effect {
  return { id, kind: 'replied', audience: 'customer', ticketId: 'ticket-1', messageId: null, at };
}

export function sampleIncident(id: string): Incident {
  return { id, rev: 1, title: 'Mail is slow', body: '', url: null, services: [], since: minute(0), endedAt: null, steps: [] };
}

/** Waiting until the n-th minute. */
export function sampleMail(id: string, n: number, changes: Partial<OutgoingMail> = {}): OutgoingMail {
  return {
    id,
    kind: 'replied',
    to: { kind: 'customer' },
    ticketId: 'ticket-1',
    messageId: null,
    at: minute(0),
    queuedAt: minute(0),
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: minute(n),
    endedAt: null,
    fault: null,
    reply: null,
    ...changes,
  };
}

export function sampleRecord(id: string, at = minute(0)): IdempotencyRecord {
  return { id, bodyHash: 'hash', status: 201, ticketId: 'ticket-1', at };
}

export function sampleCustomer(id: string, changes: Partial<Customer> = {}): Customer {
  return {
    id,
    iss: 'site',
    sub: id,
    kind: 'customer',
    name: 'Marie Curie',
    email: 'marie@example.org',
    emailVerified: true,
    locale: 'fr',
    catalog: { orders: [], subscriptions: [], projects: [] },
    legacy: [],
    updatedAt: minute(0),
    ...changes,
  };
}

export function sampleStaff(id: string, email = `${id}@example.org`): StaffAccount {
  return { id, email, name: id, role: 'agent', passwordHash: 'scrypt$1$1$1$a$b', createdAt: minute(0) };
}

export function sampleSession(id: string, staffId: string): StaffSession {
  return { id, staffId, createdAt: minute(0), expiresAt: minute(60) };
}

export function sampleUpload(id: string, changes: Partial<AttachmentRow> = {}): AttachmentRow {
  return {
    id,
    owner: { kind: 'customer', id: 'marie' },
    audience: 'public',
    name: `${id}.txt`,
    type: 'text/plain',
    size: 10,
    sha256: 'hash',
    createdAt: minute(0),
    ticketId: null,
    ...changes,
  };
}

/** The commit of a new ticket, ready for `createTicket`. */
export function creating(changes: Partial<Ticket> = {}): (number: number) => Commit {
  return (number) => ({ put: { tickets: [sampleTicket(number, changes)] } });
}

/** The act of saying something, ready for `changeTicket`. */
export function saying(body: string): (ticket: Ticket) => Commit {
  return (ticket) => ({
    put: { tickets: [{ ...ticket, rev: ticket.rev + 1, messages: [...ticket.messages, sampleMessage(body)] }] },
  });
}

export function customerQuery(changes: Partial<TicketQuery> = {}): TicketQuery {
  return { reader: 'customer', customerId: 'marie', now: minute(0), sort: 'activity', limit: 20, ...changes };
}

export function deskQuery(changes: Partial<TicketQuery> = {}): TicketQuery {
  return { reader: 'staff', now: minute(0), sort: 'activity', limit: 20, ...changes };
}
