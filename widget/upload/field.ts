import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { withTexts } from '../client/language.ts';
import { adopt } from '../draw/adopt.ts';
import type { FileLimits } from '../draw/file-name.ts';
import type { UploadHost, Uploads } from './uploads.ts';
import { sayLimit } from '../draw/file-name.ts';
import { icon } from '../draw/icon.ts';

export const filesSheet = css`
  support-ticket-files {
    display: grid;
    gap: 8px;
  }
  .strip.secret {
    margin: 0;
  }
  .drop {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    padding: 4px 12px;
    border: 1px dashed var(--edge);
    border-radius: var(--radius);
  }
  .drop > .link {
    gap: 8px;
    display: inline-flex;
    align-items: center;
    min-block-size: var(--tap);
  }
  :is(.drop, .bar).over {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    background: var(--tint);
  }
  .box support-ticket-files {
    padding: 4px 8px 8px;
  }
  .box support-ticket-files > :not(.bar) {
    margin-inline: 4px;
  }
  .box support-ticket-files .bar {
    padding: 0;
  }
`;

const loadCapture = () => withTexts(import('../capture/capture.ts'), { fr: () => import('../capture/locales/fr.ts') });
/** Screen capture is missing on phones, and on pages without https. */
const canCapture = (): boolean => 'getDisplayMedia' in ((navigator.mediaDevices as MediaDevices | undefined) ?? {});

const loadRows = () => withTexts(import('./rows.ts'), { fr: () => import('./locales/fr.ts') });
let rows: Awaited<ReturnType<typeof loadRows>> | null = null;

const drags = ['dragover', 'dragleave', 'drop'];

/**
 * The files of one text. They are added by the button, by dropping them anywhere on the screen, by pasting (`paste`) or by
 * code (`add`). Fires `held` when the number of files changes.
 */
@customElement('support-ticket-files')
@localized()
export class Files extends LitElement {
  @property({ attribute: false }) outbox!: UploadHost;
  /** The name that the text's draft is kept under. */
  @property({ attribute: false }) form = '';
  @property({ attribute: false }) limits!: FileLimits;
  @property({ attribute: false }) locale = 'en';
  /** Whether the list is read-only. */
  @property({ attribute: false }) settled = false;
  /** The end of the bar in a message box, where a paperclip stands for the zone; null for a field of its own. */
  @property({ attribute: false }) end: unknown = null;
  /** Further ways to add a file, beside the button: they call `add`. */
  @property({ attribute: false }) more: unknown = nothing;

  /** Messages about files that were refused. */
  @state() refused: readonly string[] = [];
  /** The text of the live region, for screen readers. */
  @state() spoken = '';
  @state() private over = false;

  @query('input') private picker!: HTMLInputElement | null;
  /** Where a file is added. */
  @query('#files') button!: HTMLElement | null;

  #uploads: Uploads | null = null;
  #screen: Element | null = null;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#screen = this.closest('.screen');
    for (const name of drags) this.#screen?.addEventListener(name, this.#handleDrag);
    if (this.hasUpdated && this.outbox.filesOf(this.form).length) this.#prepare();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const name of drags) this.#screen?.removeEventListener(name, this.#handleDrag);
    this.#deafen();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('outbox') && !changed.has('form')) return;
    this.refused = [];
    // Deferred, since it fires events that request another update.
    if (this.outbox.filesOf(this.form).length || this.#uploads) queueMicrotask(this.#prepare);
  }

  /** Where a file is added. */
  override focus(): void {
    void this.updateComplete.then(() => this.button?.focus());
  }

  /** Adds files: refused ones are reported, the others are uploaded at once. */
  async add(files: readonly File[], pasted = false): Promise<void> {
    if (this.settled || !files.length) return;
    const uploads = await this.#load().catch(() => null);
    if (rows && uploads) return rows.take(this, uploads, files, pasted);
    // The chunk is missing when the server has another build than this page.
    if (navigator.onLine)
      return this.complain(msg('This part could not be loaded. Reload the page, then add the file again; your text is kept.'));
    // Offline before the chunk was loaded: the files are added once the page is online again.
    this.spoken = msg('The connection was cut on the way. Nothing is lost.');
    addEventListener('online', () => void this.add(files, pasted), { once: true });
  }

  /** Adds pasted files. When the clipboard also has text, only the text is pasted. */
  readonly paste = (event: ClipboardEvent): void => {
    const { clipboardData: data } = event;
    if (!data?.files.length || data.getData('text/plain')) return;
    event.preventDefault();
    void this.add([...data.files], true);
  };

