import { css } from 'lit';

/** The list of tickets: tabs, search, and a row for each. */
export const rows = css`
  .head-bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
  }
  .tabs-bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 16px;
    margin-block-end: 16px;
    border-block-end: 1px solid var(--line);
  }
  .tabs {
    display: flex;
    gap: 24px;
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
  .sort {
    flex: none;
    margin-inline-start: auto;
  }
  .sort select {
    inline-size: 204px;
    max-inline-size: 100%;
    min-block-size: var(--tap);
    padding: 0 28px 0 0;
    border: 0;
    background-color: transparent;
    background-position: calc(100% - 14px) 55%, calc(100% - 9.5px) 55%;
    color: var(--ink-2);
    text-align: end;
    text-align-last: end;
    text-overflow: ellipsis;
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
    :is(.tools, .tabs, .sort) {
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
  .tickets .link.act {
    min-block-size: var(--tap);
    margin-block-start: -10px;
  }
  .elsewhere-found {
    margin-block-start: 16px;
  }
  .elsewhere-found .link,
  .not-refreshed .link {
    min-block-size: var(--tap);
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
    .head-bar {
      gap: 8px;
    }
    .head-bar > .button {
      padding-inline: 12px;
    }
    .sort select {
      font-size: var(--small);
    }
  }
  @container support (min-width: 960px) {
    .tickets > li {
      grid-template-columns: 44px minmax(0, 1fr) 360px 104px;
      grid-template-rows: auto;
      gap: 0 16px;
      min-block-size: 76px;
    }
    /* The drawings are all as wide as their column, so that promises compare from row to row. */
    .tickets .promise-small {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
      padding: 2px 0 0;
      white-space: nowrap;
    }
    .tickets .promise-small > svg {
      order: 2;
      inline-size: 100%;
      margin: 0;
    }
    .tickets .promise-small br {
      display: none;
    }
    .tickets .promise-small b + br + span {
      margin-inline-start: 8px;
    }
    .tickets .act {
      justify-self: end;
    }
  }
`;
