/** The shapes of requests and answers, as types only: this is what the widget imports. */
import type { InferInput, InferOutput } from 'valibot';
import type * as archive from './archive-schema.ts';
import type * as schema from './schema.ts';

export type NewTicket = InferInput<typeof schema.NewTicket>;
export type NewMessage = InferInput<typeof schema.NewMessage>;
export type RatingRequest = InferInput<typeof schema.RatingRequest>;
export type DeskMessage = InferInput<typeof schema.DeskMessage>;
export type Amendment = InferInput<typeof schema.Amendment>;

export type AttachmentView = InferOutput<typeof schema.Attachment>;
export type MessageView = InferOutput<typeof schema.MessageView>;
export type TimelineView = InferOutput<typeof schema.TimelineView>;
export type TicketItem = InferOutput<typeof schema.TicketItem>;
export type TicketView = InferOutput<typeof schema.TicketView>;
export type TicketPage = InferOutput<typeof schema.TicketPage>;
export type ArchivedTicketItem = InferOutput<typeof archive.ArchivedTicketItem>;
export type ArchivedTicketView = InferOutput<typeof archive.ArchivedTicketView>;
export type ArchivePage = InferOutput<typeof archive.ArchivePage>;
export type SessionView = InferOutput<typeof schema.SessionView>;
export type ServiceView = SessionView['form']['services'][number];
export type FieldView = ServiceView['fields'][number];
export type IncidentNotice = InferOutput<typeof schema.IncidentNotice>;
export type NewIncident = InferInput<typeof schema.NewIncident>;
export type IncidentChange = InferInput<typeof schema.IncidentChange>;
export type DeskIncident = InferOutput<typeof schema.DeskIncident>;
export type DeskIncidentPage = InferOutput<typeof schema.DeskIncidentPage>;
export type Article = InferOutput<typeof schema.Article>;
export type PriorityView = SessionView['form']['priorities'][number];
export type StaffView = InferOutput<typeof schema.StaffView>;
export type DeskItem = InferOutput<typeof schema.DeskItem>;
export type DeskPage = InferOutput<typeof schema.DeskPage>;
export type DeskTicket = InferOutput<typeof schema.DeskTicket>;
export type DeskMessageView = InferOutput<typeof schema.DeskMessageView>;
export type DeskMe = InferOutput<typeof schema.DeskMe>;
export type CustomerSummary = InferOutput<typeof schema.CustomerSummary>;
export type Problem = InferOutput<typeof schema.Problem>;
