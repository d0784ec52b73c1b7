import type { Receiver } from './channel.ts';

/** Most bytes buffered for a slow client; beyond that its stream is closed, and it reconnects. */
const mostWaiting = 16 * 1024;

/** Milliseconds until a client reconnects. */
const retry = 3_000;

export interface Stream extends Receiver {
  readonly body: ReadableStream<Uint8Array>;
  /** Ends it in good order. */
  end(): void;
}

const encoder = new TextEncoder();

/** @param gone called once when the client has left or is too slow */
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
