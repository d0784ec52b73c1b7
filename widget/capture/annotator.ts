import { LitElement, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { adopt } from '../draw/adopt.ts';
import { icon } from '../draw/icon.ts';
import { annotatorSheet } from './annotator-sheet.ts';
import { encode } from './encode.ts';
import { History, boxOf, inTheMiddle, isSlip, moved, stretched, tools, withMark } from './marks.ts';
import type { Grip, Mark, Tool } from './marks.ts';
import { paint } from './paint.ts';
import { isComposing } from '../draw/keyboard.ts';

const shapes = {
  crop: 'M6 2.5V14h11.5M2.5 6H14v11.5',
  arrow: 'M4 16L16 4M9 4h7v7',
  blur: 'M3.5 3.5h4v4h-4zM12.5 3.5h4v4h-4zM8 8h4v4H8zM3.5 12.5h4v4h-4zM12.5 12.5h4v4h-4z',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M7 5L4 8l3 3',
  redo: 'M16 8H8a4 4 0 0 0 0 8h4M13 5l3 3-3 3',
  remove: 'M4 6h12M8 6V4h4v2M6 6l.7 10.5h6.6L14 6',
} as const;

const draw = (name: keyof typeof shapes): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${shapes[name]}/>`}</svg>`;

/** The mark that the pointer is dragging, as it was when the drag began. */
interface Held {
  readonly pointer: number;
  readonly mark: Mark;
  /** `null` when the whole mark is dragged. */
  readonly grip: Grip | null;
  readonly x: number;
  readonly y: number;
  readonly isNew: boolean;
}

const corners = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
];
/** The handles of each kind of mark; an arrow also has one in its middle, since it has no area to drag. */
const grips: Readonly<Record<Tool, readonly (readonly number[])[]>> = { crop: corners, blur: corners, arrow: [[0, 0], [], [1, 1]] };

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function sayTool(tool: Tool): string {
  if (tool === 'crop') return msg('Crop');
  return tool === 'arrow' ? msg('Arrow') : msg('Blur');
}

/** Crops an image and adds arrows and blurs, by pointer, touch or keyboard, before it is attached. */
@customElement('support-ticket-annotator')
@localized()
export class Annotator extends LitElement {
  @property({ attribute: false }) image!: HTMLCanvasElement;
  /** Whether the image was captured just now, rather than attached before. */
  @property({ attribute: false }) fresh = true;
  @property({ attribute: false }) format: { readonly type: string; readonly maxBytes: number } = { type: 'image/png', maxBytes: Infinity };

  @state() private tool: Tool = 'arrow';
  @state() private chosen: number | null = null;
  @state() private draft: Mark | null = null;
  @state() private asks = false;
  @state() private busy = false;
  @state() private failed = false;
  @state() private spoken = '';

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('canvas') private canvas!: HTMLCanvasElement;
  @query('.drawn') private drawn!: HTMLElement;

  /** The annotated image; `null` when it was discarded, or the element was removed. */
  readonly result: Promise<Blob | null>;
  #settle: (blob: Blob | null) => void = () => undefined;

  readonly #history = new History<readonly Mark[]>([]);
  #held: Held | null = null;
  #newest = 0;
  #painted: readonly Mark[] | null = null;
  #focus: string | null = null;

