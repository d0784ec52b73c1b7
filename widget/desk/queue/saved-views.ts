import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { SavedView } from '../../../server/wire/views.ts';
import { savedViewLimits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import type { DeskQuery } from '../api.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { isolated } from '../../draw/isolate.ts';

export const savedViewsSheet = css`
  support-desk-saved-views {
    display: contents;
  }
  .saved-views form {
    display: grid;
    gap: 16px;
  }
  .saved-views .rows > li {
    display: grid;
    padding-block: 8px;
    overflow-wrap: anywhere;
  }
`;

interface Draft {
  readonly of: SavedView | null;
  /** `null`: the query is not changed. */
  readonly query: DeskQuery | null;
  readonly name: string;
  readonly shared: boolean;
  /** The idempotency key of the form. */
  readonly key: string;
}

type Kept = (view: SavedView | null) => void;

/** Saves, renames, shares and deletes views of the queue. */
@customElement('support-desk-saved-views')
@localized()
export class SavedViews extends LitElement {
  @property({ attribute: false }) desk!: Desk;

  @state() private draft: Draft | null = null;
  @state() private own: readonly SavedView[] | null = null;
  @state() private problem: string | null = null;
  @state() private busy = false;

  @query('dialog') private dialog!: HTMLDialogElement;

  #kept: Kept = () => undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Asks for the name of a new view; a saved view of the reader can be updated instead. */
  async keep(asked: DeskQuery, of: SavedView | null, kept: Kept): Promise<void> {
    await this.#open(kept, { of, query: asked, name: of?.name ?? '', shared: of?.shared ?? false, key: nanoid() });
    this.querySelector<HTMLInputElement>('[name=name]')?.select();
  }

  async manage(kept: Kept): Promise<void> {
    await this.#open(kept, null);
    await this.#load();
  }

  protected override render(): TemplateResult {
    const { draft } = this;
    const heading = draft ? (draft.query ? msg('Keep this view') : msg('Change the view')) : msg('Your views');
    return html`<dialog class="dialog saved-views" aria-labelledby="views-heading">
      <h2 id="views-heading" class="dialog-heading" tabindex="-1">${heading}</h2>
      ${draft ? this.#renderForm(draft) : this.#renderList()}
    </dialog>`;
  }

  #renderForm(draft: Draft): TemplateResult {
    const set = (changes: Partial<Draft>) => (this.draft = { ...draft, ...changes });
    const updates = draft.of !== null && draft.query !== null;
    return html`<form novalidate @submit=${this.#handleSubmit}>
      <label class="field">
        <span class="label">${msg('Name')}</span>
        <input
          class="input"
          name="name"
          maxlength=${savedViewLimits.name}
          autocomplete="off"
          aria-required="true"
          aria-invalid=${this.problem === null ? 'false' : 'true'}
          .value=${draft.name}
          @input=${(event: InputEvent) => set({ name: (event.target as HTMLInputElement).value })}
        />
      </label>
      <label class="check"
        ><input type="checkbox" .checked=${draft.shared} @change=${(event: Event) => set({ shared: (event.target as HTMLInputElement).checked })} /><span
          >${msg('Share it with the team: they look through it, and you alone change it')}</span
        ></label
      >
      ${besideControl(this.problem)}
      <div class="bar">
        <button class="button primary" type="submit" aria-disabled=${this.busy}>${updates ? msg('Bring it up to date') : msg('Keep it')}</button>
        ${updates ? html`<button class="button" type="button" @click=${() => void this.#save({ ...draft, of: null })}>${msg('Keep it as a new one')}</button>` : nothing}
        <button class="button" type="button" @click=${() => (draft.query ? this.dialog.close() : this.#write(null))}>${draft.query ? msg('Leave it') : msg('Back to the list')}</button>
      </div>
    </form>`;
  }

  #renderList(): TemplateResult {
    const { own } = this;
    return html`${own?.length ? html`<ul class="rows">${own.map((view) => this.#renderItem(view))}</ul>` : own ? html`<p class="soft">${msg('You keep no view yet. Filter the queue, then “Keep this view…”.')}</p>` : nothing}
      ${besideControl(this.problem)}
      <div class="bar"><button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the desk')}</button></div>`;
  }

  #renderItem(view: SavedView): TemplateResult {
    const which = html`<span class="unseen"> (${view.name})</span>`;
    return html`<li>
      <b><bdi>${view.name}</bdi></b>
      <span class="small soft">${view.shared ? msg('shared with the team') : msg('for you alone')}</span>
      <div class="bar">
        <button class="link small" type="button" @click=${() => this.#write({ of: view, query: null, name: view.name, shared: view.shared, key: nanoid() })}>${msg('Rename or share')}${which}</button>
        <button class="link small" type="button" @click=${() => void this.#remove(view)}>${msg('Delete')}${which}</button>
      </div>
    </li>`;
  }

  async #open(kept: Kept, draft: Draft | null): Promise<void> {
    this.#kept = kept;
    this.problem = null;
    this.draft = draft;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
  }

  #write(draft: Draft | null): void {
    this.problem = null;
    this.draft = draft;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(draft ? '[name=name]' : 'h2')?.focus());
  }

  async #load(): Promise<void> {
    try {
      this.own = (await this.desk.api.savedViews()).filter(({ mine }) => mine);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #save({ of, query: asked, name: typed, shared, key }: Draft): Promise<void> {
    const name = typed.trim();
    if (!name) return this.#refuse(msg('Give it a name to find it by.'));
    await this.#try(async () => {
      const { api } = this.desk;
      const view = of
        ? await api.changeView(of, { name, shared, ...(asked && { query: asked }) })
        : await api.saveView({ name, shared, query: asked ?? {} }, key);
      this.desk.notify(msg(str`The view “${isolated(view.name)}” is kept.`));
      if (asked) this.dialog.close();
      else this.#write(null);
      this.own = this.own?.map((own) => (own.id === view.id ? view : own)) ?? null;
      this.#kept(asked ? view : null);
    });
  }

  async #remove(view: SavedView): Promise<void> {
    await this.#try(async () => {
      await this.desk.api.removeView(view);
      this.desk.notify(msg(str`The view “${isolated(view.name)}” is deleted.`));
      this.#kept(null);
      this.#write(null);
    });
    await this.#load();
  }

  /** Runs one act at a time. */
  async #try(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
    }
    if (this.draft === null) await this.#load();
  }

  #failed(error: unknown): void {
    const { code, fields } = asFailure(error);
    this.desk.failed(code);
    const named = (word: string): boolean => fields.some((field) => field.code === word);
    if (named('taken')) this.#refuse(msg('You keep a view of this name already. Choose another name.'));
    else if (named('too-many')) this.#refuse(msg(str`${savedViewLimits.most} views are the most. Delete one you no longer need.`));
    else if (code === 'stale' || code === 'not-found')
      this.#refuse(msg('This view was changed meanwhile, in another window perhaps. Open the list again.'));
    else this.#refuse(sayDeskFailure(code));
  }

  #refuse(problem: string): void {
    this.problem = problem;
    this.querySelector<HTMLElement>('[name=name]')?.focus();
  }

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.draft) void this.#save(this.draft);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-saved-views': SavedViews;
  }
}
