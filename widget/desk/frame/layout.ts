import { css } from 'lit';

/** The desk's colours and layout: three, two or one column by width. */
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
  /* The page itself never scrolls: what waits, the fields and the foot stay in sight, and nothing lies over them. */
  .desk {
    display: grid;
    grid-template: 'held' auto 'main' minmax(0, 1fr) 'foot' auto / minmax(0, 1fr);
    block-size: 100dvh;
  }
  .queue-column {
    grid-area: main;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    overflow: auto;
  }
  .queue-column > support-desk-queue {
    flex: 1;
  }
  .foot {
    grid-area: foot;
    display: flex;
    align-items: center;
    gap: 4px 8px;
    min-inline-size: 0;
    padding: 5px 12px;
    border-block-start: 1px solid var(--line);
    font-size: var(--small);
    line-height: 1.43;
  }
  .foot > support-desk-quarantine {
    margin-inline-start: auto;
  }
  .help-button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    flex: none;
    min-inline-size: var(--tap);
    min-block-size: var(--tap);
    padding: 0;
    border: 0;
    border-radius: var(--radius);
    background: none;
    cursor: pointer;
  }
  .help-button:hover {
    background: var(--tint);
  }
  @media (pointer: coarse) {
    .help-button {
      display: none;
    }
  }
  support-desk-ticket,
  support-desk-change,
  support-desk-incidents,
  support-desk-help {
    display: contents;
  }
  .work {
    grid-area: main;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: auto;
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
    padding-block: 8px;
  }
  .ticket-line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 16px;
    min-block-size: 36px;
  }
  .follows .link {
    display: inline;
    min-block-size: 0;
  }
  /* On two lines: whose turn and what is left, then the line. When it was sent, the conversation says. */
  .desk .work > .promise {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 16px;
    margin-block-end: 0;
    padding-block: 0 8px;
    border: 0;
  }
  .desk .promise > .promise-head {
    justify-content: start;
    gap: 0 12px;
  }
  .desk .promise > .promise-ends {
    display: block;
    line-height: 1.72;
  }
  .desk .promise > .promise-ends > :first-child {
    display: none;
  }
  .desk .promise > svg {
    order: 1;
    flex: 1 0 100%;
  }
  .desk .promise > .promise-past {
    order: 2;
    flex: 1 0 100%;
  }
  /* Held at its end: what is said last is in sight, also while the fields below grow. */
  .work > .talk {
    display: flex;
    flex-direction: column-reverse;
    margin-inline: 0;
    border-block-start: 1px solid var(--line);
  }
  .talk > .says {
    flex: none;
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
    margin: 0;
    padding-inline: 20px;
    border-block: 1px solid var(--line);
    border-block-end: 0;
  }
  .at-other > support-desk-ticket > .work {
    display: none;
  }

  /* Never less than a few lines: on a low window the column scrolls instead. */
  .desk .talk {
    flex: 1 1 0;
    min-block-size: 160px;
    overflow: auto;
  }

  /* One place at a time. */
  @container support (max-width: 719.98px) {
    .at-ticket > :is(.queue-column, .foot),
    .at-queue .work {
      display: none;
    }
    .desk > support-desk-held {
      border-block: 0 1px;
    }
  }
  @container support (min-width: 720px) {
    .desk {
      grid-template:
        'queue main' minmax(0, 1fr)
        'held main' auto
        'foot main' auto / minmax(300px, 340px) minmax(0, 1fr);
    }
    .only-alone {
      display: none !important;
    }
    .queue-column {
      grid-area: queue;
    }
    .desk .work {
      border-inline-start: 1px solid var(--line);
    }
  }
  @container support (min-width: 1120px) {
    .desk {
      grid-template:
        'queue main facts' minmax(0, 1fr)
        'held main facts' auto
        'foot main facts' auto / 376px minmax(0, 1fr) 256px;
    }
    :is(.at-queue, .at-other) .work {
      grid-column: main / facts;
    }
    .desk > support-desk-ticket > .at-side {
      grid-area: facts;
      display: grid;
    }
    .work > .at-top {
      display: none;
    }
  }
  @container support (min-width: 1800px) {
    .desk {
      grid-template-columns: 440px minmax(0, 1fr) 280px;
    }
  }
`;
