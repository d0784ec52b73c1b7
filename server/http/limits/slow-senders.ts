/** Whoever sends slowly is not waited for; but a file over a thin line is given its time, as long as it comes on. */
import type { IncomingMessage, Server } from 'node:http';

/** Milliseconds, and bytes. */
export interface Patience {
  /** For the whole body of whatever is no upload. */
  readonly body: number;
  /** For an upload: at least `bytes` in each stretch of `every`, and all of it in `whole`. */
  readonly upload: { readonly every: number; readonly bytes: number; readonly whole: number };
}

/** Ten megabytes in ten minutes: 140 kbit/s. */
export const uploadPatience: Patience['upload'] = { every: 10_000, bytes: 16 * 1024, whole: 600_000 };

/** Watches bodies as they come, where Node has one limit for all; what it cuts off is answered as Node's own timeout is. */
export function hangUpOnSlowSenders(server: Server, isUpload: (request: IncomingMessage) => boolean, { body, upload }: Patience): void {
  server.on('request', (request: IncomingMessage) => {
    if (!hasBody(request)) return;
    const giveUp = (): void => {
      if (request.complete) return;
      const error = Object.assign(new Error('the body came too slowly'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
      server.emit('clientError', error, request.socket);
    };
    const timer = isUpload(request) ? watchProgress(request, upload, giveUp) : setTimeout(giveUp, body);
    timer.unref();
    const done = (): void => clearTimeout(timer);
    request.once('end', done).once('close', done);
  });
}

function watchProgress(request: IncomingMessage, { every, bytes, whole }: Patience['upload'], giveUp: () => void): NodeJS.Timeout {
  const { socket } = request;
  let before = socket.bytesRead;
  let left = Math.ceil(whole / every);
  const timer = setInterval(() => {
    const came = socket.bytesRead - before;
    before = socket.bytesRead;
    left -= 1;
    // What lies here unread was sent in time: then it is the server that is slow.
    const isOurs = request.complete || request.readableLength > 0;
    if (isOurs || (came >= bytes && left > 0)) return;
    clearInterval(timer);
    giveUp();
  }, every);
  return timer;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
