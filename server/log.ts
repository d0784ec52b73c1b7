export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** One line per event, for the operator. Facts are ids, counts and reasons, never tokens or users' texts. */
export interface Log {
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
