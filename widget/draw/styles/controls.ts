import { css } from 'lit';

/** Resets and controls, which the launcher's button needs too. */
export const controls = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :where(button, input, textarea, select) {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  :is(a, button, input, textarea, select, summary, [tabindex='0']):focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    box-shadow: 0 0 0 6px color-mix(in oklab, var(--accent) 14%, transparent);
  }
  .soft {
    color: var(--ink-2);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .icon {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--tap);
    padding: 8px 16px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: none;
    color: inherit;
    font-weight: var(--bold);
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  .button.primary {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    inline-size: var(--tap);
    block-size: var(--tap);
    padding: 0;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  .button.primary:hover {
    background: color-mix(in oklab, var(--accent) 88%, var(--ink));
  }
  .button:not(.primary):hover,
  .icon-button:hover {
    background: var(--tint);
  }
`;
