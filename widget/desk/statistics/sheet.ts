import { css } from 'lit';

/** A place of its own: it covers the desk, in the desk's paper. */
export const statsSheet = css`
  .stats {
    inline-size: 100vw;
    block-size: 100dvh;
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: var(--_paper);
    color: inherit;
    overflow: auto;
  }
  .stats-page {
    container: stats / inline-size;
    max-inline-size: 1120px;
    margin: 0 auto;
    padding: 16px 20px 48px;
  }
  .stats-top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 16px;
  }
  .periods {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
    margin-block: 8px 16px;
    border-block-end: 1px solid var(--line);
  }
  .periods label {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-block-size: var(--tap);
    color: var(--ink-2);
    cursor: pointer;
  }
  .periods input {
    position: absolute;
    inset: 0;
    margin: 0;
    appearance: none;
    border-radius: var(--radius);
    cursor: pointer;
  }
  .periods label:has(:checked) {
    color: var(--ink);
    font-weight: var(--bold);
    box-shadow: inset 0 -2px var(--accent);
  }
  @media (forced-colors: active) {
    .periods label:has(:checked) {
      border-block-end: 2px solid Highlight;
    }
  }
  .stats .own-days {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 16px;
    margin-block-end: 16px;
  }
  .stats .own-days .field {
    flex: 0 1 168px;
  }
  .stats-found.is-stale {
    opacity: 0.6;
  }
  .stats-days {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 16px;
  }
  .sums {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 136px), 1fr));
    gap: 16px 24px;
    margin-block: 16px 32px;
    padding-block: 16px;
    border-block: 1px solid var(--line);
  }
  .sums dt {
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .sums dd > b {
    display: block;
    font-size: var(--large);
    line-height: 1.27;
    letter-spacing: -0.012em;
  }
  .sums dd > span {
    display: block;
    margin-block-start: 4px;
  }
  .stats-grid {
    display: grid;
    gap: 32px 48px;
  }
  .stats-figure {
    min-inline-size: 0;
  }
  .figure-top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
    padding-block-end: 8px;
    border-block-end: 1px solid var(--line);
  }
  .figure-top h3 {
    flex: 1 1 auto;
  }
  .figure-top > :is(button, a) {
    min-block-size: 24px;
    font-size: var(--small);
  }
  .figure-note {
    margin-block-start: 12px;
  }
  .chart {
    margin-block-start: 12px;
  }
  .chart svg {
    display: block;
    overflow: visible;
  }
  .columns-box {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .columns-scale {
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    margin-block: -10px;
    text-align: end;
  }
  .columns-ends {
    grid-column: 2;
    display: flex;
    justify-content: space-between;
    gap: 8px;
    margin-block-start: 8px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0 20px;
    margin-block-start: 8px;
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .legend > span {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .chart .scale {
    stroke: var(--line);
  }
  .chart .ground {
    stroke: var(--line);
  }
  .columns .ground {
    stroke: var(--edge);
  }
  .chart .reach {
    fill: transparent;
  }
  .columns g:hover .reach {
    fill: var(--tint);
  }
  .chart rect.part {
    fill: var(--accent);
  }
  .chart .shut {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .chart .run {
    stroke-width: 6;
  }
  .chart .run.part {
    stroke: var(--accent);
  }
  .chart .run.missed {
    stroke: var(--late);
    stroke-dasharray: 5 3;
  }
  .chart .run.open {
    stroke: var(--line);
  }
  .chart .run.thin {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .chart .stop {
    stroke: var(--ink);
    stroke-width: 2;
  }
  .chart .middle {
    fill: var(--accent);
  }
  @media (forced-colors: active) {
    .chart :is(.run.part, .shut, .stop, .run.thin) {
      stroke: CanvasText;
    }
    .chart :is(rect.part, .middle) {
      fill: CanvasText;
    }
  }
  .strokes {
    display: grid;
    gap: 8px;
  }
  .strokes > li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
    overflow-wrap: anywhere;
  }
  .strokes .stroke {
    flex: 0 0 100%;
  }
  .stats .table:not(.unseen) {
    overflow: auto;
    margin-block-start: 4px;
  }
  .stats table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--small);
    line-height: 1.43;
  }
  .stats caption {
    padding-block: 8px;
    color: var(--ink-2);
    text-align: start;
  }
  .stats :is(th, td) {
    padding: 8px 0 8px 16px;
    border-block-end: 1px solid var(--line);
    text-align: end;
    vertical-align: baseline;
    font-weight: inherit;
  }
  .stats thead th {
    color: var(--ink-2);
    vertical-align: bottom;
  }
  .stats :is(th, td):first-child {
    padding-inline-start: 0;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .told > li {
    padding-block: 12px;
    border-block-end: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .told .said {
    margin-block-start: 4px;
  }
  .told + .link {
    min-block-size: var(--tap);
  }
  @container stats (min-width: 820px) {
    .stats-grid {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .stats-figure.full {
      grid-column: 1 / -1;
    }
  }
`;
