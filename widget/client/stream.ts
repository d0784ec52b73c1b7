/**
 * One stream of hints for all tabs of a browser: whichever holds the lock reads it and tells the others. Where tabs
 * cannot speak to each other, each reads its own. It is let go while nobody looks, and tried again ever more rarely.
 */
import type { Hint } from '../../server/wire/live.ts';
import { exchange } from './http.ts';
import type { Failure } from './http.ts';
import type { Way } from './line.ts';

export interface StreamHost {
  /** Whose hints: tabs in which somebody else is signed in share nothing with these. */
  readonly key: string;
  /** The latest hint that is known already, by its id; by default all is read anew at first. */
  readonly lastEventId?: string;
  ask(way: Way): Promise<Response>;
  hint(type: Hint['type'], ticketId: string): void;
  /** Another tab says that somebody looks at it. */
  seen?(): void;
  /** Whether it goes on while nobody looks. */
  stays?(): boolean;
}

export interface Stream {
  /** Something came lately, if only a sign of life: nobody has to ask for news. */
  isFresh(): boolean;
  /** Tells the other tabs that somebody looks at this one. */
  look(): void;
  stop(): void;
}

/** Milliseconds: the server gives a sign of life every sixteen seconds. */
const patience = 45_000;
const hiddenFor = 30_000;
/** Milliseconds: as long as a timer can be. A stream ends by other means than its age. */
const endless = 2 ** 31 - 1;

/** Nothing in it: a sign of life. Zero: somebody looks. */
type Told = readonly [hint?: Hint, id?: string | undefined] | 0;

/** The answer itself, which goes on. */
export const whole = (response: Response): Promise<Response> => Promise.resolve(response);

export function openStream({ key, lastEventId = '', ask, hint: handle, seen, stays }: StreamHost): Stream {
  const name = `support-ticket live ${key}`;
  const { locks } = navigator as { locks?: LockManager };
  const tabs = locks && new BroadcastChannel(name);
  const stopping = new AbortController();
  let lastId = lastEventId;
  let heard = 0;
  let reading: AbortController | null = null;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let wake: (() => void) | undefined;

  function take(told: Told): void {
    if (!told) return seen?.();
    const [hint, id] = told;
    heard = Date.now();
    lastId = id ?? lastId;
    if (hint) handle(hint.type, hint.ticketId ?? '');
  }

  /** Throws when it did not begin or broke off. */
  async function read(signal: AbortSignal): Promise<void> {
    const { body } = await ask((url, call) =>
      exchange(url, { ...call, headers: { ...call.headers, 'last-event-id': lastId }, patience: endless, signal }),
    );
    const reader = (body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
      .getReader();
    for (let text = ''; ; ) {
      const silence = setTimeout(() => void reader.cancel(), patience);
      // Not left behind: once the stream is let go, nobody hears of what cancelling it comes to.
      const { done, value } = await reader.read().finally(() => clearTimeout(silence));
      if (done) return;
      const blocks = (text + value).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, id, data] = /(?:id: (.*)\n)?data: (.*)/.exec(block) ?? [];
        const told: Told = data ? [JSON.parse(data) as Hint, id] : [];
        tabs?.postMessage(told);
        take(told);
      }
    }
  }

  async function keepReading(signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      const before = heard;
      const least = await read(signal).catch((error: unknown) => Date.parse((error as Failure).retryAt ?? '') - Date.now());
      if (heard > before) tries = 0;
      // All come back after a restart of the server: not at once.
      const wait = Math.max(least || 0, (1_000 + Math.random() * 2_000) * 2 ** Math.min(tries, 5));
      await new Promise<void>((resolve) => setTimeout((wake = resolve), wait));
    }
  }

  function leave(): void {
    reading?.abort();
    reading = null;
    wake?.();
  }

  function see({ type }: { readonly type?: string }): void {
    clearTimeout(leaving);
    if (type === 'pagehide') leave();
    else if (document.hidden && !stays?.()) leaving = setTimeout(leave, hiddenFor);
    else if (reading) wake?.();
    else {
      const { signal } = (reading = new AbortController());
      const work = (): Promise<void> => keepReading(signal);
      (locks ? locks.request(name, { signal }, work) : work()).catch(() => undefined);
    }
  }

  if (tabs) tabs.onmessage = ({ data }) => take(data as Told);
  for (const event of ['visibilitychange', 'pagehide', 'pageshow', 'online']) addEventListener(event, see, { signal: stopping.signal });
  see({});
  return {
    isFresh: () => Date.now() - heard < patience,
    look: () => tabs?.postMessage(0 satisfies Told),
    stop() {
      stopping.abort();
      clearTimeout(leaving);
      leave();
      tabs?.close();
    },
  };
}
