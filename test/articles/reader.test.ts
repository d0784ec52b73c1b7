import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Library } from '../../server/articles/library.ts';
import { FeedReader } from '../../server/articles/reader.ts';
import { keepReading, pauseBefore } from '../../server/articles/schedule.ts';
import { breathe } from '../../server/system.ts';
import { readSite } from '../../server/config/site.ts';
import { item, openHelpSite, rss, sending } from './help-site.ts';
import type { HelpSite } from './help-site.ts';

let site: HelpSite;
let dir: string;
let told: string[];
let library: Library;
const stop = new AbortController();

before(async () => {
  site = await openHelpSite(sending(''));
});
after(() => site.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'articles-'));
  told = [];
  library = new Library([], breathe);
  site.requests.length = 0;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const log = {
  info: (message: string) => void told.push(`info ${message}`),
  warn: (message: string, facts: object = {}) => void told.push(`warn ${message} ${JSON.stringify(facts)}`),
  error: (message: string) => void told.push(`error ${message}`),
};
const limits = { milliseconds: 2_000, bytes: 64 * 1024 };
const open = (path = '/feed', more = {}) =>
  new FeedReader(
    { url: site.url + path, kind: null, language: null, privateNetwork: true },
    { library, dir, log, breathe, limits, ...more },
  );
const read = (reader: FeedReader) => reader.read(stop.signal);
const found = (query = 'certificat') => library.find(query, 'fr').map(({ title }) => title);
const good = rss(item('Renouveler un certificat', '/certificat', 'Il se renouvelle seul.'));

