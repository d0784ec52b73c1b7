/** `npm run dev`: pages that are open load themselves again when the widget has been built anew, or the demo restarted. */
import { watch } from 'node:fs';
import type { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** A build writes many files: one reload once it is quiet. */
const quietFor = 150;

export function offerReload(app: Hono, folder: URL): void {
  const open = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => open.forEach((tell) => tell()), quietFor);
  });
  app.get('/reload', (c) =>
    streamSSE(c, async (stream) => {
      await stream.writeSSE({ event: 'ready', data: String(process.pid) });
      await new Promise<void>((resolve) => {
        const tell = () => void stream.writeSSE({ event: 'built', data: '' });
        open.add(tell);
        stream.onAbort(() => {
          open.delete(tell);
          resolve();
        });
      });
    }),
  );
}
