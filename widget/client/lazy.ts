/** Code that few need, loaded beside whoever asks for it. */
export interface Redrawn {
  requestUpdate(): void;
}

/**
 * Loads code when it is first asked for, and draws `host` again once it is there. `null` until then, and where it cannot be
 * loaded: the next drawing asks again.
 */
export function lazy<T>(load: () => Promise<T>): (host: Redrawn) => T | null {
  let code: T | null = null;
  let loading: Promise<T> | null = null;
  return (host) => {
    if (code) return code;
    loading ??= load().finally(() => (loading = null));
    loading.then(
      (loaded) => {
        code = loaded;
        host.requestUpdate();
      },
      () => undefined,
    );
    return null;
  };
}
