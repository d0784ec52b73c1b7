import type { Ctx } from '../env.ts';

/** Types that are sent as themselves; all others are sent as bytes. */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export interface FileAnswer {
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** @throws FileMissing */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** Sends a file as a download, so that no browser renders it. */
export async function answerFile(c: Ctx, { name, type, size, open }: FileAnswer): Promise<Response> {
  const stream = await open();
  c.header('Content-Type', pictures.has(type) ? type : 'application/octet-stream');
  c.header('Content-Disposition', `attachment; ${fileName(name)}`);
  c.header('Content-Security-Policy', "sandbox; default-src 'none'");
  c.header('Content-Length', String(size));
  if (c.req.method !== 'HEAD') return c.body(stream);
  await stream.cancel();
  return c.body(null);
}

/** RFC 6266: an ASCII name for old clients, and the exact name encoded. Neither can break out of the header. */
function fileName(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
