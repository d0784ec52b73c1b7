import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import * as v from 'valibot';
import type { StaffAccounts } from '../identity/staff.ts';
import type { Log } from '../log.ts';
import { converse } from './archive-session.ts';
import type { ArchiveDesk } from './archive-session.ts';
import { carryOut } from './carry-out.ts';
import { Ask, maxLine, socketPath } from './protocol.ts';
import type { StaffAsk, Told } from './protocol.ts';
import { readLine } from './read-line.ts';

export interface ControlOptions {
  readonly dir: string;
  readonly staff: StaffAccounts;
  /** A desk of its own for each import. */
  readonly archive: () => ArchiveDesk;
  readonly log: Log;
}

export interface Control {
  close(): Promise<void>;
}

/** Listens for commands. Whoever calls holds the lock of the folder, so a socket that lies there is a leftover. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { dir, log } = options;
  const place = socketPath(dir);
  if (!place) {
    log.warn('the path of the data folder is too long for a local socket: commands work only while the server is stopped', { data: dir });
    return { close: () => Promise.resolve() };
  }
  await rm(place.path, { force: true });
  /** Connected, and nothing asked that a stop has to wait for. */
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    silent.add(socket);
    socket.once('data', () => silent.delete(socket)).once('close', () => silent.delete(socket));
    void serve(socket, options, silent);
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
        for (const socket of silent) socket.destroy();
      }),
  };
}

/** Nobody but the owner may open the socket, not even between its making and the change of its mode. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    server.listen(path, resolve);
    process.umask(mask);
  });
}

async function serve(socket: Socket, options: ControlOptions, silent: Set<Socket>): Promise<void> {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(10_000, () => socket.destroy());
  const ask = await readAsk(socket);
  if (ask?.command === 'archive') {
    options.log.info('a command came', { command: ask.command });
    // What it has committed is safe, and it can begin again: a stop does not wait for it.
    silent.add(socket);
    socket.write(`${JSON.stringify({ ready: true } satisfies Told)}\n`);
    return converse(socket, options.archive());
  }
  socket.end(`${JSON.stringify(await answer(ask, options))}\n`);
}

async function answer(ask: StaffAsk | null, { staff, log }: ControlOptions): Promise<Told> {
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

/** The question may hold a password: what cannot be understood is not repeated anywhere. */
async function readAsk(socket: Socket): Promise<Ask | null> {
  try {
    return v.parse(Ask, JSON.parse(await readLine(socket, maxLine)));
  } catch {
    return null;
  }
}
