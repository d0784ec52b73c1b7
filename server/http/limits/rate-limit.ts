import type { MiddlewareHandler } from 'hono';
import type { Rate } from '../../config/rates.ts';
import type { Ctx, Env } from '../env.ts';
import { HttpProblem } from '../problem.ts';

interface Bucket {
  tokens: number;
  at: number;
}

export interface Spent {
  readonly granted: boolean;
  readonly remaining: number;
  /** Seconds until one more request is allowed. */
  readonly reset: number;
}

const maxBuckets = 20_000;

/** Token buckets: `burst` at once, refilled at `perMinute`. The least recently used bucket is dropped for a new one. */
export class Limiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #rate: Rate;
  readonly #now: () => number;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  take(key: string): Spent {
    const bucket = this.#refilled(key);
    const granted = bucket.tokens >= 1;
    if (granted) bucket.tokens -= 1;
    this.#keep(key, bucket);
    const missing = Math.max(0, 1 - bucket.tokens);
    return { granted, remaining: Math.floor(bucket.tokens), reset: Math.ceil((missing * 60) / this.#rate.perMinute) };
  }

  #refilled(key: string): Bucket {
    const { burst, perMinute } = this.#rate;
    const now = this.#now();
    const known = this.#buckets.get(key);
    if (!known) return { tokens: burst, at: now };
    const tokens = Math.min(burst, known.tokens + (Math.max(0, now - known.at) * perMinute) / 60_000);
    return { tokens, at: now };
  }

  #keep(key: string, bucket: Bucket): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size <= maxBuckets) return;
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest);
      return;
    }
  }
}

export interface LimitTerms {
  readonly name: string;
  readonly rate: Rate | null;
  readonly now: () => number;
  /** The key of the bucket of a request. */
  readonly keyOf: (c: Ctx) => string;
}

/** Sets the RateLimit headers, and refuses a request when its bucket is empty. */
export function limit({ name, rate, now, keyOf }: LimitTerms): MiddlewareHandler<Env> {
  if (!rate) return (_c, next) => next();
  const limiter = new Limiter(rate, now);
  const policy = `"${name}";q=${String(rate.burst)};w=${String(Math.ceil((rate.burst * 60) / rate.perMinute))}`;
  return (c, next) => {
    const { granted, remaining, reset } = limiter.take(keyOf(c));
    c.header('RateLimit-Policy', policy);
    c.header('RateLimit', `"${name}";r=${String(remaining)};t=${String(reset)}`);
    if (!granted) throw new HttpProblem('too-many-requests', { retryAfter: Math.max(1, reset) });
    return next();
  };
}
