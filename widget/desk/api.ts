import type { ArchivePage, ArchivedTicketView } from '../../server/wire/archive.ts';
import type { CustomerMatches, DeskCustomerCard } from '../../server/wire/customers.ts';
import type { Amendment, DeskMe, DeskNewTicket, DeskPage, DeskTicket, QueueCounts, TagList } from '../../server/wire/desk.ts';
import type { DeskIncident, DeskIncidentPage, IncidentChange, NewIncident } from '../../server/wire/incidents.ts';
import type { DeskPresence, PresenceState, Present } from '../../server/wire/live.ts';
import type { Alerts, AlertsView, OutboxPage, QuarantineFiling, QuarantinePage, QuarantinedMailView } from '../../server/wire/mail.ts';
import type { CannedReply, CannedReplyChange, CannedReplyList, NewCannedReply } from '../../server/wire/replies.ts';
import type { Stats } from '../../server/wire/statistics.ts';
import type { AttachmentView, TicketView } from '../../server/wire/tickets.ts';
import type { NewSavedView, SavedView, SavedViewChange, SavedViewList } from '../../server/wire/views.ts';
import { deskPaths } from '../../server/wire/paths.ts';
import { Failure, answerOf, asFailure, exchange } from '../client/http.ts';
import { learnRare } from '../draw/states.ts';
import type { Exchange } from '../client/http.ts';
import type { Way } from '../client/line.ts';
import type { FollowedUp } from './customer/archive-button.ts';
import type { Whom } from './frame/place.ts';
import { below } from './root.ts';

type Call = Pick<Exchange, 'method' | 'body' | 'key' | 'signal'> & {
  /** The version for `If-Match`: the change applies to it or fails. */
  readonly rev?: number;
};

/** A reply to the customer, with its files and changes. */
export interface Answer {
  readonly body: string;
  readonly attachments: readonly string[];
  /** The last public message that its writer has read; null: there was none; left out by those who kept it before that was asked. */
  readonly lastRead?: string | null | undefined;
  /** Changes of the ticket, and the version they were made for. */
  readonly beside?: { readonly change: Amendment; readonly rev: number } | undefined;
}

const answerBody = ({ body, attachments, lastRead, beside }: Answer) => ({
  body,
  visibility: 'public',
  attachments,
  ...(lastRead !== undefined && { lastRead }),
  ...(beside && { then: beside.change }),
});

/** A query of the queue; several values of one name match any of them. */
export type DeskQuery = SavedView['query'];

export interface PageOf {
  readonly limit: number;
  readonly cursor?: string | null;
}

/** A query of a customer's archived tickets. */
export interface ArchiveQuery {
  readonly brand: string;
  readonly q: string;
  readonly limit: number;
  readonly cursor?: string | null | undefined;
}

/**
 * All requests of the desk, to the same origin with the session's cookie. Throws only `Failure`, except for an aborted
 * call.
 */
export class DeskApi {
  readonly #lang: string;

  constructor(lang: string) {
    this.#lang = lang;
  }

  me(signal?: AbortSignal): Promise<DeskMe> {
    return this.#call(`${deskPaths.desk}/me`, { signal });
  }

  signIn(email: string, password: string): Promise<DeskMe> {
    return this.#call(`${deskPaths.desk}/login`, { method: 'POST', body: { email, password } });
  }

  async askForLink(email: string): Promise<void> {
    await this.#call(deskPaths.signInLink, { method: 'POST', body: { email } });
  }

  /** Signs in by the link of a mail, which works once. */
  followLink(token: string): Promise<DeskMe> {
    return this.#call(deskPaths.followLink, { method: 'POST', body: { token } });
  }

  async signOut(): Promise<void> {
    await this.#call(`${deskPaths.desk}/logout`, { method: 'POST', body: {} });
  }

  /** In the order of the queue. */
  list(query: DeskQuery, { limit, cursor }: PageOf, signal?: AbortSignal): Promise<DeskPage> {
    const search = new URLSearchParams({ limit: String(limit), ...(cursor && { cursor }) });
    for (const [name, value] of Object.entries(query)) if (value) search.set(name, String(value));
    return this.#call(`${deskPaths.desk}/tickets?${search}`, { signal });
  }

  counts(signal?: AbortSignal): Promise<QueueCounts> {
    return this.#call(deskPaths.counts, { signal });
  }

