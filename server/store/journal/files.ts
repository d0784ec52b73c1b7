import { constants, promises as fs, close, fdatasync, open, read, write, writeSync } from 'node:fs';
import { promisify } from 'node:util';

/** The few things the journal asks of the disk. Tests hand in disks that fail, fill up or lose power. */
export interface FileOps {
  /** `create` makes an empty file (mode 0600), in place of any that was there. */
  open(path: string, how: 'existing' | 'create'): Promise<number>;
  close(fd: number): Promise<void>;
  /** Bytes read into `into`, 0 at the end. */
  read(fd: number, into: Uint8Array, position: number): Promise<number>;
  /** Bytes written, perhaps fewer than given. */
  write(fd: number, bytes: Uint8Array, position: number): Promise<number>;
  fdatasync(fd: number): Promise<void>;
  truncate(path: string, length: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens when there is no such file. */
  remove(path: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  /** Makes new names in a folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
}

const openFile = promisify(open);
const closeFile = promisify(close);
const syncFile = promisify(fdatasync);

/** Bytes. A write this small reaches the page cache sooner than a thread could be asked to do it. */
const smallWrite = 64 * 1024;

export const diskFiles: FileOps = {
  open(path, how) {
    const flags = how === 'create' ? constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC : constants.O_RDWR;
    return openFile(path, flags, 0o600);
  },
  close: (fd) => closeFile(fd),
  read: (fd, into, position) =>
    new Promise((resolve, reject) => {
      read(fd, into, 0, into.length, position, (error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    }),
  write: (fd, bytes, position) =>
    new Promise((resolve, reject) => {
      if (bytes.length <= smallWrite) {
        resolve(writeSync(fd, bytes, 0, bytes.length, position));
        return;
      }
      write(fd, bytes, 0, bytes.length, position, (error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    }),
  fdatasync: (fd) => syncFile(fd),
  truncate: (path, length) => fs.truncate(path, length),
  rename: (from, to) => fs.rename(from, to),
  remove: (path) => fs.rm(path, { force: true }),
  exists: (path) =>
    fs.access(path).then(
      () => true,
      () => false,
    ),
  async syncFolder(path) {
    // A folder cannot be opened for syncing on Windows, where a rename is journaled by the file system.
    if (process.platform === 'win32') return;
    const folder = await fs.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  },
};

/** Writes all of `bytes`, however short the single writes are. @throws what the disk says; part may be written */
export async function writeFully(files: FileOps, fd: number, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const count = await files.write(fd, bytes.subarray(done), position + done);
    if (count === 0) throw new Error('the disk took no more bytes');
    done += count;
  }
}
