/** An image of a ticket, as large as the window. */
import { LitElement, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { msg } from '@lit/localize';

/** Pixels of a side that every browser can draw. */
const most = 4096;

/** Fires `closed`. The image is drawn on a canvas, like its thumbnail. */
@customElement('support-ticket-picture')
export class Picture extends LitElement {
  @property({ attribute: false }) blob!: Promise<Blob>;
  @property({ attribute: false }) name = '';
  @property({ attribute: false }) download: () => Promise<void> = () => Promise.resolve();

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('canvas') private canvas!: HTMLCanvasElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
    void this.#draw();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog picture" aria-label=${this.name} @cancel=${(event: Event) => event.stopPropagation()} @close=${this.#handleClose}>
      <canvas role="img" aria-label=${this.name}></canvas>
      <p class="small soft"><bdi>${this.name}</bdi></p>
      <div class="bar">
        <button class="button" type="button" autofocus @click=${() => this.dialog.close()}>${msg('Close')}</button>
        <button class="link" type="button" @click=${() => void this.download()}>${msg('Download')}</button>
      </div>
    </dialog>`;
  }

  async #draw(): Promise<void> {
    const picture = await createImageBitmap(await this.blob);
    const scale = Math.min(1, most / Math.max(picture.width, picture.height));
    this.canvas.width = picture.width * scale;
    this.canvas.height = picture.height * scale;
    this.canvas.getContext('2d')?.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    picture.close();
  }

  readonly #handleClose = (event: Event): void => {
    event.stopPropagation();
    this.dispatchEvent(new Event('closed'));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-ticket-picture': Picture;
  }
}
