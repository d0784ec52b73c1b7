import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import * as v from 'valibot';
import type { StaffAccounts } from '../identity/staff.ts';
import type { Log } from '../log.ts';
import { serveArchive } from './archive-session.ts';
import type { ArchiveAccess } from './archive-session.ts';
import { carryOut } from './staff-requests.ts';
import { Request, maxLine, socketPath } from './protocol.ts';
import type { StaffRequest, Answer } from './protocol.ts';
import { readLine } from './read-line.ts';

export interface ControlOptions {
  readonly dir: string;
  readonly staff: StaffAccounts;
  /** Opens an archive session for one import. */
  readonly archive: () => ArchiveAccess;
  readonly log: Log;
}

export interface Control {
  close(): Promise<void>;
}

/** Listens for commands. The caller holds the folder's lock, so an existing socket is a leftover of a crashed server. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { dir, log } = options;
  const place = socketPath(dir);
  if (!place) {
    log.warn('the path of the data folder is too long for a local socket: commands work only while the server is stopped', { data: dir });
    return { close: () => Promise.resolve() };
  }
  await rm(place.path, { force: true });
  /** Connections without a pending request: a stop need not wait for them. */
  const idle = new Set<Socket>();
  const server = createServer((socket) => {
    idle.add(socket);
    socket.once('data', () => idle.delete(socket)).once('close', () => idle.delete(socket));
    void serve(socket, options, idle);
  });
  await listen(server, place.path);
  await chmod(place.path, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          place.release();
          resolve();
        });
        for (const socket of idle) socket.destroy();
      }),
  };
}

/** Creates the socket under a umask, so that no other user can open it even before its mode is set. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(mask);
  });
}

async function serve(socket: Socket, options: ControlOptions, idle: Set<Socket>): Promise<void> {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(10_000, () => socket.destroy());
  const ask = await readAsk(socket);
  if (ask?.command === 'archive') {
    options.log.info('a command came', { command: ask.command });
    // A stop does not wait for an import: its commits are safe, and it can be started again.
    idle.add(socket);
    socket.write(`${JSON.stringify({ ready: true } satisfies Answer)}\n`);
    return serveArchive(socket, options.archive());
  }
  socket.end(`${JSON.stringify(await answer(ask, options))}\n`);
}

async function answer(ask: StaffRequest | null, { staff, log }: ControlOptions): Promise<Answer> {
  if (!ask) return { refused: 'the running server does not know this command; is it of the same version?' };
  try {
    const told = await carryOut(ask, staff);
    log.info('a command came', { command: ask.command, done: !('refused' in told) });
    return told;
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    log.error('a command failed', { command: ask.command, fault });
    return { refused: `the running server could not do it: ${fault}` };
  }
}

/** A request may contain a password: an invalid one is never repeated in a log or an answer. */
async function readAsk(socket: Socket): Promise<Request | null> {
  try {
    return v.parse(Request, JSON.parse(await readLine(socket, maxLine)));
  } catch {
    return null;
  }
}
