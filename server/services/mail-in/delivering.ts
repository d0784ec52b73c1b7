/**
 * Turns a customer's mail into an act on the ticket: a reply, a reopening or thanks. The law is applied to the newest version;
 * files, records and the change are one commit.
 */
import type { Site } from '../../config/site.ts';
import type { OpenedMail } from '../../inbound/open.ts';
import { withoutSentMessages } from '../../inbound/reply-text.ts';
import { isMereThanks } from '../../inbound/thanks.ts';
import type { AttachmentFiles } from '../../store/attachments.ts';
import type { Commit, Customer, Store } from '../../store/store.ts';
import { Refusal } from '../../ticket/codes.ts';
import { countCharacters } from '../../ticket/characters.ts';
import { limits } from '../../ticket/limits.ts';
import type { Ticket } from '../../ticket/model.ts';
import { instant } from '../../ticket/promise.ts';
import { reopen, reopenableUntil, reply, thank } from '../../ticket/rules.ts';
import type { Act, Outcome, Said } from '../../ticket/rules.ts';
import { clean } from '../../ticket/characters.ts';
import { attachmentOf } from '../attachments/attachments.ts';
import { withOriginal } from '../tickets/duplicates.ts';
import { keepFiles, removeFiles } from './files.ts';
import type { KeptFiles } from './files.ts';

export interface DeliveryDeps {
  readonly store: Pick<Store, 'ticket' | 'attachment' | 'changeTicket'>;
  readonly files: AttachmentFiles;
  readonly site: Site;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface Parcel {
  readonly mail: OpenedMail;
  readonly ticket: Ticket;
  readonly customer: Customer;
  /** Whether the sender is authenticated well enough to reopen a closed ticket. */
  readonly mayReopen: boolean;
  /** Rows to put or drop in the same commit. */
  readonly beside: (outcome: 'reply' | 'reopened' | 'thanked') => Pick<Commit, 'put' | 'drop'>;
}

export type Delivered =
  | { readonly outcome: 'reply' | 'reopened' | 'thanked'; readonly ticket: Ticket }
  | { readonly outcome: 'refused'; readonly reason: RefusedReason };

type RefusedReason = 'empty' | 'window-passed' | 'already-thanked' | 'unauthenticated';

/** The ticket was closed while the mail was read, and the mail may not reopen it. */
class UnprovenReopening extends Error {}

const refused = (reason: RefusedReason): Delivered => ({ outcome: 'refused', reason });

/** @throws ReadOnlyError */
export async function deliver(parcel: Parcel, deps: DeliveryDeps): Promise<Delivered> {
  const { ticket, customer } = parcel;
  const mail = withoutSentMessages(
    parcel.mail,
    ticket.messages.flatMap(({ author, body }) => (author.kind === 'staff' ? [body] : [])),
  );
  const { site, files, now, newId } = deps;
  const text = clean(mail.text);
  const why = whyRefused(text, { ...parcel, mail }, deps);
  if (why) return refused(why);
  const came = await withoutKnown(mail.files, ticket, deps);
  const belonging = {
    owner: { kind: 'customer', id: customer.id },
    audience: 'public',
    createdAt: instant(now()),
    ticketId: ticket.id,
  } as const;
  const kept = await keepFiles(came, belonging, { files, kinds: site.attachments.kinds, newId });
  try {
    if (text === '' && kept.rows.length === 0) return refused('empty');
    return await commit(saidIn(text, mail, kept, customer, site), kept, { ...parcel, mail }, deps);
  } catch (error) {
    await removeFiles(kept.rows, files);
    if (error instanceof UnprovenReopening) return refused('unauthenticated');
    if (error instanceof Refusal && error.code === 'reopen-window-passed') return refused('window-passed');
    if (error instanceof Refusal && error.code === 'already-thanked') return refused('already-thanked');
    throw error;
  }
}

/** Checks before files are stored; the law repeats them on the newest version. */
function whyRefused(text: string, { mail, ticket, customer, mayReopen }: Parcel, { site, now }: DeliveryDeps): RefusedReason | null {
  if (text === '' && mail.files.length === 0) return 'empty';
  if (ticket.status !== 'CLOSED') return null;
  if (isThanks(text, mail, ticket, customer)) return ticket.closing?.thankedAt ? 'already-thanked' : null;
  if (!mayReopen) return 'unauthenticated';
  const until = reopenableUntil(ticket, site.policy);
  return until !== null && instant(now()) > until ? 'window-passed' : null;
}

function isThanks(text: string, { files }: OpenedMail, { messages }: Ticket, { name }: Customer): boolean {
  const names = messages.flatMap(({ author }) => (author.kind === 'staff' ? [author.name] : []));
  return files.every(({ inline }) => inline) && isMereThanks(withoutQuotes(text), [name, ...names]);
}

/** Quoted lines are ignored when a text is checked for mere thanks. */
const withoutQuotes = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s*>/.test(line))
    .join('\n')
    .trim();

