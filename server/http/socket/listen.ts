import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { own } from '../../own.ts';

/** The server cannot start; the message tells why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Timeouts for slow clients; uploads have others (`slow-senders.ts`). The headers have room for a token of 8 KB. */
export const httpLimits: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 20_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};

export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => reject(new StartError(explain(error, host, port), { cause: error }));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function explain({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `port ${String(port)} of ${host} is in use; stop whatever listens there, or choose another PORT`;
  if (code === 'EACCES') return `port ${String(port)} may not be opened by this user; choose a PORT above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${host} is no address of this machine; set HOST to one that is`;
  return `the server cannot listen on ${host}:${String(port)}: ${message}`;
}

const patience = 10_000;

/** The set of open connections, kept up to date. */
export function openConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Stops listening, and closes connections whose requests do not end within `patience`. */
export function stopListening(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
    // Browsers open connections before they need them; Node does not count one without bytes as idle, so it is closed here.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  });
}

type Refused = readonly [status: number, title: string, code: string];

const unclear: Refused = [400, 'Bad Request', 'malformed-request'];

/** Answers to errors of Node's parser. */
const broken: Readonly<Record<string, Refused>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'too-slow'],
};

const headers = {
  'Content-Type': 'application/problem+json',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

function problem([status, title, code]: Refused, instance: string): string {
  return JSON.stringify({ type: `urn:support-ticket:problem:${code}`, title, status, instance, code });
}

/** The answer to a request whose target or Host is no valid URL. */
export function unreadable(instance: string): Response {
  return new Response(problem(unclear, instance), { status: unclear[0], headers });
}

/** Answers requests that never reach the app (malformed, too slow, headers too long), and closes their connection. */
export function answerBrokenRequests(server: Server, newId: () => string): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, title, code] = own(broken, error.code ?? '') ?? unclear;
    const body = problem([status, title, code], newId());
    const head = [
      `HTTP/1.1 ${String(status)} ${title}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
