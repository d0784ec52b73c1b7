/** Draws the promise line, large and small: the elapsed part of the promised time, whose turn it is, and the answer. */
import { html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import type { TicketItem } from '../../server/wire/tickets.ts';
import { wasOnlyRead } from './only-read.ts';
import { layOut } from './promise-geometry.ts';
import type { Form, Geometry } from './promise-geometry.ts';

/** The team's texts of the line, which the desk loads. */
export interface TeamWords {
  closedByCustomer(when: string): string;
  withCustomer(): string;
  toGo(left: string): string;
}

export type PromiseTicket = Pick<TicketItem, 'promise' | 'ball' | 'closedAt' | 'closedBy' | 'reopenCount' | 'lastAnswer'>;

export interface Scene {
  readonly now: string;
  readonly locale: string;
  /** The team's texts when the reader is in the team; the ball is filled when it is the reader's turn. */
  readonly team?: TeamWords;
}

/** Measures of the drawing in pixels. */
interface Pen {
  readonly middle: number;
  readonly radius: number;
  readonly tick: number;
  readonly dueTick: number;
  readonly gap: number;
  readonly check: string;
  /** Per cent from either end within which the ball would overhang the line. */
  readonly edge: number;
}

export const fullPen: Pen = { middle: 10, radius: 6, tick: 12, dueTick: 16, gap: 10, check: 'M-5 10.5l3.5 3.5 6.5-7.5', edge: 3 };
export const smallPen: Pen = { middle: 7, radius: 5, tick: 9, dueTick: 13, gap: 7, check: 'M-4 7.5l2.5 2.5 5-5.5', edge: 9 };

const at = (percent: number, content: SVGTemplateResult): SVGTemplateResult =>
  svg`<svg x="${percent}%" overflow="visible">${content}</svg>`;

const line = (name: string, from: number, to: number, { middle }: Pen): SVGTemplateResult =>
  svg`<line class=${name} x1="${from}%" x2="${to}%" y1=${middle} y2=${middle}/>`;

const tick = (x: number, height: number, { middle }: Pen): SVGTemplateResult =>
  svg`<rect class="tick" x=${x} y=${middle - height / 2} width="2" height=${height}/>`;

function ball(percent: number, mine: boolean, { middle, radius, edge }: Pen): SVGTemplateResult {
  // Near an end, the ball is moved inside the line.
  const inset = percent >= 100 - edge ? -radius - 1 : percent <= edge ? radius + 1 : 0;
  return at(percent, svg`<circle class=${mine ? 'ball mine' : 'ball'} cx=${inset} cy=${middle} r=${radius}/>`);
}

export function drawing(geometry: Geometry, mine: boolean, pen: Pen): TemplateResult {
  const { run, over, due, answer, startTick } = geometry;
  return html`<svg class="drawing" aria-hidden="true" focusable="false">
    ${line('track', 0, 100, pen)} ${line('run', 0, run, pen)}
    ${over ? svg`${line('over', over[0], over[1], pen)}` : nothing}
    ${startTick ? tick(0, pen.tick, pen) : nothing}
    ${at(due, tick(due === 100 ? -2 : -1, pen.dueTick, pen))}
    ${
      answer === null
        ? nothing
        : at(
            answer,
            svg`<rect class="gap" x=${-pen.gap} y=${pen.middle - 4} width=${2 * pen.gap} height="8"/><path class="check" d=${pen.check}/>`,
          )
    }
    ${geometry.ball === null ? nothing : ball(geometry.ball, mine, pen)}
  </svg>`;
}

/** Milliseconds between two moments. */
export const elapsed = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

export const isOverdue = ({ promise }: PromiseTicket): boolean => promise.state === 'late' && promise.answeredAt === null;

export function draw(ticket: PromiseTicket, form: Form, pen: Pen, { now, team }: Scene): TemplateResult {
  const { promise, closedAt } = ticket;
  const holder = !team && wasOnlyRead(ticket) ? null : ticket.ball;
  return drawing(layOut({ ...promise, closedAt, ball: holder }, now, form), holder === (team ? 'team' : 'customer'), pen);
}
