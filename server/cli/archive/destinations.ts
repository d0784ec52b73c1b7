/** Checks output files before hours of reading, so that a report is not lost for want of a place to write it. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../command.ts';

/**
 * @param input the file that is read, or `-`; it may not be overwritten, though repaired rejects are often to be listed under the
 * same name
 * @param files the values of output options, by option
 * @throws UsageError for a file that cannot be written, and for the input itself
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
