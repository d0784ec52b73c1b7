/** Command line options of the readers of old systems. */
import type { Reader } from '../../archive/reader.ts';
import { readerNamed, readers } from '../../archive/registry.ts';
import { UsageError } from '../command.ts';
import type { Option } from '../command.ts';

/** Lists the readers' options, grouped when several systems share them. */
export function readerHelp(): string {
  const groups = new Map<string, Reader[]>();
  for (const reader of readers) {
    const options = Object.entries(reader.options)
      .map(([name, { help }]) => `    --${name} ${help}`)
      .join('\n');
    groups.set(options, [...(groups.get(options) ?? []), reader]);
  }
  return [...groups]
    .map(([options, group]) =>
      [...group.map(({ name, summary }) => `  ${name.padEnd(18)}${summary}`), ...(options === '' ? [] : [options])].join('\n'),
    )
    .join('\n\n');
}

/** Finds the reader named on the command line, whose options are then known. @throws UsageError for an unknown name */
export function readerIn(args: readonly string[]): Reader | undefined {
  const at = args.findIndex((arg) => arg === '--from' || arg.startsWith('--from='));
  const name = at < 0 ? undefined : args[at] === '--from' ? args[at + 1] : args[at]?.slice('--from='.length);
  const reader = name === undefined ? undefined : readerNamed(name);
  if (name !== undefined && !reader) throw new UsageError(`--from "${name}" is unknown: ${readers.map((known) => known.name).join(', ')}`);
  return reader;
}

export function optionsOf(reader: Reader | undefined): Record<string, Option> {
  const entries = Object.entries(reader?.options ?? {});
  return Object.fromEntries(entries.map(([name, { type, multiple = false }]) => [name, { type, multiple }]));
}
