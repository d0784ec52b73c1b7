import { css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { DeskItem } from '../../../server/wire/desk.ts';
import { priority } from '../../draw/facts.ts';
import { smallPromise } from '../../draw/small-promise.ts';
import type { SmallWords } from '../../draw/small-promise.ts';
import { sayDay, sayDuration } from '../../draw/dates.ts';
import { nb, sameDay, sayMoment, sayTime } from '../../draw/when.ts';
import { assigneeName, customerName } from '../desk.ts';
import { teamWords } from '../ticket/promise-words.ts';
import type { Scene } from '../desk.ts';
import { othersAt } from '../ticket/others.ts';

export const rowSheet = css`
  .queue > li {
    position: relative;
    padding: 8px 20px;
    border-block-end: 1px solid var(--line);
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
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .queue .promise-small {
    grid-template-columns: 56px minmax(0, 1fr);
    padding: 1px 0;
  }
  .queue .promise-small > svg {
    inline-size: 56px;
  }
  .queue .is-overdue .soft {
    color: inherit;
  }
  .queue .meta {
    gap: 0 12px;
  }
  .queue .meta > * {
    min-inline-size: 0;
    overflow-wrap: anywhere;
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

/** What the promise means to the team, on one line. */
function sayPromise({ promise, ball, closedAt, updatedAt, lastAnswer }: DeskItem, scene: Scene): SmallWords {
  const { now, locale } = scene;
  const inline = true;
  if (closedAt !== null)
    return { head: msg('Closed', { id: 'status-closed' }), detail: sayMoment(closedAt, now, locale, { month: 'short' }), inline };
  if (promise.answeredAt !== null) {
    const since = sayShortly(ball === 'team' ? updatedAt : (lastAnswer?.at ?? updatedAt), scene);
    return { head: ball === 'team' ? msg('Our turn to reply,') : msg('With the customer,'), detail: msg(str`since ${since}`), inline };
  }
  const due = sayShortly(promise.dueAt, scene);
  const apart = sayDuration(Math.abs(Date.parse(promise.dueAt) - Date.parse(now)), locale);
  return promise.state === 'late'
    ? { head: msg(str`${apart} late,`), detail: msg(str`promised ${due}`), inline }
    : { head: msg(str`${apart} left,`), detail: msg(str`by ${due}`), inline };
}

/** A ticket in the queue, from the team's point of view. The address is the ticket's own: it can be opened in another tab. */
export function queueRow(item: DeskItem, isOpen: boolean, scene: Scene): TemplateResult {
  return html`<li class=${isOpen ? 'is-open' : ''}>
    <a class="title-link" href="#${item.number}" data-id=${item.id} aria-current=${isOpen ? 'true' : 'false'}>
      <span class="number">#${item.number}</span><span class="name" title=${item.title}><bdi>${item.title}</bdi></span>${othersAt(item.id, scene.others ?? [])}
    </a>
    ${smallPromise(item, { ...scene, team: teamWords }, sayPromise(item, scene))}
    <p class="meta">
      <span><bdi>${customerName(item.customer)}</bdi></span>${priority(item.priority)}<span><span class="unseen">${msg('Assigned to:')}</span> <bdi>${assigneeName(item.assignee, scene.me)}</bdi></span>
    </p>
  </li>`;
}
