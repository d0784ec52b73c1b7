/** The rows of a text's files, and their uploads. This chunk is loaded when files are added or already stored. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { FailureCode } from '../client/http.ts';
import { withTexts } from '../client/language.ts';
import { isSecretName } from '../coaching/secret-names.ts';
import type { HeldFile } from './held-files.ts';
import type { Uploads } from './uploads.ts';
import { extensionOf, fileName, fileNameSheet } from '../draw/file-name.ts';
import { isolated } from '../draw/isolate.ts';
import type { FileLimits } from '../draw/file-name.ts';
import { sayFile, sayRefused } from './words.ts';
import { icon } from '../draw/icon.ts';
import { imageShape, lockShape, pencilShape } from '../draw/more-icons.ts';
import { css } from '../draw/styles/css.ts';

export { Uploads } from './uploads.ts';

export const rowsSheet = css`
  ${fileNameSheet}
  .files > li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 0 12px;
    align-items: center;
    min-block-size: 52px;
    padding-block: 4px;
  }
  .files > li + li {
    border-block-start: 1px solid var(--line);
  }
  .files .icon {
    color: var(--ink-2);
  }
  .files .small {
    grid-column: 2;
    color: var(--ink-2);
  }
  .files .ends .link {
    min-block-size: var(--tap);
  }
  .files .ends {
    display: flex;
    align-items: center;
    gap: 8px;
    grid-column: 3;
    grid-row: 1 / span 3;
  }
  .files .file-name {
    display: block;
    white-space: nowrap;
  }
  .files .file-name > :first-child {
    display: inline-block;
    max-inline-size: calc(100% - 4.5em);
    vertical-align: bottom;
  }
  .files progress {
    grid-column: 2;
    appearance: none;
    inline-size: 100%;
    block-size: 4px;
    margin-block: 4px 2px;
    border: 0;
    border-radius: 2px;
    background: var(--line);
    overflow: hidden;
  }
  .files progress::-webkit-progress-bar {
    background: var(--line);
  }
  .files progress::-webkit-progress-value {
    background: var(--accent);
  }
  .files progress::-moz-progress-bar {
    background: var(--accent);
  }
`;

/** The element that shows the rows. */
export interface FileField extends HTMLElement {
  readonly form: string;
  readonly limits: FileLimits;
  readonly locale: string;
  readonly settled: boolean;
  /** Messages about files that were refused. */
  refused: readonly string[];
  /** The text of the live region, for screen readers. */
  spoken: string;
  /** The button that adds files. */
  readonly button: HTMLElement | null;
  readonly updateComplete: Promise<boolean>;
  readonly complain: (text: string) => void;
}

/** Types that can be annotated; an animated GIF would lose its animation. */
const drawable = ['image/png', 'image/jpeg', 'image/webp'];
/** Failures for which a retry is not offered. */
const hopeless: readonly FailureCode[] = ['file-lost', 'unsupported-media-type', 'too-large'];

const problem = (text: string): TemplateResult => html`<p class="error">${icon('warning')}<span>${text}</span></p>`;

/** Adds the files, then fires `held` on the field. */
export async function take(field: FileField, uploads: Uploads, given: readonly File[], pasted: boolean): Promise<void> {
  const { form, limits, locale } = field;
  const files = pasted ? given.map(named) : given;
  const refused = await uploads.add(form, files, limits);
  const names = files.map(({ name }) => name).filter((name) => !refused.some((file) => file.name === name));
  field.refused = refused.map((file) => sayRefused(file, limits, locale));
  field.spoken = [...(names.length ? [msg(str`Added: ${names.map(isolated).join(', ')}`)] : []), ...field.refused].join(' ');
  tell(field);
}

let pictures = 0;

/** Renames pasted images, which browsers all call "image.png". */
const named = (file: File): File =>
  /^image\.\w+$/.test(file.name)
    ? new File([file], `${msg('Pasted image')} ${++pictures}.${extensionOf(file.name)}`, { type: file.type })
    : file;

const tell = (field: FileField): unknown => field.dispatchEvent(new Event('held', { bubbles: true }));

