import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { msg, str } from '@lit/localize';
import type { Present } from '../../../server/wire/live.ts';
import { isolated } from '../../draw/isolate.ts';

export const othersSheet = css`
  .colleagues {
    color: var(--ink);
  }
  .colleagues .is-writing {
    font-weight: var(--bold);
  }
  .queue .colleagues {
    flex: none;
    max-inline-size: 50%;
    margin-inline-start: auto;
    overflow: hidden;
    font-size: var(--small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

/** "Sam is answering". */
function sayPresent({ staff, state }: Present): string {
  const name = isolated(staff.name);
  switch (state) {
    case 'writing-reply':
      return msg(str`${name} is answering`);
    case 'writing-note':
      return msg(str`${name} is writing a note`);
    case 'reading':
      return msg(str`${name} is reading`);
  }
}

const order = { 'writing-reply': 0, 'writing-note': 1, reading: 2 } as const;

/** Colleagues at a ticket, those who write first. With `spoken`, changes are announced to screen readers. */
export function othersAt(ticketId: string, others: readonly Present[], spoken = false): TemplateResult | typeof nothing {
  const there = others.filter((present) => present.ticketId === ticketId).sort((a, b) => order[a.state] - order[b.state]);
  if (!spoken && there.length === 0) return nothing;
  const text = there.map(sayPresent).join(', ');
  const writes = there[0]?.state === 'writing-reply';
  return html`<span class="colleagues" role=${spoken ? 'status' : nothing} title=${text}><span class=${writes ? 'is-writing' : ''}>${text}</span></span>`;
}
