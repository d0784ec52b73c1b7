/** How names and sizes of files are shown. */
import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { SessionView } from '../../server/wire/session.ts';

export type FileLimits = SessionView['form']['limits']['attachment'];

export const fileNameSheet = css`
  .file-name {
    display: flex;
    min-inline-size: 0;
  }
  .file-name > :first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

/** "pdf" of "Facture.PDF"; empty for none. */
export const extensionOf = (name: string): string => /[^.]\.(\w{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/**
 * A name that is cut before its extension: "journal-php-du-23-nov….log", isolated from the direction of the text around it.
 * Not `spoken` when the name is announced elsewhere.
 */
export function fileName(name: string, spoken = true): TemplateResult {
  const dot = extensionOf(name) ? name.lastIndexOf('.') : name.length;
  return html`<span class="file-name" title=${name} aria-hidden=${spoken ? nothing : 'true'}><bdi>${name.slice(0, dot)}</bdi><bdi>${name.slice(dot)}</bdi></span>`;
}

/** "412 Ko", "8,1 Mo", in powers of two like the limit, so that no accepted file is shown as larger than the limit. */
export function saySize(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  const unit = large ? 'megabyte' : bytes >= 1_000 ? 'kilobyte' : 'byte';
  const value = large ? bytes / 2 ** 20 : bytes >= 1_000 ? bytes / 1_000 : bytes;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: large ? 1 : 0,
  }).format(value);
}

/** The size limit as text: "10 Mo". */
export const sayLimit = ({ maxBytes }: FileLimits, locale: string): string =>
  maxBytes < 2 ** 20
    ? saySize(maxBytes, locale)
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(Math.floor(maxBytes / 2 ** 20));
