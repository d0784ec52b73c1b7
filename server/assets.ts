import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Asset, Assets } from './routes/widget.ts';

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
};

interface Kept {
  readonly modified: number;
  readonly asset: Asset;
}

/**
 * The files that the build left in a folder. They are found by listing it, so that a request's path never becomes a
 * file's; a file that was built anew is read anew.
 */
export async function openAssets(dir: string): Promise<Assets> {
  const kept = new Map<string, Kept>();
  let files = await listFiles(dir);
  return {
    async get(name) {
      // Only a name that might be of a new build is worth another look at the folder.
      if (!files.has(name) && /^(chunks\/)?[\w.-]+$/.test(name)) files = await listFiles(dir);
      const file = files.get(name);
      if (file === undefined) return undefined;
      const modified = await modifiedAt(file);
      if (modified === null) return undefined;
      const known = kept.get(name);
      if (known?.modified === modified) return known.asset;
      const asset = await readAsset(file, name);
      kept.set(name, { modified, asset });
      return asset;
    },
  };
}

async function listFiles(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && typeOf(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [relative(dir, file).split(sep).join('/'), file]));
}

const typeOf = (name: string): string | undefined => types[name.slice(name.lastIndexOf('.'))];

async function modifiedAt(file: string): Promise<number | null> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return null;
  }
}

async function readAsset(file: string, name: string): Promise<Asset> {
  const [body, brotli, gzip] = await Promise.all([read(file), read(`${file}.br`).catch(() => null), read(`${file}.gz`).catch(() => null)]);
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type: typeOf(name) ?? 'application/octet-stream', etag, body, brotli, gzip };
}

const read = async (file: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(file));
