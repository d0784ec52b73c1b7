import { css } from 'lit';

/** The button of a menu, and the menu. */
export const menu = css`
  .actions-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-inline-size: var(--tap);
    min-block-size: var(--tap);
    padding: 0 8px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    color: var(--ink-2);
    font-size: var(--small);
    cursor: pointer;
  }
  .actions-button span {
    display: inline-flex;
  }
  .actions-button:hover {
    background: var(--tint);
  }
  .menu {
    position: absolute;
    z-index: 2;
    inset-block-start: 48px;
    inset-inline-end: 0;
    inline-size: 248px;
    padding: 4px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    box-shadow: var(--shadow);
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    min-block-size: var(--tap);
    padding: 8px 12px;
    border: 0;
    border-radius: var(--radius);
    background: none;
    text-align: start;
    cursor: pointer;
  }
  .menu button:is(:hover, :focus-visible) {
    background: color-mix(in oklab, var(--ink) 7%, var(--float));
  }
  .menu button:focus-visible {
    box-shadow: none;
    outline-offset: -2px;
  }
  .menu button[aria-disabled='true'] {
    opacity: 1;
    color: var(--ink-2);
  }
  .menu .why {
    display: block;
  }
  .menu .icon {
    color: var(--ink-2);
  }
  .menu .apart {
    border-block-start: 1px solid var(--line);
    border-radius: 0 0 var(--radius) var(--radius);
    margin-block-start: 4px;
  }
`;
