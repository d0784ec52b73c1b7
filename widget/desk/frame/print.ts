import { css } from 'lit';

/** Printing: a ticket with its whole conversation, or the list; without controls and notices. */
export const printSheet = css`
  .on-paper {
    display: none;
  }
  @media print {
    .surface {
      color-scheme: only light;
      min-block-size: 0;
      background: none;
      font-size: 10.5pt;
    }
    .surface .desk {
      display: block;
      block-size: auto;
    }
    .surface
      :is(
        .foot,
        .queue-top,
        .back,
        .strip,
        .composers,
        .icon-button,
        .key,
        .open-sieve,
        .filters,
        .total,
        .menu,
        .more:not([aria-current='true']),
        .more .icon,
        .colleagues,
        .solution-acts,
        .error,
        support-desk-held,
        .bounced .button,
        support-desk-acts,
        support-desk-tags .input,
        summary > .icon
      ),
    .surface .tabs > :not([aria-current='true'], .found),
    .surface .at-top,
    .surface .sieve .link,
    .surface .facts .link,
    .surface .about :is(.more, .link),
    .surface .says button {
      display: none !important;
    }
    .surface :is(.queue-column, .work, .talk, .queue-list, .about) {
      display: block;
      max-block-size: none;
      min-block-size: 0;
      block-size: auto;
      padding: 0;
      border: 0;
      overflow: visible;
    }
    .surface .at-queue .work,
    .surface .at-ticket > .queue-column {
      display: none;
    }
    .surface .work > * {
      margin-inline: 0;
    }
    .surface :is(.tabs, .sieve, .found) {
      padding-inline: 0;
      border: 0;
    }
    .surface .queue-list.is-stale {
      opacity: 1;
    }
    .surface .queue > li {
      break-inside: avoid;
      min-block-size: 0;
      padding: 4px 0;
      background: none;
    }
    .surface .queue > li::before,
    .surface .queue .title-link::after {
      content: none;
    }
    .surface .about .chip {
      padding-inline: 8px;
    }
    .surface .queue .name,
    .surface .row-line,
    .surface .row-line > bdi {
      overflow: visible;
      white-space: normal;
    }
    .surface .queue .promise-small .soft {
      position: static;
      inline-size: auto;
      block-size: auto;
      clip-path: none;
    }
    .surface .on-paper {
      display: block;
      padding: 8px 0;
    }
    .surface .says > li {
      padding-inline: 0;
    }
    .surface .says > .team {
      padding-inline-start: 16px;
    }
    .surface .says > .team::before {
      inset-inline-start: 0;
    }
    .surface .says > .event {
      break-inside: avoid;
    }
    .surface .who {
      break-after: avoid;
    }
    /* Backgrounds stay out of most printers: a rule tells a note from what the customer has read. */
    .surface .says > .note {
      padding-inline-start: 12px;
      border-inline-start: 3px double var(--note-ink);
      background: none;
    }
    .surface .about.at-side {
      display: block;
      margin-block-start: 24px;
      padding-block-start: 12px;
      border-block-start: 1px solid var(--line);
      columns: 2;
    }
    .surface .about.at-side > * {
      break-inside: avoid;
      margin-block-end: 12px;
    }
    .surface :is(a, .link) {
      color: inherit;
      text-decoration: none;
    }
  }
`;
