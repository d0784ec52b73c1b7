/** Every operation there is, in the order people look for them: what goes in, what comes out, what may go wrong. */
import type * as v from 'valibot';
import type { ProblemCode } from '../ticket/codes.ts';
import * as archive from '../wire/archive.ts';
import * as guest from '../wire/guests.ts';
import * as live from '../wire/live.ts';
import * as mail from '../wire/mail.ts';
import { ArticleQuery, Articles } from '../wire/articles.ts';
import { CustomerMatches, CustomerProfile, CustomerSearchQuery, CustomerSummary, DeskCardQuery, DeskCustomerCard, DeskCustomerQuery } from '../wire/customers.ts';
import { Amendment, DeskListQuery, DeskMe, DeskMessage, DeskNewTicket, DeskPage, DeskTicket, QueueCounts, TagList } from '../wire/desk.ts';
import { DeskIncident, DeskIncidentPage, IncidentChange, IncidentQuery, NewIncident } from '../wire/incidents.ts';
import { LangQuery } from '../wire/parts.ts';
import { Problem } from '../wire/problem.ts';
import { CannedReply, CannedReplyChange, CannedReplyList, NewCannedReply } from '../wire/replies.ts';
import { SessionView, UnreadView } from '../wire/session.ts';
import { Login, SignInLinkFollow, SignInLinkRequest } from '../wire/staff.ts';
import { Attachment, CloseRequest, NewMessage, NewTicket, NudgeRequest, RatingRequest, ReopenRequest, SeenRequest, SolutionMailRequest, ThankRequest, TicketListQuery, TicketPage, TicketView } from '../wire/tickets.ts';
import { NewSavedView, SavedView, SavedViewChange, SavedViewList } from '../wire/views.ts';
import * as stats from '../wire/statistics.ts';

export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly who: 'customer' | 'staff' | 'anybody' | 'operations';
  readonly query?: v.GenericSchema;
  readonly body?: SchemaName;
  /** One file, as the field `file` of a form. */
  readonly uploads?: true;
  /** A mail as it is, or as a field of a form. */
  readonly mail?: true;
  /** The answer when all goes well; null: nothing in it. */
  readonly answer: readonly [status: number, body: SchemaName | 'HTML' | 'CSV' | 'JavaScript' | 'CSS' | 'SVG' | 'Text' | 'Object' | 'Bytes' | 'Events' | null];
  readonly idempotent?: boolean;
  /** `optional`: without it, whatever version is the newest. */
  readonly ifMatch?: boolean | 'optional';
  /** A stream that goes on where it broke off. */
  readonly resumable?: true;
  readonly problems?: readonly ProblemCode[];
}

/** The schemas that are documented by name. */
export const input = {
  NewTicket: NewTicket,
  NewMessage: NewMessage,
  CloseRequest: CloseRequest,
  ReopenRequest: ReopenRequest,
  ThankRequest: ThankRequest,
  NudgeRequest: NudgeRequest,
  SeenRequest: SeenRequest,
  RatingRequest: RatingRequest,
  SolutionMailRequest: SolutionMailRequest,
  CustomerProfile: CustomerProfile,
  GuestStart: guest.GuestStart,
  GuestVerify: guest.GuestVerify,
  GuestRenew: guest.GuestRenew,
  GuestLink: guest.GuestLink,
  Login: Login,
  SignInLinkRequest: SignInLinkRequest,
  SignInLinkFollow: SignInLinkFollow,
  DeskNewTicket: DeskNewTicket,
  DeskMessage: DeskMessage,
  Amendment: Amendment,
  NewIncident: NewIncident,
  IncidentChange: IncidentChange,
  NewCannedReply: NewCannedReply,
  CannedReplyChange: CannedReplyChange,
  NewSavedView: NewSavedView,
  SavedViewChange: SavedViewChange,
  ReplayRequest: mail.ReplayRequest,
  Alerts: mail.Alerts,
  QuarantineFiling: mail.QuarantineFiling,
  PresenceRequest: live.PresenceRequest,
} as const;