  constructor() {
    super();
    this.result = new Promise((resolve) => (this.#settle = resolve));
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, annotatorSheet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#settle(null);
  }

  protected override firstUpdated(): void {
    const { width, height } = this.image;
    this.drawn.style.setProperty('--_w', String(width));
    this.drawn.style.setProperty('--_h', String(height));
    // No larger than its own pixels are on this screen.
    this.drawn.style.setProperty('--_natural', `${width / devicePixelRatio}px`);
    this.dialog.showModal();
    this.querySelector<HTMLElement>('.tool[aria-pressed="true"]')?.focus();
  }

  protected override updated(): void {
    const marks = this.#marks;
    if (marks !== this.#painted) this.#paint(marks);
    // The focused mark may have been removed by an undo.
    const lost = !this.contains((this.getRootNode() as ShadowRoot).activeElement);
    if (this.#focus === null && !lost) return;
    const wanted =
      (this.#focus && this.querySelector<HTMLElement>(this.#focus)) || this.querySelector<HTMLElement>('.tool[aria-pressed="true"]');
    this.#focus = null;
    wanted?.focus();
  }

  /** The marks, with the change of the current drag. */
  get #marks(): readonly Mark[] {
    return this.draft ? withMark(this.#history.now, this.draft) : this.#history.now;
  }

  #paint(marks: readonly Mark[]): void {
    this.#painted = marks;
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (context) paint(context, this.image, this.image, marks);
    for (const mark of marks) this.#place(mark);
  }

  /** The mark's frame and its grips lie over what is painted. */
  #place(mark: Mark): void {
    const element = this.querySelector<HTMLElement>(`[data-mark="${mark.id}"]`);
    const { x, y, w, h } = boxOf(mark);
    const { width, height } = this.image;
    const put = (at: HTMLElement | null, parts: Readonly<Record<string, number>>) => {
      for (const [name, part] of Object.entries(parts)) at?.style.setProperty(name, `${part * 100}%`);
    };
    put(element, { left: x / width, top: y / height, width: w / width, height: h / height });
    for (const grip of element?.querySelectorAll<HTMLElement>('.grip') ?? []) {
      const [across = 0.5, down = 0.5] = [...(grip.dataset['grip'] ?? '')].map(Number);
      put(grip, { left: mark.w < 0 ? 1 - across : across, top: mark.h < 0 ? 1 - down : down });
    }
  }

  protected override render(): TemplateResult {
    return html`<dialog class="annotator" aria-labelledby="annotator-heading" @cancel=${this.#handleCancel} @close=${() => this.#settle(null)} @keydown=${this.#handleKey}>
      <header class="bar">
        <h3 id="annotator-heading">${this.fresh ? msg('Your screenshot') : msg('Your picture')}</h3>
        ${this.#renderSteps()}
        <button class="icon-button" type="button" aria-label=${msg('Cancel')} title=${msg('Cancel')} @click=${this.#leave}>${icon('close')}</button>
      </header>
      <div class="bar" role="group" aria-label=${msg('Tools')} aria-describedby="annotator-hint">
        ${tools.map((tool) => html`<button class="button tool" type="button" data-tool=${tool} aria-pressed=${this.tool === tool} @click=${(event: PointerEvent) => this.#use(tool, event.detail === 0)}>${draw(tool)}${sayTool(tool)}</button>`)}
      </div>
      <div class="stage">
        <div class="drawn" @pointerdown=${this.#take} @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#letGo}>
          <canvas width=${this.image.width} height=${this.image.height} role="img" aria-label=${this.fresh ? msg('Your screenshot') : msg('Your picture')}></canvas>
          ${this.#marks.map((mark) => this.#renderMark(mark))}
        </div>
      </div>
      <p class="small soft" id="annotator-hint">
        ${msg('Annotate the picture with the selected tool.')} <span class="keys">${msg('By keyboard: Enter on a tool places a mark, arrows move it, Shift and arrows change its size, Delete removes it.')}</span>
      </p>
      ${this.asks ? this.#renderQuestion() : this.#renderEnd()}
      <p class="unseen" role="status">${this.spoken}</p>
    </dialog>`;
  }

  #renderSteps(): TemplateResult {
    const history = this.#history;
    const mark = this.#chosenMark;
    const button = (name: 'undo' | 'redo' | 'remove', label: string, able: boolean, act: () => void) =>
      html`<button class="icon-button" type="button" aria-label=${label} title=${label} aria-disabled=${!able} @click=${() => able && act()}>${draw(name)}</button>`;
    return html`${button('undo', msg('Undo'), history.canUndo, () => this.#step('undo'))} ${button('redo', msg('Redo'), history.canRedo, () => this.#step('redo'))}
    ${button('remove', msg('Remove the chosen mark'), !!mark, () => mark && this.#remove(mark))}`;
  }

  #renderMark(mark: Mark): TemplateResult {
    const chosen = mark.id === this.chosen;
    const alike = this.#marks.filter(({ tool }) => tool === mark.tool);
    const name = mark.tool === 'crop' ? sayTool('crop') : `${sayTool(mark.tool)} ${alike.indexOf(mark) + 1}`;
    return html`<button
      class="mark ${mark.tool} ${chosen ? 'chosen' : ''}"
      type="button"
      data-mark=${mark.id}
      aria-label=${name}
      aria-describedby="annotator-hint"
      @focus=${() => (this.chosen = mark.id)}
      @keydown=${(event: KeyboardEvent) => this.#steer(event, mark)}
    >
      ${grips[mark.tool].map((grip) => html`<span class="grip ${grip.length ? 'end' : ''}" data-grip=${grip.join('')}></span>`)}
    </button>`;
  }

  /** Asks before annotations are discarded, since Escape may be pressed by accident. */
  #renderQuestion(): TemplateResult {
    return html`<div class="bar" role="alertdialog" aria-labelledby="annotator-question">
      <span id="annotator-question">${msg('Discard your annotations?')}</span>
      <button class="button primary" type="button" data-stay @click=${this.#stay}>${msg('Keep annotating')}</button>
      <button class="button" type="button" @click=${() => this.#end(null)}>${msg('Discard')}</button>
    </div>`;
  }

  #renderEnd(): TemplateResult {
    const attach = this.fresh ? msg('Attach the screenshot') : msg('Save the picture');
    return html`<div class="bar">
      <button class="button primary" type="button" data-attach aria-disabled=${this.busy} @click=${() => void this.#attach()}>${this.busy ? msg('One moment…') : attach}</button>
      <button class="button" type="button" @click=${this.#leave}>${msg('Cancel')}</button>
      ${this.failed ? html`<p class="error" role="alert">${icon('warning')}<span>${msg('The picture could not be saved: it may be too large for this browser. Crop it, and try again.')}</span></p>` : nothing}
    </div>`;
  }

  get #chosenMark(): Mark | undefined {
    return this.#history.now.find(({ id }) => id === this.chosen);
  }

  #change(marks: readonly Mark[], name: string | null = null): void {
    this.#history.push(marks, name);
    this.failed = false;
    this.requestUpdate();
  }

  #newMark(tool: Tool, at: Pick<Mark, 'x' | 'y' | 'w' | 'h'>): Mark {
    return { ...at, id: ++this.#newest, tool, seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0 };
  }

  #focusMark({ id }: Mark): void {
    this.chosen = id;
    this.#focus = `[data-mark="${id}"]`;
  }

  /** Announces the mark's position in per cent of the image, for screen readers. */
  #say(mark: Mark): void {
    const { x, y, w, h } = boxOf(mark);
    const [left, top, wide, high] = [x / this.image.width, y / this.image.height, w / this.image.width, h / this.image.height].map((part) =>
      Math.round(part * 100),
    );
    this.spoken = msg(str`${sayTool(mark.tool)}: ${left} % from the left, ${top} % from the top, ${wide} % wide, ${high} % high`);
  }

  /** Selects a tool. By keyboard, it places its mark at once; by pointer, a drag on the image does. */
  #use(tool: Tool, byKeyboard: boolean): void {
    this.tool = tool;
    this.chosen = null;
    const crop = tool === 'crop' && this.#history.now.find((mark) => mark.tool === tool);
    if (!byKeyboard && !crop) return;
    const mark = crop || this.#newMark(tool, inTheMiddle(tool, this.image));
    if (!crop) this.#change(withMark(this.#history.now, mark));
    this.#focusMark(mark);
    this.#say(mark);
  }

  #step(way: 'undo' | 'redo'): void {
    this.#history[way]();
    this.chosen = null;
    this.spoken = way === 'undo' ? msg('Undone') : msg('Redone');
    this.requestUpdate();
  }

  #remove(mark: Mark): void {
    this.#change(this.#history.now.filter((other) => other !== mark));
    this.spoken = msg(str`Removed: ${sayTool(mark.tool)}`);
    this.chosen = null;
    this.#focus = `[data-tool="${mark.tool}"]`;
  }

  #steer(event: KeyboardEvent, mark: Mark): void {
    if (isComposing(event)) return;
    const held = event.ctrlKey || event.metaKey || event.altKey;
    const direction = directions[event.key];
    if (!held && (event.key === 'Delete' || event.key === 'Backspace')) this.#remove(mark);
    else if (direction && !held) {
      const step = Math.max(1, Math.round(Math.max(this.image.width, this.image.height) / 100));
      const [dx, dy] = direction.map((part) => part * step) as [number, number];
      const upright = mark.tool === 'arrow' ? mark : { ...mark, ...boxOf(mark) };
      this.chosen = mark.id;
      const next = event.shiftKey ? stretched(upright, [1, 1], dx, dy, this.image) : moved(mark, dx, dy, this.image);
      if (!isSlip(next, this.image)) this.#change(withMark(this.#history.now, next), `keys ${mark.id}`);
      this.#say(next);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #at({ clientX, clientY }: PointerEvent): readonly [x: number, y: number] {
    const { left, top, width, height } = this.drawn.getBoundingClientRect();
    const part = (at: number, length: number): number => Math.min(Math.max(at / length, 0), 1);
    return [part(clientX - left, width) * this.image.width, part(clientY - top, height) * this.image.height];
  }

  readonly #take = (event: PointerEvent): void => {
    if (event.button || this.#held) return;
    event.preventDefault();
    this.drawn.setPointerCapture(event.pointerId);
    const [x, y] = this.#at(event);
    const target = event.target as HTMLElement;
    const id = target.closest<HTMLElement>('[data-mark]')?.dataset['mark'];
    const mark = this.#history.now.find((other) => String(other.id) === id);
    const grip = target.closest<HTMLElement>('[data-grip]')?.dataset['grip'];
    this.#held = {
      pointer: event.pointerId,
      mark: mark ?? this.#newMark(this.tool, { x, y, w: 0, h: 0 }),
      grip: mark ? (grip ? ([...grip].map(Number) as unknown as Grip) : null) : [1, 1],
      x,
      y,
      isNew: !mark,
    };
    if (mark) this.#focusMark(mark);
    else this.chosen = null;
    this.requestUpdate();
  };

