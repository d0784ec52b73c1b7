import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { DeskIncident, NewIncident } from '../../../server/wire/incidents.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import { icon } from '../../draw/icon.ts';
import { bellShape } from '../../draw/more-icons.ts';
import { sayMoment } from '../../draw/when.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';

export const incidentsSheet = css`
  .dialog.incidents {
    max-inline-size: 560px;
  }
  .incidents form {
    display: grid;
    gap: 16px;
  }
  .incidents .rows > li {
    display: grid;
    gap: 4px;
    padding-block: 12px;
    overflow-wrap: anywhere;
  }
  .incidents textarea {
    min-block-size: 84px;
  }
  .incidents fieldset > label {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: var(--tap);
  }
`;

/** The values of the form, of a new incident or of `of`. */
interface Draft {
  readonly of: DeskIncident | null;
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly services: readonly string[];
  /** The idempotency key of the form. */
  readonly key: string;
}

const emptyDraft = (): Draft => ({ of: null, title: '', body: '', url: '', services: [], key: nanoid() });
const draftOf = (of: DeskIncident): Draft => ({
  of,
  title: of.title,
  body: of.body,
  url: of.url ?? '',
  services: of.services,
  key: nanoid(),
});
const wordsOf = ({ title, body, url, services }: Draft): NewIncident => ({
  title: title.trim(),
  body: body.trim(),
  url: url.trim() || null,
  services: [...services],
});

