/** Paths of the API, shared by the widget and the routes. */
export const api = '/api/v1';

export const paths = {
  session: `${api}/session`,
  unread: `${api}/unread`,
  tickets: `${api}/tickets`,
  ticket: (id: string) => `${api}/tickets/${encodeURIComponent(id)}`,
  act: (id: string, act: TicketAct) => `${api}/tickets/${encodeURIComponent(id)}/${act}`,
  attachments: `${api}/attachments`,
  attachment: (id: string) => `${api}/attachments/${encodeURIComponent(id)}`,
  archive: `${api}/archive`,
  archived: (id: string) => `${api}/archive/${encodeURIComponent(id)}`,
  archivedFile: (id: string, attachment: string) =>
    `${api}/archive/${encodeURIComponent(id)}/attachments/${encodeURIComponent(attachment)}`,
  articles: `${api}/articles`,
  events: `${api}/events`,
  entrance: `${api}/entrance`,
  guest: (act: GuestAct) => `${api}/guest/${act}`,
  mailIn: `${api}/mail/inbound`,
} as const;

/** Paths of the desk, apart so that the customers' bundle does not load them. */
export const deskPaths = {
  desk: `${api}/desk`,
  replies: `${api}/desk/replies`,
  reply: (id: string) => `${api}/desk/replies/${encodeURIComponent(id)}`,
  customer: (id: string) => `${api}/desk/customers/${encodeURIComponent(id)}`,
  archive: (customer: string) => `${api}/desk/customers/${encodeURIComponent(customer)}/archive`,
  attachments: `${api}/desk/attachments`,
  attachment: (id: string) => `${api}/desk/attachments/${encodeURIComponent(id)}`,
  incidents: `${api}/desk/incidents`,
  quarantine: `${api}/desk/quarantine`,
  quarantined: (id: string) => `${api}/desk/quarantine/${encodeURIComponent(id)}`,
  outbox: `${api}/desk/outbox`,
  alerts: `${api}/desk/me/alerts`,
  signInLink: `${api}/desk/login/link`,
  followLink: `${api}/desk/login/follow`,
  views: `${api}/desk/views`,
  view: (id: string) => `${api}/desk/views/${encodeURIComponent(id)}`,
  customers: `${api}/desk/customers`,
  mailAgain: (id: string) => `${api}/desk/customers/${encodeURIComponent(id)}/mail-again`,
  counts: `${api}/desk/counts`,
  stats: `${api}/desk/stats`,
  statsCsv: `${api}/desk/stats.csv`,
  ticketsCsv: `${api}/desk/tickets.csv`,
  events: `${api}/desk/events`,
  presence: `${api}/desk/presence`,
  presenceAt: (id: string) => `${api}/desk/tickets/${encodeURIComponent(id)}/presence`,
} as const;

export type GuestAct = 'start' | 'verify' | 'renew' | 'link';
export type TicketAct = 'messages' | 'seen' | 'close' | 'reopen' | 'thank' | 'nudge' | 'rating' | 'solution/mail';
