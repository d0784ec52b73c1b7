import { css } from 'lit';

/** Parts that open under a line of their own (`details.fold`). */
export const fold = css`
  .fold {
    margin-block: -24px 20px;
    border-block-end: 1px solid var(--line);
  }
  .fold summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: var(--tap);
    list-style: none;
    font-size: var(--small);
    cursor: pointer;
  }
  .fold summary::-webkit-details-marker {
    display: none;
  }
  .fold summary > .icon {
    margin-inline-start: auto;
    color: var(--ink-2);
  }
  .fold[open] summary > .icon {
    transform: rotate(180deg);
  }
`;
