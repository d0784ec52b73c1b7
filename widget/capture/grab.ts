/** Captures one image of the tab, window or screen that the customer chooses in the browser's dialog. */
import { fromSource } from './encode.ts';

/** Milliseconds to wait for a frame; a page that does not change gives none. */
const patience = 500;

/** Options of Chromium; other browsers ignore them. */
interface Wishes extends DisplayMediaStreamOptions {
  readonly preferCurrentTab?: boolean;
  readonly selfBrowserSurface?: 'include';
  readonly surfaceSwitching?: 'exclude';
  readonly systemAudio?: 'exclude';
}

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));
const nextPaint = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

function nextFrame(video: HTMLVideoElement): Promise<void> {
  const frame =
    'requestVideoFrameCallback' in video
      ? new Promise<void>((resolve) => void video.requestVideoFrameCallback(() => resolve()))
      : later(patience);
  return Promise.race([frame, later(patience)]);
}

/** Whether the customer cancelled the browser's dialog, which is no failure. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

/**
 * `null` when the customer cancels.
 * @param cover the element to hide during the capture; with it, the browser is asked to propose the current tab
 * @throws when the browser cannot capture
 */
export async function grab(cover: HTMLElement | null): Promise<HTMLCanvasElement | null> {
  const wishes: Wishes = {
    video: true,
    audio: false,
    selfBrowserSurface: 'include',
    surfaceSwitching: 'exclude',
    systemAudio: 'exclude',
    ...(cover && { preferCurrentTab: true }),
  };
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia(wishes);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  video.srcObject = stream;
  try {
    // Made transparent instead of hidden, so that it keeps the focus.
    cover?.style.setProperty('opacity', '0');
    await video.play();
    await nextPaint();
    // The first frame may have been taken before the page was painted without the cover.
    await nextFrame(video);
    await nextFrame(video);
    return fromSource(video, { width: video.videoWidth, height: video.videoHeight });
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    cover?.style.removeProperty('opacity');
  }
}