describe('the reader of a feed', () => {
  it('reads, and says so once', async () => {
    site.answer = sending(good, { 'content-type': 'application/rss+xml' });
    const reader = open();
    await read(reader);
    await read(reader);
    assert.deepEqual(library.find('certificat', 'fr'), [
      { title: 'Renouveler un certificat', url: `${site.url}/certificat`, excerpt: 'Il se renouvelle seul.' },
    ]);
    assert.deepEqual(told, ['info help articles are read']);
  });

  it('asks whether anything has changed, and keeps what it has when nothing has', async () => {
    site.answer = (request, response) => {
      if (request.headers['if-none-match'] === '"v1"') return sending('', {}, 304)(request, response);
      sending(good, { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 09:00:00 GMT' })(request, response);
    };
    const reader = open();
    await read(reader);
    await read(reader);
    assert.equal(site.requests[1]?.headers['if-modified-since'], 'Mon, 23 Nov 2026 09:00:00 GMT');
    assert.equal(found().length, 1);
    assert.equal(reader.failures, 0);
  });

  for (const [what, answer] of [
    ['an error', sending('no', {}, 503)],
    ['an HTML page', sending('<!doctype html><html><body>Sign in</body></html>')],
    ['50 MB', sending(rss(item('x'.repeat(1_000), '/x').repeat(50_000)))],
    ['a packed bomb', sending(gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x20)))],
    [
      'a body packed for the way that unpacks to 20 MB',
      sending(gzipSync(Buffer.alloc(20 * 1024 * 1024, 0x20)), { 'content-encoding': 'gzip' }),
    ],
    ['half of what was announced', sending(good, { 'content-length': '5000' })],
    ['a redirect to itself', sending('', { location: '/feed' }, 302)],
    ['a redirect to another machine', sending('', { location: 'http://169.254.169.254/latest/meta-data' }, 302)],
    ['a redirect to a file', sending('', { location: 'file:///etc/passwd' }, 302)],
    ['a connection that is cut', (_request, response) => void response.destroy()],
  ] as [string, typeof site.answer][]) {
    it(`keeps the last good copy when there comes ${what}`, async () => {
      site.answer = sending(good);
      const reader = open();
      await read(reader);
      site.answer = answer;
      await read(reader);
      assert.equal(reader.failures, 1);
      assert.deepEqual(found(), ['Renouveler un certificat']);
      assert.equal(told.filter((line) => line.startsWith('warn')).length, 1);
    });
  }

  it('gives up on an answer that never ends', async () => {
    const reader = open('/feed', { limits: { milliseconds: 300, bytes: 1024 * 1024 } });
    site.answer = (_request, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    };
    await read(reader);
    assert.equal(reader.failures, 1);
    assert.match(told[0] ?? '', /no answer in time/);
  });

  it('gives up on a server that says nothing', async () => {
    const reader = open('/feed', { limits: { milliseconds: 200, bytes: 1024 } });
    site.answer = () => undefined;
    await read(reader);
    assert.match(told[0] ?? '', /no answer in time/);
  });

  it('says once that a site is away and once that it is back', async () => {
    const reader = open();
    site.answer = sending('', {}, 500);
    for (let i = 0; i < 3; i++) await read(reader);
    site.answer = sending(good);
    for (let i = 0; i < 3; i++) await read(reader);
    assert.deepEqual(
      told.map((line) => line.slice(0, 4)),
      ['warn', 'info'],
    );
  });

  it('has its articles after a restart while the site is down, and asks for news only', async () => {
    site.answer = sending(good, { etag: '"v1"' });
    await read(open());
    library = new Library([], breathe);
    site.answer = sending('', {}, 503);
    const reader = open();
    await reader.restore();
    assert.deepEqual(found(), ['Renouveler un certificat']);
    await read(reader);
    assert.equal(site.requests.at(-1)?.headers['if-none-match'], '"v1"');
    assert.deepEqual(found(), ['Renouveler un certificat']);
  });

  it('reads anew when its copy on the disk is damaged', async () => {
    site.answer = sending(good);
    await read(open());
    const [name = ''] = await readdir(join(dir, 'articles'));
    await writeFile(join(dir, 'articles', name), '{"format":1,"pages":[{"title":');
    const reader = open();
    library = new Library([], breathe);
    await reader.restore();
    assert.deepEqual(found(), []);
  });

  it('trusts no address in its copy either', async () => {
    site.answer = sending(good);
    await read(open());
    const [name = ''] = await readdir(join(dir, 'articles'));
    const page = { title: 'Certificat', url: 'javascript:alert(1)', excerpt: '', keywords: '' };
    await writeFile(
      join(dir, 'articles', name),
      JSON.stringify({ format: 1, url: `${site.url}/feed`, etag: null, lastModified: null, pages: [page] }),
    );
    library = new Library([], breathe);
    await open().restore();
    assert.deepEqual(found(), []);
  });

  it('goes on in memory when the folder cannot be written, and says so once', async () => {
    await writeFile(join(dir, 'articles'), 'a file where a folder should be');
    site.answer = sending(good);
    const reader = open();
    await read(reader);
    await read(reader);
    assert.deepEqual(found(), ['Renouveler un certificat']);
    assert.equal(told.filter((line) => line.includes('cannot be kept')).length, 1);
    await chmod(dir, 0o700);
  });

  it('follows a redirect on the same site, and resolves addresses from there', async () => {
    site.answer = (request, response) =>
      (request.url === '/feed' ? sending('', { location: '/fr/feed.xml' }, 301) : sending(rss(item('Un certificat', 'un'))))(
        request,
        response,
      );
    await read(open());
    assert.equal(library.find('certificat', 'fr')[0]?.url, `${site.url}/fr/un`);
  });

  it('reads the sitemaps of an index, those of its own site only, packed or not', async () => {
    const sitemap = (path: string) => `<urlset><url><loc>${site.url}${path}</loc></url></urlset>`;
    site.answer = (request, response) => {
      if (request.url === '/a.xml') return sending(sitemap('/renouveler-un-certificat'))(request, response);
      if (request.url === '/b.xml.gz')
        return sending(gzipSync(sitemap('/installer-un-certificat')), { 'content-type': 'application/gzip' })(request, response);
      sending(
        `<sitemapindex>${['/a.xml', '/b.xml.gz', 'http://10.0.0.1/c.xml'].map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`).join('')}</sitemapindex>`,
      )(request, response);
    };
    await read(open('/sitemap.xml'));
    assert.deepEqual(found().sort(), ['Installer un certificat', 'Renouveler un certificat']);
  });

  it('does not call its own end a failure', async () => {
    site.answer = () => undefined;
    const own = new AbortController();
    const reading = open().read(own.signal);
    own.abort();
    await reading;
    assert.deepEqual(told, []);
  });
});

describe('the schedule', () => {
  it('comes back sooner after a failure, and never later than usual', () => {
    assert.equal(pauseBefore(0, 60, 0.5), 3_600_000);
    assert.equal(pauseBefore(1, 60, 0.5), 60_000);
    assert.equal(pauseBefore(3, 60, 0.5), 240_000);
    assert.equal(pauseBefore(1_000, 60, 0.5), 3_600_000);
    assert.ok(pauseBefore(0, 60, 0) < pauseBefore(0, 60, 1));
  });

  it('stops at once, also in the middle of reading', async () => {
    site.answer = () => undefined;
    const end = keepReading({
      feeds: [{ url: `${site.url}/feed`, kind: null, language: null, privateNetwork: true }],
      refreshMinutes: 60,
      chance: () => 0.5,
      library,
      dir,
      log,
      breathe,
    });
    while (site.requests.length === 0) await breathe();
    await end();
  });
});

describe('articles of the configuration', () => {
  const help = (more: object) => readSite({ help: more }).help;

  it('are told in the reader’s language', async () => {
    const own = new Library(
      help({
        articles: [
          {
            title: { en: 'Renew a certificate', fr: 'Renouveler un certificat ?' },
            url: { en: 'https://a.example/en', fr: 'https://a.example/fr' },
          },
        ],
      }).articles,
      breathe,
    );
    await own.ready;
    assert.equal(own.find('certificate', 'en')[0]?.url, 'https://a.example/en');
    assert.equal(own.find('certificat', 'fr')[0]?.title, 'Renouveler un certificat\u202f?', 'no line begins with the mark');
  });

  it('come before those of a feed, each address once, and a feed of one language for its readers only', async () => {
    const own = new Library(help({ articles: [{ title: 'Certificat', url: 'https://a.example/1', keywords: 'ssl' }] }).articles, breathe);
    const page = (title: string, url: string) => ({ title, url, excerpt: '', keywords: '' });
    await own.replace('f', 'fr', [page('Certificat, bis', 'https://a.example/1#x'), page('Un autre certificat', 'https://a.example/2')]);
    assert.deepEqual(
      own.find('certificat', 'fr').map(({ url }) => url),
      ['https://a.example/1', 'https://a.example/2'],
    );
    assert.deepEqual(
      own.find('certificat', 'en').map(({ url }) => url),
      ['https://a.example/1'],
    );
  });

  it('are refused with a wrong address, and so are feeds that come twice', () => {
    assert.throws(() => help({ articles: [{ title: 'x', url: 'javascript:alert(1)' }] }), /help\.articles\.0\.url/);
    assert.throws(() => help({ feeds: ['https://a.example/f', { url: 'https://a.example/f' }] }), /different addresses/);
    assert.deepEqual(help({ feeds: ['https://a.example/f'] }).feeds, [
      { url: 'https://a.example/f', kind: null, language: null, privateNetwork: false },
    ]);
  });
});
