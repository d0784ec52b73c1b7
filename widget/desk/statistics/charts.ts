/**
 * Charts in the hand of the promise line: strokes, no boxes. They are for eyes only; each has a table beside it that says
 * the same. Drawn with percentages and attributes, so that no inline style is needed.
 */
import { html, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';

export interface Column {
  readonly name: string;
  readonly created: number;
  readonly closed: number;
}

const percent = (part: number): string => `${(part * 100).toFixed(3)}%`;

/** The next round number: 1, 2, 4, 6, 10, 20, 40 …; beyond the first, half of it is whole as well */
export function roundUp(most: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 4, 6, 10].map((step) => step * size).find((top) => top >= most) ?? most;
}

/** Columns for what came, a stroke across each for what was closed. */
export function columns(items: readonly Column[], top: number): TemplateResult {
  const width = 1 / items.length;
  return html`<svg class="columns" width="100%" height="144">
    ${[0, 0.5].map((y) => svg`<line class="scale" x1="0" x2="100%" y1=${percent(y)} y2=${percent(y)} />`)}
    ${items.map((item, index) => column(item, { x: index * width, width, top }))}
    <line class="ground" x1="0" x2="100%" y1="100%" y2="100%" />
  </svg>`;
}

function column({ name, created, closed }: Column, { x, width, top }: { x: number; width: number; top: number }): SVGTemplateResult {
  const height = created / top;
  const y = percent(1 - closed / top);
  return svg`<g>
    <title>${name}</title>
    <rect class="reach" x=${percent(x)} y="0" width=${percent(width)} height="100%" />
    <rect class="part" x=${percent(x + width * 0.2)} y=${percent(1 - height)} width=${percent(width * 0.6)} height=${percent(height)} />
    ${closed ? svg`<line class="shut" x1=${percent(x + width * 0.08)} x2=${percent(x + width * 0.92)} y1=${y} y2=${y} />` : ''}
  </g>`;
}

/** One line of a chart: what it is, how much, and a stroke for it. */
export interface Stroke {
  readonly name: string;
  readonly text: string;
  readonly drawn: SVGTemplateResult;
}

export const strokes = (lines: readonly Stroke[]): TemplateResult =>
  html`<ul class="strokes">
    ${lines.map(({ name, text, drawn }) => html`<li><span>${name}</span><span class="soft">${text}</span><svg class="stroke" width="100%" height="14">${drawn}</svg></li>`)}
  </ul>`;

const run = (kind: string, from: number, to: number): SVGTemplateResult | string =>
  to > from ? svg`<line class="run ${kind}" x1=${percent(from)} x2=${percent(to)} y1="7" y2="7" />` : '';

const ground = svg`<line class="ground" x1="0" x2="100%" y1="7" y2="7" />`;

/** So much of the most. */
export const amount = (part: number): SVGTemplateResult => svg`${ground}${run('part', 0, part)}`;

/** Parts of a whole, one after the other; what is late is dashed. */
export function shares(parts: readonly (readonly [kind: 'part' | 'missed' | 'open', share: number])[]): SVGTemplateResult {
  let from = 0;
  return svg`${ground}${parts.map(([kind, share]) => run(kind, from, (from += share)))}`;
}

/** A whole that is so long, and how much of it. */
export const within = (whole: number, part: number): SVGTemplateResult => svg`${ground}${run('open', 0, whole)}${run('part', 0, part)}`;

/** From asking to the answer: the circle where half were answered, the tick where nine in ten were. */
export const wait = (half: number, most: number): SVGTemplateResult => svg`
  ${ground}<line class="stop" x1="0" x2="0" y1="1" y2="13" />
  ${run('thin', 0, most)}<line class="stop" x1=${percent(most)} x2=${percent(most)} y1="1" y2="13" />
  <circle class="middle" cx=${percent(half)} cy="7" r="4.5" />`;
