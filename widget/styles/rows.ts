import { css } from 'lit';

/** The list of tickets: tabs, search, and a row for each. */
export const rows = css`
  .tabs {
    display: flex;
    gap: 24px;
    margin-block-end: 16px;
    border-block-end: 1px solid var(--line);
  }
  .tabs button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: var(--tap);
    margin-block-end: -1px;
    padding: 0;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--ink-2);
    cursor: pointer;
  }
  .tabs [aria-current] {
    border-color: var(--accent);
    color: var(--ink);
    font-weight: var(--bold);
  }
  .tabs .count {
    color: var(--ink-2);
    font-weight: 400;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    margin-block-end: 8px;
  }
  .order {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
    min-block-size: 36px;
    margin-block-end: 4px;
    color: var(--ink-2);
    font-size: var(--small);
  }
  .order select {
    min-block-size: 32px;
    padding: 4px;
    border: 0;
    border-radius: var(--radius);
    background: var(--_paper);
    color: var(--ink);
  }
  @media (forced-colors: active) {
    .tabs button:not([aria-current]) {
      border-color: Canvas;
    }
    .tabs button[aria-current] {
      border-color: Highlight;
    }
  }
  @media print {
    :is(.tools, .tabs, .order) {
      display: none;
    }
  }
  .tickets > li {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    padding: 16px 0;
  }
  .tickets .name {
    grid-column: 1;
  }
  .tickets .title-link:hover {
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.22em;
  }
  .tickets .unread .title-link {
    font-weight: var(--bold);
  }
  .tickets .unread .meta strong {
    color: var(--accent);
  }
  .tickets .number {
    color: var(--ink-2);
    white-space: nowrap;
  }
  .tickets .number-in {
    margin-inline-end: 8px;
  }
  .tickets .meta {
    grid-column: 1;
    align-content: start;
  }
  .tickets :is(.promise-small, .dates) {
    grid-column: 1 / -1;
  }
  .tickets .act {
    position: relative;
    grid-column: 2;
    grid-row: 1 / 3;
    align-self: start;
    margin: -8px -8px 0 0;
  }
  .tickets .act.plain {
    margin: 0;
  }
  @container support (min-width: 600px) {
    .tickets > li {
      grid-template-columns: 52px minmax(0, 1fr) 228px auto;
      grid-template-rows: auto 1fr;
    }
    .tickets .number {
      grid-column: 1;
      grid-row: 1;
    }
    .tickets :is(.name, .meta) {
      grid-column: 2;
    }
    .tickets :is(.promise-small, .dates) {
      grid-column: 3;
      grid-row: 1 / 3;
      align-content: start;
      padding-block: 2px;
    }
    .tickets .act {
      grid-column: 4;
    }
  }
  @container support (max-width: 599.98px) {
    .tools > .button {
      flex: 1 0 100%;
    }
  }
`;
