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

/** Of a code that is sent to a guest's address. */
export const codeDigits = 8;
export const codeTries = 5;
export const codeMinutes = 10;

/** A way to look at the queue that somebody keeps: characters of its name, and how many each agent may have. */
export const savedViewLimits = { name: 60, most: 50 } as const;

/** The longest period of statistics, in days: a year and its leap day. */
export const longestPeriod = 366;

/** Sizes that everybody may rely on: what people type, and whatever else has an end. */
export const limits = {
  ...textLimits,
  /** An answer written once and sent often. */
  cannedReply: { title: 80, shortcut: 32, most: 500 },
  incident: { title: { min: 3, max: 120 }, body: { max: 2_000 } },
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
  code: { digits: codeDigits, tries: codeTries, minutes: codeMinutes },
  pageSize: { default: 20, max: 100 },
} as const;
