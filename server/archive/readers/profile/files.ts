import { join } from 'node:path';
import { SourceError } from '../../reader.ts';
import { filesNamed } from '../folder.ts';
import type { Intake } from './reading.ts';

/** The files of a folder by table, as the profile names them. @throws SourceError when the tickets' file is missing */
export function tableFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  { profile, findings }: Pick<Intake, 'profile' | 'findings'>,
): readonly (readonly [table: string, path: string])[] {
  return Object.entries(files).flatMap(([table, pattern]) => {
    const found = filesNamed(folder, pattern);
    if (found.length > 0) return found.map((path) => [table, path] as const);
    if (table === profile.tickets.table) throw new SourceError('unreadable', `${join(folder, pattern)} is not there`);
    findings.say(`${pattern} is not there: nothing is known of its rows`);
    return [];
  });
}
