import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { own } from '../../own.ts';

/** The server cannot start; the message says why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Whoever sends slowly is not waited for; uploads have limits of their own (`slow-senders.ts`). A token of 8 KB fits into the headers beside the rest. */
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

/** The connections that are open at any time. */
export function openConnections(server: Server): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
}

/** Takes no new connection, and gives the requests under way some time to end. */
export function stopListening(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
    // Browsers open connections ahead of their requests; to Node one that has said nothing yet is busy.
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy();
  });
}

type Refused = readonly [status: number, title: string, code: string];

const unclear: Refused = [400, 'Bad Request', 'malformed-request'];

/** What Node itself refuses. */
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

/** HTTP, but with a target or a host that is no address. */
export function unreadable(instance: string): Response {
  return new Response(problem(unclear, instance), { status: unclear[0], headers });
}

/** What is no HTTP, too slow or too long in its headers never reaches the app; it is answered here, and hung up on. */
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
