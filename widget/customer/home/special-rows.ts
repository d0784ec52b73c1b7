/**
 * The rows of home that few customers have at a time: a promise that is late, drafts, requests that wait to be sent, and
 * what the team says of incidents.
 */
import { css, html, nothing } from 'lit';
import type { CSSResult, TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { TicketItem } from '../../../server/wire/tickets.ts';
import { asFailure } from '../../client/http.ts';
import { isolated, renderIsolated } from '../../draw/isolate.ts';
import { smallPromise } from '../../draw/small-promise.ts';
import { sayFailure } from '../../draw/states.ts';
import { inner } from '../../draw/styles/inner.ts';
import { promise } from '../../draw/styles/promise.ts';
import { sayDuration } from '../../draw/dates.ts';
import { sayMoment } from '../../draw/when.ts';
import { holdFiles } from '../../upload/held-files.ts';
import type { App } from '../app.ts';
import type { Place } from '../place.ts';
import { newDraft, replyDraft } from '../outbox/unsent.ts';

export { incidentNotices } from '../../draw/incidents.ts';
export { queuedTickets } from '../outbox/queued-tickets.ts';

export const sheets: readonly CSSResult[] = [
  inner,
  promise,
  css`
    .waiting > li.owed::before {
      background: repeating-linear-gradient(var(--late) 0 6px, transparent 6px 10px);
    }
    .waiting > li.draft::before {
      background: repeating-linear-gradient(var(--edge) 0 2px, transparent 2px 6px);
    }
    @media (forced-colors: active) {
      .waiting > li.owed::before {
        border-inline-start: 3px dashed CanvasText;
        background: none;
      }
      .waiting > li.draft::before {
        border-inline-start: 3px dotted CanvasText;
        background: none;
      }
    }
  `,
];

/** What the rows are drawn from, and what their controls do. */
export interface Home {
  readonly app: App;
  /** An instant. */
  readonly now: string;
  /** The open tickets; a reply to each may have been begun. */
  readonly open: readonly TicketItem[];
  /** The draft that was just discarded; `null` for none. */
  readonly discarded: unknown;
  discard(draft: unknown): void;
  undiscard(): void;
  reload(): void;
  read(ticket: TicketItem): void;
}

/** A text that was begun and not sent. */
interface Draft {
  readonly title: string;
  readonly at: string;
  readonly place: Place;
  /** A reply has none: it is discarded where it is written. */
  readonly discard?: () => void;
}

/** What was begun on this device and not sent: a new ticket, and replies to open tickets. */
function draftsOf({ app: { drafts }, open, discard }: Home): readonly Draft[] {
  const begun = drafts.load<{ request?: { title?: string; description?: string }; sending?: boolean }>(newDraft);
  const { title = '', description = '' } = begun?.value.request ?? {};
  const name = title.trim() || description.trim().split('\n', 1)[0]?.slice(0, 120) || '';
  const ticket: Draft[] =
    begun && name && !begun.value.sending
      ? [{ title: name, at: begun.at, place: { view: 'new' }, discard: () => discard(begun.value) }]
      : [];
  const replies = open.flatMap(({ id, number, title: of }): Draft[] => {
    const kept = drafts.load<{ body?: string }>(replyDraft(id));
    return kept?.value.body?.trim()
      ? [{ title: msg(str`Your reply to #${number}: ${isolated(of)}`), at: kept.at, place: { view: 'ticket', ticket: `${number}` } }]
      : [];
  });
  return [...ticket, ...replies];
}

function renderDraft({ app, now }: Home, { title, at, place, discard }: Draft): TemplateResult {
  const when = sayMoment(at, now, app.locale);
  const resume = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    app.go(place);
  };
  return html`<li class="draft">
    <p><a class="title-link" href="#" @click=${resume}><bdi>${renderIsolated(title)}</bdi></a></p>
    <p class="small soft">${msg(str`Draft from ${when}. It has not been sent: it is waiting for you here.`)}</p>
    <p class="meta">
      <button class="link" type="button" @click=${() => app.go(place)}>${msg('Resume')}</button>
      ${discard ? html`<button class="link" type="button" @click=${discard}>${msg('Discard the draft')}</button>` : nothing}
    </p>
  </li>`;
}

/** List items; an empty list for none. */
export const renderDrafts = (home: Home): readonly TemplateResult[] => [
  ...draftsOf(home).map((draft) => renderDraft(home, draft)),
  ...(home.discarded
    ? [
        html`<li class="draft">
          <p class="small soft" role="status">${msg('The draft is discarded.')}</p>
          <p class="meta"><button class="link" type="button" @click=${() => home.undiscard()}>${msg('Undo')}</button></p>
        </li>`,
      ]
    : []),
];

/** Drops the files of a request that was discarded for good. */
export function dropFiles({ drafts, outbox }: App): void {
  if (outbox) outbox.dropFiles(newDraft);
  else holdFiles(drafts, newDraft, []);
}

async function nudge({ app, reload }: Home, ticket: TicketItem): Promise<void> {
  try {
    await app.api.nudge(ticket.id, `nudge-${ticket.id}-${ticket.updatedAt}`);
    app.notify(msg(str`The team has been told that you are waiting for news on #${ticket.number}.`));
    reload();
  } catch (error) {
    const { code } = asFailure(error);
    app.failed(code);
    app.notify(sayFailure(code), 'problem');
  }
}

/** What stands below the title of a ticket whose promise is late. */
export function renderLate(home: Home, ticket: TicketItem): TemplateResult {
  const { app, now, read } = home;
  const { locale } = app;
  const late = sayDuration(Date.parse(now) - Date.parse(ticket.promise.dueAt), locale);
  return html`
    ${smallPromise(
      ticket,
      { now, locale },
      {
        head: msg(str`We are ${late} late.`),
        detail: msg(str`It was promised for ${sayMoment(ticket.promise.dueAt, now, locale)}.`),
        inline: true,
      },
    )}
    <p class="meta">
      <span>#${ticket.number}</span>
      ${
        ticket.can.nudge
          ? html`<button class="link" type="button" @click=${() => void nudge(home, ticket)}>${msg('Ask for news')}</button>`
          : html`<button class="link" type="button" @click=${() => read(ticket)}>${msg('Read the ticket')}</button>`
      }
    </p>
  `;
}
