/**
 * Opens mails in two threads of their own: a large one makes no small one wait, and one that was made to take for ever
 * is given up with its thread.
 */
import { Worker } from 'node:worker_threads';
import type { Envelope, OpenedMail, OpenMail } from './open.ts';
import type { SigningKeys } from './signatures.ts';

export interface MailThreads {
  readonly open: OpenMail;
  close(): Promise<void>;
}

/** What goes to a thread, and what comes back; null: the mail cannot be read. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
  readonly keys: SigningKeys | undefined;
}
export type TaskResult = OpenedMail | null;

export interface ThreadPatience {
  /** Milliseconds for any mail. */
  readonly mail: number;
  /** More of them for each megabyte of it. */
  readonly megabyte: number;
  /** Milliseconds without a mail, after which a thread goes. */
  readonly idle: number;
}

const usual: ThreadPatience = { mail: 3_000, megabyte: 150, idle: 30_000 };
const megabyte = 1024 * 1024;
/** Of what is no bytes; a mail of 8 × 10 MB needs a tenth. */
const heapMegabytes = 512;
const threads = 2;
/** Larger ones come after all others, and one at a time: a thread is always left for those of usual size. */
const large = 10 * megabyte;

interface Job {
  readonly size: number;
  run(thread: Thread): Promise<void>;
}

interface Thread {
  worker: Worker | null;
  job: Job | null;
  idle: NodeJS.Timeout | undefined;
}

export function openMailThreads(patience: ThreadPatience = usual): MailThreads {
  const all: readonly Thread[] = Array.from({ length: threads }, () => ({ worker: null, job: null, idle: undefined }));
  const waiting: Job[] = [];

  function next(): Job | null {
    const isBusyWithLarge = all.some(({ job }) => job !== null && job.size > large);
    const small = waiting.findIndex(({ size }) => size <= large);
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
    const result = await answerOf(worker, task, patience.mail + (patience.megabyte * task.bytes.byteLength) / megabyte);
    if (result === undefined) await end(thread);
    else thread.idle = setTimeout(() => void end(thread), patience.idle).unref();
    return result ?? null;
  }

  return {
    open: (source, envelope, keys) =>
      new Promise((resolve, reject) => {
        // Its bytes are in memory only while a thread has them.
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
  // What this process was told to load beside its own code is not for a thread that reads strangers' mails.
  const started = new Worker(new URL('./worker.js', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  });
  // Nobody waits for a thread that has nothing to do.
  started.unref();
  return started;
}

/** Undefined: the thread has died of it, or was too slow. */
function answerOf(thread: Worker, task: Task, patience: number): Promise<TaskResult | undefined> {
  return new Promise((resolve) => {
    const done = (result: TaskResult | undefined): void => {
      clearTimeout(timer);
      thread.off('message', done).off('error', failed).off('exit', failed);
      thread.unref();
      resolve(result);
    };
    const failed = (): void => done(undefined);
    const timer = setTimeout(failed, patience);
    thread.ref();
    thread.once('message', done).once('error', failed).once('exit', failed);
    const { buffer, byteLength } = task.bytes;
    // Bytes that are nobody else's go over without a copy.
    thread.postMessage(task, buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []);
  });
}
