/**
 * Reads mails in two worker threads: a large mail does not delay small ones, and a mail that takes too long is given up together
 * with its thread.
 */
import { Worker } from 'node:worker_threads';
import type { Envelope, OpenedMail, OpenMail } from './open.ts';
import type { SigningKeys } from './signatures.ts';

export interface MailThreads {
  readonly open: OpenMail;
  close(): Promise<void>;
}

/** A message to a thread and its answer; null when the mail is unreadable. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  readonly keys: SigningKeys | undefined;
}
export type TaskResult = OpenedMail | null;

export interface ThreadTimeouts {
  /** Milliseconds for any mail. */
  readonly mail: number;
  /** Additional milliseconds per megabyte. */
  readonly megabyte: number;
  /** Milliseconds without a mail after which a thread ends. */
  readonly idle: number;
}

const defaultTimeouts: ThreadTimeouts = { mail: 3_000, megabyte: 150, idle: 30_000 };
const megabyte = 1024 * 1024;
/** Heap of a thread, without buffers. A mail of 8 × 10 MB needs a tenth of it. */
const heapMegabytes = 512;
const threads = 2;
/** Bytes. Larger mails wait for all others and are read one at a time, so that one thread is always free for the others. */
const largeMail = 10 * megabyte;

interface Job {
  readonly size: number;
  run(thread: Thread): Promise<void>;
}

interface Thread {
  worker: Worker | null;
  job: Job | null;
  idle: NodeJS.Timeout | undefined;
}

export function openMailThreads(timeouts: ThreadTimeouts = defaultTimeouts): MailThreads {
  const all: readonly Thread[] = Array.from({ length: threads }, () => ({ worker: null, job: null, idle: undefined }));
  const waiting: Job[] = [];

  function next(): Job | null {
    const isBusyWithLarge = all.some(({ job }) => job !== null && job.size > largeMail);
    const small = waiting.findIndex(({ size }) => size <= largeMail);
    const at = small >= 0 ? small : isBusyWithLarge ? -1 : 0;
    return at < 0 ? null : (waiting.splice(at, 1)[0] ?? null);
  }

  function assign(): void {
    for (const thread of all) {
      if (thread.job) continue;
      thread.job = next();
      void thread.job?.run(thread).finally(() => {
        thread.job = null;
        assign();
      });
    }
  }

  async function read(thread: Thread, task: Task): Promise<TaskResult> {
    clearTimeout(thread.idle);
    const worker = (thread.worker ??= start());
    const result = await answerOf(worker, task, timeouts.mail + (timeouts.megabyte * task.bytes.byteLength) / megabyte);
    if (result === undefined) await end(thread);
    else thread.idle = setTimeout(() => void end(thread), timeouts.idle).unref();
    return result ?? null;
  }

  return {
    open: (source, envelope, keys) =>
      new Promise((resolve, reject) => {
        // Reads the bytes into memory only once a thread is free.
        const run = (thread: Thread): Promise<void> =>
          source
            .read()
            .then((bytes) => read(thread, { bytes, envelope, keys }))
            .then(resolve, reject);
        waiting.push({ size: source.size, run });
        assign();
      }),
    close: async () => void (await Promise.all(all.map(end))),
  };
}

async function end(thread: Thread): Promise<void> {
  clearTimeout(thread.idle);
  const ending = thread.worker;
  thread.worker = null;
  await ending?.terminate();
}

function start(): Worker {
  // Modules preloaded into this process are not loaded into a thread that reads untrusted mails.
  const started = new Worker(new URL('./worker.js', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  // An idle thread does not keep the process alive.
  started.unref();
  return started;
}

/** Undefined when the thread died or timed out. */
function answerOf(thread: Worker, task: Task, timeout: number): Promise<TaskResult | undefined> {
  return new Promise((resolve) => {
    const done = (result: TaskResult | undefined): void => {
      clearTimeout(timer);
      thread.off('message', done).off('error', failed).off('exit', failed);
      thread.unref();
      resolve(result);
    };
    const failed = (): void => done(undefined);
    const timer = setTimeout(failed, timeout);
    thread.ref();
    thread.once('message', done).once('error', failed).once('exit', failed);
    const { buffer, byteLength } = task.bytes;
    // A buffer that holds nothing else is transferred without a copy.
    thread.postMessage(task, buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []);
  });
}
