import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import * as v from 'valibot';
import { Answer, maxLine, socketPath } from './protocol.ts';
import type { Request } from './protocol.ts';
import { readLine } from './read-line.ts';

/** Sends one request to the server that runs on the folder; null when none does. */
export async function sendRequest(dir: string, ask: Request): Promise<Answer | null> {
  const call = await openSession(dir, ask);
  call?.socket.destroy();
  return call && call.told;
}

/** Sends a request and keeps the connection open for more. */
export async function openSession(dir: string, ask: Request): Promise<{ readonly told: Answer; readonly socket: Socket } | null> {
  const place = tryPath(dir);
  const socket = place && (await connect(place.path));
  place?.release();
  if (!socket) return null;
  try {
    socket.write(`${JSON.stringify(ask)}\n`);
    return { told: v.parse(Answer, JSON.parse(await readLine(socket, maxLine))), socket };
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

/** Null when no server listens: the socket does not exist, or its server is gone. */
function connect(path: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED' || error.code === 'ENOTDIR') resolve(null);
      else reject(error);
    });
  });
}
