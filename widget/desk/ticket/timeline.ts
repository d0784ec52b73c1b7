import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskMessageView, DeskTicket } from '../../../server/wire/desk.ts';
import type { TimelineView } from '../../../server/wire/tickets.ts';
import { meter, sayPriority, serviceLabel } from '../../draw/facts.ts';
import { icon } from '../../draw/icon.ts';
import { lockShape } from '../../draw/more-icons.ts';
import { foldedContext } from '../../draw/page-context.ts';
import { plainText } from '../../draw/text.ts';
import { sayExactly } from '../../draw/dates.ts';
import { sayMoment } from '../../draw/when.ts';
import { colleagueName, customerName, formerName, isFormer } from '../desk.ts';
import type { Scene } from '../desk.ts';
import { deskFiles, textBeside } from '../answer/files.ts';
import { quotedText } from '../mail/quarantine.ts';
import { isolated } from '../../draw/isolate.ts';

export const timelineSheet = css`
  .desk .says > li {
    padding: 12px 20px;
  }
  .desk .says > li:first-child {
    padding-block-start: 12px;
  }
  .desk .says .team {
    padding-inline-start: 36px;
  }
  .desk .says .team::before {
    inset-block: 12px;
    inset-inline-start: 20px;
  }
  .desk .says .text {
    max-inline-size: 46em;
  }
  .desk .says .event {
    padding-block: 8px;
  }
  .desk .says .event > svg {
    inline-size: 13px;
    block-size: 13px;
    align-self: center;
  }
  .desk .says .note {
    background: var(--note);
    border-color: transparent;
  }
  .desk .says .note + li {
    border-color: transparent;
  }
  .desk .solution {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .desk .solution .icon {
    color: var(--accent);
  }
  .note .who b {
    color: var(--note-ink);
  }
`;

/** The scene with the act on a message. */
export interface TalkScene extends Scene {
  readonly solve: (messageId: string | null) => void;
}

interface Line {
  readonly at: string;
  readonly content: TemplateResult;
}

const moment = (at: string, { now, locale }: Scene): TemplateResult =>
  html`<time datetime=${at} title=${sayExactly(at, locale)}>${sayMoment(at, now, locale)}</time>`;

function opening(ticket: DeskTicket, scene: Scene): Line {
  const content = html`<li>
    <p class="who"><b><bdi>${customerName(ticket.customer)}</bdi></b>${moment(ticket.createdAt, scene)}</p>
    ${plainText(textBeside(ticket.description, ticket.attachments))}${deskFiles(ticket.attachments, scene.locale)}${foldedContext(ticket.context)}
  </li>`;
  return { at: ticket.createdAt, content };
}

/** Of the team. */
function authorName({ author }: DeskMessageView, { me }: Scene): string {
  const name = author.name ?? msg('The team');
  return isFormer(author.id, me) ? formerName(name) : name;
}

function publicLine(message: DeskMessageView, ticket: DeskTicket, scene: TalkScene): Line {
  const isTeam = message.author.kind === 'staff';
  const name = isTeam ? authorName(message, scene) : customerName(ticket.customer);
  const content = html`<li class=${isTeam ? 'team' : ''}>
    <p class="who"><b><bdi>${name}</bdi></b>${moment(message.createdAt, scene)}${message.mail ? html` <span class="soft">${msg('by e-mail')}</span>` : nothing}</p>
    ${plainText(textBeside(message.body, message.attachments))}${deskFiles(message.attachments, scene.locale)}${message.mail ? mailFacts(message.mail) : nothing}${isTeam ? solutionMark(message, ticket, scene) : nothing}
  </li>`;
  return { at: message.createdAt, content };
}

/** The mark of the solution, or the button to set it, below a message of the team. */
function solutionMark({ id }: DeskMessageView, { solution }: DeskTicket, { solve }: TalkScene): TemplateResult {
  return id === solution
    ? html`<p class="solution small">${icon('check')}<b>${msg('The solution')}</b> <button class="link" type="button" @click=${() => solve(null)}>${msg('Take the mark back')}</button></p>`
    : html`<p class="solution small"><button class="link" type="button" @click=${() => solve(id)}>${msg('Mark as the solution')}</button></p>`;
}

