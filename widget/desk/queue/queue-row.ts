import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskItem } from '../../../server/wire/desk.ts';
import { priority } from '../../draw/facts.ts';
import { smallPromise } from '../../draw/small-promise.ts';
import { sayDay, sayDuration } from '../../draw/dates.ts';
import { nb, sameDay, sayMoment, sayTime } from '../../draw/when.ts';
import { assigneeName, customerName } from '../desk.ts';
import { teamWords } from '../ticket/promise-words.ts';
import type { Scene } from '../desk.ts';
import { othersAt } from '../ticket/others.ts';

export const rowSheet = css`
  .queue > li {
    position: relative;
    display: grid;
    align-content: center;
    gap: 2px;
    min-block-size: 64px;
    padding: 4px 20px;
    border-block-end: 1px solid var(--line);
  }
  @media (pointer: coarse) {
    .queue > li {
      min-block-size: 72px;
    }
  }
  .queue > li:hover {
    background: var(--tint);
  }
  .queue .title-link {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }
  /* The whole row leads to the ticket. */
  .queue .title-link::after {
    content: '';
    position: absolute;
    inset: 0;
  }
  .queue .title-link:focus-visible {
    outline: none;
    box-shadow: none;
  }
  .queue .title-link:focus-visible::after {
    outline: 2px solid var(--accent);
    outline-offset: -3px;
    border-radius: var(--radius);
  }
  .queue .number {
    flex: none;
    color: var(--ink-2);
    font-size: var(--small);
  }
  .queue .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .queue .flag {
    flex: none;
    font-size: var(--small);
  }
  .queue .flag > span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  /* Nothing wraps, so that every row is as high; only the customer's name is cut. */
  .queue .row-line {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
    white-space: nowrap;
  }
  .queue .row-line > :not(bdi) {
    flex: none;
  }
  .queue .row-line > bdi {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .queue .promise-small {
    grid-template-columns: 44px auto;
    gap: 10px;
    padding: 0;
    font-size: inherit;
  }
  .queue .promise-small > svg {
    inline-size: 44px;
  }
  /* Heard by whoever listens, and said by the title; the row has no room for it. */
  .queue .promise-small .soft {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .queue > .is-open {
    background: var(--accent-tint);
  }
  .queue > .is-open::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: 3px;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .queue > .is-open::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
  .queue .is-open .name {
    font-weight: var(--bold);
  }
  .queue .is-open :is(.gap, .ball:not(.mine)) {
    fill: var(--accent-tint);
  }
`;

const week = 6 * 24 * 60 * 60 * 1000;

/** "15 h 39", "mardi 9 h 40", "le 24 novembre": as short as it can be without doubt. */
function sayShortly(at: string, { now, locale }: Scene): string {
  if (sameDay(at, now)) return sayTime(at, locale);
  if (Math.abs(Date.parse(at) - Date.parse(now)) > week) return msg(str`${sayDay(at, now, locale)}`, { id: 'desk-day' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(new Date(at));
  return nb(`${weekday} ${sayTime(at, locale)}`);
}

/** The promise in the short text of a row, and the rest for the tooltip and screen readers. */
function sayPromise(
  { promise, ball, closedAt, updatedAt, lastAnswer }: DeskItem,
  scene: Scene,
): { readonly short: string; readonly rest: string } {
  const { now, locale } = scene;
  if (closedAt !== null)
    return { short: msg('Closed', { id: 'status-closed' }), rest: sayMoment(closedAt, now, locale, { month: 'short' }) };
  if (promise.answeredAt !== null) {
    const since = sayShortly(ball === 'team' ? updatedAt : (lastAnswer?.at ?? updatedAt), scene);
    return { short: ball === 'team' ? msg('Our turn to reply') : msg('With the customer'), rest: msg(str`since ${since}`) };
  }
  const due = sayShortly(promise.dueAt, scene);
  const apart = sayDuration(Math.abs(Date.parse(promise.dueAt) - Date.parse(now)), locale);
  return promise.state === 'late'
    ? { short: msg(str`${apart} late`), rest: msg(str`promised ${due}`) }
    : { short: msg(str`${apart} left`, { id: 'desk-left' }), rest: msg(str`by ${due}`) };
}

/** The priority, when it is urgent or high. */
const flag = (item: DeskItem): TemplateResult | typeof nothing =>
  item.closedAt === null && (item.priority === 'URGENT' || item.priority === 'HIGH')
    ? html`<span class="flag">${priority(item.priority)}</span>`
    : nothing;

/** A ticket in the queue, from the team's point of view. The address is the ticket's own: it can be opened in another tab. */
export function queueRow(item: DeskItem, isOpen: boolean, scene: Scene): TemplateResult {
  const { short, rest } = sayPromise(item, scene);
  return html`<li class=${isOpen ? 'is-open' : ''}>
    <a class="title-link" href="#${item.number}" data-id=${item.id} aria-current=${isOpen ? 'true' : 'false'}>
      <span class="number">#${item.number}</span><span class="name" title=${item.title}><bdi>${item.title}</bdi></span>${flag(item)}
    </a>
    <div class="row-line">
      ${smallPromise(item, { ...scene, team: teamWords }, { head: short, detail: rest, inline: true })}<bdi>${customerName(item.customer)}</bdi>${othersAt(item.id, scene.others ?? [])}
      <span><span class="unseen">${msg('Assigned to:')}</span> <bdi>${assigneeName(item.assignee, scene.me)}</bdi></span>
    </div>
  </li>`;
}
