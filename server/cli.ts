#!/usr/bin/env node
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exit, OutputClosedError, UsageError } from './cli/command.ts';
import type { Command, Io } from './cli/command.ts';
import { openTerminal } from './cli/terminal.ts';
import { ConfigError } from './config.ts';
import { ReaderUsageError } from './archive/reader.ts';
import { ControlError } from './control/archive-client.ts';
import { StartError } from './http/socket/listen.ts';
import { versionOf } from './installed.ts';
import { ArchiveRefusal } from './store/archive-store.ts';
import { ReadOnlyError } from './store/store.ts';
import { isSystemFault, JournalError } from './store/journal/errors.ts';

/** Each command is loaded only when it is called: an import needs no web server in memory. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  staff: async () => (await import('./cli/staff.ts')).staff,
  token: async () => (await import('./cli/token.ts')).token,
  import: async () => (await import('./cli/import.ts')).importCommand,
  convert: async () => (await import('./cli/convert.ts')).convert,
  rematch: async () => (await import('./cli/archive.ts')).rematch,
  archive: async () => (await import('./cli/archive.ts')).archive,
  backup: async () => (await import('./cli/backup.ts')).backup,
  restore: async () => (await import('./cli/backup.ts')).restore,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
};

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`);
  return `support-ticket <command>\n\n${lines.join('\n')}\n\nsupport-ticket <command> --help says more.`;
}

export async function run([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === '--version') {
    io.out(versionOf());
    return exit.done;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    io.out(await overview());
    return name === undefined ? exit.usage : exit.done;
  }
  const command = Object.hasOwn(commands, name) ? await commands[name]?.() : undefined;
  if (!command) {
    io.say(`"${name}" is no command.\n\n${await overview()}`);
    return exit.usage;
  }
  if (args.includes('--help') || args.includes('-h')) {
    io.out(`support-ticket ${command.help}`);
    return exit.done;
  }
  return guarded(command, args, io);
}

/** Reports an expected error in one sentence; any other error is a bug and is shown with its stack. */
async function guarded(command: Command, args: readonly string[], io: Io): Promise<number> {
  try {
    return await command.run(args, io);
  } catch (error) {
    if (error instanceof OutputClosedError) return exit.done;
    if (error instanceof UsageError || error instanceof ReaderUsageError)
      io.say(`support-ticket ${command.name}: ${error.message}\n(support-ticket ${command.name} --help)`);
    else if (error instanceof ControlError || error instanceof ArchiveRefusal || error instanceof ReadOnlyError)
      io.say(`support-ticket ${command.name}: ${error.message}`);
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
