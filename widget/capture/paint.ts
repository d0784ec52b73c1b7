/** Paints an image with its marks. The preview and the file use the same code. */
import { boxOf } from './marks.ts';
import type { Mark, Size } from './marks.ts';

/** A red with a white outline is visible on any background. */
const red = '#d3201f';
const white = '#fff';

/** Pseudo-random numbers between 0 and 1 from a seed. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Side of a mosaic's cells in pixels. Wider than letters of running text, and of large letters, round which the box is
 * drawn close, there are three at most from top to bottom.
 */
export const cellOf = (image: Size, w: number, h: number): number =>
  Math.max(24, Math.max(image.width, image.height) / 48, Math.min(w, h) / 3);

/**
 * Puts one colour in place of each cell, baked into the pixels. A plain mosaic of a known font can be guessed by trying
 * texts until their mosaics match; so each colour is rounded and made lighter or darker at random, by more than texts differ.
 */
export function mosaic(pixels: ImageData, cell: number, random: () => number): void {
  const { data, width, height } = pixels;
  const [columns, rows] = [Math.max(1, Math.floor(width / cell)), Math.max(1, Math.floor(height / cell))];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [left, right] = [Math.floor((column * width) / columns), Math.floor(((column + 1) * width) / columns)];
      const [top, bottom] = [Math.floor((row * height) / rows), Math.floor(((row + 1) * height) / rows)];
      fillCell(data, width, left, right, top, bottom, random);
    }
  }
}

function fillCell(
  data: ImageData['data'],
  width: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
  random: () => number,
): void {
  const count = (right - left) * (bottom - top);
  const noise = (random() - 0.5) * 64;
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) sum += data[(y * width + x) * 4 + channel] ?? 0;
    const shade = Math.round(sum / count / 32) * 32 + noise;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data[(y * width + x) * 4 + channel] = shade;
  }
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) data[(y * width + x) * 4 + 3] = 255;
}

function paintBlur(context: CanvasRenderingContext2D, mark: Mark, size: Size): void {
  const box = boxOf(mark);
  const [x, y] = [Math.floor(box.x), Math.floor(box.y)];
  const [w, h] = [Math.min(size.width, Math.ceil(box.x + box.w)) - x, Math.min(size.height, Math.ceil(box.y + box.h)) - y];
  if (w < 1 || h < 1) return;
  const pixels = context.getImageData(x, y, w, h);
  mosaic(pixels, cellOf(size, w, h), randomFrom(mark.seed));
  context.putImageData(pixels, x, y);
}

function paintArrow(context: CanvasRenderingContext2D, { x, y, w, h }: Mark, size: Size): void {
  const length = Math.hypot(w, h);
  if (!length) return;
  const thick = Math.max(3, Math.max(size.width, size.height) / 220);
  const head = Math.min(thick * 5, length);
  context.save();
  context.translate(x, y);
  context.rotate(Math.atan2(h, w));
  context.beginPath();
  context.moveTo(0, -thick / 2);
  for (const [along, aside] of [
    [length - head, -thick / 2],
    [length - head, -head / 2],
    [length, 0],
    [length - head, head / 2],
    [length - head, thick / 2],
    [0, thick / 2],
  ] as const)
    context.lineTo(along, aside);
  context.closePath();
  context.lineJoin = 'round';
  context.strokeStyle = white;
  context.lineWidth = thick;
  context.stroke();
  context.fillStyle = red;
  context.fill();
  context.restore();
}

/** Paints the whole image with its marks, without the crop. */
export function paint(context: CanvasRenderingContext2D, image: CanvasImageSource, size: Size, marks: readonly Mark[]): void {
  context.clearRect(0, 0, size.width, size.height);
  context.drawImage(image, 0, 0);
  for (const mark of marks) if (mark.tool === 'blur') paintBlur(context, mark, size);
  for (const mark of marks) if (mark.tool === 'arrow') paintArrow(context, mark, size);
}

/** A canvas whose pixels are kept in memory, since they are read back often. */
export function canvasOf({ width, height }: Size): { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D } {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas of this size.');
  return { canvas, context };
}
