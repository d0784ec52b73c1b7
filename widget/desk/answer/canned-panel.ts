import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { localized, msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { CannedReply, NewCannedReply } from '../../../server/wire/replies.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import { serviceLabel } from '../../draw/facts.ts';
import { bones } from '../../draw/states.ts';
import type { Desk } from '../desk.ts';
import { besideControl, sayDeskFailure } from '../frame/failures.ts';
import { placeholders } from './placeholders.ts';

export const panelSheet = css`
  .dialog.replies {
    inline-size: min(640px, calc(100vw - 32px));
    max-inline-size: none;
  }
  .replies form,
  .replies .all {
    display: grid;
    gap: 16px;
  }
  .replies .rows > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    padding-block: 4px;
  }
  .replies .rows .bar {
    margin-inline-start: auto;
  }
  .replies .pair {
    display: grid;
    gap: 16px;
  }
  @container support (min-width: 600px) {
    .replies .pair {
      grid-template-columns: 1fr 1fr;
    }
  }
`;

/** The values of the form, for a new reply or a change of the version `of`. */
interface Editing {
  readonly of: CannedReply | null;
  readonly key: string;
  readonly title: string;
  readonly shortcut: string;
  readonly fr: string;
  readonly en: string;
  readonly service: string;
}

const draft = 'desk-canned';

/** The team's canned replies, and a form for one, whose values are stored until they are saved or discarded. */
@customElement('support-desk-replies')
@localized()
export class RepliesPanel extends LitElement {
  @property({ attribute: false }) desk!: Desk;

  @state() private replies: readonly CannedReply[] | null = null;
  @state() private editing: Editing | null = null;
  /** The id of the reply whose row asks to confirm its deletion. */
  @state() private doomed: string | null = null;
  @state() private busy = false;
  @state() private problem: string | null = null;

  @query('dialog') private dialog!: HTMLDialogElement;

  #changed: () => unknown = () => undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** `changed` is called whenever the list has changed. */
  async open(changed: () => unknown = () => undefined): Promise<void> {
    this.#changed = changed;
    this.doomed = null;
    this.problem = null;
    this.editing = this.desk.drafts.load<Editing>(draft)?.value ?? null;
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    await this.#load();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog replies" aria-labelledby="replies-heading">
      ${this.editing ? this.#renderForm(this.editing) : this.#renderAll()}
    </dialog>`;
  }

  #renderAll(): TemplateResult {
    return html`<div class="all">
      <h2 id="replies-heading" class="dialog-heading" tabindex="-1">${msg('Canned replies')}</h2>
      ${besideControl(this.problem)} ${this.replies ? this.#renderRows(this.replies) : this.problem ? nothing : bones()}
      <div class="bar">
        <button class="button primary" type="button" @click=${() => this.#edit(null)}>${msg('Write a new one')}</button>
        <button class="button" type="button" @click=${() => this.dialog.close()}>${msg('Back to the ticket')}</button>
      </div>
    </div>`;
  }

  #renderRows(replies: readonly CannedReply[]): TemplateResult {
    if (!replies.length) return html`<p class="soft">${msg('None yet. What you write often is worth writing once.')}</p>`;
    const link = (label: string, about: CannedReply, act: () => void) =>
      html`<button class="link" type="button" aria-label=${`${label} ${about.title}`} @click=${act}>${label}</button>`;
    return html`<ul class="rows">
      ${replies.map(
        (reply) => html`<li>
          <b><bdi>${reply.title}</bdi></b><span class="soft small">/${reply.shortcut}${reply.service === null ? nothing : html` · ${serviceLabel(this.desk.me, reply.service)}`}</span>
          <span class="bar">
            ${
              this.doomed === reply.id
                ? html`${link(msg('Delete for good'), reply, () => void this.#remove(reply))} ${link(msg('Keep'), reply, () => (this.doomed = null))}`
                : html`${link(msg('Edit'), reply, () => this.#edit(reply))} ${link(msg('Delete'), reply, () => (this.doomed = reply.id))}`
            }
          </span>
        </li>`,
      )}
    </ul>`;
  }

  #renderForm(editing: Editing): TemplateResult {
    const field = (name: 'title' | 'shortcut', label: string, max: number) => html`<label class="field">
      <span class="label">${label}</span><input class="input" maxlength=${max} .value=${editing[name]} @input=${(event: InputEvent) => this.#take(name, event)} />
    </label>`;
    const area = (name: 'fr' | 'en', label: string) => html`<label class="field">
      <span class="label">${label}</span><textarea class="input" rows="7" .value=${editing[name]} @input=${(event: InputEvent) => this.#take(name, event)}></textarea>
    </label>`;
    return html`<form novalidate @submit=${this.#handleSubmit}>
      <h2 id="replies-heading" class="dialog-heading" tabindex="-1">${editing.of ? msg(str`Edit “${editing.of.title}”`) : msg('A new canned reply')}</h2>
      <div class="pair">${field('title', msg('Title'), limits.cannedReply.title)} ${field('shortcut', msg('Shortcut, one word'), limits.cannedReply.shortcut)}</div>
      <label class="field">
        <span class="label">${msg('Service')}</span>
        <select class="input" @change=${(event: Event) => this.#take('service', event)}>
          <option value="" .selected=${editing.service === ''}>${msg('Any service')}</option>
          ${this.desk.me.services.map(({ id, label }) => html`<option value=${id} .selected=${editing.service === id}>${label}</option>`)}
        </select>
      </label>
      <div class="pair">${area('fr', msg('Text in French'))} ${area('en', msg('Text in English'))}</div>
      <p class="soft small">${msg(str`Filled in when inserted: ${placeholders.map((name) => `{{${name}}}`).join(', ')}.`)}</p>
      ${besideControl(this.problem)}
      <div class="bar">
        <button class="button primary" type="submit" aria-disabled=${this.busy}>${this.busy ? msg('One moment…') : msg('Save the reply')}</button>
        <button class="button" type="button" @click=${() => this.#giveUp()}>${msg('Cancel')}</button>
      </div>
    </form>`;
  }

  async #load(): Promise<void> {
    try {
      this.replies = await this.desk.api.replies();
    } catch (error) {
      this.#explain(asFailure(error));
    }
  }

  #edit(reply: CannedReply | null): void {
    this.problem = null;
    this.editing = {
      of: reply,
      key: nanoid(),
      title: reply?.title ?? '',
      shortcut: reply?.shortcut ?? '',
      fr: reply?.bodies.fr ?? '',
      en: reply?.bodies.en ?? '',
      service: reply?.service ?? '',
    };
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('.replies input')?.focus());
  }

  #take(name: keyof Editing, event: Event): void {
    if (!this.editing) return;
    this.problem = null;
    this.editing = { ...this.editing, [name]: (event.target as HTMLInputElement).value };
    this.desk.drafts.save(draft, this.editing);
  }

  #giveUp(): void {
    this.desk.drafts.drop(draft);
    this.editing = null;
    this.problem = null;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#replies-heading')?.focus());
  }

  async #save({ of, key, title, shortcut, fr, en, service }: Editing): Promise<void> {
    const reply: NewCannedReply = { title, shortcut, bodies: { fr, en }, service: service || null };
    this.busy = true;
    try {
      if (of) await this.desk.api.changeReply(of, reply);
      else await this.desk.api.writeReply(reply, key);
      this.#giveUp();
      this.#changed();
      await this.#load();
    } catch (error) {
      this.#explain(asFailure(error));
    } finally {
      this.busy = false;
    }
  }

  async #remove(reply: CannedReply): Promise<void> {
    this.doomed = null;
    try {
      await this.desk.api.removeReply(reply);
    } catch (error) {
      this.#explain(asFailure(error));
    }
    this.#changed();
    await this.#load();
    this.querySelector<HTMLElement>('#replies-heading')?.focus();
  }

  #explain(failure: Failure): void {
    this.desk.failed(failure.code);
    // A colleague has changed the reply; saving a second time overwrites their version.
    if (failure.code === 'stale' && this.editing?.of) void this.#takeNewest(this.editing.of.id);
    // An earlier attempt had arrived although its answer was lost.
    if (failure.code === 'idempotency-key-reused' && this.editing) this.editing = { ...this.editing, key: nanoid() };
    this.problem = sayRefusal(failure);
  }

  async #takeNewest(id: string): Promise<void> {
    await this.#load();
    const newest = this.replies?.find((reply) => reply.id === id) ?? null;
    if (this.editing) this.editing = { ...this.editing, of: newest };
  }

  readonly #handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (this.editing && !this.busy) void this.#save(this.editing);
  };
}

function sayRefusal({ code, fields }: Failure): string {
  if (code === 'stale')
    return msg('A colleague has changed this reply meanwhile. What you typed is kept: save again to put it in place of theirs.');
  if (code === 'not-found') return msg('A colleague has deleted this reply meanwhile.');
  const at = (path: string) => fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.code;
  if (at('shortcut') === 'taken') return msg('Another reply has this shortcut already.');
  if (at('shortcut')) return msg('The shortcut is one word: letters, digits, hyphens.');
  if (at('title')) return msg('Give the reply a title.');
  if (at('bodies') === 'too-long') return msg('This text is too long to be sent.');
  if (at('bodies')) return msg('Write the text in one language at least.');
  return sayDeskFailure(code);
}

declare global {
  interface HTMLElementTagNameMap {
    'support-desk-replies': RepliesPanel;
  }
}
