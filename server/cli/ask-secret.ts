/** Asks for a password at a terminal, twice, without showing it. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './command.ts';

/** A terminal has `isTTY` and raw mode. */
export type Keyboard = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** @throws UsageError when the two inputs differ or are empty. Control-C ends the process. */
export async function askSecret(keyboard: Keyboard, say: (text: string) => void): Promise<string> {
  const first = await hiddenLine(keyboard, say, 'Password (nothing is shown while you type): ');
  if (first === '') throw new UsageError('no password was typed');
  const second = await hiddenLine(keyboard, say, 'The same once more: ');
  if (first !== second) throw new UsageError('the two passwords differ; nothing was changed');
  return first;
}

function hiddenLine(keyboard: Keyboard, say: (text: string) => void, prompt: string): Promise<string> {
  // readline handles backspace, Control-C and Control-U; its output is discarded.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: keyboard, output: nowhere, terminal: true });
  say(prompt);
  return new Promise((resolve) => {
    let typed = '';
    lines.once('line', (line) => {
      typed = line;
      lines.close();
    });
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    lines.once('close', () => {
      say('\n');
      resolve(typed);
    });
  });
}
