import { readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FolderInUseError } from './errors.ts';
import { identifySelf, livenessOf, type ProcessIdentity } from './process-identity.ts';

export interface FolderLock {
  /** Called once if another process has taken the folder over. */
  onLost(listener: () => void): void;
  release(): Promise<void>;
}

export interface LockOptions {
  readonly log: { info(message: string): void; warn(message: string): void };
  /** Milliseconds between two heartbeats. Default: 1000. */
  readonly beat?: number;
  /** Milliseconds without a heartbeat after which a holder on another machine counts as dead. Default: 5000. */
  readonly silence?: number;
}

interface Held {
  readonly generation: number;
  readonly path: string;
}

/** What a lock says: who holds it, and the inode of the folder, which tells a lock from one copied along in a backup. */
interface Holder extends ProcessIdentity {
  readonly folder: string;
}

const namePattern = /^lock\.([1-9]\d{0,14})$/;
const released = 'released\n';

/**
 * Takes a folder for this process. The lock is the file `lock.<n>` with the highest n. A new holder never removes or
 * renames the old lock to get in: it creates n + 1, which the file system lets only one do, and looks again
 * whether it is the highest. So two that find the same dead holder cannot both win, and a name is never used twice.
 * @throws FolderInUseError
 */
export async function takeFolder(folder: string, options: LockOptions): Promise<FolderLock> {
  const self = { ...(await identifySelf()), folder: String((await stat(folder, { bigint: true })).ino) };
  for (;;) {
    const newest = await newestLock(folder);
    if (newest !== null) await refuseIfHeld(folder, newest, self, options);
    const mine = lockAt(folder, (newest?.generation ?? 0) + 1);
    if (!(await create(mine, self))) continue;
    const now = await newestLock(folder);
    if (now !== null && now.generation > mine.generation) {
      // The list was read while the folder changed hands.
      await rm(mine.path, { force: true });
      continue;
    }
    await removeOlder(folder, mine);
    return hold(folder, mine, self, options);
  }
}

async function refuseIfHeld(folder: string, lock: Held, self: Holder, options: LockOptions): Promise<void> {
  const text = await readFile(lock.path, 'utf8').catch(() => '');
  if (text === released) return;
  const holder = parse(text);
  if (holder !== null && holder.folder !== self.folder) return;
  const liveness = holder === null ? 'unknown' : await livenessOf(holder, self);
  if (liveness === 'alive') throw new FolderInUseError(folder, holder?.pid ?? null);
  if (liveness === 'unknown') {
    options.log.info(`the data folder ${folder} has a lock of a process that cannot be seen from here; waiting for a sign of life`);
    if (await beats(lock, options)) throw new FolderInUseError(folder, holder?.pid ?? null);
  }
  options.log.warn(`process ${String(holder?.pid ?? 'unknown')} ended without releasing the data folder ${folder}; taking it over`);
}

/** Whether the holder touches its lock in time. */
async function beats(lock: Held, { beat = 1000, silence = 5000 }: LockOptions): Promise<boolean> {
  const before = await timeOf(lock);
  for (let waited = 0; waited < silence; waited += beat / 4) {
    await pause(beat / 4);
    if ((await timeOf(lock)) !== before) return true;
  }
  return false;
}

function hold(folder: string, mine: Held, self: Holder, { beat = 1000 }: LockOptions): FolderLock {
  let onLost: (() => void) | null = null;
  const timer = setInterval(() => {
    void giveSignOfLife(folder, mine, self).then((lost) => {
      if (!lost) return;
      clearInterval(timer);
      onLost?.();
    });
  }, beat);
  timer.unref();
  return {
    onLost(listener) {
      onLost = listener;
    },
    async release() {
      clearInterval(timer);
      // The file stays, so that its number is not given out again.
      await writeFile(mine.path, released).catch(() => undefined);
    },
  };
}

/** Touches the lock, or restores it if it was deleted. Returns whether the folder has another holder. */
async function giveSignOfLife(folder: string, mine: Held, self: Holder): Promise<boolean> {
  const newest = await newestLock(folder).catch(() => mine);
  if (newest !== null && newest.generation !== mine.generation) return true;
  if (newest === null) return !(await create(mine, self).catch(() => true));
  const now = new Date();
  await utimes(mine.path, now, now).catch(() => undefined);
  return false;
}

async function create(lock: Held, self: Holder): Promise<boolean> {
  try {
    await writeFile(lock.path, `${JSON.stringify(self)}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function newestLock(folder: string): Promise<Held | null> {
  const generations = await lockGenerations(folder);
  return generations.length === 0 ? null : lockAt(folder, Math.max(...generations));
}

async function removeOlder(folder: string, mine: Held): Promise<void> {
  const older = (await lockGenerations(folder)).filter((generation) => generation < mine.generation);
  await Promise.all(older.map((generation) => rm(lockAt(folder, generation).path, { force: true })));
}

async function lockGenerations(folder: string): Promise<readonly number[]> {
  return (await readdir(folder)).flatMap((name) => namePattern.exec(name)?.[1] ?? []).map(Number);
}

function lockAt(folder: string, generation: number): Held {
  return { generation, path: join(folder, `lock.${String(generation)}`) };
}

async function timeOf(lock: Held): Promise<number | null> {
  const found = await stat(lock.path).catch(() => null);
  return found?.mtimeMs ?? null;
}

function parse(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'pid' in value ? (value as Holder) : null;
  } catch {
    return null;
  }
}
