/** The widget's build: entries, which are cached for some minutes, and chunks, which never change. */
import type { Asset, Assets } from '../../http/assets.ts';
import type { Ctx } from '../../http/env.ts';
import { HttpProblem } from '../../http/problem.ts';
import { route } from '../../http/route/route.ts';
import type { Route } from '../../http/route/row.ts';

const entry = 'public, max-age=300, stale-while-revalidate=86400';
const chunk = 'public, max-age=31536000, immutable';

/** The scripts that pages load by name. */
const entries = {
  'support-ticket.js': 'The customers’ element',
  'support-desk.js': 'The staff’s element',
  'support-ticket-recorder.js': 'Keeps errors of the page for a ticket, in memory',
} as const;

const open = { method: 'get', who: 'anybody', rate: null, problems: ['not-found'] } as const;

export const widgetRoutes = (assets: Assets): readonly Route[] => [
  ...Object.entries(entries).flatMap(([file, summary]) => [
    route({ ...open, path: `/${file}`, summary, answer: [200, 'JavaScript'], handle: ({ c }) => sendAsset(c, assets, file) }),
    sourceMapRoute(assets, file),
  ]),
  route({
    ...open,
    path: '/chunks/:file',
    summary: 'A part of either, loaded when needed; or the source map of one',
    answer: [200, 'JavaScript'],
    handle: ({ c, params }) => sendAsset(c, assets, `chunks/${params.file}`, chunk),
  }),
];

/** Source maps let tools that collect a site's errors show where in the source an error happened. */
export const sourceMapRoute = (assets: Assets, file: string): Route =>
  route({
    ...open,
    path: `/${file}.map`,
    summary: `The source map of /${file}, for tools that collect errors`,
    answer: [200, 'JSON'],
    handle: ({ c }) => sendAsset(c, assets, `${file}.map`),
  });

export async function sendAsset(c: Ctx, assets: Assets, name: string, caching = entry): Promise<Response> {
  const asset = await assets.get(name);
  if (!asset) throw new HttpProblem('not-found');
  // Any page may load the file, since it has no personal data.
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

/** Compares ETags weakly, since the same file has several encodings. */
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
