/** A file's name and size, as they are shown everywhere. */
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

/** Cut at its end, but for what tells its kind: "journal-php-du-23-nov….log". Never mixed with the text around it. Not `spoken` where the whole name is said already. */
export function fileName(name: string, spoken = true): TemplateResult {
  const dot = extensionOf(name) ? name.lastIndexOf('.') : name.length;
  return html`<span class="file-name" title=${name} aria-hidden=${spoken ? nothing : 'true'}><bdi>${name.slice(0, dot)}</bdi><bdi>${name.slice(dot)}</bdi></span>`;
}

/** "412 Ko", "8,1 Mo": in powers of two as the limit is, so that nothing taken looks heavier than what may be. */
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

/** "10 Mo": the limit counts in powers of two, people do not. */
export const sayLimit = ({ maxBytes }: FileLimits, locale: string): string =>
  maxBytes < 2 ** 20
    ? saySize(maxBytes, locale)
    : new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(Math.floor(maxBytes / 2 ** 20));