/** Refused files and the quoted text of a reply by e-mail, which only the team sees. */
function mailFacts({ quoted, refused }: NonNullable<DeskMessageView['mail']>): TemplateResult {
  const left = refused.map(({ name, why }) => `${isolated(name)} (${sayRefused(why)})`);
  return html`${left.length ? html`<p class="small late">${msg('Not taken:')} ${left.join(', ')}</p>` : nothing}${quotedText(quoted)}`;
}

function sayRefused(why: NonNullable<DeskMessageView['mail']>['refused'][number]['why']): string {
  switch (why) {
    case 'not-accepted':
      return msg('not a type of file that is taken');
    case 'too-large':
      return msg('too large');
    case 'too-many':
      return msg('too many files');
    case 'broken':
      return msg('broken');
  }
}

function noteLine(note: DeskMessageView, scene: Scene): Line {
  const content = html`<li class="note">
    <p class="who"><b>${msg(str`Internal note by ${isolated(authorName(note, scene))}`)}</b>${moment(note.createdAt, scene)}</p>
    ${plainText(textBeside(note.body, note.attachments))}${deskFiles(note.attachments, scene.locale)}
  </li>`;
  return { at: note.createdAt, content };
}

/** The line for an event; `null` for events that the messages show already. */
function sayEvent(event: TimelineView, ticket: DeskTicket, { me, now, locale }: Scene): string | null {
  const customer = isolated(customerName(ticket.customer));
  const who = event.by.kind === 'staff' ? isolated(event.by.name ?? msg('The team')) : customer;
  const when = sayMoment(event.at, now, locale);
  const because = event.reason ? ` ${msg(str`Reason: ${isolated(event.reason)}`)}` : '';
  switch (event.kind) {
    case 'created':
      return event.by.kind === 'staff' ? msg(str`${who} opened this ticket for ${customer} ${when}.`) : null;
    case 'started':
      return msg(str`${who} took up the ticket ${when}.`);
    case 'closed':
      if (event.as)
        return (
          (event.to
            ? msg(str`${who} closed the ticket as a duplicate of #${event.to} ${when}.`)
            : msg(str`${who} closed the ticket as a duplicate ${when}.`)) + because
        );
      return msg(str`${who} closed the ticket ${when}.`) + because;
    case 'reopened':
      return msg(str`${who} reopened the ticket ${when}.`);
    case 'acknowledged':
      return msg(str`${who} read the last message ${when}; it needs no answer.`) + because;
    case 'nudged':
      return msg(str`${who} asked for news ${when}.`);
    case 'rated':
      return msg(str`${who} rated our help ${when}.`) + sayRating(event, ticket);
    case 'priority-changed': {
      const [from, to] = [sayPriority(event.from as DeskTicket['priority']), sayPriority(event.to as DeskTicket['priority'])];
      return msg(str`${who} changed the priority from “${from}” to “${to}” ${when}.`) + because;
    }
    case 'service-changed': {
      const [from, to] = [serviceLabel(me, event.from ?? ''), serviceLabel(me, event.to ?? '')];
      return from === to
        ? msg(str`${who} put the ticket in another category ${when}.`)
        : msg(str`${who} moved the ticket from “${from}” to “${to}” ${when}.`);
    }
    default:
      return null;
  }
}

/** The score of the latest rating; earlier scores are not stored. */
function sayRating({ at }: TimelineView, { rating }: DeskTicket): string {
  if (rating?.at !== at) return '';
  const score = ` ${msg(str`Score: ${rating.score} out of 5.`)}`;
  return rating.comment ? `${score} ${msg(str`“${isolated(rating.comment)}”`)}` : score;
}

const nameOf = (id: string | undefined, { me }: Scene): string | undefined => colleagueName(id ?? '', me) ?? undefined;

const quoted = (tags: readonly string[], locale: string): string =>
  new Intl.ListFormat(locale, { type: 'unit' }).format(tags.map((tag) => msg(str`“${isolated(tag)}”`, { id: 'desk-quoted' })));

/** The line for added and removed tags. */
function sayTags(who: string, when: string, added: readonly string[], removed: readonly string[], locale: string): string | null {
  const [plus, minus] = [quoted(added, locale), quoted(removed, locale)];
  if (added.length && removed.length) return msg(str`${who} added the tags ${plus} and took off ${minus} ${when}.`);
  if (added.length > 1) return msg(str`${who} added the tags ${plus} ${when}.`);
  if (added.length) return msg(str`${who} added the tag ${plus} ${when}.`);
  if (removed.length > 1) return msg(str`${who} took off the tags ${minus} ${when}.`);
  return removed.length ? msg(str`${who} took off the tag ${minus} ${when}.`) : null;
}

