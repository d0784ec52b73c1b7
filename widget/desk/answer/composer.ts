import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { msg, str } from '@lit/localize';
import { nanoid } from 'nanoid';
import type { DeskTicket } from '../../../server/wire/desk.ts';
import type { AttachmentView } from '../../../server/wire/tickets.ts';
import { countCharacters } from '../../../server/ticket/characters.ts';
import { limits } from '../../../server/ticket/limits.ts';
import { asFailure } from '../../client/http.ts';
import type { Failure } from '../../client/http.ts';
import { Attaching } from './attaching.ts';
import type { Change } from '../ticket/change-dialog.ts';
import type { Desk } from '../desk.ts';
import { besideControl, hasMoved, sayDeskFailure } from '../frame/failures.ts';
import { attachButton, composerFiles, dropHandlers } from './files.ts';
import { isComposing } from '../../draw/keyboard.ts';

export const composerSheet = css`
  .composers {
    display: grid;
    border-block-start: 1px solid var(--line);
  }
  .composer {
    display: grid;
    align-content: start;
    gap: 8px;
    min-inline-size: 0;
    padding: 12px 20px 16px;
  }
  .composers .for {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .composers .is-folded .for > .name {
    flex: none;
    max-inline-size: 60%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .composers .for > :is(bdi, .soft) {
    flex: 1;
    overflow: hidden;
    min-inline-size: 0;
    font-size: var(--small);
    font-weight: 400;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .composers .for > .key {
    margin-inline-start: auto;
  }
  /* Two lines, and up to eight. */
  .composers textarea {
    min-block-size: 62px;
    max-block-size: min(30dvh, 196px);
    padding: 8px 12px;
    resize: none;
  }
  /* A line with its name. The field lies over it, unseen: a click or the Tab key lands in it, and unfolds it. */
  .composer.is-folded {
    position: relative;
    min-block-size: 40px;
    padding-block: 0;
    align-content: center;
  }
  .composer.is-folded:hover {
    background: var(--tint);
  }
  .is-folded > :not(.for, textarea) {
    display: none;
  }
  .is-folded > textarea {
    position: absolute;
    inset: 0;
    block-size: 100%;
    min-block-size: 0;
    opacity: 0;
    cursor: text;
  }
  @media (pointer: coarse) {
    .composer.is-folded {
      min-block-size: 44px;
    }
  }
  .composers .bar {
    gap: 4px 12px;
  }
  support-desk-note {
    background: var(--note);
    border-block-start: 1px dashed var(--note-ink);
  }
  support-desk-note :is(.for, .button) {
    color: var(--note-ink);
  }
  support-desk-note :is(.input, .button) {
    border: 1px dashed var(--note-ink);
    background: transparent;
  }
  support-desk-note .button:hover {
    background: color-mix(in oklab, var(--note-ink) 10%, transparent);
  }
  support-desk-note .key,
  support-desk-note .input::placeholder {
    color: var(--note-ink);
  }
  support-desk-note .key {
    border-color: color-mix(in oklab, var(--note-ink) 40%, transparent);
  }
`;

/** A stored draft: its ticket, the text, the uploaded files, and the idempotency key. */
interface Kept {
  readonly for: string;
  readonly body: string;
  readonly files?: readonly AttachmentView[];
  readonly key: string;
  /** The id of the last public message when the draft was begun; `null`: there was none. */
  readonly lastRead?: string | null;
}

/** The texts of a dialog, and what to run when it was confirmed. */
export type Question = Pick<Change, 'heading' | 'text' | 'yes' | 'no'> & { readonly settled: () => void };

/**
 * The base of the reply and the note: a text that is stored on this device from the first letter on, and sent once. Each is an
 * element of its own, with its own draft, look and request, so that one can never be sent as the other.
 * An element exists as long as its ticket is shown.
 */
