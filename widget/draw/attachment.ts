import { LitElement, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import type { AttachmentView } from '../../server/wire/tickets.ts';
import { adopt } from './adopt.ts';
import { asFailure } from '../client/http.ts';
import type { FailureCode } from '../client/http.ts';
import { fileName, fileNameSheet, saySize } from './file-name.ts';
import { isolated } from './isolate.ts';
import { icon } from './icon.ts';
import { imageShape } from './more-icons.ts';
import './picture.ts';
import { sayFailure } from './states.ts';
import { css } from './styles/css.ts';

/** Image types that cannot contain scripts; other files are only downloaded. */
const safe = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

const sheet = css`
  ${fileNameSheet}
  button.chip {
    min-block-size: var(--tap);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .chip .icon {
    color: var(--ink-2);
  }
  .preview {
    display: grid;
    place-items: center;
    max-inline-size: 100%;
    min-inline-size: var(--tap);
    block-size: 128px;
    margin-block-start: 8px;
    padding: 3px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: none;
    cursor: zoom-in;
  }
  .preview canvas {
    max-inline-size: 100%;
  }
  .dialog.picture {
    inline-size: fit-content;
    max-inline-size: calc(100vw - 32px);
  }
  .picture canvas {
    justify-self: center;
    max-inline-size: 100%;
    max-block-size: calc(100vh - 180px);
  }
`;

/** Loads the bytes of a ticket's files. */
export interface FileSource {
  attachment(id: string, signal?: AbortSignal): Promise<Blob>;
}

/** CSS pixels. */
const box = { width: 240, height: 120 };

/**
 * A file of a ticket. Files are downloaded, never opened. A thumbnail of a safe image is drawn when it scrolls into view, on a
 * canvas, since the page's content security policy may forbid `blob:` images.
 */
@customElement('support-ticket-attachment')
@localized()
export class Attachment extends LitElement {
  @property({ attribute: false }) api!: FileSource;
  @property({ attribute: false }) file!: AttachmentView;
  @property({ attribute: false }) locale = 'en';

  @state() private busy = false;
  @state() private failure: FailureCode | null = null;
  @state() private pictured = false;
  @state() private enlarged = false;

  @query('canvas') private canvas!: HTMLCanvasElement | null;
  @query('.preview') private preview!: HTMLElement | null;

  #blob: Promise<Blob> | null = null;
  #watch: IntersectionObserver | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, sheet);
    if (this.hasUpdated) this.#observe();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch?.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The ticket is loaded repeatedly, so the same file may come as a new object.
    if (!changed.has('file') || changed.get('file')?.id === this.file.id) return;
    this.#blob = null;
    this.failure = null;
    this.enlarged = false;
    this.pictured = safe.includes(this.file.type);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('file') && changed.get('file')?.id !== this.file.id) this.#observe();
  }

  protected override render(): TemplateResult {
    const { name, size } = this.file;
    const said = saySize(size, this.locale);
    return html`
      <button class="chip" type="button" title=${msg(str`Download ${isolated(name)}`)} aria-disabled=${this.busy} @click=${() => void this.download()}>
        <span class="unseen">${msg(str`Download ${name}`)} </span>${icon(this.pictured ? imageShape : 'file')}${fileName(name, false)}<span class="soft whole">${this.busy ? msg('Loading…') : said}</span>
      </button>
      ${
        this.pictured
          ? html`<button class="preview" type="button" aria-label=${msg(str`Enlarge ${isolated(name)}`)} @click=${() => void this.#enlarge()}><canvas width="0" height="0"></canvas></button>`
          : nothing
      }
      ${this.failure ? html`<p class="error" role="alert">${icon('warning')}<span>${this.failure === 'not-found' ? msg('This file is no longer here.') : sayFailure(this.failure)}</span></p>` : nothing}
      ${this.enlarged ? html`<support-ticket-picture .blob=${this.#blob} .name=${name} .download=${() => this.download()} @closed=${this.#handleClosed}></support-ticket-picture>` : nothing}
    `;
  }

  /** Saves the file as bytes without a type, so that the browser does not open it. */
  async download(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      const url = URL.createObjectURL(new Blob([await this.#load()], { type: 'application/octet-stream' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = this.file.name;
      link.click();
      // Safari reads the URL some time after the click.
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      this.failure = asFailure(error).code;
    } finally {
      this.busy = false;
    }
  }

  #load(): Promise<Blob> {
    this.#blob ??= this.api.attachment(this.file.id).catch((error: unknown) => {
      this.#blob = null;
      throw error;
    });
    return this.#blob;
  }

  #observe(): void {
    this.#watch?.disconnect();
    if (!this.preview || this.canvas?.width) return;
    this.#watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      this.#watch?.disconnect();
      void this.#draw();
    });
    this.#watch.observe(this.preview);
  }

  /** Draws the thumbnail; when loading or decoding fails, only the name is shown. */
  async #draw(): Promise<void> {
    const { id } = this.file;
    try {
      const picture = await createImageBitmap(await this.#load());
      if (id === this.file.id && this.canvas) drawWithin(this.canvas, picture, box);
      picture.close();
    } catch {
      this.pictured = id !== this.file.id && this.pictured;
    }
  }

  async #enlarge(): Promise<void> {
    try {
      await this.#load();
      this.enlarged = true;
    } catch (error) {
      this.failure = asFailure(error).code;
    }
  }

  readonly #handleClosed = (): void => {
    this.enlarged = false;
    this.preview?.focus();
  };
}

/** Draws the image scaled down to fit the box, at the resolution of the screen. */
function drawWithin(canvas: HTMLCanvasElement, picture: ImageBitmap, { width, height }: typeof box): void {
  const scale = Math.min(1, width / picture.width, height / picture.height);
  const sharp = Math.min(1, scale * devicePixelRatio);
  canvas.width = Math.max(1, picture.width * sharp);
  canvas.height = Math.max(1, picture.height * sharp);
  canvas.style.setProperty('inline-size', `${Math.max(1, picture.width * scale)}px`);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-attachment': Attachment;
  }
}
