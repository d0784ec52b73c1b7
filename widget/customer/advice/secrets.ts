import type { ReactiveControllerHost } from 'lit';
import { mayHoldSecret } from '../../coaching/suspicion.ts';

export type Secrets = typeof import('./secret-warning.ts');

let secrets: Secrets | null = null;

/** What looks for secrets, where a text makes it worth it; null until it is there, and for texts that hold none for sure. */
export function secretsFor(host: ReactiveControllerHost, text: string): Secrets | null {
  if (!mayHoldSecret(text)) return null;
  if (!secrets)
    import('./secret-warning.ts').then(
      (code) => {
        secrets = code;
        host.requestUpdate();
      },
      // The warning is a help, not a gate: writing goes on without it.
      () => undefined,
    );
  return secrets;
}
