import { LitElement, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { localized, msg } from '@lit/localize';

export interface Table {
  readonly headings: readonly string[];
  /** What a line is of comes first. */
  readonly rows: readonly (readonly string[])[];
}

export interface Figure {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly chart: TemplateResult;
  readonly table: Table;
  /** Of the same as CSV. */
  readonly href: string;
  /** How it is counted, where that is not plain. */
  readonly note?: string;
  /** What is said where there is nothing to draw. */
  readonly none?: string | null;
  readonly full?: boolean;
}

/** A chart and a table of the same numbers; the table is always in the page for screen readers, and visible on demand. */
@customElement('support-desk-figure')
@localized()
export class StatsFigure extends LitElement {
  @property({ attribute: false }) figure!: Figure;
  /** The days that it is of, in words. */
  @property({ attribute: false }) days = '';

  @state() private asTable = false;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { id, title, chart, table, href, note, none } = this.figure;
    return html`<section aria-labelledby="figure-${id}">
      <div class="figure-top">
        <h3 id="figure-${id}">${title}</h3>
        ${
          none
            ? nothing
            : html`<button class="link" type="button" @click=${() => (this.asTable = !this.asTable)}>
                ${this.asTable ? msg('As a chart') : msg('As a table')}<span class="unseen"> (${title})</span>
              </button>
              <a href=${href} download>${msg('CSV')}<span class="unseen"> (${title})</span></a>`
        }
      </div>
      ${none ? html`<p class="figure-note small soft">${none}</p>` : html`${this.asTable ? nothing : html`<div class="chart" aria-hidden="true">${chart}</div>`}${this.#renderTable(table, title)}`}
      ${note && !none ? html`<p class="figure-note small soft">${note}</p>` : nothing}
    </section>`;
  }

  #renderTable({ headings, rows }: Table, title: string): TemplateResult {
    // Wide tables scroll, which the keyboard must be able to do as well.
    return html`<div class="table ${this.asTable ? '' : 'unseen'}" role="group" aria-labelledby="figure-${this.figure.id}" tabindex=${this.asTable ? '0' : nothing}>
      <table>
        <caption>${title}, ${this.days}</caption>
        <thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
        <tbody>${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-figure': StatsFigure;
  }
}
