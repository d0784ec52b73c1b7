/** What a site or another screen already knows about the ticket to open. */
export interface Prefill {
  readonly service?: string;
  readonly category?: string;
  readonly type?: string;
  readonly order?: string;
  /** Of an order that is not listed. */
  readonly orderReference?: string;
  readonly subscription?: string;
  readonly project?: string;
  readonly title?: string;
  readonly description?: string;
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
  /** Answers to the site's own questions, by their ids. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** The ticket it goes on from, by its id, and what to call it. */
  readonly followUpOf?: string;
  readonly followUpLabel?: string;
}
