/**
 * Keeps, in memory only, the last errors and failed requests of the page that it runs in, for a customer who later
 * chooses to send them with a ticket. The page must not notice it: what is wrapped answers as before, and nothing that
 * goes wrong in here gets out. Bodies and headers are never looked at.
 */
import { clean } from './clean.ts';
import { recorderKey } from './records.ts';
import type { PageRecord, RecordKind, Recorder } from './records.ts';

const keptOfKind = 20;

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Whatever it was, it is not the page's concern.
  }
}

/** A proxy keeps name, length, properties and `this` as the page knows them. What is not there throws, and stays as it is. */
function wrap<Args extends unknown[], Result>(
  owner: object | undefined,
  name: string,
  around: (call: () => Result, args: Args, self: unknown) => Result,
): void {
  quietly(() => {
    const original = Reflect.get(owner as object, name) as (...args: Args) => Result;
    Reflect.set(
      owner as object,
      name,
      new Proxy(original, { apply: (target, self, args: Args) => around(() => Reflect.apply(target, self, args), args, self) }),
    );
  });
}

/** Contents of objects stay where they are: they may be anybody's data. */
function say(value: unknown): string {
  const kind = {}.toString.call(value);
  return Object(value) !== value || /Error|Exception/.test(kind) ? String(value) : kind;
}

export function startRecorder(page: typeof globalThis): void {
  if (recorderKey in page) return;
  let records: PageRecord[] = [];

  const note = (kind: RecordKind, said: string, status?: number): void => {
    const text = clean(said, page.origin);
    const alike = records.filter((record) => record.kind === kind);
    const last = alike.at(-1);
    const repeats = last?.text === text;
    const gone = repeats ? last : alike[keptOfKind - 1] && alike[0];
    records = records.filter((record) => record !== gone);
    records.push({ kind, at: Date.now(), text, times: repeats ? last.times + 1 : 1, status });
  };
  const noteRequest = (method: unknown, address: unknown, status: number): void =>
    note('request', `${method as string} ${new URL(address as string, document.baseURI).href}`, status);

  (page as { [recorderKey]?: Recorder })[recorderKey] = {
    records: () => [...records],
    clear: () => void (records = []),
  };

  wrap(page.console, 'error', (call, args) => {
    quietly(() => note('console', args.map(say).join(' ')));
    return call();
  });

  wrap(page, 'fetch', (call, [input, init]: [Partial<Request> | undefined, RequestInit | undefined]) => {
    const result = call();
    if (!(result instanceof Promise)) return result;
    const failed = (status: number) => quietly(() => noteRequest(init?.method ?? input?.method ?? 'GET', input?.url ?? input, status));
    // What is derived is handed out: a handler on the side would hide from the page that nobody caught the failure.
    return result.then(
      (response: Response) => {
        if (response.status >= 400) failed(response.status);
        return response;
      },
      (error: unknown) => {
        if ((error as Error | undefined)?.name !== 'AbortError') failed(0);
        throw error;
      },
    );
  });

  const opened = new WeakMap<EventTarget, unknown[]>();
  const handleEnd = ({ target }: Event): void =>
    quietly(() => {
      const { status } = target as XMLHttpRequest;
      const [method, address] = opened.get(target as XMLHttpRequest) as unknown[];
      if (!status || status >= 400) noteRequest(method, address, status);
    });
  wrap(page.XMLHttpRequest?.prototype, 'open', (call, args, self) => {
    quietly(() => {
      const request = self as XMLHttpRequest;
      // Listening twice with the same function is listening once.
      for (const end of ['load', 'error', 'timeout']) request.addEventListener(end, handleEnd);
      opened.set(request, args);
    });
    return call();
  });

  // While it comes down: what fails to load does not rise again from its element.
  page.addEventListener(
    'error',
    (event) =>
      quietly(() => {
        const { target, message, filename, lineno, colno } = event;
        if (message !== undefined) return note('error', filename ? `${message} (${filename} ${lineno}:${colno})` : message);
        const { localName, src, href } = target as HTMLElement & { readonly src?: string; readonly href?: string };
        noteRequest(localName, src || href, 0);
      }),
    true,
  );
  page.addEventListener('unhandledrejection', ({ reason }) => quietly(() => note('rejection', say(reason))));
}