  readonly #drag = (event: PointerEvent): void => {
    const held = this.#held;
    if (held?.pointer !== event.pointerId) return;
    const [x, y] = this.#at(event);
    const [dx, dy] = [x - held.x, y - held.y];
    this.draft = held.grip ? stretched(held.mark, held.grip, dx, dy, this.image) : moved(held.mark, dx, dy, this.image);
    this.chosen = held.mark.id;
  };

  readonly #drop = (event: PointerEvent): void => {
    const { draft } = this;
    if (this.#held?.pointer !== event.pointerId) return;
    this.#letGo();
    if (!draft || isSlip(draft, this.image)) return;
    this.#change(withMark(this.#history.now, draft));
    this.#focusMark(draft);
    this.#say(draft);
  };

  readonly #letGo = (): void => {
    this.#held = null;
    this.draft = null;
  };

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    const key = event.key.toLowerCase();
    if (key === 'escape') {
      // Prevented at `keydown`, since browsers do not let a second `cancel` event be prevented.
      event.stopPropagation();
      event.preventDefault();
      if (this.asks) this.#stay();
      else this.#leave();
    } else if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
      event.preventDefault();
      this.#step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
    }
  };

  /** Close requests besides Escape, such as the back gesture of a phone. */
  readonly #handleCancel = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
    this.#leave();
  };

  readonly #leave = (): void => {
    if (!this.#history.now.length) return this.#end(null);
    this.asks = true;
    this.#focus = '[data-stay]';
  };

  readonly #stay = (): void => {
    this.asks = false;
    this.#focus = '[data-attach]';
  };

  #end(blob: Blob | null): void {
    this.#settle(blob);
    this.dialog.close();
  }

  async #attach(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failed = false;
    try {
      this.#end(await encode(this.image, this.#history.now, this.format));
    } catch {
      this.failed = true;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-annotator': Annotator;
  }
}
