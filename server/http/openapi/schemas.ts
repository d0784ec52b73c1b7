/** The schemas of bodies and answers by their names in OpenAPI. */
import type { GenericSchema } from 'valibot';
import * as archive from '../../wire/archive.ts';
import * as guest from '../../wire/guests.ts';
import * as live from '../../wire/live.ts';
import * as mail from '../../wire/mail.ts';
import { Articles } from '../../wire/articles.ts';
import { CustomerMatches, CustomerProfile, CustomerSummary, DeskCustomerCard } from '../../wire/customers.ts';
import { Amendment, DeskMe, DeskMessage, DeskNewTicket, DeskPage, DeskTicket, QueueCounts, TagList } from '../../wire/desk.ts';
import { DeskIncident, DeskIncidentPage, IncidentChange, NewIncident } from '../../wire/incidents.ts';
import { Problem } from '../../wire/problem.ts';
import { CannedReply, CannedReplyChange, CannedReplyList, NewCannedReply } from '../../wire/replies.ts';
import { SessionView, UnreadView } from '../../wire/session.ts';
import { Login, SignInLinkFollow, SignInLinkRequest } from '../../wire/staff.ts';
import {
  Attachment,
  CloseRequest,
  NewMessage,
  NewTicket,
  NudgeRequest,
  RatingRequest,
  ReopenRequest,
  SeenRequest,
  SolutionMailRequest,
  ThankRequest,
  TicketPage,
  TicketView,
} from '../../wire/tickets.ts';
import { NewSavedView, SavedView, SavedViewChange, SavedViewList } from '../../wire/views.ts';
import { Stats } from '../../wire/statistics.ts';

/** Schemas with a name in OpenAPI. */
export const input = {
  NewTicket,
  NewMessage,
  CloseRequest,
  ReopenRequest,
  ThankRequest,
  NudgeRequest,
  SeenRequest,
  RatingRequest,
  SolutionMailRequest,
  CustomerProfile,
  GuestStart: guest.GuestStart,
  GuestVerify: guest.GuestVerify,
  GuestRenew: guest.GuestRenew,
  GuestLink: guest.GuestLink,
  Login,
  SignInLinkRequest,
  SignInLinkFollow,
  DeskNewTicket,
  DeskMessage,
  Amendment,
  NewIncident,
  IncidentChange,
  NewCannedReply,
  CannedReplyChange,
  NewSavedView,
  SavedViewChange,
  ReplayRequest: mail.ReplayRequest,
  Alerts: mail.Alerts,
  QuarantineFiling: mail.QuarantineFiling,
  PresenceRequest: live.PresenceRequest,
} as const;

export const output = {
  Session: SessionView,
  Unread: UnreadView,
  Ticket: TicketView,
  TicketPage,
  Attachment,
  ArchivePage: archive.ArchivePage,
  ArchivedTicket: archive.ArchivedTicketView,
  Articles,
  CustomerSummary,
  Entrance: guest.Entrance,
  GuestChallenge: guest.GuestChallengeView,
  GuestToken: guest.GuestTokenView,
  DeskMe,
  DeskTicket,
  DeskPage,
  QueueCounts,
  SavedView,
  SavedViewList,
  CustomerMatches,
  DeskIncident,
  DeskIncidentPage,
  CannedReply,
  CannedReplyList,
  TagList,
  DeskCustomerCard,
  Stats,
  OutboxPage: mail.OutboxPage,
  Mail: mail.MailView,
  AlertsView: mail.AlertsView,
  Hint: live.Hint,
  DeskPresence: live.DeskPresence,
  MailInAnswer: mail.MailInAnswer,
  QuarantinePage: mail.QuarantinePage,
  QuarantinedMail: mail.QuarantinedMailView,
  Problem,
} as const;

const names: ReadonlyMap<GenericSchema, string> = new Map(
  [...Object.entries(input), ...Object.entries(output)].map(([name, schema]) => [schema, name]),
);

/** The name of a schema in OpenAPI. */
export function nameOf(schema: GenericSchema): string {
  const name = names.get(schema);
  if (name === undefined) throw new TypeError('a route takes or gives what has no name in http/openapi/schemas.ts');
  return name;
}
