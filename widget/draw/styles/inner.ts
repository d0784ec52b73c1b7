import { css } from 'lit';

/** Styles of most screens except home: fields, the back link, sections, meters. */
export const inner = css`
  .whole {
    white-space: nowrap;
  }
  .button.compact {
    padding: 4px 12px;
    font-size: var(--small);
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
  .said-list {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .said {
    white-space: pre-line;
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
  @media (forced-colors: active) {
    .radio:checked {
      border-color: Highlight;
    }
  }
  @media print {
    :is(.back, .search, .sort, .tools, .act, support-ticket-message-box, support-ticket-rating, support-ticket-files) {
      display: none !important;
    }
    .says > li {
      break-inside: avoid;
    }
  }
`;
