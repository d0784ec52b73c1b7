import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isComposing } from '../../draw/keyboard.ts';

/** Shortcuts for the open ticket. */
export type TicketShortcut =
  | 'reply'
  | 'note'
  | 'take-back'
  | 'take-up'
  | 'acknowledge'
  | 'close'
  | 'duplicate'
  | 'assign'
  | 'priority'
  | 'move'
  | 'tag'
  | 'as-customer'
  | 'canned';
export type Shortcut =
  | 'next'
  | 'previous'
  | 'search'
  | 'views'
  | 'filter'
  | 'clear'
  | 'customers'
  | 'open'
  | 'incidents'
  | 'statistics'
  | 'help'
  | TicketShortcut;

const keys: Readonly<Record<string, Shortcut>> = {
  j: 'next',
  k: 'previous',
  '/': 'search',
  g: 'views',
  f: 'filter',
  x: 'clear',
  w: 'customers',
  o: 'open',
  i: 'incidents',
  s: 'statistics',
  '?': 'help',
  r: 'reply',
  n: 'note',
  z: 'take-back',
  u: 'take-up',
  y: 'acknowledge',
  c: 'close',
  d: 'duplicate',
  a: 'assign',
  p: 'priority',
  m: 'move',
  t: 'tag',
  v: 'as-customer',
  e: 'canned',
};

/** The storage key of the setting that turns shortcuts off, which users of speech input need. The setting is per device. */
const kept = 'support-desk:shortcuts';

const writes = 'input, textarea, select, dialog[open], [contenteditable]';

const isWriting = (event: KeyboardEvent): boolean =>
  event.composedPath().some((target) => target instanceof Element && target.matches(writes));

/** Single-letter shortcuts, anywhere on the page except in fields and dialogs. */
export class ShortcutsController implements ReactiveController {
  readonly #onKey: (shortcut: Shortcut) => boolean;
  #enabled = true;

  /** `onKey` returns whether it handled the shortcut; if not, the browser handles the key. */
  constructor(host: ReactiveControllerHost, { onKey }: { onKey: (shortcut: Shortcut) => boolean }) {
    this.#onKey = onKey;
    host.addController(this);
  }

  get enabled(): boolean {
    return this.#enabled;
  }

  set enabled(enabled: boolean) {
    this.#enabled = enabled;
    try {
      if (enabled) localStorage.removeItem(kept);
      else localStorage.setItem(kept, 'off');
    } catch {
      // Storage is refused, so the setting lasts as long as the page.
    }
  }

  hostConnected(): void {
    this.#enabled = this.#read();
    document.addEventListener('keydown', this.#handleKey);
  }

  hostDisconnected(): void {
    document.removeEventListener('keydown', this.#handleKey);
  }

  #read(): boolean {
    try {
      return localStorage.getItem(kept) !== 'off';
    } catch {
      return true;
    }
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (!this.#enabled || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
    const shortcut = keys[event.key.toLowerCase()];
    // The letter must not be typed into the field that the shortcut focuses.
    if (shortcut && this.#onKey(shortcut)) event.preventDefault();
  };
}
