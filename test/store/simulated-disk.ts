import { basename } from 'node:path';
import type { FileOps } from '../../server/store/journal/files.ts';

interface Inode {
  /** What the running system reads. */
  seen: Buffer;
  /** What is left after the power fails. */
  durable: Buffer;
}

/** What of the work that was never made durable happens to have reached the disk when the power failed. */
export interface Luck {
  readonly bytes: 'none' | 'all';
  readonly names: 'none' | 'all';
}

export const everyLuck: readonly Luck[] = [
  { bytes: 'none', names: 'none' },
  { bytes: 'none', names: 'all' },
  { bytes: 'all', names: 'none' },
  { bytes: 'all', names: 'all' },
];

/** Asked before every operation: it may throw, or hang as a killed process does. */
export type Interference = (operation: keyof FileOps, count: number) => Promise<void> | void;

/** A disk in memory that knows what a power cut leaves: bytes made durable by fdatasync, names by syncing their folder. */
export class SimulatedDisk implements FileOps {
  interfere: Interference = () => undefined;
  /** The most bytes one write takes. */
  writeLimit = Infinity;
  operations = 0;
  syncs = 0;
  readonly #names: Map<string, Inode>;
  #durableNames: Map<string, Inode>;
  readonly #open = new Map<number, Inode>();
  #nextFd = 3;

  constructor(names = new Map<string, Inode>()) {
    this.#names = names;
    this.#durableNames = new Map(names);
  }

  /** The disk that the next start finds. */
  afterPowerCut({ bytes, names }: Luck): SimulatedDisk {
    const found = names === 'all' ? this.#names : this.#durableNames;
    const left = [...found].map(([name, { seen, durable }]): [string, Inode] => {
      const content = bytes === 'all' ? seen : durable;
      return [name, { seen: Buffer.from(content), durable: Buffer.from(content) }];
    });
    return new SimulatedDisk(new Map(left));
  }

  /** A file's bytes as the running system reads them. */
  content(name: string): Buffer | undefined {
    return this.#names.get(name)?.seen;
  }

  get fileNames(): readonly string[] {
    return [...this.#names.keys()];
  }

  async open(path: string, how: 'existing' | 'create'): Promise<number> {
    await this.#before('open');
    const name = basename(path);
    if (how === 'create') this.#names.set(name, { seen: Buffer.alloc(0), durable: Buffer.alloc(0) });
    this.#open.set(this.#nextFd, this.#named(name));
    return this.#nextFd++;
  }

  async close(fd: number): Promise<void> {
    await this.#before('close');
    this.#open.delete(fd);
  }

  async read(fd: number, into: Uint8Array, position: number): Promise<number> {
    await this.#before('read');
    return this.#inode(fd).seen.copy(into, 0, position, position + into.length);
  }

  async write(fd: number, bytes: Uint8Array, position: number): Promise<number> {
    await this.#before('write');
    const inode = this.#inode(fd);
    const taken = bytes.subarray(0, this.writeLimit);
    const grown = Buffer.alloc(Math.max(inode.seen.length, position + taken.length));
    inode.seen.copy(grown);
    grown.set(taken, position);
    inode.seen = grown;
    return taken.length;
  }

  async fdatasync(fd: number): Promise<void> {
    await this.#before('fdatasync');
    // Slower than a turn of the event loop, as real ones are.
    await new Promise((resolve) => setImmediate(resolve));
    this.syncs += 1;
    const inode = this.#inode(fd);
    inode.durable = inode.seen;
  }

  async truncate(path: string, length: number): Promise<void> {
    await this.#before('truncate');
    const inode = this.#named(basename(path));
    inode.seen = Buffer.from(inode.seen.subarray(0, length));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#before('rename');
    this.#names.set(basename(to), this.#named(basename(from)));
    this.#names.delete(basename(from));
  }

  async remove(path: string): Promise<void> {
    await this.#before('remove');
    this.#names.delete(basename(path));
  }

  async exists(path: string): Promise<boolean> {
    await this.#before('exists');
    return this.#names.has(basename(path));
  }

  async syncFolder(): Promise<void> {
    await this.#before('syncFolder');
    this.#durableNames = new Map(this.#names);
  }

  async #before(operation: keyof FileOps): Promise<void> {
    this.operations += 1;
    await this.interfere(operation, this.operations);
  }

  #named(name: string): Inode {
    const inode = this.#names.get(name);
    if (inode === undefined) throw Object.assign(new Error(`no file ${name}`), { code: 'ENOENT' });
    return inode;
  }

  #inode(fd: number): Inode {
    const inode = this.#open.get(fd);
    if (inode === undefined) throw Object.assign(new Error('the file is closed'), { code: 'EBADF' });
    return inode;
  }
}

/** An error as the system throws it. */
export function diskError(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code });
}
