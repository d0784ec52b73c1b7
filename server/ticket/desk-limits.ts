/** A way to look at the queue that somebody keeps: characters of its name, and how many each agent may have. */
export const savedViewLimits = { name: 60, most: 50 } as const;

/** The longest period of statistics, in days: a year and its leap day. */
export const longestPeriod = 366;
