/** Where things are that the desk alone asks for: apart, so that customers need not load them. */
import { api } from './paths.ts';

export const deskPaths = {
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
