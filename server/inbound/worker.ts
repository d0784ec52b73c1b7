/** The entry of the worker threads of `thread.ts`. */
import { parentPort } from 'node:worker_threads';
import { openMail } from './open.ts';
import type { Task, TaskResult } from './thread.ts';

parentPort?.on('message', ({ bytes, envelope, keys }: Task) => {
  const answer = (result: TaskResult): void => parentPort?.postMessage(result, result?.files.map(({ content }) => content.buffer) ?? []);
  openMail(bytes, envelope, keys).then(answer, () => answer(null));
});
