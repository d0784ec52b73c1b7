/** Ends requests whose body arrives too slowly. Uploads may take longer as long as they make progress. */
import type { IncomingMessage, Server } from 'node:http';

/** Milliseconds, and bytes. */
export interface Patience {
  /** For the whole body of a request that is no upload. */
  readonly body: number;
  /** For an upload: at least `bytes` in each period of `every`, and the whole body in `whole`. */
  readonly upload: { readonly every: number; readonly bytes: number; readonly whole: number };
}

/** Ten megabytes in ten minutes: 140 kbit/s. */
export const uploadPatience: Patience['upload'] = { every: 10_000, bytes: 16 * 1024, whole: 600_000 };

/** Node has one timeout for all requests, so bodies are watched here; a timeout is answered like Node's own. */
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
    // Bytes that are received but unread mean that the server is slow, not the client.
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
