import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isComposing } from '../../draw/keyboard.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const fieldOf = (event: Event): Field | null => {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches('input, textarea, select') ? (target as Field) : null;
};

/**
 * Keys of all fields of the desk, unless a field handles the key itself: Ctrl or Command with Enter submits the form, and
 * Escape leaves the field, so that single-letter shortcuts work again. In a dialog, Escape closes the dialog.
 */
export class FieldKeysController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #leave: (field: Field) => void;

  /** `leave` moves the focus out of the field. */
  constructor(host: ReactiveControllerHost & HTMLElement, leave: (field: Field) => void) {
    this.#host = host;
    this.#leave = leave;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.addEventListener('keydown', this.#handleKey);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener('keydown', this.#handleKey);
  }

  readonly #handleKey = (event: KeyboardEvent): void => {
    if (isComposing(event)) return;
    if (event.defaultPrevented) return;
    const field = fieldOf(event);
    if (!field) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && field.form) field.form.requestSubmit();
    else if (event.key === 'Escape' && !field.closest('dialog')) this.#leave(field);
    else return;
    event.preventDefault();
  };
}
