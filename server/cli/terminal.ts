import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { variables } from '../config.ts';
import { askSecret } from './ask-secret.ts';
import { OutputClosedError } from './command.ts';
import type { Io } from './command.ts';

/** The process as a command sees it. */
export interface Terminal extends Io {
  /** An error of the standard output that no command has seen; null when there was none. */
  untoldFault(): Error | null;
}

export function openTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  let fault: NodeJS.ErrnoException | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => (fault ??= error));
  const refused = once(stdout, 'error');
  // Ignores the closed output of `archive export
  // head`.
  const hasLeft = (): boolean => fault?.code === 'EPIPE';
  let told = false;
  const throwFault = (): void => {
    if (!fault) return;
    told = true;
    throw hasLeft() ? new OutputClosedError() : fault;
  };
  const terminal: Terminal = {
    variables,
    out(line) {
      if (!fault) stdout.write(`${line}\n`);
    },
    async write(text) {
      throwFault();
      if (stdout.write(text)) return;
      await Promise.race([once(stdout, 'drain').catch(() => undefined), refused]);
      throwFault();
    },
    say: (line, end = '\n') => void stderr.write(`${line}${end}`),
    terminal: stderr.isTTY,
    input: () => stdin,
    async readLine() {
      // PowerShell puts a byte order mark before piped text.
      for await (const line of createInterface({ input: stdin })) return line.replace(/^\uFEFF/, '');
      return '';
    },
    readSecret: () => (stdin.isTTY ? askSecret(stdin, (text) => void stderr.write(text)) : terminal.readLine()),
    untilStopped: () =>
      new Promise((resolve) => {
        const stop = (): void => {
          // A second signal stops at once: everything acknowledged is on disk.
          process.once('SIGINT', () => process.exit(130));
          process.once('SIGTERM', () => process.exit(143));
          resolve();
        };
        process.once('SIGINT', stop);
        process.once('SIGTERM', stop);
        void refused.then(stop);
      }),
    untoldFault: () => (told || hasLeft() ? null : fault),
  };
  return terminal;
}
