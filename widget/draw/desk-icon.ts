import { html, svg } from 'lit';
import type { TemplateResult } from 'lit';

/** Icons of the desk only, kept out of the customers' bundle. */
const shapes = {
  sieve: 'M3 5h14M5.5 10h9M8 15h4',
  person: 'M10 3.5a3 3 0 1 0 0 6a3 3 0 0 0 0-6zM4 16.5c0-3 2.5-5 6-5s6 2 6 5',
  people:
    'M7.5 4.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5zM2.5 15.5c0-2.5 2-4.2 5-4.2s5 1.7 5 4.2M13 5a2.2 2.2 0 0 1 0 4.3M14.5 11.6c1.9.5 3 1.9 3 3.9',
} as const;

export function deskIcon(name: keyof typeof shapes): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true">${svg`<path d=${shapes[name]}/>`}</svg>`;
}
