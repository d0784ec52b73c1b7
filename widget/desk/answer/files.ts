import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { AttachmentView } from '../../../server/wire/tickets.ts';
import { deskPaths } from '../../../server/wire/paths.ts';
import { icon } from '../../draw/icon.ts';
import { saySize } from '../../draw/file-name.ts';
import { isolated } from '../../draw/isolate.ts';
import type { Attached, Attaching } from './attaching.ts';
import { below } from '../root.ts';

export const filesSheet = css`
  .desk a.chip {
    color: inherit;
    text-decoration: none;
  }
  .desk a.chip:hover bdi {
    text-decoration: underline;
  }
  .pictures {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-block-start: 8px;
  }
  .desk a.picture {
    display: grid;
    gap: 4px;
    inline-size: 200px;
    color: inherit;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .picture:hover bdi {
    text-decoration: underline;
  }
  .picture img {
    display: block;
    inline-size: 200px;
    block-size: 112px;
    object-fit: cover;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--tint);
  }
  .picture img[hidden] {
    display: none;
  }
  .desk .chips {
    margin-block-start: 8px;
  }
  .desk .chip bdi {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .composer .chips {
    margin: 0;
  }
  .composer .chip {
    padding-inline-end: 0;
  }
  .composer .chip .link {
    min-block-size: var(--tap);
    font-size: inherit;
  }
  .composer .chip .icon-button {
    color: inherit;
  }
  .composer.is-over {
    outline: 2px dashed var(--accent);
    outline-offset: -6px;
  }
  support-desk-note .chip {
    border-color: var(--note-ink);
    border-style: dashed;
  }
  support-desk-note .soft {
    color: var(--note-ink);
  }
`;

/** Image types that cannot contain scripts. */
const drawable = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

const isPicture = ({ type }: AttachmentView): boolean => drawable.includes(type);

/** Attachments as links, and images as thumbnails. Plain links work, since the session's cookie is sent with them. */
export function deskFiles(files: readonly AttachmentView[], locale: string): TemplateResult | typeof nothing {
  if (!files.length) return nothing;
  const [pictures, others] = [files.filter(isPicture), files.filter((file) => !isPicture(file))];
  return html`${pictures.length ? html`<ul class="pictures" aria-label=${msg('Pictures')}>${pictures.map((picture) => pictureItem(picture, locale))}</ul>` : nothing}
  ${others.length ? chipsOf(others, locale) : nothing}`;
}

/** A thumbnail; when it cannot be loaded, its name and link stay. */
function pictureItem({ id, name, size }: AttachmentView, locale: string): TemplateResult {
  const path = below(deskPaths.attachment(id));
  return html`<li>
    <a class="picture" href=${path} download=${name} title=${msg(str`Download ${isolated(name)}`)}>
      <img src=${path} alt="" width="200" height="112" loading="lazy" decoding="async" @error=${(event: Event) => ((event.target as HTMLElement).hidden = true)} />
      <span class="small"><bdi>${name}</bdi> <span class="soft">${saySize(size, locale)}</span></span>
    </a>
  </li>`;
}

/** Placeholders that mail programs write on a line of their own in place of an inline image. */
const placeholder =
  /^[ \t]*\[(?:cid:[^\]\n]*|(?:inline )?image\b[^\]\n]{0,80}|capture\b[^\]\n]{0,80}|screen ?shot\b[^\]\n]{0,80}|photo|picture)\][ \t]*$\n?/gim;

/** The text without placeholders of images, when the images are shown below. */
export const textBeside = (body: string, files: readonly AttachmentView[]): string => {
  const shown = files.some(isPicture) ? body.replace(placeholder, '').trim() : body;
  return shown === body.trim() ? body : shown;
};

function chipsOf(files: readonly AttachmentView[], locale: string): TemplateResult {
  return html`<ul class="chips" aria-label=${msg('Attachments')}>
    ${files.map(
      ({ id, name, size }) =>
        html`<li><a class="chip" href=${below(deskPaths.attachment(id))} download=${name}>${icon('file')}<bdi>${name}</bdi><span class="soft">${saySize(size, locale)}</span></a></li>`,
    )}
  </ul>`;
}

/** The list of a composer's files. */
export function composerFiles(attaching: Attaching, locale: string): TemplateResult | typeof nothing {
  if (!attaching.all.length) return nothing;
  const row = (attached: Attached): TemplateResult => {
    const { name, size, arrived, problem, file } = attached;
    return html`<li class="chip">
      ${icon(problem === null ? 'file' : 'warning')}<bdi>${name}</bdi>
      <span class=${problem === null ? 'soft' : 'late'} role="status">${problem ?? (arrived ? saySize(size, locale) : msg('Uploading…'))}</span>
      ${problem !== null && file ? html`<button class="link" type="button" @click=${() => attaching.again(attached)}>${msg('Try again')}</button>` : nothing}
      <button class="icon-button" type="button" aria-label=${msg(str`Remove ${isolated(name)}`)} @click=${() => attaching.remove(attached)}>${icon('close')}</button>
    </li>`;
  };
  return html`<ul class="chips">
    ${attaching.all.map(row)}
  </ul>`;
}

/** A button that opens the file dialog; files can also be dropped or pasted. */
export function attachButton(attaching: Attaching): TemplateResult {
  const choose = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    attaching.add(input.files ?? []);
    // Reset, so that choosing a removed file again fires `change`.
    input.value = '';
  };
  const open = (event: Event): void =>
    (event.currentTarget as HTMLElement).parentElement?.querySelector<HTMLInputElement>('[type=file]')?.click();
  return html`<span>
    <input type="file" multiple hidden @change=${choose} />
    <button class="icon-button" type="button" aria-label=${msg('Attach files')} title=${msg('Attach files')} @click=${open}>${icon('clip')}</button>
  </span>`;
}

/** Handlers for dropping and pasting files anywhere on a composer's form. */
export const dropHandlers = (attaching: Attaching) => ({
  over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    (event.currentTarget as HTMLElement).classList.add('is-over');
  },
  leave(event: DragEvent): void {
    const form = event.currentTarget as HTMLElement;
    if (!form.contains(event.relatedTarget as Node | null)) form.classList.remove('is-over');
  },
  drop(event: DragEvent): void {
    (event.currentTarget as HTMLElement).classList.remove('is-over');
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    attaching.add(event.dataTransfer.files);
  },
  /** Adds files of the clipboard; when it also has text, only the text is pasted. */
  paste(event: ClipboardEvent): void {
    if (!event.clipboardData?.files.length || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    attaching.add(event.clipboardData.files);
  },
});