export abstract class Composer extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) ticket!: DeskTicket;
  /** Called with the new version of the ticket once the text has arrived. */
  @property({ attribute: false }) arrived: (ticket: DeskTicket) => void = () => undefined;
  /** Called when the shown version of the ticket is outdated. */
  @property({ attribute: false }) outdated: () => Promise<void> = () => Promise.resolve();

  /** Opens a dialog before an act that may be a mistake. */
  @property({ attribute: false }) ask: (change: Change) => void = () => undefined;

  /** Whether the composer is folded to one line, while the other one is used. */
  @property({ attribute: false }) folded = false;

  @state() protected body = '';
  @state() protected busy = false;
  @state() protected problem: string | null = null;
  /** Whether the problem is about the typed text. */
  @state() private invalid = false;

  @query('textarea') protected area!: HTMLTextAreaElement | null;

  protected readonly attaching: Attaching = new Attaching(
    this,
    () => this.desk.api,
    () => this.#handleFiles(),
  );
  protected readonly dropped = dropHandlers(this.attaching);

  protected key: string = nanoid();
  /** The id of the last public message when the writer began. */
  protected lastRead: string | null = null;

  /** Who reads the text; part of the draft's name, so that the two composers never share a draft. */
  protected abstract readonly reader: 'customer' | 'team';

  /** Sends the text and returns the new version of the ticket; `null` when it is sent later, and the draft stays until then. */
  protected abstract deliver(body: string, attachments: readonly string[], key: string): Promise<DeskTicket | null>;

  /** What to ask before sending; `null` for nothing. */
  protected question(_body: string): Question | null {
    return null;
  }

  /** Handles a key; returns whether it was handled. */
  protected takeKey(_event: KeyboardEvent): boolean {
    return false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.lastRead = this.newest;
    const kept = this.desk.drafts.load<Partial<Kept>>(this.form)?.value;
    if (kept?.for !== this.reader || typeof kept.body !== 'string') return;
    this.body = kept.body;
    this.key = typeof kept.key === 'string' ? kept.key : nanoid();
    if (kept.lastRead !== undefined) this.lastRead = kept.lastRead;
    if (kept.files?.length) this.attaching.restore(kept.files);
  }

  override focus(): void {
    this.area?.focus();
    this.area?.scrollIntoView({ block: 'nearest' });
  }

  protected renderArea(label: string, placeholder: string): TemplateResult {
    return html`<textarea
      class="input"
      aria-keyshortcuts="Control+Enter"
      aria-label=${label}
      placeholder=${placeholder}
      aria-invalid=${this.invalid ? 'true' : 'false'}
      .value=${this.body}
      @input=${this.#handleInput}
      @keydown=${this.#handleKey}
      @paste=${this.dropped.paste}
    ></textarea>
    ${composerFiles(this.attaching, this.desk.locale)}`;
  }

  /** A composer with a problem or with files is never folded. */
  protected get isFolded(): boolean {
    return this.folded && !this.problem && !this.busy && !this.attaching.all.length;
  }

  /** The beginning of the text of a folded composer; `empty` without a text. */
  protected renderBeginning(empty: unknown = nothing): unknown {
    if (!this.isFolded) return nothing;
    return this.body.trim() ? html`<bdi>${this.body.trim().slice(0, 160)}</bdi>` : empty;
  }

  protected renderAttach(): TemplateResult {
    return attachButton(this.attaching);
  }

  protected renderProblem(): unknown {
    return besideControl(this.problem);
  }

  /** The id of the last public message. */
  protected get newest(): string | null {
    return this.ticket.messages.at(-1)?.id ?? null;
  }

  protected readonly handleSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.send();
  };

  /** Why nothing can be sent now; `null` when it can. */
  protected get obstacle(): string | null {
    return null;
  }

  protected get form(): string {
    return `${this.reader === 'customer' ? 'desk-reply' : 'desk-note'}-${this.ticket.id}`;
  }

  protected async send(): Promise<void> {
    const body = this.body.trim();
    if (this.busy || !this.#check(body)) return;
    const question = this.question(body);
    if (question) return this.#put(question);
    this.busy = true;
    try {
      const ticket = await this.deliver(
        body,
        this.attaching.arrived.map(({ id }) => id),
        this.key,
      );
      if (ticket) this.settle(ticket);
      // The text will be sent later, so the writer is no longer writing.
      else this.desk.company.write(null);
    } catch (error) {
      this.explain(asFailure(error));
    } finally {
      this.busy = false;
    }
  }

  /** Clears the composer and its draft once the text has arrived. */
  protected settle(ticket: DeskTicket): void {
    this.desk.company.write(null);
    this.desk.drafts.drop(this.form);
    this.body = '';
    this.attaching.clear();
    this.key = nanoid();
    this.lastRead = ticket.messages.at(-1)?.id ?? null;
    this.arrived(ticket);
  }

  /** Records that the writer has read all public messages. */
  read(): void {
    this.lastRead = this.newest;
    if (this.body) this.keep();
  }

  /** Clears the composer after another tab has sent the text. */
  protected forget(): void {
    this.body = '';
    this.attaching.clear();
    this.key = nanoid();
    void this.outdated();
  }

  /** Opens the dialog; after a confirmation, the same question is not asked again. */
  #put({ settled, ...words }: Question): void {
    this.ask({
      ...words,
      act: () => {
        settled();
        void this.send();
        return Promise.resolve();
      },
    });
  }

  /** Replaces a range with a text, and puts the caret behind it. */
  protected insert(text: string, from: number, to: number = from): void {
    const { area } = this;
    if (!area) return;
    area.focus();
    area.setRangeText(text, from, to, 'end');
    this.#take(area.value);
  }

  #check(body: string): boolean {
    const over = countCharacters(body) - limits.message.max;
    this.problem =
      this.obstacle ??
      (!body ? msg('Write a few words first.') : over > 0 ? msg(str`This is too long, by ${over}: please shorten it.`) : null);
    this.invalid = this.problem !== null;
    this.problem ??= this.attaching.obstacle;
    if (this.invalid) this.focus();
    return this.problem === null;
  }

  protected explain(failure: Failure): void {
    const { code } = failure;
    this.problem = sayDeskFailure(code);
    if (this.attaching.lose(failure)) this.problem = this.attaching.obstacle;
    else if (code === 'idempotency-key-reused') {
      // An earlier attempt with another text had arrived although its answer was lost: this text is a new message.
      this.key = nanoid();
      this.keep();
      this.problem = msg('An earlier version of this text has already arrived, see above. Send this one too if it adds something.');
      void this.outdated();
    } else if (hasMoved(code)) void this.outdated();
    else this.desk.failed(code);
  }

  #handleFiles(): void {
    if (!this.invalid) this.problem = null;
    this.keep();
  }

  protected keep(): void {
    const files = this.attaching.arrived;
    if (this.body || files.length > 0)
      this.desk.drafts.save(this.form, { for: this.reader, body: this.body, files, key: this.key, lastRead: this.lastRead } satisfies Kept);
    else this.desk.drafts.drop(this.form);
  }

  readonly #handleInput = (event: InputEvent): void => this.#take((event.target as HTMLTextAreaElement).value);

  #take(text: string): void {
    // The draft begins now, when all messages are shown.
    if (!this.body) this.lastRead = this.newest;
    this.body = text;
    this.desk.company.write(text.trim() ? (this.reader === 'customer' ? 'writing-reply' : 'writing-note') : null);
    this.problem = null;
    this.invalid = false;
    this.keep();
  }

  /** Ctrl or Command with Enter sends this composer. */
  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (this.takeKey(event)) return event.preventDefault();
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void this.send();
  };
}
