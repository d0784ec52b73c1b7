/** How often somebody may do something: `burst` at once, then `perMinute`. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

/** Null: no limit. */
export interface Rates {
  /** A customer opens tickets. */
  readonly create: Rate | null;
  /** A customer does anything else that changes something. */
  readonly write: Rate | null;
  /** A customer has a solution sent to themselves. */
  readonly solutionMail: Rate | null;
  /** Anybody uploads a file. */
  readonly upload: Rate | null;
  /** A customer reads. */
  readonly read: Rate | null;
  /** Anybody at the desk, reading or writing. */
  readonly desk: Rate | null;
  /** Somebody asks for a code by e-mail, by the address they come from. */
  readonly guest: Rate | null;
  /** Requests that prove nobody's identity, by address. */
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
