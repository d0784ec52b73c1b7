import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { SessionView } from '../../server/wire/session.ts';
import type { AttachmentView, MessageView, TicketView, TimelineView } from '../../server/wire/tickets.ts';
import type { FileSource } from './attachment.ts';
import { sayExactly } from './dates.ts';
import { sayMoment } from './when.ts';
import { meter, sayPriority, serviceLabel } from './facts.ts';
import { saySize } from './file-name.ts';
import { isolated, renderIsolated } from './isolate.ts';
import { icon } from './icon.ts';
import { envelopeShape } from './more-icons.ts';
import { foldedContext } from './page-context.ts';
import { plainText } from './text.ts';

export const conversationSheet = css`
  .says > li {
    padding: 20px 0;
    border-block-start: 1px solid var(--line);
  }
  .says > li:first-child {
    border: 0;
    padding-block-start: 0;
  }
  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
    margin-block-end: 4px;
  }
  .who > :not(b, .author),
  .who .team-name {
    color: var(--ink-2);
    font-size: var(--small);
  }
  .says .team {
    position: relative;
    padding-inline-start: 16px;
  }
  .says .team::before {
    content: '';
    position: absolute;
    inset-block: 20px;
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 2px;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .says .team::before {
      background: CanvasText;
    }
  }
  .says .solved {
    padding-inline-start: 18px;
  }
  .says .solved::after {
    content: '';
    position: absolute;
    inset-block: 20px;
    inset-inline-start: 5px;
    inline-size: 1px;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .says .solved::after {
      background: CanvasText;
    }
  }
  .says .solution-mark {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    margin-block-end: 4px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .says .solution-mark :is(b, .icon) {
    color: var(--accent);
  }
  .says .solution-acts {
    margin-block-start: 8px;
    font-size: var(--small);
    line-height: 1.43;
  }
  .says .solution-acts .link {
    gap: 8px;
  }
  .says .event {
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding-block: 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 12px;
  }
  .chips > li,
  support-ticket-attachment {
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  support-ticket-attachment {
    display: block;
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    max-inline-size: 100%;
    min-block-size: 36px;
    padding: 0 12px 0 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    font-size: var(--small);
  }
`;

interface Scene {
  readonly now: string;
  readonly locale: string;
  readonly session: Pick<SessionView, 'team'> & { readonly form: Pick<SessionView['form'], 'services'> };
  /** The acts on a solution; without them, the solution is only marked. */
  readonly solution?: SolutionActs;
  /** Loads attachments; without it, only their names are shown. */
  readonly api?: FileSource;
}

export interface SolutionActs {
  /** `null` when the page may not use the clipboard. */
  readonly copy: ((body: string) => void) | null;
  /** Mails the solution to the customer's verified address; `null` without one. */
  readonly mail: { readonly address: string; readonly send: () => void } | null;
}

function solutionMark({ solutionBy: by }: TicketView): TemplateResult {
  return html`<p class="solution-mark">${icon('check')}<b>${msg('The solution')}</b>${by?.name ? html`<span>${renderIsolated(msg(str`marked by ${isolated(by.name)}`))}</span>` : nothing}</p>`;
}

function solutionActs({ copy, mail }: SolutionActs, body: string): TemplateResult {
  return html`<div class="bar solution-acts">
    ${copy ? html`<button class="link" type="button" @click=${() => copy(body)}>${icon('copy')}${msg('Copy the solution')}</button>` : nothing}
    ${mail ? html`<button class="link" type="button" @click=${mail.send}>${icon(envelopeShape)}${msg('Send it by e-mail')}</button><span class="soft">${msg(str`to ${mail.address}`)}</span>` : nothing}
    <span class="soft">${msg('You may share it with your colleagues.')}</span>
  </div>`;
}

const loadAttachment = (): void => void import('./attachment.ts').catch(() => undefined);

/** The attachments; without an API, only their names. */
export function chips(
  attachments: readonly AttachmentView[],
  locale: string,
  api: FileSource | null = null,
): TemplateResult | typeof nothing {
  if (!attachments.length) return nothing;
  if (api) loadAttachment();
  const chip = (file: AttachmentView): TemplateResult =>
    api
      ? html`<li><support-ticket-attachment .api=${api} .file=${file} .locale=${locale}></support-ticket-attachment></li>`
      : html`<li class="chip">${icon('file')}<bdi>${file.name}</bdi><span class="soft">${saySize(file.size, locale)}</span></li>`;
  return html`<ul class="chips">
    ${attachments.map(chip)}
  </ul>`;
}

const moment = (at: string, { now, locale }: Scene): TemplateResult =>
  html`<time datetime=${at} title=${sayExactly(at, locale)}>${sayMoment(at, now, locale)}</time>`;

