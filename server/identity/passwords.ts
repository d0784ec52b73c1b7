import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MB and about a tenth of a second per try. */
export const usualCost: ScryptCost = { N: 2 ** 15, r: 8, p: 3 };

const keyLength = 32;

/** Hashing runs on the four threads of libuv, which also write to the disk: sign-ins may occupy at most two of them. */
const atOnce = 2;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long without a hash, so that the time does not reveal whether an account exists. */
  matches(password: string, hash: string | null): Promise<boolean>;
}

export function createPasswords(cost: ScryptCost = usualCost): Passwords {
  const inTurn = createTurns(atOnce);
  const hash = async (password: string): Promise<string> => {
    const salt = randomBytes(16);
    const key = await inTurn(() => derive(password, salt, cost));
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$');
  };
  let dummy: Promise<string> | undefined;
  return {
    hash,
    async matches(password, stored) {
      dummy ??= hash(randomBytes(16).toString('base64'));
      const compared = stored ?? (await dummy);
      const right = await inTurn(() => compare(password, compared));
      return right && stored !== null;
    },
  };
}

/** Runs at most `places` jobs at once; later ones are queued in order. */
function createTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

async function compare(password: string, stored: string): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = stored.split('$');
  if (scheme !== 'scrypt' || !N || !r || !p || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64');
  const found = await derive(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function derive(password: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Keyboards compose accented letters differently; NFC makes them equal.
    scrypt(password.normalize('NFC'), salt, keyLength, { N, r, p, maxmem: 256 * N * r }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

const common = [
  'password',
  'passw0rd',
  'motdepasse',
  '12345678',
  '123456789',
  '1234567890',
  'qwertyuiop',
  'azertyuiop',
  'support',
  'administrator',
];

/** Why a password is too weak, as a message for its owner; `null` when it is strong enough. */
export function weaknessOf(password: string, email: string): string | null {
  const lower = password.toLowerCase();
  if (Array.from(password).length < 8) return 'it must have at least 8 characters';
  if (Buffer.byteLength(password) > 1_024) return 'it must have at most 1024 bytes';
  if (common.includes(lower) || new Set(lower).size < 4) return 'it is too easy to guess';
  if (lower === email.toLowerCase() || lower === email.split('@')[0]?.toLowerCase()) return 'it must not be the e-mail address';
  return null;
}
