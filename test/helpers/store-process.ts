/**
 * A process that works on a store, to be killed by a test.
 * `hold <folder>` says "held" and waits; `storm <folder>` writes without pause and says what was acknowledged.
 */
import { openJournalStore } from '../../server/store/journal.ts';
import { creating, saying } from '../store/samples.ts';

const [mode = '', dir = ''] = process.argv.slice(2);
const log = { info: tellError, warn: tellError, error: tellError };

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function tellError(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function write(id: string): Promise<never> {
  for (let i = 0; ; i += 1) {
    const word = `${id} ${String(i)}`;
    await store.changeTicket(id, (ticket) => {
      const recent = { ...ticket, messages: ticket.messages.slice(-20) };
      return saying(word)(recent);
    });
    tell(`said ${word}`);
    if (i % 5 === 0) tell(`created ${String((await store.createTicket(creating())).number)}`);
  }
}

const store = await openJournalStore({ dir, log, compactFrom: 64 * 1024 }).catch((error: unknown) => {
  tell(`refused ${error instanceof Error ? error.message : ''}`);
  return process.exit(1);
});
tell('held');

if (mode === 'storm') {
  const tickets = await Promise.all(Array.from({ length: 8 }, () => store.createTicket(creating())));
  await Promise.all(tickets.map(({ id }) => write(id)));
} else {
  // Until the test closes our input.
  for await (const _ of process.stdin);
  await store.close();
}
