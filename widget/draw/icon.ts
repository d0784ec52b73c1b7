import type { TemplateResult } from 'lit';
import { basicShapes, drawIcon } from './basic-icon.ts';

/** Paths on a grid of 20, with round strokes of 1.5. */
const shapes = {
  back: 'M12 5l-5 5 5 5',
  down: 'M5 8l5 5 5-5',
  message: 'M4 4h12v9H9l-3.5 3v-3H4z',
  copy: 'M7.5 7.5h8v8h-8zM12.5 7.5v-3h-8v8h3',
  leave: 'M9 4H4v12h5M8 10h9M14 7l3 3-3 3',
  archive: 'M3 4.5h14v3H3zM4.5 7.5v8h11v-8M8 10.5h4',
  reopen: 'M5 7.5h7a3.75 3.75 0 0 1 0 7.5H8M8 4.5l-3 3 3 3',
  file: 'M6 3h5l3.5 3.5V17H6zM11 3v3.5h3.5',
  clip: 'M14.5 9.5l-5 5a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-5.6 5.5a1 1 0 0 1-1.4-1.4l4.8-4.7',
  screen: 'M3 4.5h14v9H3zM7 16.5h6M10 13.5v3',
} as const;

const all: Readonly<Record<string, string>> = { ...basicShapes, ...shapes };

/** A name, or a path from `more-icons.ts`. */
export type IconName = keyof typeof basicShapes | keyof typeof shapes | `M${string}`;

export const icon = (name: IconName): TemplateResult => drawIcon(all[name] ?? name);
