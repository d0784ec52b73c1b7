/** Lengths of typed texts, in characters (code points) after trimming; a minimum counts only characters that can be seen. */
export const textLimits = {
  title: { min: 5, max: 200 },
  description: { min: 10, max: 20_000 },
  message: { min: 1, max: 20_000 },
  /** A reason for reopening, closing or changing the priority, and a word of thanks. */
  reason: { min: 1, max: 2_000 },
  comment: { max: 2_000 },
  orderReference: { max: 80 },
  /** An answer to a field that the site has added to the form. */
  field: { max: 500 },
  search: { max: 200 },
} as const;

/** Digits of the code that is sent to a guest's address. */
export const codeDigits = 8;
export const codeTries = 5;
export const codeMinutes = 10;

/** A saved view of the queue: characters of its name, and how many views each agent may have. */
export const savedViewLimits = { name: 60, most: 50 } as const;

/** The longest period of statistics, in days: a year and its leap day. */
export const longestPeriod = 366;

/** Limits of the public contract: typed texts, bodies, counts and rates. */
export const limits = {
  ...textLimits,
  /** A canned reply: characters of its title and shortcut, and how many there may be. */
  cannedReply: { title: 80, shortcut: 32, most: 500 },
  incident: { title: { min: 3, max: 120 }, body: { max: 2_000 } },
  /** Characters of a search: a title and the first words of a description. */
  articleSearch: { max: 500 },
  /** Bytes. */
  jsonBody: 256 * 1024,
  /** A customer's profile as the host's backend sends it: bytes of the body, and items of one kind. */
  profile: { jsonBody: 1024 * 1024, items: 5_000 },
  attachment: { maxBytes: 10 * 1024 * 1024, perMessage: 8 },
  /**
   * A mail that comes in. `maxBytes`: eight attachments in base64 and the text around them. `quoted`: characters kept of the
   * quoted text. `hourly`, `daily`: messages accepted for one ticket before further mails are quarantined.
   */
  mailIn: { maxBytes: 120 * 1024 * 1024, quoted: 60_000, hourly: 12, daily: 40 },
  /** The code that is sent to a guest's address. */
  code: { digits: codeDigits, tries: codeTries, minutes: codeMinutes },
  pageSize: { default: 20, max: 100 },
} as const;