export const output = {
  Session: SessionView,
  Unread: UnreadView,
  Ticket: TicketView,
  TicketPage: TicketPage,
  Attachment: Attachment,
  ArchivePage: archive.ArchivePage,
  ArchivedTicket: archive.ArchivedTicketView,
  Articles: Articles,
  CustomerSummary: CustomerSummary,
  Entrance: guest.Entrance,
  GuestChallenge: guest.GuestChallengeView,
  GuestToken: guest.GuestTokenView,
  DeskMe: DeskMe,
  DeskTicket: DeskTicket,
  DeskPage: DeskPage,
  QueueCounts: QueueCounts,
  SavedView: SavedView,
  SavedViewList: SavedViewList,
  CustomerMatches: CustomerMatches,
  DeskIncident: DeskIncident,
  DeskIncidentPage: DeskIncidentPage,
  CannedReply: CannedReply,
  CannedReplyList: CannedReplyList,
  TagList: TagList,
  DeskCustomerCard: DeskCustomerCard,
  Stats: stats.Stats,
  OutboxPage: mail.OutboxPage,
  Mail: mail.MailView,
  AlertsView: mail.AlertsView,
  Hint: live.Hint,
  DeskPresence: live.DeskPresence,
  MailInAnswer: mail.MailInAnswer,
  QuarantinePage: mail.QuarantinePage,
  QuarantinedMail: mail.QuarantinedMailView,
  Problem: Problem,
} as const;

export type SchemaName = keyof typeof input | keyof typeof output;

const api = '/api/v1';
const ticket = `${api}/tickets/{id}`;
const desk = `${api}/desk`;

type Change = Omit<Operation, 'method' | 'who' | 'idempotent'>;
const customerActs = (change: Change): Operation => ({ ...change, method: 'post', who: 'customer', idempotent: true });
const staffActs = (change: Change): Operation => ({ ...change, method: 'post', who: 'staff', idempotent: true });
const anybodyReads = (path: string, summary: string, answer: Operation['answer'], problems: readonly ProblemCode[] = []): Operation => ({
  method: 'get',
  path,
  summary,
  who: 'anybody',
  answer,
  problems,
});

const attachments = (at: string, who: 'customer' | 'staff', whose: string): Operation[] => [
  {
    method: 'post',
    path: `${at}/attachments`,
    summary: 'Upload a file, to be named in a ticket or message within a day',
    who,
    uploads: true,
    idempotent: true,
    answer: [201, 'Attachment'],
    problems: ['malformed-request', 'read-only'],
  },
  { method: 'get', path: `${at}/attachments/{id}`, summary: `Download ${whose}`, who, query: LangQuery, answer: [200, 'Bytes'], problems: ['not-found', 'file-missing'] },
];

const archived = (at: string, who: 'customer' | 'staff', whose: string): Operation[] => [
  { method: 'get', path: `${at}/archive`, summary: `List ${whose} tickets of earlier systems`, who, query: who === 'staff' ? archive.DeskArchiveListQuery : archive.ArchiveListQuery, answer: [200, 'ArchivePage'], problems: who === 'staff' ? ['not-found'] : ['read-only'] },
  { method: 'get', path: `${at}/archive/{id}`, summary: 'Read one of them', who, query: who === 'staff' ? DeskCustomerQuery : LangQuery, answer: [200, 'ArchivedTicket'], problems: who === 'staff' ? ['not-found'] : ['not-found', 'read-only'] },
  { method: 'get', path: `${at}/archive/{id}/attachments/{attachment}`, summary: 'Download a file of it', who, query: who === 'staff' ? DeskCustomerQuery : LangQuery, answer: [200, 'Bytes'], problems: ['not-found', 'file-missing', ...(who === 'staff' ? [] : ['read-only' as const])] },
];

/** The schema of each hint is `Hint`; ids, `Last-Event-ID` and comments are as the HTML standard has them. */
const hints = (at: string, who: 'customer' | 'staff', whose: string): Operation => ({
  method: 'get',
  path: `${at}/events`,
  summary: `Be told where something is new, as it happens: ${whose}. Each event is a Hint; what is new is read with a GET`,
  who,
  query: LangQuery,
  resumable: true,
  answer: [200, 'Events'],
  problems: ['too-many-streams', 'draining'],
});

const comes = (act: string, summary: string, body: SchemaName, answer: Operation['answer'], problems: readonly ProblemCode[] = []): Operation => ({
  method: 'post',
  path: `${api}/guest/${act}`,
  summary,
  who: 'anybody',
  body,
  answer,
  problems: ['not-found', 'too-many-requests', ...problems],
});

