/** Files in and out: one is uploaded as a form's only field, and handed out so that no browser opens it by itself. */
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { Attachments, Kept } from '../../services/attachments/attachments.ts';
import { limits } from '../../ticket/limits.ts';
import { deskPaths, paths } from '../../wire/paths.ts';
import { LangQuery } from '../../wire/parts.ts';
import type { DeskGuards } from '../desk/tickets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { validQuery } from '../../http/input/body.ts';
import { attemptOf } from '../../http/input/idempotency-key.ts';
import { announcedBytes, readFile } from '../../http/input/multipart.ts';
import type { CustomerGuards } from './session.ts';
import { markReplay } from './tickets.ts';

type Owner = Parameters<Attachments['receive']>[0];
type Row = Awaited<ReturnType<Attachments['find']>>;

export function attachmentRoutes(attachments: Attachments, { customer, read }: CustomerGuards, upload: MiddlewareHandler<Env>): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post(paths.attachments, customer, upload, async (c) => {
    const kept = await receive(c, attachments, { kind: 'customer', id: c.get('caller').customer.id });
    return created(c, kept, paths.attachment(kept.attachment.id));
  });
  routes.get(`${paths.attachments}/:id`, customer, read, async (c) => {
    const row = await attachments.findFor(c.get('caller'), idOf(c));
    return download(c, attachments, row);
  });
  return routes;
}

export function deskAttachmentRoutes(
  attachments: Attachments,
  { staff, rate, ownPage }: DeskGuards,
  upload: MiddlewareHandler<Env>,
): Hono<Env> {
  const routes = new Hono<Env>();
  routes.post(deskPaths.attachments, staff, ownPage, upload, async (c) => {
    const kept = await receive(c, attachments, { kind: 'staff', id: c.get('staff').id });
    return created(c, kept, deskPaths.attachment(kept.attachment.id));
  });
  routes.get(`${deskPaths.attachments}/:id`, staff, rate, async (c) => download(c, attachments, await attachments.find(idOf(c))));
  return routes;
}

const idOf = (c: Ctx): string => c.req.param('id') ?? '';

async function receive(c: Ctx, attachments: Attachments, owner: Owner): Promise<Kept> {
  const most = limits.attachment.maxBytes;
  const receiving = await attachments.receive(owner, announcedBytes(c, most));
  try {
    const name = await readFile(c, most, (bytes) => receiving.take(bytes));
    validQuery(LangQuery, c);
    return await receiving.keep(name, (content) => attemptOf(c, `${owner.kind} ${owner.id}`, { value: content }));
  } finally {
    await receiving.end();
  }
}

function created(c: Ctx, kept: Kept, location: string): Response {
  markReplay(c, kept);
  c.header('Location', location);
  return c.json(kept.attachment, 201);
}

/** What a browser may show once it was asked to; anything else is bytes to save. */
const pictures: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

function download(c: Ctx, attachments: Attachments, row: Row): Promise<Response> {
  validQuery(LangQuery, c);
  return answerFile(c, { ...row, open: async () => (await attachments.open(row)).stream });
}

export interface FileAnswer {
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** @throws FileMissing */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** Hands a file out so that no browser opens it by itself. */
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

/** RFC 6266: the name in ASCII for who knows no better, and as it is. Neither can end the header or the quotes. */
function fileName(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
