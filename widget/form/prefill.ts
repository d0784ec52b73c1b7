/** Values that a site or another screen gives for a new ticket. */
export interface Prefill {
  readonly service?: string;
  readonly category?: string;
  readonly type?: string;
  readonly order?: string;
  /** The reference of an order that is not in the catalog. */
  readonly orderReference?: string;
  readonly subscription?: string;
  readonly project?: string;
  readonly title?: string;
  readonly description?: string;
  readonly priority?: 'LOW' | 'MEDIUM' | 'HIGH' | 'URGENT';
  /** Answers to the site's own fields, by field id. */
  readonly fields?: Readonly<Record<string, string | boolean>>;
  /** The id and label of the ticket that the new one follows up. */
  readonly followUpOf?: string;
  readonly followUpLabel?: string;
}