/** Incidents for customers, which the team announces, corrects and ends. */
@customElement('support-desk-incidents')
@localized()
export class IncidentsPanel extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) now = '';

  @state() private items: readonly DeskIncident[] | null = null;
  @state() private draft: Draft | null = null;
  @state() private problem: string | null = null;
  @state() private busy = false;

  @query('dialog') private dialog!: HTMLDialogElement;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Opens the dialog with the stored draft. */
  async show(): Promise<void> {
    if (this.dialog.open) return;
    this.problem = null;
    this.dialog.showModal();
    await this.#load();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog incidents" aria-labelledby="incidents-heading">
      <h2 id="incidents-heading" class="dialog-heading" tabindex="-1">${this.draft ? (this.draft.of ? msg('Correct the incident') : msg('Announce an incident')) : msg('Incidents')}</h2>
      ${this.draft ? this.#renderForm(this.draft) : this.#renderList()}
    </dialog>`;
  }

  #renderList(): TemplateResult {
    const { items } = this;
    return html`<p class="small soft">${msg('What you announce is shown to every customer it concerns, at once and until it ends.')}</p>
      ${items?.length ? html`<ul class="rows">${items.map((item) => this.#renderItem(item))}</ul>` : items ? html`<p class="soft">${msg('No incident so far.')}</p>` : nothing}
      ${besideControl(this.problem)}
      <div class="bar">
        <button class="button primary" type="button" @click=${() => this.#write(emptyDraft())}>${msg('Announce an incident')}</button>
        <button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button>
      </div>`;
  }

  #renderItem(item: DeskIncident): TemplateResult {
    const { locale, me } = this.desk;
    const moment = (at: string) => sayMoment(at, this.now > at ? this.now : at, locale);
    const last = item.steps.at(-1);
    const which = html`<span class="unseen"> (${item.title})</span>`;
    const labels = me.services.filter(({ id }) => item.services.includes(id)).map(({ label }) => label);
    return html`<li>
      <b><bdi>${item.title}</bdi></b>
      <p class="small soft">
        ${item.endedAt ? msg(str`Ended ${moment(item.endedAt)}`) : msg(str`Ongoing since ${moment(item.since)}`)} · ${labels.length ? labels.join(', ') : msg('all services')}${last ? html` · <bdi>${last.by.name}</bdi>` : nothing}
      </p>
      <div class="bar">
        <button class="link small" type="button" @click=${() => this.#write(draftOf(item))}>${msg('Correct')}${which}</button>
        <button class="link small" type="button" @click=${() => void this.#end(item)}>${item.endedAt ? msg('It is back') : msg('It is over')}${which}</button>
        <button class="link small" type="button" @click=${() => void this.#remove(item)}>${msg('Delete')}${which}</button>
      </div>
    </li>`;
  }

  #renderForm(draft: Draft): TemplateResult {
    const set = (changes: Partial<Draft>) => (this.draft = { ...(this.draft ?? draft), ...changes });
    const typed = (name: 'title' | 'body' | 'url') => (event: InputEvent) => set({ [name]: (event.target as HTMLInputElement).value });
    const toggle = (id: string) =>
      set({ services: draft.services.includes(id) ? draft.services.filter((other) => other !== id) : [...draft.services, id] });
    return html`<form novalidate @submit=${this.#handleSubmit}>
      <label class="field"><span class="label">${msg('What happens, in a few words')}</span><input class="input" name="title" maxlength=${limits.incident.title.max} aria-required="true" .value=${draft.title} @input=${typed('title')} /></label>
      <label class="field"><span class="label">${msg('More about it (optional)')}</span><textarea class="input" maxlength=${limits.incident.body.max} .value=${draft.body} @input=${typed('body')}></textarea></label>
      <label class="field"><span class="label">${msg('Address of your status page (optional)')}</span><input class="input" type="url" .value=${draft.url} @input=${typed('url')} /></label>
      <fieldset>
        <legend>${msg('Whom it concerns (nothing chosen: everybody)')}</legend>
        ${this.desk.me.services.map(({ id, label }) => html`<label class="check"><input type="checkbox" .checked=${draft.services.includes(id)} @change=${() => toggle(id)} /><span>${label}</span></label>`)}
      </fieldset>
      ${besideControl(this.problem)}
      <div class="bar">
        <button class="button primary" type="submit" aria-disabled=${this.busy}>${icon(bellShape)}${draft.of ? msg('Save') : msg('Announce it')}</button>
        <button class="button" type="button" @click=${() => this.#write(null)}>${msg('Back to the list')}</button>
      </div>
    </form>`;
  }

  #write(draft: Draft | null): void {
    this.problem = null;
    this.draft = draft;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(draft ? '[name=title]' : 'h2')?.focus());
  }

  async #load(): Promise<void> {
    try {
      this.items = (await this.desk.api.incidents()).items;
    } catch (error) {
      this.#failed(error);
    }
  }

  #end(item: DeskIncident): Promise<void> {
    const ended = item.endedAt === null;
    return this.#try(
      () => this.desk.api.changeIncident(item.id, item.rev, { ended }),
      ended ? msg('Customers no longer see the incident.') : msg('Customers see the incident again.'),
    );
  }

  #remove(item: DeskIncident): Promise<void> {
    return this.#try(() => this.desk.api.deleteIncident(item.id, item.rev), msg('The incident is deleted.'));
  }

  /** Runs one act at a time, then loads the list again. */
  async #try(work: () => Promise<unknown>, done: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      this.desk.notify(done);
      this.#write(null);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
    }
    await this.#load();
  }

  #failed(error: unknown): void {
    const { code, fields } = asFailure(error);
    this.desk.failed(code);
    if (code === 'stale' || code === 'not-found')
      this.problem = msg('A colleague has changed this incident meanwhile. Here is the list as it stands now.');
    else if (fields.some(({ path }) => path === 'url')) this.problem = msg('The address must begin with https:// or http://.');
    else this.problem = sayDeskFailure(code);
    if (code === 'stale' || code === 'not-found') this.draft = null;
  }

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { draft } = this;
    if (!draft || this.busy) return;
    if (draft.title.trim().length < limits.incident.title.min) {
      this.problem = msg('Say in a few words what happens: customers read it first.');
      this.querySelector<HTMLElement>('[name=title]')?.focus();
      return;
    }
    const { of } = draft;
    const words = wordsOf(draft);
    void this.#try(
      () => (of ? this.desk.api.changeIncident(of.id, of.rev, words) : this.desk.api.announce(words, draft.key)),
      of ? msg('The incident is corrected.') : msg('Customers now see the incident.'),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-incidents': IncidentsPanel;
  }
}
