/** How what waits in the outbox goes to the server. Loaded with the screens that write, or when an earlier page has left entries. */
import { msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { TicketView } from '../../../server/wire/tickets.ts';
import { TicketEvent } from '../../client/events.ts';
import { Failure, asFailure } from '../../client/http.ts';
import { withTexts } from '../../client/language.ts';
import { isPassing } from '../../client/patience.ts';
import { learnRare, sayFailure } from '../../draw/states.ts';
import { moveFiles, outForm } from '../../upload/held-files.ts';
import type { Uploads } from '../../upload/uploads.ts';
import { rememberArrival } from './arrivals.ts';
import { keepReply } from './keep-text.ts';
import { ArrivedEvent, ReturnedEvent } from './events.ts';
import type { Delivered, Outbox, OutboxHost, Queued, QueuedReply, QueuedTicket } from './outbox.ts';
import { recallFiles } from './recall-files.ts';
import { joined, newDraft, replyDraft, untoldName } from './unsent.ts';

/** Sends all entries in their order, one after the other, until one has to wait. */
export async function deliver(outbox: Outbox): Promise<Delivered> {
  let hasSent = false;
  for (let [next] = outbox.entries; next && !outbox.isOver; [next] = outbox.entries) {
    const failure = await send(outbox, next);
    if (!failure) {
      hasSent = true;
      continue;
    }
    if (failure.code === 'unauthenticated') outbox.signedOut();
    return { hasSent, isPending: failure.code !== 'unauthenticated' };
  }
  return { hasSent, isPending: false };
}

/** Resolves to the failure that makes everything wait; to `null` when the entry has left the outbox, sent or refused. */
async function send(outbox: Outbox, entry: Queued): Promise<Failure | null> {
  try {
    const ticket = await carry(outbox, entry, true);
    if (!ticket) return null;
    rememberArrival(outbox.drafts, entry.key, ticket.id);
    outbox.drop(entry);
    outbox.dropFiles(outForm(entry.key));
    const isShown = !outbox.dispatchEvent(new ArrivedEvent(entry.key, ticket));
    if (!isShown && entry.kind === 'ticket' && entry.unsure === 'signed-out') outbox.drafts.save(untoldName, entry);
    tell(outbox.host, entry, ticket, isShown);
  } catch (error) {
    const failure = asFailure(error);
    if (isPassing(failure.code)) return failure;
    outbox.drop(entry);
    giveBack(outbox, entry, failure);
    outbox.dispatchEvent(new ReturnedEvent(entry));
  } finally {
    outbox.sending = outbox.bringing = null;
  }
  return null;
}

/**
 * Sends the entry's files, then the entry. Resolves to `null` when the customer has taken it back meanwhile. With `again`,
 * files that the server has forgotten are sent once more.
 */
async function carry(outbox: Outbox, entry: Queued, again: boolean): Promise<TicketView | null> {
  const { key } = entry;
  const form = outForm(key);
  const hasFiles = outbox.filesOf(form).length > 0;
  if (hasFiles) {
    outbox.bringing = key;
    outbox.changed();
  }
  const attachments = hasFiles ? await (await loadUploads(outbox)).settled(form) : null;
  if (!outbox.has(key)) return null;
  outbox.bringing = null;
  outbox.sending = key;
  outbox.changed();
  try {
    return await post(outbox, attachments ? withFiles(outbox, entry, attachments) : entry);
  } catch (error) {
    if (!again || !recallFiles(outbox.drafts, form, asFailure(error))) throw error;
    outbox.sending = null;
    return carry(outbox, entry, false);
  }
}

async function loadUploads(outbox: Outbox): Promise<Uploads> {
  const { Uploads } = await withTexts(import('../../upload/rows.ts'), { fr: () => import('../../upload/locales/fr.ts') });
  return Uploads.of(outbox);
}

function post({ api }: Outbox, entry: Queued): Promise<TicketView> {
  if (!api) throw new Failure('unauthenticated');
  return entry.kind === 'reply' ? api.reply(entry.to, entry.message, entry.key) : api.create(entry.ticket, entry.key);
}

/** The entry with its files, kept before it is sent: whoever takes it back has to know what may have arrived. */
function withFiles(outbox: Outbox, entry: Queued, attachments: string[]): Queued {
  const whole: Queued =
    entry.kind === 'reply'
      ? { ...entry, message: { ...entry.message, attachments } }
      : { ...entry, ticket: { ...entry.ticket, attachments } };
  outbox.keep(outbox.entries.map((candidate) => (candidate.key === entry.key ? whole : candidate)));
  return whole;
}

function tell(host: OutboxHost | null, { kind }: Queued, ticket: TicketView, isShown: boolean): void {
  if (!host) return;
  const isTicket = kind === 'ticket';
  host.emit(new TicketEvent(isTicket ? 'ticket-created' : 'ticket-replied', ticket));
  const way = { label: msg('See the ticket'), go: () => host.go({ view: 'ticket', ticket: `${ticket.number}` }) };
  if (!isShown)
    host.notify(
      isTicket
        ? msg(str`Your request is on its way: it is ticket #${ticket.number}.`)
        : msg(str`Your message about #${ticket.number} has been sent to the team.`),
      'done',
      isTicket ? way : undefined,
    );
  host.refresh();
}

/** The server will never take the entry as it is: its text goes back to where it was written, and the customer is told why. */
function giveBack({ drafts, host }: Outbox, entry: Queued, { code }: Failure): void {
  const isReply = entry.kind === 'reply';
  if (isReply) giveBackReply(drafts, entry);
  else giveBackTicket(drafts, entry);
  host?.failed(code);
  host?.refresh();
  void learnRare('invalid-input').then((rare) => {
    const reason = sayFailure(code);
    host?.notify((isReply ? rare?.sayReplyRefused(code, reason, entry.number) : rare?.sayTicketRefused(reason)) ?? reason, 'problem');
  });
}

function giveBackReply(drafts: Outbox['drafts'], { key, to, message }: QueuedReply): void {
  keepReply({ drafts }, to, message.body);
  moveFiles(drafts, outForm(key), replyDraft(to));
}

function giveBackTicket(drafts: Outbox['drafts'], { key, request }: QueuedTicket): void {
  moveFiles(drafts, outForm(key), newDraft);
  const kept = drafts.load<{ request?: { title?: string; description?: string } }>(newDraft)?.value.request;
  const begun = kept?.title || kept?.description;
  // A request begun meanwhile stays; the other's words are added below its own.
  const merged = begun
    ? { ...kept, description: joined(kept?.description, `${request.title}\n${request.description}`) }
    : { ...request, step: 'write' };
  drafts.save(newDraft, { request: merged, key: nanoid(), tried: null });
}
