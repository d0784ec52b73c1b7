import { css } from 'lit';

/** Dialogs that ask before an act. */
export const dialog = css`
  .dialog {
    inline-size: calc(100vw - 32px);
    max-inline-size: 420px;
    padding: 20px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    color: inherit;
    box-shadow: var(--shadow);
  }
  .dialog[open] {
    display: grid;
    gap: 16px;
  }
  .dialog::backdrop {
    background: rgb(0 0 0 / 0.32);
  }
  .dialog .bar {
    gap: 8px;
  }
`;