/** Drops the article of the team's name, for use after a name and a comma: "Camille, équipe Hébergia". */
const withoutArticle = (team: string): string => team.replace(/^(?:l[’']|(?:la|le|les|the)\s+)/iu, '');

function said(
  message: Pick<MessageView, 'author' | 'body' | 'createdAt' | 'attachments'>,
  scene: Scene,
  { context = null, solved = null }: { readonly context?: TicketView['context']; readonly solved?: TicketView | null } = {},
): TemplateResult {
  const isTeam = message.author.kind === 'staff';
  const { team } = scene.session;
  return html`<li class=${isTeam ? `team${solved ? ' solved' : ''}` : ''} tabindex=${solved ? -1 : nothing}>
    <p class="who">
      <span class="author"><b><bdi>${isTeam ? (message.author.name ?? msg('The team')) : msg('You')}</bdi></b>${isTeam && team ? html`<span class="team-name">, ${withoutArticle(team)}</span>` : nothing}</span>${moment(message.createdAt, scene)}
    </p>
    ${solved ? solutionMark(solved) : nothing} ${plainText(message.body)}${chips(message.attachments, scene.locale, scene.api)}${foldedContext(context)}
    ${solved && scene.solution ? solutionActs(scene.solution, message.body) : nothing}
  </li>`;
}

/** Names the original's number when the reader may know it. */
const sayDuplicate = (who: string, when: string, number: string | undefined): string =>
  number
    ? msg(str`${who} closed the ticket as a duplicate of #${number} ${when}.`)
    : msg(str`${who} closed the ticket as a duplicate ${when}.`);

/** Includes the score of the latest rating; earlier scores are not stored. */
function sayRated(at: string, when: string, rating: TicketView['rating']): string {
  if (rating?.at !== at) return msg(str`You rated our help ${when}.`);
  const given = msg(str`You rated our help ${rating.score} out of 5 ${when}.`);
  return rating.comment ? `${given} ${msg(str`“${rating.comment}”`)}` : given;
}

/** What the text of an event depends on. */
export type EventScene = Pick<Scene, 'now' | 'locale' | 'session'> & { readonly rating?: TicketView['rating'] };

/** The line for an event; `null` for events that the messages show already. */
export function sayEvent(event: TimelineView, { now, locale, session, rating = null }: EventScene): string | null {
  const who = event.by.kind === 'staff' ? isolated(event.by.name ?? msg('The team')) : null;
  const when = sayMoment(event.at, now, locale);
  const because = event.reason ? ` ${msg(str`Reason: ${isolated(event.reason)}`)}` : '';
  switch (event.kind) {
    case 'started':
      return msg(str`${who ?? msg('The team')} picked up your request ${when}.`);
    case 'closed':
      if (event.as) return sayDuplicate(who ?? msg('The team'), when, event.to) + because;
      return (who ? msg(str`${who} closed the ticket ${when}.`) : msg(str`You closed the ticket ${when}.`)) + because;
    case 'reopened':
      return who ? msg(str`${who} reopened the ticket ${when}.`) : msg(str`You reopened the ticket ${when}.`);
    case 'acknowledged':
      return msg(str`${who ?? msg('The team')} read your message ${when}; it needs no answer.`) + because;
    case 'nudged':
      return msg(str`You asked for news ${when}.`);
    case 'rated':
      return sayRated(event.at, when, rating);
    case 'priority-changed': {
      const to = sayPriority(event.to as TicketView['priority']);
      return msg(str`The priority was changed to “${to}” ${when}.`) + because;
    }
    case 'service-changed':
      return msg(str`Your ticket was passed to “${isolated(serviceLabel(session.form, event.to ?? ''))}” ${when}.`);
    default:
      return null;
  }
}

interface Line {
  readonly at: string;
  readonly content: TemplateResult;
}

function lines(ticket: TicketView, scene: Scene): Line[] {
  const opening = {
    author: { kind: 'customer', name: null },
    body: ticket.description,
    createdAt: ticket.createdAt,
    attachments: ticket.attachments,
  } as const;
  const messages = ticket.messages.map((message) => ({
    at: message.createdAt,
    content: said(message, scene, { solved: message.id === ticket.solution ? ticket : null }),
  }));
  const answered = new Set(ticket.messages.filter((m) => m.author.kind === 'staff').map((m) => m.createdAt));
  const eventsOf = (timeline: TicketView['timeline']): Line[] =>
    timeline.flatMap((event): Line[] => {
      const text = sayEvent(event, { ...scene, rating: ticket.rating });
      // A ticket that was picked up by an answer gets no line of its own.
      if (text === null || (event.kind === 'started' && answered.has(event.at))) return [];
      return [{ at: event.at, content: html`<li class="event">${meter(statusAfter(event))}<span>${renderIsolated(text)}</span></li>` }];
    });
  const [before, after] = [
    ticket.timeline.filter(({ kind }) => kind !== 'closed'),
    ticket.timeline.filter(({ kind }) => kind === 'closed'),
  ];
  // At equal times, events come before messages, so that "you reopened" is above its reason; a closing comes after its answer.
  const rest = [...eventsOf(before), ...messages, ...eventsOf(after)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return [
    { at: ticket.createdAt, content: said({ ...opening, attachments: [...opening.attachments] }, scene, { context: ticket.context }) },
    ...rest,
  ];
}

const statusAfter = (event: TimelineView): TicketView['status'] =>
  event.kind === 'closed' || event.kind === 'rated' ? 'CLOSED' : event.kind === 'reopened' ? 'OPEN' : 'IN_PROGRESS';

/** The conversation. The team's messages have a rule and a name; the customer's are flush. */
export function conversation(ticket: TicketView, scene: Scene): TemplateResult {
  return html`<ol class="says" aria-label=${msg('Discussion')}>
    ${lines(ticket, scene).map((line) => line.content)}
  </ol>`;
}
