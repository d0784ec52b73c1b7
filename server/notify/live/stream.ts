import type { Receiver } from './channel.ts';

/** Bytes that wait for somebody who does not read; beyond that they are cut off, and come back when they can. */
const mostWaiting = 16 * 1024;

/** Milliseconds after which a client that asks nobody tries again. */
const retry = 3_000;

export interface Stream extends Receiver {
  readonly body: ReadableStream<Uint8Array>;
  /** Ends it in good order. */
  end(): void;
}

const encoder = new TextEncoder();

/** `gone`: nobody reads it any more, or too slowly; called once, however it ended. */
export function openStream(gone: (how: 'left' | 'slow') => void): Stream {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const leave = (how: 'left' | 'slow'): void => {
    if (!controller) return;
    controller = null;
    gone(how);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
      },
      cancel: () => leave('left'),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostWaiting }),
  );
  const stream: Stream = {
    body,
    send(text) {
      if (!controller) return;
      const bytes = encoder.encode(text);
      if ((controller.desiredSize ?? 0) < bytes.length) {
        controller.error(new Error('what was sent was not read'));
        return leave('slow');
      }
      controller.enqueue(bytes);
    },
    end() {
      controller?.close();
      leave('left');
    },
  };
  stream.send(`retry: ${String(retry)}\n\n`);
  return stream;
}