/** Removes a file and moves the focus to the next one, or to the button that adds files. */
function remove(field: FileField, uploads: Uploads, { id, name }: HeldFile, index: number): void {
  uploads.remove(field.form, id);
  field.spoken = msg(str`Removed: ${isolated(name)}`);
  tell(field);
  void field.updateComplete.then(() => {
    const buttons = field.querySelectorAll<HTMLElement>('.files .icon-button');
    (buttons[Math.min(index, buttons.length - 1)] ?? field.button)?.focus();
  });
}

export function fileRows(field: FileField, uploads: Uploads): TemplateResult {
  const { form, limits, settled, refused } = field;
  const files = uploads.files(form);
  const tooMany = files.length - limits.perMessage;
  return html`
    ${files.length ? html`<ul class="files">${files.map((file, index) => row(field, uploads, file, index))}</ul>` : nothing}
    ${settled ? nothing : secretName(field, uploads, files)}
    ${settled || tooMany <= 0 ? nothing : problem(msg(str`${limits.perMessage} files at most: please remove ${tooMany}.`))} ${refused.map(problem)}
  `;
}

function row(field: FileField, uploads: Uploads, file: HeldFile, index: number): TemplateResult {
  const { locale, settled } = field;
  const state = uploads.stateOf(file.id);
  const { name, type, attachment } = file;
  const trouble = attachment ? null : state.trouble;
  return html`<li>
    ${icon(trouble ? 'warning' : type.startsWith('image/') ? imageShape : 'file')}${fileName(name)}
    ${state.control && !attachment ? html`<progress aria-label=${name} .value=${state.sent}></progress>` : nothing}
    <span class="small">${sayFile(file, state, locale)}</span>
    ${
      settled
        ? nothing
        : html`<span class="ends">
          ${
            trouble && !hopeless.includes(trouble)
              ? html`<button class="link small" type="button" aria-label=${msg(str`Try again: ${isolated(name)}`)} @click=${() => uploads.retry(file.id)}>${msg('Try again')}</button>`
              : nothing
          }
          ${drawable.includes(type) ? html`<button class="icon-button" type="button" aria-label=${msg(str`Annotate ${isolated(name)}`)} title=${msg(str`Annotate ${isolated(name)}`)} @click=${(event: Event) => void annotate(field, uploads, file, event.currentTarget as HTMLElement)}>${icon(pencilShape)}</button>` : nothing}
          <button class="icon-button" type="button" aria-label=${msg(str`Remove ${isolated(name)}`)} @click=${() => remove(field, uploads, file, index)}>${icon('close')}</button>
        </span>`
    }
  </li>`;
}

/** Opens the annotator and replaces the file with its result. */
async function annotate({ form, complain }: FileField, uploads: Uploads, { id, name }: HeldFile, button: HTMLElement): Promise<void> {
  try {
    const before = await uploads.bytesOf(id);
    if (!before) return complain(msg(str`${isolated(name)} cannot be annotated here.`));
    const capture = await withTexts(import('../capture/capture.ts'), { fr: () => import('../capture/locales/fr.ts') }).catch(() => null);
    if (!capture) return complain(msg('This part could not be loaded. Try again, or reload the page; your text is kept.'));
    const after = await capture.annotateFile(before, button);
    if (after) await uploads.replace(form, id, after);
  } catch {
    complain(msg(str`${isolated(name)} cannot be annotated here.`));
  }
}

/** Warns about a file whose name suggests a secret; the customer may keep it. */
function secretName(field: FileField, uploads: Uploads, files: readonly HeldFile[]): TemplateResult | typeof nothing {
  const index = files.findIndex(({ name, named }) => !named && isSecretName(name));
  const file = files[index];
  if (!file) return nothing;
  return html`<div class="strip secret" role="status">
    ${icon(lockShape)}
    <span>
      ${msg(str`Judging by its name, “${isolated(file.name)}” may contain a secret. The team never needs one.`)}
      <button class="link" type="button" @click=${() => remove(field, uploads, file, index)}>${msg('Remove it')}</button> ·
      <button class="link" type="button" @click=${() => uploads.keepName(field.form, file.id)}>${msg('Leave it in')}</button>
    </span>
  </div>`;
}
