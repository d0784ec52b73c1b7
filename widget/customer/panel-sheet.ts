import { css } from 'lit';

/** The panel of launcher mode; a sheet on a phone. */
export const panelSheet = css`
  :host([mode='launcher' i]:not([hidden])) {
    display: contents;
    container: none;
  }
  .panel {
    position: fixed;
    inset: auto 20px calc(20px + env(safe-area-inset-bottom)) auto;
    inline-size: 392px;
    max-inline-size: calc(100vw - 40px);
    max-block-size: min(760px, calc(100dvh - 40px));
    margin: 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    color: inherit;
    box-shadow: var(--shadow);
    overflow: hidden;
    --_paper: light-dark(var(--support-ticket-background, var(--_page-background, Canvas)), color-mix(in oklab, var(--_text) 6%, var(--support-ticket-background, var(--_page-background, Canvas))));
  }
  .panel:is([open], :popover-open) {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
  }
  .panel:modal::backdrop {
    background: rgb(0 0 0 / 0.32);
  }
  .panel-top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: 4px 4px 4px 20px;
    border-block-end: 1px solid var(--line);
  }
  .panel-in {
    container: support / inline-size;
    padding: 20px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  @media (max-width: 599.98px) {
    .panel {
      inset: 12px 0 0;
      inline-size: auto;
      max-inline-size: none;
      max-block-size: none;
      block-size: calc(100dvh - 12px);
      border-width: 1px 0 0;
      border-radius: var(--radius) var(--radius) 0 0;
    }
  }
`;