/** The line for an entry of the audit trail, which only the team sees. */
function sayAudit(
  { kind, at, by, to, added = [], removed = [], status = '', permanent }: DeskTicket['audit'][number],
  scene: Scene,
  isOwn: (number: string | undefined) => boolean,
): string | null {
  const { now, locale } = scene;
  const who = isolated(by.name ?? msg('The team'));
  const when = sayMoment(at, now, locale);
  if (kind === 'tagged') return sayTags(who, when, added, removed, locale);
  if (kind === 'duplicate') return msg(str`${who} closed #${to ?? ''} as a duplicate of this ticket ${when}.`);
  // When the original is the customer's own, the public event shows it already.
  if (kind === 'duplicate-of')
    return isOwn(to) ? null : msg(str`${who} found ${when} that this is a duplicate of #${to ?? ''}, another customer’s.`);
  if (kind === 'solution')
    return to ? msg(str`${who} marked the solution ${when}.`) : msg(str`${who} took the mark of the solution away ${when}.`);
  if (kind === 'bounced') {
    return permanent
      ? msg(str`An e-mail to the customer came back ${when}: their address does not take any (${status}). No more are sent there.`)
      : msg(str`An e-mail to the customer could not be delivered ${when} (${status}). The next ones will be tried.`);
  }
  if (kind === 'mail-again') return msg(str`${who} had e-mails sent to the customer again ${when}.`);
  if (kind !== 'assigned') return null;
  if (!to) return msg(str`${who} left the ticket to nobody in particular ${when}.`);
  const name = isolated(nameOf(to, scene) ?? msg('a former colleague'));
  return name === who ? msg(str`${who} took charge of the ticket ${when}.`) : msg(str`${who} assigned the ticket to ${name} ${when}.`);
}

const statusAfter = ({ kind }: TimelineView): DeskTicket['status'] =>
  kind === 'closed' || kind === 'rated' ? 'CLOSED' : kind === 'created' || kind === 'reopened' ? 'OPEN' : 'IN_PROGRESS';

function eventLines(ticket: DeskTicket, events: DeskTicket['timeline'], scene: Scene): Line[] {
  const answered = new Set(ticket.messages.filter(({ author }) => author.kind === 'staff').map(({ createdAt }) => createdAt));
  return events.flatMap((event): Line[] => {
    const text = sayEvent(event, ticket, scene);
    // A ticket that was picked up by an answer gets no line of its own.
    if (text === null || (event.kind === 'started' && answered.has(event.at))) return [];
    return [{ at: event.at, content: html`<li class="event">${meter(statusAfter(event))}<span>${text}</span></li>` }];
  });
}

function auditLines(ticket: DeskTicket, scene: Scene): Line[] {
  const told = new Set(ticket.timeline.map((event) => (event.as ? event.to : undefined)));
  const takenUp = new Set(ticket.timeline.filter(({ kind }) => kind === 'started').map(({ at }) => at));
  return ticket.audit.flatMap((entry): Line[] => {
    const text = sayAudit(entry, scene, (number) => told.has(number));
    const isOwn = nameOf(entry.to, scene) === entry.by.name;
    // When a member picks up and assigns the ticket in one act, one line shows both.
    if (text === null || (entry.kind === 'assigned' && isOwn && takenUp.has(entry.at))) return [];
    return [{ at: entry.at, content: html`<li class="event">${icon(lockShape)}<span>${text}</span></li>` }];
  });
}

/** Messages, notes and events by date. What the customer never sees is tinted. */
export function timeline(ticket: DeskTicket, scene: TalkScene): TemplateResult {
  // At equal times, events come before messages, so that "reopened" is above its reason.
  const closings = ticket.timeline.filter(({ kind }) => kind === 'closed');
  const rest = [
    ...eventLines(
      ticket,
      ticket.timeline.filter(({ kind }) => kind !== 'closed'),
      scene,
    ),
    ...auditLines(ticket, scene),
    ...ticket.messages.map((message) => publicLine(message, ticket, scene)),
    ...ticket.notes.map((note) => noteLine(note, scene)),
    // A closing comes after the answer that was sent with it.
    ...eventLines(ticket, closings, scene),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return html`<ol class="says">
    ${[opening(ticket, scene), ...rest].map((line) => line.content)}
  </ol>`;
}
