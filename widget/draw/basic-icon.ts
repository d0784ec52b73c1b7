/** The icons of the first screen. Others are in `icon.ts` and `more-icons.ts`, in the chunks of the screens that use them. */
import { html } from 'lit';
import type { TemplateResult } from 'lit';

/** Paths on a grid of 20, with round strokes of 1.5. */
export const basicShapes = {
  plus: 'M10 4v12M4 10h12',
  next: 'M8 5l5 5-5 5',
  check: 'M4.5 10.5l3.5 3.5 7.5-8',
  warning: 'M10 4L17 16H3zM10 8.5v3.5M10 14v.1',
  offline: 'M3 3l14 14M3 8c4-4 10-4 14 0M6 11c2.5-2.5 5.5-2.5 8 0M10 15v.1',
  close: 'M5 5l10 10M15 5L5 15',
} as const;

export const drawIcon = (path: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;

export const basicIcon = (name: keyof typeof basicShapes): TemplateResult => drawIcon(basicShapes[name]);
