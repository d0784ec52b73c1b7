/** The widget as the build left it: the entries, asked for again every few minutes, and chunks that never change. */
import { Hono } from 'hono';
import type { Asset, Assets } from '../../http/assets.ts';
import type { Ctx, Env } from '../../http/env.ts';
import { HttpProblem } from '../../http/problem.ts';

const entry = 'public, max-age=300, stale-while-revalidate=86400';
const chunk = 'public, max-age=31536000, immutable';

export function widgetRoutes(assets: Assets): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get('/support-ticket.js', (c) => sendAsset(c, assets, 'support-ticket.js'));
  routes.get('/support-desk.js', (c) => sendAsset(c, assets, 'support-desk.js'));
  routes.get('/support-ticket-recorder.js', (c) => sendAsset(c, assets, 'support-ticket-recorder.js'));
  routes.get('/chunks/:file', (c) => sendAsset(c, assets, `chunks/${c.req.param('file')}`, chunk));
  return routes;
}

export async function sendAsset(c: Ctx, assets: Assets, name: string, caching = entry): Promise<Response> {
  const asset = await assets.get(name);
  if (!asset) throw new HttpProblem('not-found');
  // Any page may load it: it holds nothing of anybody.
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  c.header('Cache-Control', caching);
  c.header('Vary', 'Accept-Encoding');
  c.header('ETag', asset.etag);
  if (matches(c.req.header('if-none-match'), asset.etag)) return c.body(null, 304);
  const { encoding, body } = choose(asset, c.req.header('accept-encoding') ?? '');
  if (encoding) c.header('Content-Encoding', encoding);
  return c.body(body, 200, { 'Content-Type': asset.type });
}

/** A weak comparison, as caches do: the same file in another encoding is the same file. */
const matches = (asked: string | undefined, etag: string): boolean =>
  asked !== undefined && asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag.replace(/^W\//, ''));

function choose(asset: Asset, accepted: string): { encoding: 'br' | 'gzip' | null; body: Uint8Array<ArrayBuffer> } {
  if (asset.brotli && accepts(accepted, 'br')) return { encoding: 'br', body: asset.brotli };
  if (asset.gzip && accepts(accepted, 'gzip')) return { encoding: 'gzip', body: asset.gzip };
  return { encoding: null, body: asset.body };
}

const accepts = (header: string, encoding: string): boolean =>
  header.split(',', 20).some((part) => {
    const [name = '', weight = ''] = part.trim().toLowerCase().split(';');
    return name.trim() === encoding && !/q=0(\.0*)?$/.test(weight.trim());
  });
