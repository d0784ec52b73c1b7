/** Sizes that everybody may rely on. Texts are counted in characters (code points) after trimming. */
export const limits = {
  title: { min: 5, max: 200 },
  description: { min: 10, max: 20_000 },
  message: { min: 1, max: 20_000 },
  /** A reason for reopening, closing or a priority change, and a word of thanks. */
  reason: { min: 1, max: 2_000 },
  comment: { max: 2_000 },
  orderReference: { max: 80 },
  /** An answer written once and sent often. */
  cannedReply: { title: 80, shortcut: 32, most: 500 },
  /** An answer to a question of the site's own. */
  field: { max: 500 },
  incident: { title: { min: 3, max: 120 }, body: { max: 2_000 } },
  search: { max: 200 },
  /** A title, and the first words of a description. */
  articleSearch: { max: 500 },
  /** Bytes. */
  jsonBody: 256 * 1024,
  /** What the host's backend may bring of one customer: the body in bytes, and items of one kind. */
  profile: { jsonBody: 1024 * 1024, items: 5_000 },
  attachment: { maxBytes: 10 * 1024 * 1024, perMessage: 8 },
  /**
   * A mail that comes in: bytes of eight attachments in base64, with what stands around them; characters that are kept of
   * what was quoted; messages of one ticket within an hour and a day, before somebody at the desk looks first.
   */
  mailIn: { maxBytes: 120 * 1024 * 1024, quoted: 60_000, hourly: 12, daily: 40 },
  /** Of a code that is sent to a guest's address. */
  code: { digits: 8, tries: 5, minutes: 10 },
  pageSize: { default: 20, max: 100 },
} as const;

/** Characters as people count them: one for an emoji outside the basic plane, where `length` says two. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
