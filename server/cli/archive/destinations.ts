/** Where a command is to write, looked at before hours of reading: a report that finds no place at the end is lost. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../command.ts';

/**
 * @param input the file that is read, or `-`; mended rejects are often to be listed under the name that they have
 * @param files options and what they say
 * @throws UsageError for a place that cannot be written to, and for the input itself
 */
export async function checkDestinations(input: string, files: Readonly<Record<string, string | undefined>>): Promise<void> {
  const taken = new Map<string, string>();
  if (input !== '-') taken.set(await placeOf(input), 'the file that is read');
  for (const [option, name] of Object.entries(files)) {
    if (name === undefined) continue;
    const path = resolve(name);
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory()) throw new UsageError(`${option}: ${path} is a folder, and a file is to be written`);
    const folder = await stat(dirname(path)).catch(() => null);
    if (!folder?.isDirectory()) throw new UsageError(`${option}: there is no folder ${dirname(path)}`);
    await access(found ? path : dirname(path), constants.W_OK).catch(() => {
      throw new UsageError(`${option}: ${path} cannot be written`);
    });
    const place = await placeOf(path);
    const other = taken.get(place);
    if (other !== undefined) throw new UsageError(`${option}: ${path} is ${other}; give another name`);
    taken.set(place, `that of ${option} too`);
  }
}

const placeOf = (name: string): Promise<string> => realpath(name).catch(() => resolve(name));
