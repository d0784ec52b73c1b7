import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Red, green, blue and opacity, 0..255 each. */
type Pixel = readonly [number, number, number, number];

let canvas: CanvasRenderingContext2D | null | undefined;

/** Converts any CSS colour to a pixel by the browser. */
function pixelOf(color: string): Pixel {
  // Nearly all computed colours have this form, and reading a canvas is slow.
  const [, r, g, b, a = 1] = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(color) ?? [];
  return r === undefined ? pixelOnCanvas(color) : [Number(r), Number(g), Number(b), Number(a) * 255];
}

function pixelOnCanvas(color: string): Pixel {
  canvas ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (!canvas) return [0, 0, 0, 0];
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = '#0000';
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a];
}

const parentOf = (element: Element): Element | null =>
  element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;

/** The nearest opaque background behind the element. */
function backgroundBehind(element: Element): string | null {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    const color = getComputedStyle(at).backgroundColor;
    if (pixelOf(color)[3] === 255) return color;
  }
  return null;
}

const isDark = ([r, g, b]: Pixel): boolean => 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;

/**
 * Matches the widget to the page: reads the page's text colour, accent and the background behind the widget, and sets them as
 * custom properties. The owner's `--support-ticket-*` properties override them.
 */
export class AppearanceController implements ReactiveController {
  /** The element that stands in the page. */
  readonly #host: HTMLElement;
  readonly #surface: () => HTMLElement | null;
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  #observer: MutationObserver | undefined;

  constructor(drawing: ReactiveControllerHost, { host, surface }: { host: HTMLElement; surface: () => HTMLElement | null }) {
    this.#host = host;
    this.#surface = surface;
    drawing.addController(this);
  }

  hostConnected(): void {
    this.#scheme.addEventListener('change', this.#read);
    document.addEventListener('transitionend', this.#settled);
    this.#observer = new MutationObserver(this.#read);
    const options = { attributes: true, attributeFilter: ['class', 'style', 'data-theme', 'data-color-scheme', 'data-bs-theme'] };
    this.#observer.observe(document.documentElement, options);
    this.#observer.observe(document.body, options);
  }

  hostDisconnected(): void {
    this.#scheme.removeEventListener('change', this.#read);
    document.removeEventListener('transitionend', this.#settled);
    this.#observer?.disconnect();
  }

  hostUpdated(): void {
    this.#read();
  }

  /** Reads the colours again after a transition, since a page may fade between themes. */
  readonly #settled = (event: TransitionEvent): void => {
    if (event.propertyName.endsWith('color')) this.#read();
  };

  readonly #read = (): void => {
    const surface = this.#surface();
    if (!surface) return;
    const forced = this.#host.getAttribute('theme');
    const style = getComputedStyle(this.#host);
    const background = backgroundBehind(this.#host);
    // Without an opaque background colour, as with images and gradients, light text means a dark page.
    const isPageDark = background ? isDark(pixelOf(background)) : !isDark(pixelOf(style.color));
    // A forced theme that differs from the page's uses the widget's own colours.
    const isForced = forced === 'light' || forced === 'dark';
    const ownColours = isForced && isPageDark !== (forced === 'dark');
    surface.classList.toggle('own', ownColours);
    this.#set(surface, '--_page-background', ownColours ? null : background);
    this.#set(surface, '--_page-text', ownColours ? null : style.color);
    this.#set(surface, '--_page-accent', style.accentColor === 'auto' ? null : style.accentColor);
    this.#set(surface, 'color-scheme', isForced ? null : isPageDark ? 'dark' : 'light');
  };

  #set(surface: HTMLElement, name: string, value: string | null): void {
    if (value === null) surface.style.removeProperty(name);
    else if (surface.style.getPropertyValue(name) !== value) surface.style.setProperty(name, value);
  }
}
