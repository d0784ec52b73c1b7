/** Encodes pixels into a file that the server accepts, and decodes files into pixels. */
import { cropOf } from './marks.ts';
import type { Mark, Size } from './marks.ts';
import { canvasOf, paint } from './paint.ts';

/** More pixels than screens have, and fewer than browsers' limit for a canvas. */
const maxPixels = 33_000_000;

const blobOf = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The image could not be written.'))), type, 0.92),
  );

/** Encodes the annotated and cropped image; scales it down until it has at most `maxBytes`. */
export async function encode(
  image: HTMLCanvasElement,
  marks: readonly Mark[],
  { type, maxBytes }: { readonly type: string; readonly maxBytes: number },
): Promise<Blob> {
  const whole = canvasOf(image);
  paint(whole.context, image, image, marks);
  const { x, y, w, h } = cropOf(marks, image);
  for (let scale = 1; ; ) {
    const { canvas, context } = canvasOf({ width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round(h * scale)) });
    context.imageSmoothingQuality = 'high';
    context.drawImage(whole.canvas, x, y, w, h, 0, 0, canvas.width, canvas.height);
    const blob = await blobOf(canvas, type);
    if (blob.size <= maxBytes || canvas.width * canvas.height < 10_000) return blob;
    scale *= Math.min(0.9, Math.sqrt(maxBytes / blob.size));
  }
}

/** Draws the source onto a canvas, scaled down to at most `maxPixels`. */
export function fromSource(source: CanvasImageSource, { width, height }: Size): HTMLCanvasElement {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  const { canvas, context } = canvasOf({ width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) });
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Decodes an image with its EXIF orientation applied. @throws when the browser cannot decode it */
export async function fromFile(file: Blob): Promise<HTMLCanvasElement> {
  const bitmap = await createImageBitmap(file);
  try {
    return fromSource(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}
