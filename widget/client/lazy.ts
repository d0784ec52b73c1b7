/** Code that few need, loaded beside whoever asks for it. */
export interface Redrawn {
  requestUpdate(): void;
}

export interface Lazy<T> {
  /** The code; `null` until it is there and where it cannot be loaded. Draws `host` again once it is there; the next drawing asks again. */
  (host: Redrawn): T | null;
  /** @throws what the import throws */
  load(): Promise<T>;
}

/** Loads code when it is first asked for. */
export function lazy<T>(load: () => Promise<T>): Lazy<T> {
  let code: T | null = null;
  let loading: Promise<T> | null = null;
  const start = async (): Promise<T> => {
    loading ??= load().finally(() => (loading = null));
    return (code = await loading);
  };
  const ask = (host: Redrawn): T | null => {
    if (!code)
      start().then(
        () => host.requestUpdate(),
        () => undefined,
      );
    return code;
  };
  return Object.assign(ask, { load: async () => code ?? start() });
}
