/** The geometry of marks on an image, in the image's pixels. Pure. */

export const tools = ['crop', 'arrow', 'blur'] as const;
export type Tool = (typeof tools)[number];

/** From a corner to the one across, or from an arrow's end to its tip: width and height may be negative. */
export interface Mark {
  readonly id: number;
  readonly tool: Tool;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** The seed of a blur's noise, so that the noise does not change between paints. It is not stored in the file. */
  readonly seed: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** The corner that is dragged: 0 at the mark's beginning, 1 at its end, for each axis. */
export type Grip = readonly [across: 0 | 1, down: 0 | 1];

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), Math.max(min, max));

export const boxOf = ({ x, y, w, h }: Box): Box => ({ x: Math.min(x, x + w), y: Math.min(y, y + h), w: Math.abs(w), h: Math.abs(h) });

/** Moves a mark within the image. */
export function moved(mark: Mark, dx: number, dy: number, { width, height }: Size): Mark {
  const box = boxOf(mark);
  const [right, down] = [clamp(box.x + dx, 0, width - box.w) - box.x, clamp(box.y + dy, 0, height - box.h) - box.y];
  return { ...mark, x: mark.x + right, y: mark.y + down };
}

/** Moves one corner of a mark within the image. */
export function stretched(mark: Mark, [across, down]: Grip, dx: number, dy: number, { width, height }: Size): Mark {
  const [left, top] = [mark.x + (across ? 0 : dx), mark.y + (down ? 0 : dy)].map((at, axis) => clamp(at, 0, axis ? height : width)) as [
    number,
    number,
  ];
  const [right, bottom] = [mark.x + mark.w + (across ? dx : 0), mark.y + mark.h + (down ? dy : 0)].map((at, axis) =>
    clamp(at, 0, axis ? height : width),
  ) as [number, number];
  return { ...mark, x: left, y: top, w: right - left, h: bottom - top };
}

/** The box of a mark that is placed by keyboard: centred, 80 % of the image for a crop and 25 % otherwise. */
export function inTheMiddle(tool: Tool, { width, height }: Size): Box {
  const part = tool === 'crop' ? 0.8 : 0.25;
  return { x: (width * (1 - part)) / 2, y: (height * (1 - part)) / 2, w: width * part, h: height * part };
}

/** Whether a mark is so small that it was drawn by accident. */
export function isSlip(mark: Mark, { width, height }: Size): boolean {
  const least = Math.max(width, height) / 100;
  return mark.tool === 'arrow' ? Math.hypot(mark.w, mark.h) < least : Math.abs(mark.w) < least || Math.abs(mark.h) < least;
}

/** Replaces the mark with the same id, or adds it; a second crop replaces the first. */
export function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  if (marks.some(({ id }) => id === mark.id)) return marks.map((other) => (other.id === mark.id ? mark : other));
  return [...marks.filter(({ tool }) => tool !== 'crop' || mark.tool !== 'crop'), mark];
}

/** The cropped part of the image, in whole pixels. */
export function cropOf(marks: readonly Mark[], { width, height }: Size): Box {
  const mark = marks.find(({ tool }) => tool === 'crop');
  if (!mark) return { x: 0, y: 0, w: width, h: height };
  const box = boxOf(mark);
  const [x, y] = [clamp(Math.round(box.x), 0, width - 1), clamp(Math.round(box.y), 0, height - 1)];
  return { x, y, w: clamp(Math.round(box.w), 1, width - x), h: clamp(Math.round(box.h), 1, height - y) };
}

/** Undo and redo. Consecutive changes with the same name are undone together. */
export class History<T> {
  now: T;
  readonly #past: T[] = [];
  #undone: T[] = [];
  #name: string | null = null;

  constructor(now: T) {
    this.now = now;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  push(next: T, name: string | null = null): void {
    if (name === null || name !== this.#name) this.#past.push(this.now);
    this.#name = name;
    this.#undone = [];
    this.now = next;
  }

  undo(): void {
    this.#step(this.#past, this.#undone);
  }

  redo(): void {
    this.#step(this.#undone, this.#past);
  }

  #step(from: T[], to: T[]): void {
    const next = from.pop();
    if (next === undefined) return;
    to.push(this.now);
    this.now = next;
    this.#name = null;
  }
}
