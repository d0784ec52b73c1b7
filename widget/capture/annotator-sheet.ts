import { css } from 'lit';

export const annotatorSheet = css`
  .annotator {
    inline-size: calc(100vw - 16px);
    max-inline-size: 1080px;
    block-size: calc(100dvh - 16px);
    max-block-size: 860px;
    padding: 12px 16px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--float);
    color: inherit;
    box-shadow: var(--shadow);
    overflow: hidden;
  }
  .annotator[open] {
    display: grid;
    grid-template-rows: auto auto minmax(96px, 1fr) auto auto;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .annotator::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  .annotator .bar {
    gap: 8px;
  }
  .annotator header {
    gap: 0;
    margin: -4px -12px -8px 0;
  }
  .annotator header h3 {
    flex: 1;
  }
  .annotator header :last-child {
    margin-inline-start: 12px;
  }
  .annotator .tool {
    padding-inline: 12px;
    font-weight: inherit;
  }
  .annotator .tool[aria-pressed='true'] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
    background: var(--accent-tint);
    font-weight: var(--bold);
  }
  .stage {
    display: grid;
    place-items: center;
    container-type: size;
    overflow: hidden;
    border-radius: var(--radius);
    background: color-mix(in oklab, var(--ink) 8%, var(--float));
  }
  .drawn {
    position: relative;
    aspect-ratio: var(--_w) / var(--_h);
    inline-size: min(100cqi, 100cqb * var(--_w) / var(--_h), var(--_natural));
    overflow: hidden;
    cursor: crosshair;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
  }
  .drawn canvas {
    display: block;
    inline-size: 100%;
    block-size: 100%;
  }
  .annotator .mark {
    position: absolute;
    padding: 0;
    border: 1.5px dashed transparent;
    background: none;
    cursor: move;
    touch-action: none;
  }
  .annotator .mark:is(.chosen, :focus-visible, .crop) {
    border-color: #fff;
    outline: 1px solid #17212e;
    outline-offset: 0;
    box-shadow: none;
  }
  .annotator .mark.arrow {
    pointer-events: none;
    border-color: transparent;
    outline-color: transparent;
  }
  .annotator .mark:focus-visible {
    outline: 3px solid #0a6c74;
  }
  .annotator .mark.crop {
    box-shadow: 0 0 0 9999px rgb(0 0 0 / 0.55);
    z-index: 0;
  }
  .annotator .mark.crop:not(.chosen) {
    pointer-events: none;
  }
  .grip {
    position: absolute;
    z-index: 1;
    inline-size: 14px;
    block-size: 14px;
    margin: -7px;
    border: 2px solid #17212e;
    border-radius: 50%;
    background: #fff;
    pointer-events: auto;
    touch-action: none;
  }
  .grip::after {
    content: '';
    position: absolute;
    inset: -15px;
  }
  .grip.end {
    cursor: crosshair;
  }
  .annotator .mark:not(.chosen) .grip {
    display: none;
  }
  .annotator > :last-child {
    min-block-size: var(--tap);
  }
  @media (max-width: 599.98px) {
    .annotator .tool {
      flex: 1;
      padding-inline: 8px;
    }
    .annotator .keys {
      display: none;
    }
  }
`;
