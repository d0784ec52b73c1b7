import { css } from 'lit';

/**
 * The tokens that everything is drawn with. Greys are always the text mixed into the background, so that the widget
 * belongs to any page; the one accent is kept readable by clamping its lightness. `--_page-*` are read off the host
 * page (`draw/appearance.ts`).
 */
export const tokens = css`
  :host {
    display: block;
    /* Also of what the container is measured by. */
    writing-mode: horizontal-tb;
    container: support / inline-size;
  }
  .surface {
    --_text: var(--support-ticket-text, var(--_page-text, CanvasText));
    --_paper: var(--support-ticket-background, var(--_page-background, Canvas));
    --_hue: var(--support-ticket-accent, var(--_page-accent, var(--_text)));
    --accent: light-dark(oklch(from var(--_hue) min(l, 0.5) c h), oklch(from var(--_hue) max(l, 0.8) min(c, 0.11) h));
    --on-accent: light-dark(#fff, oklch(from var(--_hue) 0.2 min(c, 0.03) h));
    --late: light-dark(#a32a12, #ffab93);
    --ink: var(--_text);
    --ink-2: color-mix(in oklab, var(--_text) 70%, var(--_paper));
    --edge: color-mix(in oklab, var(--_text) 52%, var(--_paper));
    --line: color-mix(in oklab, var(--_text) 14%, var(--_paper));
    --tint: color-mix(in oklab, var(--_text) 4%, var(--_paper));
    --accent-tint: color-mix(in oklab, var(--accent) 9%, var(--_paper));
    --float: light-dark(var(--_paper), color-mix(in oklab, var(--_text) 6%, var(--_paper)));
    --radius: var(--support-ticket-radius, 6px);
    --shadow: 0 1px 2px rgb(0 0 0 / 0.08), 0 12px 32px -8px rgb(0 0 0 / 0.22);
    --bold: 600;
    --small: 0.875em;
    --large: 1.375em;
    --tap: 44px;
    /* Nothing of the page's styles comes through, whatever CSS has or will have, but for these. */
    all: initial;
    display: block;
    visibility: inherit;
    color-scheme: inherit;
    font-family: inherit;
    font-size: inherit;
    color: var(--ink);
    line-height: 1.5;
    text-align: start;
    user-select: text;
    -webkit-user-select: text;
    overflow-wrap: break-word;
    font-variant-numeric: tabular-nums lining-nums;
  }
  :host([hidden]),
  .surface[hidden] {
    display: none;
  }
  :host([theme='light']) .surface {
    color-scheme: light;
  }
  :host([theme='dark']) .surface {
    color-scheme: dark;
  }
  /* A theme that the page does not share needs paper of its own. */
  .surface.own {
    padding: 16px;
    border-radius: var(--radius);
    background: var(--_paper);
  }
`;
