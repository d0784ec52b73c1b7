import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { TicketItem, TicketView } from '../../server/wire/tickets.ts';
import { draw, drawing, elapsed, fullPen, isOverdue, smallPen } from './promise-drawing.ts';
import type { PromiseTicket, Scene } from './promise-drawing.ts';
import { wasOnlyRead } from './only-read.ts';
import { fullForm, layOut, smallForm } from './promise-geometry.ts';
import { sayDuration, sayExactly } from './dates.ts';
import { isNear, sayMoment, sayTime } from './when.ts';
import { isolated, renderIsolated } from './isolate.ts';

/** A ticket, with its earlier promises and timeline when they are loaded. */
type WholeTicket = PromiseTicket & Partial<Pick<TicketView, 'promises' | 'timeline'>>;
type PromiseView = TicketItem['promise'];

function headline(ticket: PromiseTicket, scene: Scene): string {
  const { promise, ball: holder, closedAt, closedBy } = ticket;
  const { now, locale, team } = scene;
  const ours = msg('Our turn to reply');
  if (closedAt !== null) {
    const when = sayMoment(closedAt, now, locale);
    if (closedBy?.kind === 'customer') return team ? team.closedByCustomer(when) : msg(str`Closed by you ${when}`);
    return closedBy?.name ? msg(str`Closed by ${isolated(closedBy.name)} ${when}`) : msg(str`Closed by the team ${when}`);
  }
  if (isOverdue(ticket)) {
    const late = sayDuration(elapsed(promise.dueAt, now), locale);
    return msg(str`${late} late, our turn to reply`);
  }
  if (holder !== 'customer') return ours;
  if (team) return team.withCustomer();
  return wasOnlyRead(ticket) ? msg('The team has read your message') : msg('Your turn to reply');
}

/** Whether an answered promise was kept, as a sentence of its own. */
export function sayKept({ state, dueAt, answeredAt }: TicketItem['promise'], locale: string): string {
  if (answeredAt === null) return '';
  if (state === 'met') return msg('Promise kept');
  const late = sayDuration(elapsed(dueAt, answeredAt), locale);
  return msg(str`Answered ${late} too late`);
}

/** The remaining time, or what became of the promise. */
function outcome(ticket: WholeTicket, { now, locale, team }: Scene): string {
  const { promise, closedAt, reopenCount, promises = [] } = ticket;
  const kept = promises.filter(({ state }) => state === 'met').length;
  if (closedAt !== null && promises.length > 1 && promise.state !== 'none') {
    return kept === promises.length ? msg(str`${kept} promises kept`) : msg(str`${kept} of ${promises.length} promises kept`);
  }
  if (promise.state === 'none') return reopenCount > 0 ? msg('no answer since it was reopened') : msg('no answer from us');
  if (promise.answeredAt !== null) {
    const onlyRead = wasOnlyRead(ticket);
    if (promise.state === 'met') {
      if (closedAt !== null) return msg('promise kept');
      return onlyRead ? msg('read in time') : msg('answered in time');
    }
    const late = sayDuration(elapsed(promise.dueAt, promise.answeredAt), locale);
    return onlyRead ? msg(str`read ${late} too late`) : msg(str`answered ${late} too late`);
  }
  if (promise.state === 'late') return '';
  const left = sayDuration(elapsed(now, promise.dueAt), locale, { precise: true });
  return team ? team.toGo(left) : msg(str`${left} left`);
}

function sent({ promise }: PromiseTicket, when: string): string {
  if (promise.kind === 'reopening') return msg(str`Reopened ${when}`);
  return promise.kind === 'follow-up' ? msg(str`Written ${when}`) : msg(str`Sent ${when}`);
}

/** The text under the line's right end; the decisive date is bold. */
function rightEnd(ticket: WholeTicket, { now, locale }: Scene): TemplateResult {
  const { promise, closedAt } = ticket;
  const due = sayMoment(promise.dueAt, now, locale);
  const bold = (text: string) => html`<b>${text}</b>`;
  if (promise.state === 'none' && closedAt !== null)
    return html`${msg('Closed')} ${bold(sayMoment(closedAt, now, locale, { month: 'short' }))}`;
  if (promise.answeredAt !== null) {
    // Both moments name their day, so that the day of one is not read as the other's.
    const answered = bold(sayMoment(promise.answeredAt, now, locale, { month: 'short' }));
    const promised = sayMoment(promise.dueAt, now, locale, { month: 'short' });
    // The message was acknowledged without an answer, so "answered" would be wrong.
    if (ticket.timeline?.some(({ kind, at }) => kind === 'acknowledged' && at === promise.answeredAt))
      return html`${msg(html`Read ${answered}, due ${promised}`)}`;
    return promise.state === 'met'
      ? html`${msg(html`Answered ${answered}, due ${promised}`)}`
      : html`${msg(html`Answered ${answered}, promised for ${promised}`)}`;
  }
  const exact = html`<time datetime=${promise.dueAt} title=${sayExactly(promise.dueAt, locale)}>${bold(due)}</time>`;
  if (promise.state === 'late') return html`${msg(html`We should have answered by ${exact} at the latest`)}`;
  // In French, "avant demain" would be ambiguous about the day.
  return isNear(promise.dueAt, now)
    ? html`${msg(html`Answer by ${exact}`, { id: 'answer-by-near' })}`
    : html`${msg(html`Answer by ${exact}`)}`;
}