  protected override render(): TemplateResult {
    const { outbox, form, settled } = this;
    return html`
      ${
        rows && this.#uploads
          ? rows.fileRows(this, this.#uploads)
          : outbox.filesOf(form).length
            ? html`<p class="small soft">${this.spoken || msg('Loading…')}</p>`
            : html`<p class="small" aria-hidden="true">${this.spoken}</p>`
      }
      ${settled ? nothing : this.#renderEntrance()}
    `;
  }

  #renderEntrance(): TemplateResult {
    const { limits, locale } = this;
    const { perMessage } = limits;
    const size = sayLimit(limits, locale);
    const what = msg(str`Add a file: ${perMessage} at most, ${size} each`);
    return html`
      ${
        this.end === null
          ? html`<div class="drop ${this.over ? 'over' : ''}">
            <button id="files" class="link" type="button" @pointerenter=${this.#prepare} @focus=${this.#prepare} @click=${this.#pick}>${icon('clip')}${msg('Add a file')}</button>${this.#renderCapture()}${this.more}
            <span class="small soft">${msg(str`or drag and drop, or paste (${perMessage} files at most, ${size} each)`)}</span>
          </div>`
          : html`<div class="bar ${this.over ? 'over' : ''}">
            <button id="files" class="icon-button" type="button" aria-label=${what} title=${what} @pointerenter=${this.#prepare} @focus=${this.#prepare} @click=${this.#pick}>${icon('clip')}</button>${this.#renderCapture()}${this.more}${this.end}
          </div>`
      }
      <input type="file" multiple hidden accept=${limits.extensions.join() || nothing} @change=${this.#handlePick} />
      <p class="unseen" role="status">${this.spoken}</p>
    `;
  }

  #renderCapture(): TemplateResult | typeof nothing {
    if (!canCapture()) return nothing;
    const what = msg('Take a screenshot');
    // Browsers require a recent click for a capture, so the chunk is preloaded on hover or focus.
    const prepare = () => void loadCapture().catch(() => undefined);
    return this.end === null
      ? html`<button class="link" type="button" @pointerenter=${prepare} @focus=${prepare} @click=${this.#capture}>${icon('screen')}${what}</button>`
      : html`<button class="icon-button" type="button" aria-label=${what} title=${what} @pointerenter=${prepare} @focus=${prepare} @click=${this.#capture}>${icon('screen')}</button>`;
  }

  /** Captures the screen; a cancelled capture changes nothing. */
  readonly #capture = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement;
    try {
      const capture = await loadCapture().catch(() => null);
      if (!capture) return this.complain(msg('This part could not be loaded. Try again, or reload the page; your text is kept.'));
      const file = await capture.captureScreen(button);
      if (file) await this.add([file]);
    } catch {
      this.complain(msg('The screenshot could not be taken. You can add a picture of your own instead.'));
    }
  };

  readonly complain = (text: string): void => {
    this.refused = [text];
    this.spoken = text;
  };

  /** @throws when the chunk cannot be loaded */
  async #load(): Promise<Uploads> {
    rows ??= await loadRows();
    adopt(this, rows.rowsSheet);
    const uploads = rows.Uploads.of(this.outbox);
    if (uploads !== this.#uploads) {
      this.#deafen();
      this.#uploads = uploads;
      if (this.isConnected) uploads.addEventListener('change', this.#show);
    }
    uploads.open(this.form);
    this.requestUpdate();
    return uploads;
  }

  #deafen(): void {
    this.#uploads?.removeEventListener('change', this.#show);
    this.#uploads = null;
  }

  /** Loads the chunk when a file is about to be added, or there are files already. */
  readonly #prepare = (): void =>
    void this.#load().catch(() => {
      if (this.outbox.filesOf(this.form).length)
        this.spoken = msg('Your files cannot be shown at the moment. They are kept: reload the page.');
    });

  readonly #show = (): void => this.requestUpdate();

  readonly #pick = (): void => this.picker?.click();

  readonly #handlePick = (event: Event): void => {
    const picker = event.target as HTMLInputElement;
    const files = [...(picker.files ?? [])];
    // Reset, so that choosing a removed file again fires `change`.
    picker.value = '';
    void this.add(files);
  };

  /** Handles drops anywhere on the screen, since a file dropped beside the zone would replace the page. */
  readonly #handleDrag = (event: Event): void => {
    const { dataTransfer: data } = event as DragEvent;
    if (this.settled || !data?.types.includes('Files')) return;
    event.preventDefault();
    this.over = event.type === 'dragover';
    if (event.type === 'drop') void this.add([...data.files]);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-files': Files;
  }
}
