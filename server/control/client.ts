import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { Told, maxLine, socketPath } from './protocol.ts';
import type { Ask } from './protocol.ts';
import { readLine } from './read-line.ts';

/** Asks the server that runs on the folder; null when none does. */
export async function askServer(dir: string, ask: Ask): Promise<Told | null> {
  const call = await callServer(dir, ask);
  call?.socket.destroy();
  return call && call.told;
}

/** Asks, and leaves the line open for more. */
export async function callServer(dir: string, ask: Ask): Promise<{ readonly told: Told; readonly socket: Socket } | null> {
  const place = tryPath(dir);
  const socket = place && (await connect(place.path));
  place?.release();
  if (!socket) return null;
  try {
    socket.write(`${JSON.stringify(ask)}\n`);
    return { told: v.parse(Told, JSON.parse(await readLine(socket, maxLine))), socket };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function tryPath(dir: string): ReturnType<typeof socketPath> {
  try {
    return socketPath(dir);
  } catch {
    return null;
  }
}

/** Null when nobody listens: the file is not there, or its server is gone. */
function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(null);
      else reject(error);
    });
  });
}
