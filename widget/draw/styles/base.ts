import { css } from 'lit';

/** Resets, controls and layout that every screen uses. */
export const base = css`
  /* Resets weigh nothing, so that one class always wins. */
  :where(h2, h3, p, ul, ol, dl, dd, fieldset, legend, figure) {
    margin: 0;
    padding: 0;
    border: 0;
    font: inherit;
    min-inline-size: 0;
  }
  :where(ul, ol) {
    list-style: none;
  }
  :where(h2) {
    font-size: var(--large);
    line-height: 1.27;
    font-weight: var(--bold);
    letter-spacing: -0.012em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  :where(h2:focus) {
    outline: none;
  }
  :where(h3, legend, b, strong) {
    font-weight: var(--bold);
  }
  :where(a, .link) {
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.22em;
  }
  .small {
    font-size: var(--small);
    line-height: 1.43;
  }
  .late {
    color: var(--late);
  }
  .link {
    display: inline;
    padding: 0;
    border: 0;
    background: none;
    font-weight: inherit;
    text-align: start;
    cursor: pointer;
  }
  .bar > .link {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--tap);
  }
  button:disabled,
  button[aria-disabled='true'] {
    opacity: 0.55;
    cursor: default;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
  }
  .screen {
    display: block;
  }
  .top {
    display: grid;
    gap: 4px;
    margin-block-end: 24px;
  }
  .rows > li {
    border-block-start: 1px solid var(--line);
  }
  .rows > li:last-child {
    border-block-end: 1px solid var(--line);
  }
  .meta {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .meta > * {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .title-link {
    color: inherit;
    text-decoration: none;
    text-align: start;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .state {
    display: grid;
    justify-items: start;
    gap: 12px;
    max-inline-size: 34em;
    padding-block: 8px;
  }
  .state > .icon {
    inline-size: 24px;
    block-size: 24px;
    color: var(--ink-2);
  }
  /* Other ways to reach the team: shown while the way to the server fails. */
  .other-ways {
    display: none;
    max-inline-size: 42em;
    margin-block-start: 24px;
    padding-block-start: 16px;
    border-block-start: 1px solid var(--line);
  }
  .surface:has(.state[role='alert'], .of-server, .strip.offline) .other-ways {
    display: grid;
    gap: 8px;
  }
  .strip {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    margin-block-end: 20px;
    padding: 12px;
    border-radius: var(--radius);
    background: var(--tint);
    font-size: var(--small);
    line-height: 1.43;
  }
  .bones > li {
    display: grid;
    gap: 12px;
    padding: 20px 0;
  }
  .bone {
    display: block;
    block-size: 12px;
    inline-size: 62%;
    border-radius: var(--radius);
    background: var(--line);
  }
  .bone + .bone {
    inline-size: 38%;
  }
  /* Bones show only when the answer takes its time. */
  .bones {
    visibility: hidden;
    animation: appear 0s 0.4s forwards;
  }
  @keyframes appear {
    to {
      visibility: visible;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .button,
    .icon-button,
    .title-link {
      transition:
        background-color 0.12s,
        border-color 0.12s;
    }
  }
  @media (forced-colors: active) {
    /* The filled button is told from those beside it by its edge. */
    .button.primary {
      border: 2px solid Highlight;
    }
  }
  /* Paper has nothing to press or to fill in. */
  @media print {
    :is(.button, .icon-button, .bar, .notice, .begin, .not-refreshed .link, .waiting .link, dialog) {
      display: none !important;
    }
    .link {
      color: inherit;
      text-decoration: none;
    }
    .rows > li {
      break-inside: avoid;
    }
  }
`;
