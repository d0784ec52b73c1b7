/** A token bucket: `burst` requests at once, then `perMinute`. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** Null for no limit. */
export interface Rates {
  /** A customer opens tickets. */
  readonly create: Rate | null;
  /** Any other change by a customer. */
  readonly write: Rate | null;
  /** A customer asks for a solution by mail. */
  readonly solutionMail: Rate | null;
  /** Uploads, per person. */
  readonly upload: Rate | null;
  /** Reads by a customer. */
  readonly read: Rate | null;
  /** All requests of an agent. */
  readonly desk: Rate | null;
  /** Requests for a sign-in code, per IP address. */
  readonly guest: Rate | null;
  /** Unauthenticated requests, per IP address. */
  readonly anonymous: Rate | null;
}

export const defaultRates: Rates = {
  create: { perMinute: 60, burst: 30 },
  write: { perMinute: 600, burst: 300 },
  solutionMail: { perMinute: 1, burst: 5 },
  upload: { perMinute: 60, burst: 40 },
  read: { perMinute: 3_000, burst: 600 },
  desk: { perMinute: 3_000, burst: 600 },
  guest: { perMinute: 6, burst: 20 },
  anonymous: { perMinute: 1_200, burst: 600 },
};
