/** Where things are under a server; the widget and the routes read the same list. */
export const api = '/api/v1';

export const paths = {
  session: `${api}/session`,
  tickets: `${api}/tickets`,
  ticket: (id: string) => `${api}/tickets/${encodeURIComponent(id)}`,
  act: (id: string, act: TicketAct) => `${api}/tickets/${encodeURIComponent(id)}/${act}`,
  attachments: `${api}/attachments`,
  attachment: (id: string) => `${api}/attachments/${encodeURIComponent(id)}`,
  archive: `${api}/archive`,
  archived: (id: string) => `${api}/archive/${encodeURIComponent(id)}`,
  archivedFile: (id: string, attachment: string) => `${api}/archive/${encodeURIComponent(id)}/attachments/${encodeURIComponent(attachment)}`,
  articles: `${api}/articles`,
  events: `${api}/events`,
  entrance: `${api}/entrance`,
  guest: (act: GuestAct) => `${api}/guest/${act}`,
  desk: `${api}/desk`,
  deskReplies: `${api}/desk/replies`,
  deskReply: (id: string) => `${api}/desk/replies/${encodeURIComponent(id)}`,
  deskCustomer: (id: string) => `${api}/desk/customers/${encodeURIComponent(id)}`,
  deskArchive: (customer: string) => `${api}/desk/customers/${encodeURIComponent(customer)}/archive`,
  deskAttachments: `${api}/desk/attachments`,
  deskAttachment: (id: string) => `${api}/desk/attachments/${encodeURIComponent(id)}`,
  incidents: `${api}/desk/incidents`,
  quarantine: `${api}/desk/quarantine`,
  quarantined: (id: string) => `${api}/desk/quarantine/${encodeURIComponent(id)}`,
  mailIn: `${api}/mail/inbound`,
  outbox: `${api}/desk/outbox`,
  alerts: `${api}/desk/me/alerts`,
} as const;

export type GuestAct = 'start' | 'verify' | 'renew' | 'link';
export type TicketAct = 'messages' | 'seen' | 'close' | 'reopen' | 'thank' | 'nudge' | 'rating' | 'solution/mail';
