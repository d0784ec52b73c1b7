import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { draw, isOverdue, smallPen } from './promise-drawing.ts';
import type { PromiseTicket, Scene } from './promise-drawing.ts';
import { wasOnlyRead } from './only-read.ts';
import { smallForm } from './promise-geometry.ts';
import { isNear, sayMoment } from './when.ts';

function smallWords(ticket: PromiseTicket, { now, locale }: Scene): SmallWords {
  const { promise, ball: holder } = ticket;
  const due = sayMoment(promise.dueAt, now, locale, { month: 'short' });
  if (isOverdue(ticket)) return { head: msg('Our turn, late'), detail: msg(str`promised for ${due}`) };
  const head = holder === 'customer' ? msg('Your turn') : msg('Our turn');
  if (promise.answeredAt === null)
    return { head, detail: isNear(promise.dueAt, now) ? msg(str`by ${due}`, { id: 'by-near' }) : msg(str`by ${due}`) };
  const answered = sayMoment(promise.answeredAt, now, locale, { month: 'short' });
  return wasOnlyRead(ticket) ? { head: msg('Read by the team'), detail: answered } : { head, detail: msg(str`answered ${answered}`) };
}

/** Texts that replace the usual two lines. */
export interface SmallWords {
  readonly head: string;
  readonly detail: string;
  readonly inline?: boolean;
}

/** The small form for lists, with two lines of text beside it. */
export function smallPromise(ticket: PromiseTicket, scene: Scene, words: SmallWords = smallWords(ticket, scene)): TemplateResult {
  return html`<p class="promise-small ${isOverdue(ticket) ? 'is-overdue' : ''}">
    ${draw(ticket, smallForm, smallPen, scene)}<span><b>${words.head}</b>${words.inline ? ' ' : html`<br />`}<span class=${words.inline ? 'soft' : ''}>${words.detail}</span></span>
  </p>`;
}
