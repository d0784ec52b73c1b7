/**
 * Opens mails in a thread of its own, one after the other: a large one makes nobody wait, and one that was made to take
 * for ever is given up with its thread.
 */
import { Worker } from 'node:worker_threads';
import type { Envelope, OpenedMail, OpenMail } from './open.ts';

export interface MailThread {
  readonly open: OpenMail;
  close(): Promise<void>;
}

/** What goes to the thread, and what comes back; null: the mail cannot be read. */
export interface Task {
  readonly bytes: Uint8Array;
  readonly envelope: Envelope;
}
export type TaskResult = OpenedMail | null;

export interface ThreadPatience {
  /** Milliseconds for one mail. */
  readonly mail: number;
  /** Milliseconds without a mail, after which the thread goes. */
  readonly idle: number;
}

const usual: ThreadPatience = { mail: 30_000, idle: 30_000 };
/** Of what is no bytes; a mail of 8 × 10 MB needs a tenth. */
const megabytes = 512;

export function openMailThread(patience: ThreadPatience = usual): MailThread {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = worker;
    worker = null;
    await ending?.terminate();
  };

  function start(): Worker {
    const started = new Worker(new URL('./worker.js', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    // Nobody waits for a thread that has nothing to do.
    started.unref();
    return started;
  }

  async function read(task: Task): Promise<TaskResult> {
    clearTimeout(idle);
    const thread = (worker ??= start());
    const result = await answerOf(thread, task, patience.mail);
    if (result === undefined) await end();
    else idle = setTimeout(() => void end(), patience.idle).unref();
    return result ?? null;
  }

  return {
    open(bytes, envelope) {
      const turn = last.then(() => read({ bytes, envelope }));
      last = turn.catch(() => undefined);
      return turn;
    },
    close: end,
  };
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
