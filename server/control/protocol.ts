/** Requests from commands to a running server, over a socket that only the owner of the data folder can open. */
import { closeSync, openSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as v from 'valibot';

const email = v.pipe(v.string(), v.maxLength(320));
const role = v.picklist(['agent', 'admin']);

export const Request = v.variant('command', [
  v.strictObject({ command: v.literal('staff add'), email, name: v.string(), role, password: v.string() }),
  v.strictObject({ command: v.literal('staff list') }),
  v.strictObject({ command: v.literal('staff remove'), email, handOver: v.optional(email) }),
  v.strictObject({
    command: v.literal('staff reset'),
    email,
    name: v.optional(v.string()),
    role: v.optional(role),
    password: v.optional(v.string()),
  }),
  v.strictObject({ command: v.literal('archive') }),
]);
export type Request = v.InferOutput<typeof Request>;
export type StaffRequest = Exclude<Request, { command: 'archive' }>;

const Entry = v.object({ id: v.string(), email: v.string(), name: v.string(), role, createdAt: v.string() });

/** `refused`: the request cannot be met, and why. `ready`: the session goes on, see archive-protocol.ts. */
export const Answer = v.union([
  /** `openTickets`: open tickets that a removed agent was assigned to; `handedTo`: the agent they were reassigned to. */
  v.strictObject({ staff: v.array(Entry), openTickets: v.optional(v.number()), handedTo: v.optional(v.nullable(Entry)) }),
  v.strictObject({ ready: v.literal(true) }),
  v.strictObject({ refused: v.string() }),
]);
export type Answer = v.InferOutput<typeof Answer>;

/** Most bytes of a line. A request and an answer are one line each. */
export const maxLine = 1024 * 1024;

const fileName = 'control.sock';

/** The kernel limits the path of a local socket to 107 bytes on Linux and to 103 on macOS. */
const maxPath = process.platform === 'linux' ? 107 : 103;
const fits = (path: string): boolean => Buffer.byteLength(path) <= maxPath;

export interface SocketPath {
  readonly path: string;
  /** Called once the socket is open, or opening it has failed. */
  release(): void;
}

/** A path short enough for the kernel, however deep the folder is; null when there is none. */
export function socketPath(dir: string): SocketPath | null {
  const file = join(dir, fileName);
  const short = [file, relative(process.cwd(), file)].find(fits);
  if (short !== undefined) return { path: short, release: () => undefined };
  if (process.platform !== 'linux') return null;
  const folder = openSync(dir, 'r');
  return { path: `/proc/self/fd/${String(folder)}/${fileName}`, release: () => closeSync(folder) };
}
