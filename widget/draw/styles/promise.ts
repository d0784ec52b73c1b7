import { css } from 'lit';

/** The promise line, large and small. */
export const promise = css`
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
    grid-template-columns: minmax(min-content, calc(45% - 12px)) minmax(0, 1fr);
    gap: 12px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .promise-ends > :last-child {
    text-align: end;
  }
  @container support (max-width: 299.98px) {
    .promise-ends {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
  }
  @container support (min-width: 600px) {
    .promise-ends {
      grid-template-columns: minmax(0, max-content) minmax(55%, 1fr);
    }
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
  }
  @media print {
    .promise {
      break-inside: avoid;
    }
  }
`;
