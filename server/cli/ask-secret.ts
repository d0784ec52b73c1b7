/** Asks for a password at a terminal: nothing of what is typed is shown, and it is typed twice. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from './command.ts';

/** The keyboard: `isTTY` and raw mode are those of a terminal. */
export type Keyboard = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** @throws UsageError where the two differ, or nothing is typed. Control-C ends the process as at any prompt. */
export async function askSecret(keyboard: Keyboard, say: (text: string) => void): Promise<string> {
  const first = await hiddenLine(keyboard, say, 'Password (nothing is shown while you type): ');
  if (first === '') throw new UsageError('no password was typed');
  const second = await hiddenLine(keyboard, say, 'The same once more: ');
  if (first !== second) throw new UsageError('the two passwords differ; nothing was changed');
  return first;
}

function hiddenLine(keyboard: Keyboard, say: (text: string) => void, prompt: string): Promise<string> {
  // readline takes care of backspace, Control-C and Control-U; what it would draw goes nowhere.
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