  /** The reader's own, then those that colleagues share. */
  async savedViews(signal?: AbortSignal): Promise<readonly SavedView[]> {
    return (await this.#call<SavedViewList>(deskPaths.views, { signal })).items;
  }

  saveView(view: NewSavedView, key: string): Promise<SavedView> {
    return this.#call(deskPaths.views, { method: 'POST', body: view, key });
  }

  changeView({ id, rev }: SavedView, change: SavedViewChange): Promise<SavedView> {
    return this.#call(deskPaths.view(id), { method: 'PATCH', body: change, rev });
  }

  async removeView({ id, rev }: SavedView): Promise<void> {
    await this.#call(deskPaths.view(id), { method: 'DELETE', rev });
  }

  ticket(ref: string, signal?: AbortSignal): Promise<DeskTicket> {
    return this.#call(this.#path(ref), { signal });
  }

  /** Sends a reply to the customer. Replies and notes have a method each, so that they cannot be confused. */
  reply(id: string, answer: Answer, key: string): Promise<DeskTicket> {
    return this.#call(`${this.#path(id)}/messages`, {
      method: 'POST',
      body: answerBody(answer),
      key,
      ...(answer.beside && { rev: answer.beside.rev }),
    });
  }

  /** Sends a reply while the page is being left; the next visit finds out whether it has arrived. */
  replyOnLeaving(id: string, answer: Answer, key: string): void {
    const match = answer.beside && { 'if-match': `"${answer.beside.rev}"` };
    const headers = { 'accept-language': this.#lang, 'content-type': 'application/json', 'idempotency-key': key, ...match };
    const text = JSON.stringify(answerBody(answer));
    // Browsers refuse long bodies with `keepalive`; such a reply is sent on the next visit.
    fetch(below(`${this.#path(id)}/messages`), { method: 'POST', headers, body: text, credentials: 'same-origin', keepalive: true }).catch(
      () => undefined,
    );
  }

  /** Adds a note, which only the team reads. */
  note(id: string, body: string, attachments: readonly string[], key: string): Promise<DeskTicket> {
    return this.#call(`${this.#path(id)}/messages`, { method: 'POST', body: { body, visibility: 'internal', attachments }, key });
  }

  /** Uploads a file for a reply or a note. It has no timeout here; the server ends uploads that stall. */
  async upload(file: File, signal: AbortSignal): Promise<AttachmentView> {
    const body = new FormData();
    body.append('file', file, file.name);
    const response = await fetch(below(deskPaths.attachments), {
      method: 'POST',
      body,
      signal,
      headers: { 'accept-language': this.#lang },
    }).catch(() => {
      throw new Failure(navigator.onLine ? 'unreachable' : 'offline');
    });
    return answerOf(response);
  }

  amend(id: string, rev: number, change: Amendment): Promise<DeskTicket> {
    return this.#call(this.#path(id), { method: 'PATCH', body: change, rev });
  }

  /** The stream of live hints. */
  async events(way: Way): Promise<Response> {
    const response = await way(below(deskPaths.events), { headers: { 'accept-language': this.#lang }, credentials: 'same-origin' });
    return answerOf(response, () => Promise.resolve(response));
  }

  async presence(): Promise<readonly Present[]> {
    return (await this.#call<DeskPresence>(deskPaths.presence, {})).items;
  }

  /** Sends the presence without waiting for an answer. */
  sayPresence(id: string, state: PresenceState): void {
    const headers = { 'accept-language': this.#lang, 'content-type': 'application/json' };
    fetch(below(deskPaths.presenceAt(id)), {
      method: 'POST',
      headers,
      body: JSON.stringify({ state }),
      credentials: 'same-origin',
      keepalive: true,
    }).catch(() => undefined);
  }

  incidents(): Promise<DeskIncidentPage> {
    return this.#call(`${deskPaths.incidents}?limit=20`, {});
  }

  announce(incident: NewIncident, key: string): Promise<DeskIncident> {
    return this.#call(deskPaths.incidents, { method: 'POST', body: incident, key });
  }

  changeIncident(id: string, rev: number, change: IncidentChange): Promise<DeskIncident> {
    return this.#call(`${deskPaths.incidents}/${encodeURIComponent(id)}`, { method: 'PATCH', body: change, rev });
  }

  async deleteIncident(id: string, rev: number): Promise<void> {
    await this.#call(`${deskPaths.incidents}/${encodeURIComponent(id)}`, { method: 'DELETE', rev });
  }

  /** The statistics of the days, both included. */
  stats(days: { readonly from: string; readonly to: string }, signal?: AbortSignal): Promise<Stats> {
    return this.#call(`${deskPaths.stats}?${new URLSearchParams({ ...days })}`, { signal });
  }

  asCustomer(id: string, signal?: AbortSignal): Promise<TicketView> {
    return this.#call(`${this.#path(id)}/as-customer`, { signal });
  }

  tags(signal?: AbortSignal): Promise<TagList> {
    return this.#call(`${deskPaths.desk}/tags`, { signal });
  }

  /** Finds customers by the beginning of their name or address. */
  customers(words: string, limit: number, signal?: AbortSignal): Promise<CustomerMatches> {
    return this.#call(`${deskPaths.customers}?${new URLSearchParams({ q: words, limit: String(limit) })}`, { signal });
  }

  customer({ id, kind }: Whom, signal?: AbortSignal): Promise<DeskCustomerCard> {
    return this.#call(`${deskPaths.customer(id)}?kind=${kind}`, { signal });
  }

  /** Allows mails to the customer's address again after a bounce. */
  mailAgain({ id, kind }: Whom): Promise<DeskCustomerCard> {
    return this.#call(`${deskPaths.mailAgain(id)}?kind=${kind}`, { method: 'POST', body: {} });
  }

  /** The customer's card with the complete catalog. */
  wholeCustomer({ id, kind }: Whom, signal?: AbortSignal): Promise<DeskCustomerCard> {
    return this.#call(`${deskPaths.customer(id)}?kind=${kind}&catalog=whole`, { signal });
  }

  /** Opens a ticket on a customer's behalf. */
  open(ticket: DeskNewTicket, key: string): Promise<DeskTicket> {
    return this.#call(`${deskPaths.desk}/tickets`, { method: 'POST', body: ticket, key });
  }

  archive({ id, kind }: DeskTicket['customer'], { brand, q, limit, cursor }: ArchiveQuery, signal?: AbortSignal): Promise<ArchivePage> {
    const query = new URLSearchParams({ kind, brand, limit: String(limit), ...(q && { q }), ...(cursor && { cursor }) });
    return this.#call(`${deskPaths.archive(id)}?${query}`, { signal });
  }

  archived({ id, kind }: DeskTicket['customer'], ticket: string, signal?: AbortSignal): Promise<ArchivedTicketView> {
    return this.#call(`${deskPaths.archive(id)}/${encodeURIComponent(ticket)}?kind=${kind}`, { signal });
  }

  /** The ticket with this id, of an earlier system or of this one. */
  async followedUp(customer: DeskTicket['customer'], id: string): Promise<FollowedUp> {
    try {
      const { brand, number } = await this.archived(customer, id);
      return { kind: 'archived', id, brand: brand.label, number };
    } catch (error) {
      if (asFailure(error).code !== 'not-found') throw error;
      return { kind: 'ticket', number: (await this.ticket(id)).number };
    }
  }

  /** The bytes of an archived file. */
  async archivedFile({ id, kind }: DeskTicket['customer'], ticket: string, file: string): Promise<Blob> {
    const path = `${deskPaths.archive(id)}/${encodeURIComponent(ticket)}/attachments/${encodeURIComponent(file)}?kind=${kind}`;
    const headers = { 'accept-language': this.#lang };
    return answerOf(await exchange(below(path), { headers, credentials: 'same-origin' }), (response) => response.blob());
  }

  async replies(signal?: AbortSignal): Promise<readonly CannedReply[]> {
    return (await this.#call<CannedReplyList>(deskPaths.replies, { signal })).items;
  }

  writeReply(reply: NewCannedReply, key: string): Promise<CannedReply> {
    return this.#call(deskPaths.replies, { method: 'POST', body: reply, key });
  }

  changeReply({ id, rev }: CannedReply, change: CannedReplyChange): Promise<CannedReply> {
    return this.#call(deskPaths.reply(id), { method: 'PATCH', body: change, rev });
  }

  async removeReply({ id, rev }: CannedReply): Promise<void> {
    await this.#call(deskPaths.reply(id), { method: 'DELETE', rev });
  }

  /** Which mails the reader gets. */
  alerts(): Promise<AlertsView> {
    return this.#call(deskPaths.alerts, {});
  }

  chooseAlerts(alerts: Alerts): Promise<AlertsView> {
    return this.#call(deskPaths.alerts, { method: 'PUT', body: alerts });
  }

  /** Mails that were given up, and counts by state; for admins. */
  deadMails(): Promise<OutboxPage> {
    return this.#call(`${deskPaths.outbox}?state=dead`, {});
  }

  async replayMail(id: string): Promise<void> {
    await this.#call(`${deskPaths.outbox}/${encodeURIComponent(id)}/replay`, { method: 'POST', body: {} });
  }

  /** Quarantined mails, the newest first. */
  quarantine(): Promise<QuarantinePage> {
    return this.#call(`${deskPaths.quarantine}?limit=20`, {});
  }

  quarantined(id: string): Promise<QuarantinedMailView> {
    return this.#call(deskPaths.quarantined(id), {});
  }

  fileQuarantined(id: string, filing: QuarantineFiling, key: string): Promise<DeskTicket> {
    return this.#call(`${deskPaths.quarantined(id)}/file`, { method: 'POST', body: filing, key });
  }

  async discardQuarantined(id: string): Promise<void> {
    await this.#call(deskPaths.quarantined(id), { method: 'DELETE' });
  }

  #path(ref: string): string {
    return `${deskPaths.desk}/tickets/${encodeURIComponent(ref)}`;
  }

  async #call<T>(path: string, { rev, ...call }: Call): Promise<T> {
    const headers = { 'accept-language': this.#lang, ...(rev !== undefined && { 'if-match': `"${rev}"` }) };
    try {
      return await answerOf<T>(await exchange(below(path), { ...call, headers, credentials: 'same-origin' }));
    } catch (error) {
      if (error instanceof Failure) await learnRare(error.code);
      throw error;
    }
  }
}