/** The promise of a ticket, as text and drawing. */
export function promiseLine(ticket: WholeTicket, scene: Scene): TemplateResult {
  const { promise } = ticket;
  const { now, locale } = scene;
  const classes = `promise${promise.state === 'late' ? ' is-late' : ''}${isOverdue(ticket) ? ' is-overdue' : ''}`;
  return html`<section class=${classes} part="promise" aria-label=${msg('Promised answer')}>
    <div class="promise-head">
      <p class="promise-say"><b>${renderIsolated(headline(ticket, scene))}</b></p>
      <p class="promise-left">${outcome(ticket, scene)}</p>
    </div>
    ${draw(ticket, fullForm, fullPen, scene)}
    <div class="promise-ends">
      <p>
        <time datetime=${promise.startedAt} title=${sayExactly(promise.startedAt, locale)}
          >${sent(ticket, sayMoment(promise.startedAt, now, locale, { month: 'short' }))}</time
        >
      </p>
      <p>${rightEnd(ticket, scene)}</p>
    </div>
    ${scene.team ? nothing : earlierPromises(ticket.promises?.slice(0, -1) ?? [], scene)}
  </section>`;
}

/** The number of earlier promises that are shown unfolded. */
const recent = 3;

/** The outcomes of earlier promises, the latest first. */
function earlierPromises(promises: readonly PromiseView[], scene: Scene): TemplateResult | typeof nothing {
  if (!promises.length) return nothing;
  const lines = [...promises].reverse().map((promise) => earlierPromise(promise, scene));
  const older = lines.slice(recent);
  return html`<div class="promise-past">
    ${lines.slice(0, recent)}
    ${older.length ? html`<details><summary class="small soft">${older.length === 1 ? msg('One earlier promise') : msg(str`${older.length} earlier promises`)}</summary>${older}</details>` : nothing}
  </div>`;
}

function earlierPromise(promise: PromiseView, { now, locale }: Scene): TemplateResult {
  const geometry = layOut({ ...promise, ball: null, closedAt: promise.answeredAt ?? promise.dueAt }, now, smallForm);
  return html`<p class="promise-small">${drawing(geometry, false, smallPen)}<span>${sayEarlier(promise, now, locale)}</span></p>`;
}

function sayEarlier({ kind, dueAt, answeredAt, state }: PromiseView, now: string, locale: string): TemplateResult {
  const due = sayMoment(dueAt, now, locale, { month: 'short' });
  if (answeredAt === null) return html`${msg(str`Answer promised for ${due}: closed before that`)}`;
  const when = html`<b>${sayMoment(answeredAt, now, locale, { month: 'short' })}</b>`;
  const late = sayDuration(elapsed(dueAt, answeredAt), locale);
  const verdict = html`<b>${state === 'met' ? msg('kept', { id: 'promise-kept' }) : msg(str`${late} late`, { id: 'promise-late-by' })}</b>`;
  if (kind === 'first') return html`${msg(html`First answer ${when}, promised for ${due}: ${verdict}`)}`;
  if (kind === 'reopening') return html`${msg(html`Answer after reopening ${when}, promised for ${due}: ${verdict}`)}`;
  return html`${msg(html`Next answer ${when}, promised for ${due}: ${verdict}`)}`;
}

/** The promise before sending: a dotted track, no ball. `span` is the promised time in words, such as "24 h". */
export function plannedLine(dueAt: string, span: string, { now, locale }: Scene): TemplateResult {
  const due = html`<time datetime=${dueAt} title=${sayExactly(dueAt, locale)}><b>${sayMoment(dueAt, now, locale, { plainDate: true })}</b></time>`;
  return html`<section class="promise planned" part="promise" aria-label=${msg('Promised answer')}>
    <div class="promise-head">
      <p class="promise-say"><b>${msg('If you send it now')}</b></p>
      <p>${span}</p>
    </div>
    ${drawing({ run: 0, over: null, due: 100, answer: null, ball: null, startTick: true }, false, fullPen)}
    <div class="promise-ends">
      <p>${msg(str`Today, ${sayTime(now, locale)}`)}</p>
      <p>${msg(html`Answer by ${due}`)}</p>
    </div>
  </section>`;
}
