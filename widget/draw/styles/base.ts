import { css } from 'lit';

/** Resets, controls and page furniture: what every screen stands on. */
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
  .whole {
    white-space: nowrap;
  }

  /* Controls */
  .button.compact {
    padding: 4px 12px;
    font-size: var(--small);
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
  .field {
    display: grid;
    gap: 4px;
  }
  .label {
    font-weight: var(--bold);
  }
  .input {
    display: block;
    inline-size: 100%;
    min-block-size: var(--tap);
    padding: 8px 12px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: var(--_paper);
  }
  textarea.input {
    min-block-size: 120px;
    max-block-size: 60vh;
    line-height: 1.5;
    resize: vertical;
    field-sizing: content;
  }
  .input::placeholder {
    color: var(--ink-2);
    opacity: 1;
  }
  /* The arrow is drawn: each browser's own would stand at another place. Two strokes, 12 px from the edge. */
  select,
  select.input {
    appearance: none;
    padding-inline-end: 40px;
    background-image: linear-gradient(45deg, transparent 42%, var(--ink-2) 42% 58%, transparent 58%), linear-gradient(-45deg, transparent 42%, var(--ink-2) 42% 58%, transparent 58%);
    background-repeat: no-repeat;
    background-size: 6px 6px;
    background-position: calc(100% - 17.5px) 52%, calc(100% - 13px) 52%;
    text-overflow: ellipsis;
  }
  .input[aria-invalid='true'] {
    border-color: var(--late);
  }
  .error {
    display: flex;
    gap: 8px;
    color: var(--late);
    font-size: var(--small);
    line-height: 1.43;
  }
  .bar + .error,
  .error + .bar {
    margin-block-start: 8px;
  }
  .error .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .radio {
    appearance: none;
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 3px 0 0;
    border: 1.5px solid var(--edge);
    border-radius: 50%;
    background: var(--_paper);
  }
  .radio:checked {
    border: 6px solid var(--accent);
  }

  /* Page furniture */
  .screen {
    display: block;
  }
  .top {
    display: grid;
    gap: 4px;
    margin-block-end: 24px;
  }
  .back {
    display: inline-flex;
    align-items: center;
    justify-self: start;
    gap: 4px;
    min-block-size: var(--tap);
    margin: 0 0 -4px -4px;
    padding: 0 4px 0 0;
    border: 0;
    background: none;
    color: var(--ink-2);
    font-size: var(--small);
    cursor: pointer;
  }
  .section {
    margin-block-start: 32px;
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
  .meter {
    inline-size: 13px;
    block-size: 12px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1;
  }
  .meter .on {
    fill: currentColor;
  }
  .triangles {
    block-size: 9px;
    inline-size: auto;
    flex: none;
    fill: currentColor;
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
  .said-list {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .said {
    white-space: pre-line;
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

  /* The promise line */
  .promise {
    display: grid;
    padding-block: 16px;
    border-block: 1px solid var(--line);
    margin-block-end: 24px;
  }
  .promise-head {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
  }
  .promise-head > :last-child {
    font-size: var(--small);
    line-height: 1.72;
    color: var(--ink-2);
  }
  .promise > svg {
    inline-size: 100%;
    block-size: 20px;
    margin-block: 2px;
    overflow: visible;
  }
  .promise-ends {
    display: grid;
    grid-template-columns: minmax(0, max-content) minmax(55%, 1fr);
    gap: 12px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .promise-ends > :last-child {
    text-align: end;
  }
  .promise-ends b {
    color: var(--ink);
  }
  .promise-small {
    display: grid;
    grid-template-columns: 64px minmax(0, 1fr);
    align-items: start;
    align-self: start;
    gap: 12px;
    padding-block: 2px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .promise-small > svg {
    inline-size: 64px;
    block-size: 14px;
    margin-block-start: 3px;
    overflow: visible;
  }
  .promise-small b {
    color: var(--ink);
  }
  .promise-past {
    display: grid;
    gap: 4px;
    margin-block-start: 12px;
  }
  .promise-past summary {
    min-block-size: var(--tap);
    padding-block: 12px;
    cursor: pointer;
  }
  .promise-past .promise-small b {
    color: var(--ink);
  }
  .drawing .track {
    stroke: var(--line);
    stroke-width: 2;
  }
  .planned .drawing .track {
    stroke: var(--edge);
    stroke-dasharray: 1 7;
    stroke-linecap: round;
  }
  .drawing :is(.run, .check) {
    fill: none;
    stroke: var(--ink);
    stroke-width: 2;
  }
  .drawing .check {
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .drawing .over {
    stroke: var(--late);
    stroke-width: 2;
    stroke-dasharray: 5 4;
  }
  .drawing .tick {
    fill: var(--ink);
  }
  .drawing .gap {
    fill: var(--_paper);
  }
  .drawing .ball {
    fill: var(--_paper);
    stroke: var(--ink);
    stroke-width: 2;
  }
  .drawing .ball.mine {
    fill: var(--accent);
    stroke: var(--accent);
  }
  .is-overdue .drawing .ball {
    stroke: var(--late);
  }
  .is-overdue .drawing .ball.mine {
    fill: var(--late);
  }
  .is-overdue b,
  .is-overdue .promise-say,
  .is-late .promise-left {
    color: var(--late);
  }
  .is-overdue.promise-small {
    color: var(--late);
  }

  @container support (max-width: 599.98px) {
    .wide {
      display: none !important;
    }
  }
  @container support (min-width: 600px) {
    .narrow {
      display: none !important;
    }
  }
  /* Paper has nothing to press or to fill in. */
  @media print {
    :is(.button, .icon-button, .back, .bar, .notice, support-ticket-message-box, support-ticket-rating, support-ticket-files, dialog) {
      display: none !important;
    }
    .link {
      color: inherit;
      text-decoration: none;
    }
    .rows > li,
    .says > li,
    .promise {
      break-inside: avoid;
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
    .drawing :is(.run, .over, .check),
    .is-overdue .drawing .ball {
      stroke: CanvasText;
    }
    .drawing .tick {
      fill: CanvasText;
    }
    .drawing .track {
      stroke: GrayText;
    }
    .drawing .ball.mine {
      fill: Highlight;
      stroke: Highlight;
    }
    .radio:checked {
      border-color: Highlight;
    }
    /* The filled button is told from those beside it by its edge. */
    .button.primary {
      border: 2px solid Highlight;
    }
  }
  @media print {
    :is(.back, .bar, .search, .sort, .tools, .act, .begin, .head-bar > .button, .state .button, .not-refreshed .link, .waiting .link) {
      display: none !important;
    }
    .rows > li {
      break-inside: avoid;
    }
  }
`;
