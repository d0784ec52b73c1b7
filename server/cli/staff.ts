import { readPlaces } from '../config.ts';
import type { Site } from '../config/site.ts';
import { readEnvironment } from '../config/environment.ts';
import { sendRequest } from '../control/client.ts';
import { carryOut } from '../control/staff-requests.ts';
import type { StaffRequest, Answer } from '../control/protocol.ts';
import { randomId, systemClock } from '../system.ts';
import { createPasswords } from '../identity/passwords.ts';
import { createStaffAccounts } from '../identity/staff.ts';
import type { Role } from '../identity/staff.ts';
import { openJournalStore } from '../store/journal.ts';
import { exit, parse, required, UsageError } from './command.ts';
import type { Command, Io } from './command.ts';

const help = `staff add --email <address> --name <name> [--role agent|admin] --password-stdin
staff list
staff remove --email <address> [--hand-over <address>]
staff reset --email <address> [--name <name>] [--role agent|admin] [--password-stdin]

Accounts of those who answer at the desk. A server that runs on the data folder (SUPPORT_DATA_DIR)
is told at once; whoever is removed or reset is signed out everywhere. A reset also ends the wait
after too many failed tries to sign in. What somebody did keeps their name when they are removed;
their open tickets are offered to the team, or handed over.

  --email <address>     who
  --name <name>         what customers read under their answers
  --role agent|admin    agent unless said otherwise
  --hand-over <address> who takes charge of the open tickets of whoever is removed
  --password-stdin      reads the password from the first line of the standard input, and asks for
                        it at a terminal: at least 8 characters, nothing easy to guess`;

const person = {
  email: { type: 'string' },
  name: { type: 'string' },
  role: { type: 'string' },
  'password-stdin': { type: 'boolean' },
} as const;

export const staff: Command = {
  name: 'staff',
  summary: 'accounts of those who answer: add, list, remove, reset',
  help,
  async run([verb, ...args], io) {
    const ask = await askFor(verb, args, io);
    const { environment, dataDir, site } = readPlaces(readEnvironment(io.variables()));
    if (environment.databaseUrl !== null) throw new UsageError('SUPPORT_DATABASE_URL: this version keeps everything in the data folder');
    const told = (await sendRequest(dataDir, ask)) ?? (await actOn(dataDir, ask, site.policy, io));
    if ('refused' in told) throw new UsageError(told.refused);
    if ('staff' in told) report(ask, told, io);
    return exit.done;
  },
};

async function askFor(verb: string | undefined, args: readonly string[], io: Io): Promise<StaffRequest> {
  switch (verb) {
    case 'add': {
      const { values } = parse(args, person);
      const email = required(values.email, '--email');
      const name = required(values.name, '--name');
      const role = roleOf(values.role) ?? 'agent';
      if (!values['password-stdin'])
        throw new UsageError('--password-stdin is missing: printf \'%s\\n\' "$PASSWORD" | support-ticket staff add … --password-stdin');
      return { command: 'staff add', email, name, role, password: await io.readSecret() };
    }
    case 'list':
      parse(args, {});
      return { command: 'staff list' };
    case 'remove':
      return removalOf(parse(args, { email: { type: 'string' }, 'hand-over': { type: 'string' } }).values);
    case 'reset': {
      const { values } = parse(args, person);
      const email = required(values.email, '--email');
      const role = roleOf(values.role);
      const password = values['password-stdin'] ? await io.readSecret() : undefined;
      if (password === undefined && role === undefined && values.name === undefined)
        throw new UsageError('nothing to change: give --password-stdin, --role or --name');
      return { command: 'staff reset', email, name: values.name, role, password };
    }
    default:
      throw new UsageError(
        verb === undefined ? 'say what to do: add, list, remove or reset' : `"staff ${verb}" is unknown: add, list, remove or reset`,
      );
  }
}

function removalOf({
  email,
  'hand-over': handOver,
}: {
  readonly email?: string | undefined;
  readonly 'hand-over'?: string | undefined;
}): StaffRequest {
  return { command: 'staff remove', email: required(email, '--email'), ...(handOver !== undefined && { handOver }) };
}

function roleOf(word: string | undefined): Role | undefined {
  if (word === undefined || word === 'agent' || word === 'admin') return word;
  throw new UsageError('--role is agent or admin');
}

/** Carries out the request in this process, with the folder locked, when no server runs on it. */
async function actOn(dataDir: string, ask: StaffRequest, policy: Site['policy'], io: Io): Promise<Answer> {
  const log = { info: () => undefined, warn: (message: string) => io.say(message), error: (message: string) => io.say(message) };
  const store = await openJournalStore({ dir: dataDir, log });
  try {
    return await carryOut(
      ask,
      createStaffAccounts({ store, passwords: createPasswords(), now: systemClock, newId: randomId, policy, liftWait: () => undefined }),
    );
  } finally {
    await store.close();
  }
}

const done: Readonly<Record<StaffRequest['command'], string>> = {
  'staff add': 'added',
  'staff list': '',
  'staff remove': 'removed, and signed out everywhere',
  'staff reset': 'changed, signed out everywhere, and free to sign in at once',
};

function report({ command }: StaffRequest, told: Extract<Answer, { staff: unknown }>, io: Io): void {
  if (command === 'staff list' && told.staff.length === 0) io.say('nobody yet: support-ticket staff add makes the first account');
  const { openTickets = 0, handedTo = null } = told;
  const tickets = openTickets === 1 ? '1 open ticket was theirs' : `${String(openTickets)} open tickets were theirs`;
  if (command === 'staff remove')
    io.say(
      openTickets === 0
        ? 'no open ticket was theirs'
        : handedTo
          ? `${tickets}: now in the charge of ${handedTo.name}`
          : `${tickets}: the desk offers them to the team, in the view “Assigned to nobody”`,
    );
  for (const { email, name, role } of told.staff) io.out([email, role, name, ...(done[command] === '' ? [] : [done[command]])].join('\t'));
}
