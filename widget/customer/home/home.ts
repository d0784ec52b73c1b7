import { css, html, nothing } from 'lit';
import type { CSSResult, PropertyValues, TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { TicketItem } from '../../../server/wire/tickets.ts';
import type { Place } from '../place.ts';
import { asFailure } from '../../client/http.ts';
import type { FailureCode } from '../../client/http.ts';
import { newDraft, replyDraft } from '../outbox/unsent.ts';
import { sayHours, sayZone, zoneDiffers } from './hours.ts';
import { withTexts } from '../../client/language.ts';
import { lazy } from '../../client/lazy.ts';
import { adopt } from '../../draw/adopt.ts';
import { isolated, renderIsolated } from '../../draw/isolate.ts';
import { basicIcon } from '../../draw/basic-icon.ts';
import { wasOnlyRead } from '../../draw/only-read.ts';
import { ticketLink } from '../ticket-link.ts';
import { bones, failureState, notRefreshed, sayFailure } from '../../draw/states.ts';
import { sayMoment } from '../../draw/when.ts';
import { Screen } from '../screen.ts';

const specialRows = lazy(() => withTexts(import('./special-rows.ts'), { fr: () => import('./locales/fr.ts') }));

type SpecialRows = typeof import('./special-rows.ts');

/** As many as can wait for one person before the list is the better place. */
const shown = 5;

const isOverdue = (ticket: Pick<TicketItem, 'promise' | 'ball'>): boolean =>
  ticket.promise.state === 'late' && ticket.promise.answeredAt === null && ticket.ball !== null;

/** First what is new to read, then what we owe, then what waits for the customer's answer. */
function rank(ticket: TicketItem): number {
  if (ticket.unread) return 0;
  if (isOverdue(ticket)) return 1;
  return ticket.ball === 'customer' && !wasOnlyRead(ticket) ? 2 : 3;
}

/** Home: what waits for the customer, then opening a ticket, then the places. */
@customElement('support-ticket-home')
@localized()
export class HomeScreen extends Screen {
  static override readonly sheets: readonly CSSResult[] = [
    css`
    .waiting > li {
      display: grid;
      gap: 4px;
      position: relative;
      padding: 16px 0 16px 16px;
    }
    .waiting > li::before {
      content: '';
      position: absolute;
      inset-block: 16px;
      inset-inline-start: 0;
      inline-size: 3px;
      border-radius: 2px;
      background: var(--accent);
    }
    @media (forced-colors: active) {
      .waiting > li::before {
        background: CanvasText;
      }
    }
    .waiting .title-link {
      font-weight: var(--bold);
    }
    /* The whole row leads to the ticket; its own links stay on top. */
    .waiting .title-link::after {
      content: '';
      position: absolute;
      inset: 0;
    }
    .waiting .link {
      position: relative;
      z-index: 1;
      padding-block: 8px;
      margin-block: -8px;
    }
    .waiting q {
      color: var(--ink-2);
    }
    :lang(fr) .waiting q {
      quotes: '«\\a0' '\\a0»';
    }
    .aside {
      margin-block-start: 32px;
    }
    .aside > .hours {
      margin-block-start: 16px;
    }
    .begin {
      display: grid;
      justify-items: start;
      gap: 12px;
      margin-block-start: 24px;
    }
    .places button {
      display: flex;
      align-items: baseline;
      gap: 12px;
      inline-size: 100%;
      min-block-size: 56px;
      padding: 16px 0;
      border: 0;
      background: none;
      color: inherit;
      text-align: start;
      cursor: pointer;
    }
    .places button:hover {
      background: var(--tint);
    }
    .places .count {
      margin-inline-start: auto;
      color: var(--ink-2);
    }
    .places .icon {
      align-self: center;
      color: var(--ink-2);
    }
    @container support (min-width: 600px) {
      .begin {
        grid-template-columns: auto 1fr;
        align-items: center;
        gap: 20px;
      }
    }
    @container support (min-width: 960px) {
      .home-columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 292px;
        gap: 0 32px;
      }
      .aside {
        margin: 0;
        padding-inline-start: 31px;
        border-inline-start: 1px solid var(--line);
      }
      .places .brands {
        display: block;
      }
    }
  `,
  ];

  @state() private waiting: readonly TicketItem[] | null = null;
  /** The open tickets that were loaded; their replies may have been begun. */
  @state() private open: readonly TicketItem[] = [];
  /** How many tickets the customer has, as the lists say. */
  @state() private total = 0;
  /** A draft that was just discarded, until the screen is left. */
  @state() private discarded: unknown = null;
  /** What the session counted when the tickets were last asked for. */
  #counted = '';
  @state() private failure: FailureCode | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    const { app } = this;
    if (this.discarded && !app.drafts.load(newDraft)) void specialRows.load().then(({ dropFiles }) => dropFiles(app));
    this.discarded = null;
  }

  protected override lookForNews(): void {
    void this.#load();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    // The session may bring its counts after the tickets, or another window may have read an answer.
    if (this.#counted && this.#counted !== JSON.stringify(this.app.session.counts)) void this.#load();
  }

  protected override render(): TemplateResult {
    const special = this.#hasSpecialRows ? specialRows(this) : null;
    if (special) adopt(this, ...special.sheets);
    const { incidents } = this.app.session;
    if (this.failure && !this.waiting) {
      // Whoever cannot read can still write: it is kept, and sent later.
      return html`
        ${failureState(msg('Your tickets could not be shown'), sayFailure(this.failure), () => void this.#load())} ${special?.queuedTickets(this.app, this.now)}
        ${this.#renderBegin()}
      `;
    }
    // What would be pushed away by the tickets waits for them.
    const isLoading = this.#isLoading;
    return html`<div class="home-columns">
      <div>
        <header class="top"><h2 part="heading" tabindex="-1">${this.#heading()}</h2></header>
        ${this.failure ? notRefreshed(this.failure, () => void this.#load()) : nothing}
        ${special?.incidentNotices(incidents, this.now, this.app.locale)} ${special?.queuedTickets(this.app, this.now)} ${this.#renderWaiting(special)} ${isLoading ? nothing : this.#renderBegin()}
      </div>
      ${isLoading ? nothing : html`<div class="aside">${this.#renderPlaces()} ${this.#renderHours()}</div>`}
    </div>`;
  }

  /** The customer has tickets, and those that wait are not known yet. */
  get #isLoading(): boolean {
    const { counts } = this.app.session;
    return !this.waiting && counts.open + counts.closed + counts.unread > 0;
  }

  /** States the news; nothing is claimed that is not known, or may no longer be so. */
  #heading(): string {
    const { waiting } = this;
    if (!waiting) return this.#isLoading ? msg('Support') : msg('How can we help you?');
    const unread = waiting.filter((ticket) => ticket.unread).length;
    const closed = waiting.filter((ticket) => ticket.unread && ticket.closedAt !== null).length;
    if (unread === 1) return closed ? msg('The team has closed a ticket') : msg('An answer is waiting for you');
    if (unread > 1) return closed ? msg(str`${unread} tickets have news for you`) : msg(str`${unread} answers are waiting for you`);
    if (waiting.some(isOverdue)) return msg('We owe you an answer');
    if (waiting.length)
      return waiting.length === 1
        ? msg('A ticket is waiting for your answer')
        : msg(str`${waiting.length} tickets are waiting for your answer`);
    if (this.failure) return msg('Support');
    return this.total === 0 ? msg('How can we help you?') : msg('You’re all caught up');
  }

  #renderWaiting(special: SpecialRows | null): TemplateResult | typeof nothing {
    const { app, now, open, discarded, waiting } = this;
    if (this.#isLoading) return bones();
    const home = {
      app,
      now,
      open,
      discarded,
      discard: this.#discard,
      undiscard: this.#undiscard,
      reload: () => void this.#load(),
      read: this.#read,
    };
    const drafts = special?.renderDrafts(home) ?? [];
    if (!waiting?.length && !drafts.length) return nothing;
    return html`<ul class="waiting rows">
      ${waiting?.slice(0, shown).map((ticket) => {
        const isLate = !ticket.unread && isOverdue(ticket);
        return html`<li class=${isLate ? 'owed' : ''}>
          <p>${ticketLink(ticket, app)}</p>
          ${isLate ? special?.renderLate(home, ticket) : this.#renderAnswer(ticket)}
        </li>`;
      })}
      ${drafts}
    </ul>`;
  }

  /** Whether there is anything to draw that comes with the special rows. */
  get #hasSpecialRows(): boolean {
    const { drafts, outbox, session } = this.app;
    return (
      session.incidents.length > 0 ||
      !!outbox?.tickets.length ||
      this.discarded !== null ||
      !!drafts.load(newDraft) ||
      this.open.some(({ id, promise, ball, unread }) => drafts.load(replyDraft(id)) || (!unread && isOverdue({ promise, ball })))
    );
  }

  readonly #discard = (draft: unknown): void => {
    // Its files stay until the screen is left: it may still be taken back.
    this.app.drafts.drop(newDraft);
    this.discarded = draft;
  };

  readonly #undiscard = (): void => {
    this.app.drafts.save(newDraft, this.discarded);
    this.discarded = null;
  };

  #renderAnswer(ticket: TicketItem): TemplateResult {
    const { lastAnswer } = ticket;
    const closed = ticket.closedAt !== null;
    const when = sayMoment(closed ? (ticket.closedAt ?? '') : (lastAnswer?.at ?? ticket.updatedAt), this.now, this.app.locale);
    const who = closed ? ticket.closedBy?.name : lastAnswer?.author;
    const action = ticket.unread ? msg('Read the answer') : msg('Answer');
    return html`
      ${lastAnswer ? html`<p class="small"><q>${lastAnswer.excerpt}</q></p>` : nothing}
      <p class="meta">
        <span>#${ticket.number}</span><span>${renderIsolated(closed ? msg(str`Closed by ${isolated(who ?? msg('the team'))} ${when}`) : [who && isolated(who), when].filter(Boolean).join(', '))}</span>
        <button class="link" type="button" @click=${() => this.#read(ticket)}>${closed ? msg('See the ticket') : action}</button>
      </p>
    `;
  }

  #renderBegin(): TemplateResult {
    const { help } = this.app.session;
    const link = html`<a href=${help.url ?? ''} target="_blank" rel="noopener">${msg('our help pages')}</a>`;
    return html`<div class="begin">
      <button class="button primary" type="button" @click=${() => this.app.go({ view: 'new' })}>${basicIcon('plus')}${msg('Open a ticket')}</button>
      <p class="small soft">
        ${msg('A ticket is as quick as a call, if not quicker.')}
        ${help.url ? msg(html`Your answer may already be in ${link}.`) : nothing}
      </p>
    </div>`;
  }

  #renderPlaces(): TemplateResult {
    const { counts, archive } = this.app.session;
    const brands = archive.brands.flatMap(({ label, count }) => (count ? [label] : [])).join(', ');
    // Without a brand the server has no archive at all.
    const hasArchive = counts.archived > 0 || (archive.brands.length > 0 && archive.emptyPlace === 'explain');
    const place = (to: Place, label: unknown, count: number) => html`<li>
      <button type="button" @click=${() => this.app.go(to)}><span>${label}</span><span class="count">${count}</span>${basicIcon('next')}</button>
    </li>`;
    return html`<nav aria-label=${msg('Your tickets')}>
      <ul class="rows places">
        ${place({ view: 'open' }, msg('Open tickets'), counts.open)} ${place({ view: 'closed' }, msg('Closed tickets'), counts.closed)}
        ${hasArchive ? place({ view: 'archive' }, html`${msg('My old tickets')} <bdi class="small soft brands">${brands}</bdi>`, counts.archived) : nothing}
      </ul>
    </nav>`;
  }

  #renderHours(): TemplateResult {
    const { hours, priorities } = this.app.session.form;
    const { locale } = this.app;
    const always = priorities.filter((priority) => priority.response.clock === 'hours').map((priority) => priority.label);
    const zone = zoneDiffers(hours, this.now) ? ` (${sayZone(hours, this.now, locale)})` : '';
    const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(always);
    return html`<p class="small soft hours">
      ${msg(str`The team answers ${sayHours(hours, locale)}${zone}.`)}
      ${always.length ? msg(str`The clock for ${list} priorities also runs at night and on weekends.`) : nothing}
    </p>`;
  }

  readonly #read = (ticket: TicketItem): void => this.app.go({ view: 'ticket', ticket: `${ticket.number}` });

  #asked = 0;

  /** The newest question wins: an answer to an older one is not shown. */
  async #load(): Promise<void> {
    const asked = ++this.#asked;
    this.#counted = JSON.stringify(this.app.session.counts);
    try {
      const { api, session } = this.app;
      const [open, closed] = await Promise.all([
        api.list({ state: 'open', limit: 50 }),
        // Closed tickets wait for somebody only when the team closed them unseen.
        session.counts.unread > 0 ? api.list({ state: 'closed', limit: 20 }) : null,
      ]);
      if (asked !== this.#asked) return;
      this.open = open.items;
      // Rows that come later than the others would push those away.
      if (this.#hasSpecialRows) await specialRows.load().catch(() => null);
      if (asked !== this.#asked) return;
      const waiting = [...open.items, ...(closed?.items ?? [])].filter((ticket) => rank(ticket) < 3);
      this.waiting = waiting.sort((a, b) => rank(a) - rank(b));
      this.total = open.total + session.counts.closed;
      this.failure = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.failure = asFailure(error).code;
      this.app.failed(this.failure);
    }
  }
}
