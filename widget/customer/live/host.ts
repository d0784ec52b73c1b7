import type { TemplateResult } from 'lit';
import type { Tag } from '../tag.ts';
import type { Line } from '../../client/line.ts';

/** What live hints need of the element. */
export interface LiveHost {
  readonly key: string;
  readonly tag: Tag;
  /** Where the screen is drawn. */
  readonly root: ParentNode;
  /** Where the session that is shown leaves off. */
  readonly lastEventId: string;
  line(): Line;
  /** Somewhere something is new. */
  news(): void;
}

/** What they give it. */
export interface Live {
  /** Nobody has to ask for news. */
  isFresh(): boolean;
  /** Whether somebody of the team writes to the customer of that ticket at this moment. */
  writes(ticketId: string): boolean;
  /** Offers to be told of answers by the browser, where it can and nobody has been asked. */
  offer(): TemplateResult | null;
  stop(): void;
}
