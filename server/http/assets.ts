import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { own } from '../own.ts';

export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly brotli: Uint8Array<ArrayBuffer> | null;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/** Files by their name in the public folder. */
export interface Assets {
  get(name: string): Promise<Asset | undefined>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

interface Kept {
  readonly modified: string;
  readonly asset: Asset;
}

/**
 * The files of a build's folder. Names are looked up in a listing of the folder, so that a request's path never becomes a
 * path on disk. A rebuilt file is read again; while a build empties the folder, the files read before are served.
 */
export async function openAssets(dir: string): Promise<Assets> {
  const kept = new Map<string, Kept>();
  let files = await listFiles(dir);

  async function newest(name: string): Promise<Asset | undefined> {
    const file = files.get(name);
    if (file === undefined) return undefined;
    const modified = await modifiedAt(file);
    const known = kept.get(name);
    if (known?.modified === modified) return known.asset;
    const asset = await readAsset(file, name);
    kept.set(name, { modified, asset });
    return asset;
  }

  const get = async (name: string): Promise<Asset | undefined> => (await newest(name).catch(() => undefined)) ?? kept.get(name)?.asset;

  await Promise.all([...files.keys()].map(get));
  return {
    async get(name) {
      // The folder is listed again only for a name that a new build might have.
      if (!files.has(name) && /^(chunks\/)?[\w.-]+$/.test(name)) files = await listFiles(dir);
      return get(name);
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

const typeOf = (name: string): string | undefined => own(types, name.slice(name.lastIndexOf('.')));

/** Identifies a build of a file by its times of change; those of its compressed forms are included, as they may be written later. */
async function modifiedAt(file: string): Promise<string> {
  const { mtimeMs } = await stat(file);
  const others = await Promise.all(['.br', '.gz'].map((ending) => stat(file + ending).catch(() => null)));
  return [mtimeMs, ...others.map((found) => found?.mtimeMs ?? '')].join(' ');
}

async function readAsset(file: string, name: string): Promise<Asset> {
  const [body, brotli, gzip] = await Promise.all([read(file), read(`${file}.br`).catch(() => null), read(`${file}.gz`).catch(() => null)]);
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { type: typeOf(name) ?? 'application/octet-stream', etag, body, brotli, gzip };
}

const read = async (file: string): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await readFile(file));