export const operations: readonly Operation[] = [
  {
    method: 'put',
    path: `${api}/customers/{id}`,
    summary: 'Say what your site knows of a customer',
    who: 'operations',
    body: 'CustomerProfile',
    answer: [200, 'CustomerSummary'],
  },
  {
    method: 'post',
    path: `${api}/mail/inbound`,
    summary: 'Hand in a mail that came to an address for replies; the token may also be the password of Basic authentication',
    who: 'operations',
    mail: true,
    query: mail.MailInQuery,
    answer: [200, 'MailInAnswer'],
    problems: ['malformed-request', 'not-found', 'read-only', 'draining'],
  },
  {
    method: 'get',
    path: `${api}/session`,
    summary: 'Who is there, and what the form offers them',
    who: 'customer',
    query: LangQuery,
    answer: [200, 'Session'],
  },
  {
    method: 'get',
    path: `${api}/unread`,
    summary: 'How many of your tickets have news: what a launcher asks',
    who: 'customer',
    query: LangQuery,
    answer: [200, 'Unread'],
  },
  customerActs({ path: `${api}/tickets`, summary: 'Open a ticket', body: 'NewTicket', answer: [201, 'Ticket'] }),
  {
    method: 'get',
    path: `${api}/tickets`,
    summary: 'List your tickets',
    who: 'customer',
    query: TicketListQuery,
    answer: [200, 'TicketPage'],
  },
  {
    method: 'get',
    path: ticket,
    summary: 'Read a ticket, by id or by number',
    who: 'customer',
    query: LangQuery,
    answer: [200, 'Ticket'],
    problems: ['not-found'],
  },
  customerActs({
    path: `${ticket}/seen`,
    summary: 'Mark what the team wrote as read',
    body: 'SeenRequest',
    answer: [204, null],
    problems: ['not-found'],
  }),
  customerActs({
    path: `${ticket}/messages`,
    summary: 'Reply',
    body: 'NewMessage',
    answer: [201, 'Ticket'],
    problems: ['not-found', 'ticket-closed'],
  }),
  customerActs({
    path: `${ticket}/close`,
    summary: 'Close',
    body: 'CloseRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'already-closed'],
  }),
  customerActs({
    path: `${ticket}/reopen`,
    summary: 'Reopen, with a reason',
    body: 'ReopenRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'not-closed', 'reopen-window-passed'],
  }),
  customerActs({
    path: `${ticket}/thank`,
    summary: 'Thank the team after closing',
    body: 'ThankRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'not-closed', 'already-thanked'],
  }),
  customerActs({
    path: `${ticket}/nudge`,
    summary: 'Ask for news',
    body: 'NudgeRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'too-soon'],
  }),
  customerActs({
    path: `${ticket}/rating`,
    summary: 'Rate the help after closing',
    body: 'RatingRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'not-closed', 'already-rated'],
  }),
  customerActs({
    path: `${ticket}/solution/mail`,
    summary: 'Have the solution sent to your own address, which must be known to be yours',
    body: 'SolutionMailRequest',
    answer: [200, 'Ticket'],
    problems: ['not-found', 'no-solution', 'no-proven-address'],
  }),
  ...attachments(api, 'customer', 'an attachment of a ticket of yours'),
  ...archived(api, 'customer', 'your'),
  {
    method: 'get',
    path: `${api}/articles`,
    summary: 'Help articles that may answer what is being written',
    who: 'customer',
    query: ArticleQuery,
    answer: [200, 'Articles'],
  },
  hints(api, 'customer', 'your tickets, and incidents'),
  { ...anybodyReads(`${api}/entrance`, 'Whether guests are let in, and what the form offers them', [200, 'Entrance'], ['too-many-requests']), query: LangQuery },
  comes('start', 'Ask for a code by e-mail; without guests this is not there', 'GuestStart', [202, 'GuestChallenge']),
  comes('verify', 'Type the code: it works once, for ten minutes and five tries', 'GuestVerify', [200, 'GuestToken'], ['unauthenticated']),
  comes('renew', 'Exchange a guest’s token, even one that has ended, for the next while their sign-in lasts', 'GuestRenew', [200, 'GuestToken'], ['unauthenticated']),
  comes('link', 'Exchange the link of a mail for a token that reads its ticket', 'GuestLink', [200, 'GuestToken'], ['unauthenticated']),
  {
    method: 'post',
    path: `${desk}/login`,
    summary: 'Sign in at the desk',
    who: 'anybody',
    body: 'Login',
    answer: [200, 'DeskMe'],
    problems: ['unauthenticated', 'forbidden', 'too-many-requests'],
  },
  {
    method: 'post',
    path: `${desk}/login/link`,
    summary: 'Have a link sent that signs somebody of the team in once; without mails this is not there',
    who: 'anybody',
    body: 'SignInLinkRequest',
    answer: [204, null],
    problems: ['forbidden', 'not-found', 'too-many-requests'],
  },
  {
    method: 'post',
    path: `${desk}/login/follow`,
    summary: 'Sign in by the link of a mail: it works once, for 15 minutes',
    who: 'anybody',
    body: 'SignInLinkFollow',
    answer: [200, 'DeskMe'],
    problems: ['unauthenticated', 'forbidden', 'too-many-requests'],
  },
  { method: 'post', path: `${desk}/logout`, summary: 'Sign out', who: 'staff', body: 'SeenRequest', answer: [204, null] },
  {
    method: 'get',
    path: `${desk}/me`,
    summary: 'Who is signed in, and what the desk offers',
    who: 'staff',
    query: LangQuery,
    answer: [200, 'DeskMe'],
  },
  hints(desk, 'staff', 'tickets, who is at them, and incidents'),
  { method: 'get', path: `${desk}/presence`, summary: 'Which colleague reads or writes at which ticket', who: 'staff', query: LangQuery, answer: [200, 'DeskPresence'] },
  {
    method: 'post',
    path: `${desk}/tickets/{id}/presence`,
    summary: 'Say that you read or write there: for three quarters of a minute, or while you write for a quarter',
    who: 'staff',
    body: 'PresenceRequest',
    answer: [204, null],
    problems: ['not-found', 'forbidden'],
  },
  { method: 'get', path: `${desk}/tickets`, summary: 'The queue', who: 'staff', query: DeskListQuery, answer: [200, 'DeskPage'] },
  { method: 'get', path: `${desk}/counts`, summary: 'How many tickets stand where in the queue', who: 'staff', query: LangQuery, answer: [200, 'QueueCounts'] },
  staffActs({ path: `${desk}/tickets`, summary: 'Open a ticket for a customer', body: 'DeskNewTicket', answer: [201, 'DeskTicket'] }),
  {
    method: 'get',
    path: `${desk}/tickets/{id}`,
    summary: 'Read a ticket whole, notes included',
    who: 'staff',
    query: LangQuery,
    answer: [200, 'DeskTicket'],
    problems: ['not-found'],
  },
  {
    method: 'patch',
    path: `${desk}/tickets/{id}`,
    summary: 'Change the version you saw: all of it or nothing',
    who: 'staff',
    body: 'Amendment',
    ifMatch: true,
    answer: [200, 'DeskTicket'],
    problems: ['not-found', 'stale', 'precondition-required', 'bad-transition', 'ticket-closed', 'nothing-to-acknowledge'],
  },
  {
    method: 'get',
    path: `${desk}/tickets/{id}/as-customer`,
    summary: 'The ticket exactly as its customer sees it',
    who: 'staff',
    query: LangQuery,
    answer: [200, 'Ticket'],
    problems: ['not-found'],
  },
  staffActs({
    path: `${desk}/tickets/{id}/messages`,
    summary: 'Reply, or keep a note, with the changes that go with it',
    body: 'DeskMessage',
    ifMatch: 'optional',
    answer: [201, 'DeskTicket'],
    problems: ['not-found', 'ticket-closed', 'answered-meanwhile', 'bad-transition', 'already-closed', 'stale', 'precondition-required'],
  }),
  { method: 'get', path: `${desk}/tags`, summary: 'The tags in use', who: 'staff', query: LangQuery, answer: [200, 'TagList'] },
  {
    method: 'get',
    path: `${desk}/customers/{id}`,
    summary: 'A customer: who they are, what they own, their tickets',
    who: 'staff',
    query: DeskCardQuery,
    answer: [200, 'DeskCustomerCard'],
    problems: ['not-found'],
  },
  {
    method: 'post',
    path: `${desk}/customers/{id}/mail-again`,
    summary: 'Have mails sent to a customer’s address again, after one came back',
    who: 'staff',
    query: DeskCustomerQuery,
    body: 'ReplayRequest',
    answer: [200, 'DeskCustomerCard'],
    problems: ['not-found'],
  },
  { method: 'get', path: `${desk}/customers`, summary: 'Customers whose name or address begins with these words', who: 'staff', query: CustomerSearchQuery, answer: [200, 'CustomerMatches'] },
  { method: 'get', path: `${desk}/views`, summary: 'Your saved views, and those that colleagues share', who: 'staff', query: LangQuery, answer: [200, 'SavedViewList'] },
  staffActs({ path: `${desk}/views`, summary: 'Save a view', body: 'NewSavedView', answer: [201, 'SavedView'] }),
  { method: 'get', path: `${desk}/views/{id}`, summary: 'Read a saved view', who: 'staff', query: LangQuery, answer: [200, 'SavedView'], problems: ['not-found'] },
  {
    method: 'patch',
    path: `${desk}/views/{id}`,
    summary: 'Change a saved view of yours',
    who: 'staff',
    body: 'SavedViewChange',
    ifMatch: true,
    answer: [200, 'SavedView'],
    problems: ['not-found', 'forbidden', 'stale', 'precondition-required'],
  },
  {
    method: 'delete',
    path: `${desk}/views/{id}`,
    summary: 'Delete a saved view of yours; admins, any that is shared',
    who: 'staff',
    ifMatch: true,
    answer: [204, null],
    problems: ['not-found', 'forbidden', 'stale', 'precondition-required'],
  },
  { method: 'get', path: `${desk}/stats`, summary: 'What a period was like, by days of the team’s time zone; without an end, until today, and without a beginning, for 30 days', who: 'staff', query: stats.StatsQuery, answer: [200, 'Stats'], problems: ['invalid-input'] },
  { method: 'get', path: `${desk}/stats.csv`, summary: 'One table of it for spreadsheets, with semicolons in French and commas in English', who: 'staff', query: stats.StatsTableQuery, answer: [200, 'CSV'], problems: ['invalid-input'] },
  { method: 'get', path: `${desk}/tickets.csv`, summary: 'The tickets created in a period, for spreadsheets', who: 'staff', query: stats.StatsQuery, answer: [200, 'CSV'], problems: ['invalid-input'] },
  { method: 'get', path: `${desk}/replies`, summary: 'The canned replies, by title', who: 'staff', query: LangQuery, answer: [200, 'CannedReplyList'] },
  staffActs({ path: `${desk}/replies`, summary: 'Write a canned reply', body: 'NewCannedReply', answer: [201, 'CannedReply'] }),
  { method: 'get', path: `${desk}/replies/{id}`, summary: 'Read a canned reply', who: 'staff', query: LangQuery, answer: [200, 'CannedReply'], problems: ['not-found'] },
  {
    method: 'patch',
    path: `${desk}/replies/{id}`,
    summary: 'Change the version of a canned reply that you saw',
    who: 'staff',
    body: 'CannedReplyChange',
    ifMatch: true,
    answer: [200, 'CannedReply'],
    problems: ['not-found', 'stale', 'precondition-required'],
  },
  {
    method: 'delete',
    path: `${desk}/replies/{id}`,
    summary: 'Delete the version of a canned reply that you saw',
    who: 'staff',
    ifMatch: true,
    answer: [204, null],
    problems: ['not-found', 'stale', 'precondition-required'],
  },
  ...attachments(desk, 'staff', 'an attachment of any ticket or note'),
  ...archived(`${desk}/customers/{customer}`, 'staff', 'a customer’s'),
  { method: 'get', path: `${desk}/incidents`, summary: 'Incidents, those that go on first', who: 'staff', query: IncidentQuery, answer: [200, 'DeskIncidentPage'] },
  staffActs({ path: `${desk}/incidents`, summary: 'Announce an incident to customers', body: 'NewIncident', answer: [201, 'DeskIncident'] }),
  {
    method: 'get',
    path: `${desk}/incidents/{id}`,
    summary: 'Read an incident, and who did what',
    who: 'staff',
    query: LangQuery,
    answer: [200, 'DeskIncident'],
    problems: ['not-found'],
  },
  {
    method: 'patch',
    path: `${desk}/incidents/{id}`,
    summary: 'Correct an incident, end it or take it up again',
    who: 'staff',
    body: 'IncidentChange',
    ifMatch: true,
    answer: [200, 'DeskIncident'],
    problems: ['not-found', 'stale', 'precondition-required'],
  },
  {
    method: 'delete',
    path: `${desk}/incidents/{id}`,
    summary: 'Delete an incident that should not have been announced',
    who: 'staff',
    ifMatch: true,
    answer: [204, null],
    problems: ['not-found', 'stale', 'precondition-required'],
  },
  { method: 'get', path: `${desk}/me/alerts`, summary: 'Which mails you get', who: 'staff', query: LangQuery, answer: [200, 'AlertsView'] },
  { method: 'put', path: `${desk}/me/alerts`, summary: 'Choose which mails you get', who: 'staff', body: 'Alerts', answer: [200, 'AlertsView'] },
  { method: 'get', path: `${desk}/outbox`, summary: 'What became of the mails (admins)', who: 'staff', query: mail.OutboxQuery, answer: [200, 'OutboxPage'], problems: ['forbidden'] },
  staffActs({ path: `${desk}/outbox/{id}/replay`, summary: 'Send a mail again that was given up (admins)', body: 'ReplayRequest', answer: [200, 'Mail'], problems: ['not-found', 'forbidden', 'already-sent'] }),
  { method: 'get', path: `${desk}/quarantine`, summary: 'Mails that came in and are in doubt', who: 'staff', query: mail.QuarantineQuery, answer: [200, 'QuarantinePage'] },
  { method: 'get', path: `${desk}/quarantine/{id}`, summary: 'Read one of them, as text', who: 'staff', query: LangQuery, answer: [200, 'QuarantinedMail'], problems: ['not-found'] },
  staffActs({
    path: `${desk}/quarantine/{id}/file`,
    summary: 'Keep it in a ticket: as a note, or as its customer’s reply if it came from their proven address',
    body: 'QuarantineFiling',
    answer: [200, 'DeskTicket'],
    problems: ['not-found', 'reopen-window-passed', 'already-thanked', 'in-flight'],
  }),
  { method: 'delete', path: `${desk}/quarantine/{id}`, summary: 'Let it go', who: 'staff', answer: [204, null], problems: ['not-found', 'in-flight'] },
  anybodyReads('/healthz', 'The process answers', [200, 'Object']),
  anybodyReads('/readyz', 'The server takes work', [200, 'Object'], ['read-only', 'draining']),
  { method: 'get', path: '/metrics', summary: 'Metrics for Prometheus; on the server’s own machine without a token', who: 'operations', answer: [200, 'Text'] },
  anybodyReads('/openapi.json', 'This document', [200, 'Object']),
  anybodyReads('/support-ticket.js', 'The customers’ element', [200, 'JavaScript'], ['not-found']),
  anybodyReads('/support-desk.js', 'The staff’s element', [200, 'JavaScript'], ['not-found']),
  anybodyReads('/support-ticket-recorder.js', 'Keeps errors of the page for a ticket, in memory', [200, 'JavaScript'], ['not-found']),
  anybodyReads('/chunks/{file}', 'A part of either, loaded when needed', [200, 'JavaScript'], ['not-found']),
  anybodyReads('/desk', 'The page of the desk', [200, 'HTML']),
  anybodyReads('/', 'The hosted page of customers, who come with `#token=` or find the way to their client area', [200, 'HTML']),
  anybodyReads('/new', 'The same, where a ticket is opened', [200, 'HTML']),
  anybodyReads('/open', 'The same, with the open tickets', [200, 'HTML']),
  anybodyReads('/closed', 'The same, with the closed tickets', [200, 'HTML']),
  anybodyReads('/archive', 'The same, with tickets of earlier systems', [200, 'HTML']),
  anybodyReads('/archive/{ticket}', 'The same, with an archived ticket', [200, 'HTML']),
  anybodyReads('/tickets/{ticket}', 'The same, with the ticket of that number or id', [200, 'HTML']),
  anybodyReads('/support-page.js', 'The script of the hosted page', [200, 'JavaScript'], ['not-found']),
  anybodyReads('/support-page.css', 'Its styles', [200, 'CSS'], ['not-found']),
  anybodyReads('/support-page.svg', 'Its icon', [200, 'SVG'], ['not-found']),
];
