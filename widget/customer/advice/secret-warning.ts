/** Loaded once a text may hold a secret. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { findSecrets } from '../../coaching/secrets.ts';
import type { Secret } from '../../coaching/secrets.ts';
import { icon } from '../../draw/icon.ts';
import { lockShape } from '../../draw/more-icons.ts';

export { findSecrets };

function saySecret(kind: Secret): string {
  switch (kind) {
    case 'password':
      return msg('a password');
    case 'card':
      return msg('a card number');
    case 'key':
      return msg('a private key');
    case 'code':
      return msg('an AUTH code');
  }
}

export interface SecretReminder {
  readonly text: string;
  /** What was left in on purpose, as it stands in the text. */
  readonly kept: readonly string[];
  replace(text: string): void;
}

export interface SecretWarning extends SecretReminder {
  keep(kept: readonly string[]): void;
}

/** The text with all that looks like a secret masked. */
export const maskSecrets = (text: string): string =>
  findSecrets(text)
    .toReversed()
    .reduce((masked, { start, end }) => `${masked.slice(0, start)}•••${masked.slice(end)}`, text);

/** Those that nobody has left in on purpose. */
const unasked = (text: string, kept: readonly string[]): ReturnType<typeof findSecrets> =>
  findSecrets(text).filter(({ start, end }) => !kept.includes(text.slice(start, end)));

/** While writing: a text that looks like a secret can be masked, or left in on purpose. Another secret is asked about anew. */
export function secretWarning({ text, kept, replace, keep }: SecretWarning): TemplateResult | typeof nothing {
  const [first] = unasked(text, kept);
  if (!first) return nothing;
  const all = (): readonly string[] => [...new Set([...kept, ...findSecrets(text).map(({ start, end }) => text.slice(start, end))])];
  return html`<div class="strip secret" role="status">
    ${icon(lockShape)}
    <span>
      ${msg(str`This seems to contain ${saySecret(first.kind)}. The team never needs it.`)}
      <button class="link" type="button" @click=${() => replace(maskSecrets(text))}>${msg('Mask it')}</button> · <button class="link" type="button" @click=${() => keep(all())}>${msg('Leave it in')}</button>
    </span>
  </div>`;
}

/** In the check before sending: each text that holds one says so, whatever was answered while writing. */
export function secretReminder({ text, kept, replace }: SecretReminder): TemplateResult | typeof nothing {
  const [first] = findSecrets(text);
  if (!first) return nothing;
  const isKept = !unasked(text, kept).length;
  return html`<div class="strip secret">
    ${icon(lockShape)}
    <span>
      ${isKept ? msg(str`You left ${saySecret(first.kind)} in here.`) : msg(str`This seems to contain ${saySecret(first.kind)}. The team never needs it.`)}
      <button class="link" type="button" @click=${() => replace(maskSecrets(text))}>${msg('Mask it')}</button>
    </span>
  </div>`;
}
