/** The chunk for capturing the screen and annotating images. */
import { limits } from '../../server/ticket/limits.ts';
import './annotator.ts';
import type { Annotator } from './annotator.ts';
import { fromFile } from './encode.ts';
import { grab } from './grab.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** `capture-2026-11-25-1520.png`, in the customer's local time. */
export const nameOf = (now: Date): string =>
  `capture-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}.png`;

/** Captures the screen and opens the annotator. `null` when the customer cancels. */
export async function captureScreen(from: HTMLElement): Promise<File | null> {
  const panel = from.closest<HTMLElement>('.panel');
  const image = await grab(panel);
  return image && annotate(image, from, { name: nameOf(new Date()), type: 'image/png', fresh: true });
}

/** Opens the annotator with an existing image. The result keeps its name and loses its EXIF data. @throws when the image cannot be read */
export async function annotateFile(file: File, from: HTMLElement): Promise<File | null> {
  const type = file.type === 'image/jpeg' ? file.type : 'image/png';
  const name = type === file.type ? file.name : file.name.replace(/\.[^.]*$|$/, '.png');
  return annotate(await fromFile(file), from, { name, type, fresh: false });
}

async function annotate(
  image: HTMLCanvasElement,
  from: HTMLElement,
  { name, type, fresh }: { name: string; type: string; fresh: boolean },
): Promise<File | null> {
  const root = from.getRootNode() as ShadowRoot;
  const annotator: Annotator = document.createElement('support-ticket-annotator');
  Object.assign(annotator, { image, fresh, format: { type, maxBytes: limits.attachment.maxBytes } });
  // Appended where colours and language apply, but outside of elements that may be rendered again meanwhile.
  (root.querySelector('.surface, .desk') ?? root).append(annotator);
  const blob = await annotator.result;
  annotator.remove();
  from.focus();
  return blob && new File([blob], name, { type });
}
