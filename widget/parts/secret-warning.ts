/** Loaded once a text may hold a secret. */
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import { findSecrets } from '../coaching/secrets.ts';
import type { Secret } from '../coaching/secrets.ts';
import { icon } from './icon.ts';
import { lockShape } from './more-icons.ts';

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

export interface SecretWarning {
  readonly text: string;
  /** Left in on purpose. */
  readonly kept: boolean;
  replace(text: string): void;
  keep(): void;
}

/** Before anything is sent: a text that looks like a secret can be masked, or left in on purpose. */
export function secretWarning({ text, kept, replace, keep }: SecretWarning): TemplateResult | typeof nothing {
  const found = kept ? [] : findSecrets(text);
  const [first] = found;
  if (!first) return nothing;
  const masked = () => replace(found.toReversed().reduce((masked, { start, end }) => `${masked.slice(0, start)}•••${masked.slice(end)}`, text));
  return html`<div class="strip secret" role="status">
    ${icon(lockShape)}
    <span>
      ${msg(str`This seems to contain ${saySecret(first.kind)}. The team never needs it.`)}
      <button class="link" type="button" @click=${masked}>${msg('Mask it')}</button> · <button class="link" type="button" @click=${keep}>${msg('Leave it in')}</button>
    </span>
  </div>`;
}
