/** One picture of what the customer chooses to show: a tab, a window, the screen. The browser asks them, not we. */
import { fromSource } from './encode.ts';

/** Milliseconds for the page to be painted anew; where nothing changes, no frame comes. */
const patience = 500;

/** Chromium's; the others pass over what they do not know. */
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

/** What the customer does not want to show, they refuse: that is no failure. */
const isRefusal = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');

/**
 * Null when the customer changes their mind.
 * @param cover what stands before the page and is not to be on the picture; the page itself is proposed then
 * @throws when the browser cannot
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
    // Unseen rather than gone, so that the keyboard stays where it is.
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
