import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isComposing } from '../../draw/keyboard.ts';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const fieldOf = (event: Event): Field | null => {
  const [target] = event.composedPath();
  return target instanceof Element && target.matches('input, textarea, select') ? (target as Field) : null;
};

/**
 * What holds in every field of the desk, unless the field has a use of its own for the key: Ctrl or Command with Enter
 * sends its form, and Escape leaves it, back among the keys of a single letter. In a dialog, Escape is the dialog's.
 */
export class FieldKeysController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #leave: (field: Field) => void;

  /** `leave` gives the keyboard to whatever the field belongs to. */
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
