import { css } from 'lit';

/** The desk's own colours, and its three columns: two where there is less room, one at a time where there is little. */
export const layout = css`
  .surface {
    --_text: var(--support-ticket-text, light-dark(#17212e, #e6eaf0));
    --_paper: var(--support-ticket-background, light-dark(#fff, #141a22));
    --_hue: var(--support-ticket-accent, #0a6c74);
    --note: light-dark(#fff6d6, #332b12);
    --note-ink: light-dark(#6b4e00, #f0cf73);
    min-block-size: 100dvh;
    background: var(--_paper);
    font-size: 15px;
  }
  @media (pointer: fine) {
    .surface {
      --tap: 36px;
    }
  }
  :where(h1, kbd) {
    margin: 0;
    font: inherit;
  }
  .heading {
    font-size: var(--large);
    line-height: 1.27;
    font-weight: var(--bold);
  }
  .dialog-heading {
    font-size: 1.125em;
  }
  .key {
    display: inline-block;
    flex: none;
    padding: 0 5px;
    border: 1px solid var(--line);
    border-block-end-width: 2px;
    border-radius: 4px;
    color: var(--ink-2);
    font-size: 0.75rem;
    line-height: 1.4;
  }
  @media (pointer: coarse) {
    .key {
      display: none;
    }
  }
  .desk {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }
  .queue-column {
    display: flex;
    flex-direction: column;
    min-block-size: 100dvh;
  }
  .queue-column > support-desk-queue {
    flex: 1;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    padding: 12px 20px;
    border-block-start: 1px solid var(--line);
    color: var(--ink-2);
    font-size: var(--small);
    line-height: 1.43;
  }
  .foot > span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .foot .link {
    min-block-size: 24px;
  }
  .foot .who-in {
    display: flex;
    flex: 1 0 100%;
    flex-wrap: wrap;
    gap: 4px 16px;
    overflow-wrap: anywhere;
  }
  .foot .who-in > :not(:first-child) {
    white-space: nowrap;
  }
  support-desk-ticket,
  support-desk-change,
  support-desk-incidents,
  support-desk-help {
    display: contents;
  }
  .work {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    container: work / inline-size;
  }
  .work > * {
    flex: none;
    margin-inline: 20px;
  }
  .work > .strip {
    margin-block: 12px 0;
  }
  .work > .strip.failed {
    border: 2px solid var(--late);
  }
  .strip.failed > svg {
    color: var(--late);
  }
  .work > :is(.state, .bones) {
    padding-block: 20px;
  }
  .work > .back {
    align-self: start;
    margin: 8px 16px -8px;
    text-decoration: none;
  }
  .ticket-top {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 8px 20px;
    padding-block: 12px 8px;
  }
  .follows .link {
    display: inline;
    min-block-size: 0;
  }
  .ticket-title {
    flex: 1 1 280px;
    min-inline-size: 0;
  }
  .actions {
    gap: 8px;
    align-self: start;
  }
  .desk .work > .promise {
    margin-block-end: 0;
    padding-block: 12px;
  }
  .work > .talk {
    margin-inline: 0;
  }
  .work > .composers {
    margin-inline: 0;
  }
  .desk .talk:focus-visible {
    outline-offset: -3px;
    box-shadow: none;
  }
  .desk > support-desk-ticket > .at-side {
    display: none;
  }
  .work > .at-top {
    display: block;
  }
  .at-other > support-desk-ticket > .work {
    display: none;
  }

  /* One place at a time: the page scrolls. */
  @container support (max-width: 719.98px) {
    .at-ticket > .queue-column,
    .at-queue .work {
      display: none;
    }
    .foot .keys {
      display: none;
    }
  }
  /* Columns that scroll by themselves: the queue stays in sight. */
  @container support (min-width: 720px) {
    .desk {
      grid-template: minmax(0, 1fr) / minmax(300px, 340px) minmax(0, 1fr);
      block-size: 100dvh;
    }
    .only-alone {
      display: none !important;
    }
    .queue-column {
      min-block-size: 0;
    }
    .desk .work {
      border-inline-start: 1px solid var(--line);
      overflow: auto;
    }
    /* Never less than a few lines: on a low window the column scrolls instead. */
    .desk .talk {
      flex: 1 1 0;
      min-block-size: 160px;
      overflow: auto;
    }
  }
  @container support (min-width: 1120px) {
    .desk {
      grid-template-columns: 360px minmax(0, 1fr) 232px;
    }
    :is(.at-queue, .at-other) .work {
      grid-column: 2 / -1;
    }
    .desk > support-desk-ticket > .at-side {
      display: grid;
    }
    .work > .at-top {
      display: none;
    }
  }
`;