async function commit(
  said: Said,
  { rows }: KeptFiles,
  { mail, ticket: { id }, customer, beside, mayReopen }: Parcel,
  { store, site, now, newId }: DeliveryDeps,
): Promise<Delivered> {
  let outcome: 'reply' | 'reopened' | 'thanked' = 'reply';
  const changed = await store.changeTicket(id, (newest, _customer, _upload, other) => {
    const act: Act = { now: instant(now()), by: { kind: 'customer', name: customer.name }, policy: site.policy, newId };
    const thanks = isThanks(said.body, mail, newest, customer);
    if (newest.status === 'CLOSED' && !thanks && !mayReopen) throw new UnprovenReopening();
    const done = apply(newest, thanks, said, act);
    outcome = done.outcome;
    const more = beside(outcome);
    return { ...more, put: { ...more.put, tickets: withOriginal(newest, done.ticket, other), effects: done.effects, attachments: rows } };
  });
  // The ticket was erased while the mail was read.
  return changed ? { outcome, ticket: changed } : refused('empty');
}

function apply(ticket: Ticket, isThanks: boolean, said: Said, act: Act): Outcome & { readonly outcome: 'reply' | 'reopened' | 'thanked' } {
  if (ticket.status !== 'CLOSED') return { ...reply(ticket, said, act), outcome: 'reply' };
  const { body, ...more } = said;
  if (isThanks) return { ...thank(ticket, body, act, more), outcome: 'thanked' };
  return { ...reopen(ticket, cut(body, limits.reason.max).head, act, said), outcome: 'reopened' };
}

const withoutText = { fr: 'Message sans texte, avec pièce jointe.', en: 'A message without text, with an attachment.' } as const;

/** The part beyond a message's maximum length is kept before the quoted text, which the team can read. */
function saidIn(text: string, mail: OpenedMail, { rows, refused: left }: KeptFiles, { locale }: Customer, site: Site): Said {
  const language = /^fr\b/i.test(locale ?? '') ? 'fr' : /^en\b/i.test(locale ?? '') ? 'en' : site.language;
  const { head, rest } = cut(text === '' ? withoutText[language] : text, limits.message.max);
  const quoted = clean([rest, mail.quoted ?? ''].filter((part) => part !== '').join('\n\n'));
  return {
    body: head,
    attachments: rows.map(attachmentOf),
    mail: { quoted: quoted === '' ? null : cut(quoted, limits.mailIn.quoted).head, refused: left },
  };
}

/** Cuts between characters and ends the first part with an ellipsis. */
export function cut(text: string, most: number): { readonly head: string; readonly rest: string } {
  if (text.length <= most || countCharacters(text) <= most) return { head: text, rest: '' };
  const letters = Array.from(text);
  return {
    head: `${letters
      .slice(0, most - 1)
      .join('')
      .trimEnd()}…`,
    rest: letters.slice(most - 1).join(''),
  };
}

/** Drops inline images that the ticket has already, such as the logo of a signature. */
async function withoutKnown(came: OpenedMail['files'], ticket: Ticket, { store }: DeliveryDeps): Promise<OpenedMail['files']> {
  if (!came.some(({ inline }) => inline)) return came;
  const ids = [...ticket.attachments, ...ticket.messages.flatMap(({ attachments }) => attachments)].map(({ id }) => id);
  const known = new Set((await Promise.all(ids.map((id) => store.attachment(id)))).map((row) => row?.sha256));
  return came.filter(({ inline, sha256 }) => !inline || !known.has(sha256));
}
