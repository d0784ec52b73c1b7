#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { archive, rematch } from './cli/archive.ts';
import { backup, restore } from './cli/backup.ts';
import { exit, OutputClosedError, UsageError } from './cli/command.ts';
import type { Command, Io } from './cli/command.ts';
import { convert } from './cli/convert.ts';
import { doctor } from './cli/doctor.ts';
import { importCommand } from './cli/import.ts';
import { serve } from './cli/serve.ts';
import { staff } from './cli/staff.ts';
import { openTerminal } from './cli/terminal.ts';
import { token } from './cli/token.ts';
import { ConfigError } from './config.ts';
import { ReaderUsageError } from './archive/reader.ts';
import { ControlError } from './control/archive-client.ts';
import { StartError } from './listen.ts';
import { versionOf } from './main.ts';
import { ArchiveBusyError } from './store/archive-store.ts';
import { ReadOnlyError } from './store/store.ts';
import { isSystemFault, JournalError } from './store/journal/errors.ts';

const commands: readonly Command[] = [serve, staff, token, importCommand, convert, rematch, archive, backup, restore, doctor];

const overview = `support-ticket <command>

${commands.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

support-ticket <command> --help says more.`;

export async function run([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === '--version') {
    io.out(versionOf());
    return exit.done;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(overview);
    return name === undefined ? exit.usage : exit.done;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    io.say(`"${name}" is no command.\n\n${overview}`);
    return exit.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.out(`support-ticket ${command.help}`);
    return exit.done;
  }
  return guarded(command, args, io);
}

/** What a person can put right is said in a sentence; anything else is a fault of ours, with its trace. */
async function guarded(command: Command, args: readonly string[], io: Io): Promise<number> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof OutputClosedError) return exit.done;
    if (error instanceof UsageError || error instanceof ReaderUsageError) io.say(`support-ticket ${command.name}: ${error.message}\n(support-ticket ${command.name} --help)`);
    else if (error instanceof ControlError || error instanceof ArchiveBusyError || error instanceof ReadOnlyError) io.say(`support-ticket ${command.name}: ${error.message}`);
    else if (error instanceof ConfigError || error instanceof StartError || error instanceof JournalError) io.say(error.message);
    else if (isSystemFault(error)) io.say(`support-ticket ${command.name}: ${error.message}`);
    else throw error;
    return exit.usage;
  }
}

const calledDirectly = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);

if (calledDirectly) {
  const terminal = openTerminal();
  process.exitCode = await run(process.argv.slice(2), terminal);
  const fault = terminal.untoldFault();
  if (fault) {
    terminal.say(`support-ticket: the answer could not be written: ${fault.message}`);
    process.exitCode ||= exit.usage;
  }
}
