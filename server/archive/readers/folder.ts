/** Finds the files of an export that is a folder, by table. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SourceError } from '../reader.ts';
import type { Read, Source } from '../reader.ts';

/** The folder to read, or null when the source is a file or the standard input. */
export function folderOf({ path }: Source): string | null {
  return path !== null && (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false) ? path : null;
}

const inOrder = new Intl.Collator('en', { numeric: true });

/** Files whose names match a pattern, `Tickets*.xml` or `tickets/*.json`, in natural order; compressed files match too. */
export function filesNamed(folder: string, pattern: string): readonly string[] {
  const [first = '', ...rest] = pattern.split('/').filter((part) => part !== '' && part !== '.');
  if (first === '..') return [];
  if (rest.length > 0) return entriesOf(folder, first, 'folder').flatMap((name) => filesNamed(join(folder, name), rest.join('/')));
  return entriesOf(folder, first, 'file').map((name) => join(folder, name));
}

function entriesOf(folder: string, pattern: string, kind: 'file' | 'folder'): readonly string[] {
  const shape = pattern
    .split('*')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
  const whole = new RegExp(`^${shape}$`);
  const names = readdirSync(folder).filter((name) => whole.test(name) || (kind === 'file' && whole.test(name.replace(/\.gz$/, ''))));
  const kept = names.filter((name) => {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    return kind === 'file' ? found?.isFile() === true : found?.isDirectory() === true;
  });
  // A file that is present both packed and unpacked counts once.
  return kept.filter((name) => !(name.endsWith('.gz') && kept.includes(name.slice(0, -3)))).sort(inOrder.compare);
}

/** Reads file after file. When one is cut off, the others are still read, and the error is thrown at the end. */
export async function* eachFile<T>(files: readonly T[], take: (file: T) => AsyncGenerator<Read>): AsyncGenerator<Read> {
  let cut: SourceError | null = null;
  for (const file of files) {
    try {
      yield* take(file);
    } catch (error) {
      if (!(error instanceof SourceError) || error.code !== 'cut-off') throw error;
      cut ??= error;
    }
  }
  if (cut) throw cut;
}
