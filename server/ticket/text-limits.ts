/** What people type: sizes that everybody may rely on, counted in characters (code points) after trimming, a minimum in those that can be seen. */
export const textLimits = {
  title: { min: 5, max: 200 },
  description: { min: 10, max: 20_000 },
  message: { min: 1, max: 20_000 },
  /** A reason for reopening, closing or a priority change, and a word of thanks. */
  reason: { min: 1, max: 2_000 },
  comment: { max: 2_000 },
  orderReference: { max: 80 },
  /** An answer to a question of the site's own. */
  field: { max: 500 },
  search: { max: 200 },
} as const;
