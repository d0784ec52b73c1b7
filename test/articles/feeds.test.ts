import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeText } from '../../server/articles/decode.ts';
import { NotAFeed } from '../../server/articles/feed.ts';
import { isSameOrigin } from '../../server/articles/fetch-feed.ts';
import { readFeed } from '../../server/articles/read-feed.ts';
import { titleFromAddress } from '../../server/articles/slug.ts';
import { item, rss } from './help-site.ts';

const base = 'https://aide.example.com/feed';
const read = (text: string) => readFeed(text, base, null, () => Promise.resolve());
const pages = async (text: string) => (await read(text)).pages;

describe('reading a feed', () => {
  it('reads RSS, with HTML in descriptions, CDATA and relative addresses', async () => {
    const text = rss(
      item(
        'Erreur 500 &amp; journal',
        '/erreur-500',
        '&lt;p&gt;Le &lt;b&gt;journal&lt;/b&gt; le dit.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;',
      ),
      item('<![CDATA[Créer une <em>adresse</em>]]>', 'https://aide.example.com/adresse', '<![CDATA[<ul><li>Un</li><li>Deux</li></ul>]]>'),
    );
    assert.deepEqual(await pages(text), [
      { title: 'Erreur 500 & journal', url: 'https://aide.example.com/erreur-500', excerpt: 'Le journal le dit.', keywords: '' },
      { title: 'Créer une adresse', url: 'https://aide.example.com/adresse', excerpt: 'Un Deux', keywords: '' },
    ]);
  });

  it('keeps a title that only looks like markup', async () => {
    assert.equal((await pages(rss(item('La balise &lt;title&gt;', '/t'))))[0]?.title, 'La balise <title>');
  });

  it('reads Atom, its alternate links, categories and XHTML', async () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Aide</title><entry><title type="html">Changer la version de PHP</title>
      <link rel="edit" href="https://aide.example.com/edit"/><link href="/php"/><category term="php"/><category term="version"/>
      <content type="xhtml"><div><p>Par hébergement.</p><p>Une minute.</p></div></content><author><name>Ines</name></author></entry></feed>`;
    assert.deepEqual(await pages(text), [
      {
        title: 'Changer la version de PHP',
        url: 'https://aide.example.com/php',
        excerpt: 'Par hébergement. Une minute.',
        keywords: 'php version',
      },
    ]);
  });

  it('reads a sitemap, with titles from the addresses', async () => {
    const text = `<urlset><url><loc>https://aide.example.com/fr/articles/1234-renouveler-un-certificat-ssl.html</loc><image:image><image:loc>https://x.example/i.png</image:loc></image:image></url>
      <url><loc>https://aide.example.com/</loc></url><url><loc>https://aide.example.com/fr/cr%C3%A9er-une-adresse</loc></url></urlset>`;
    assert.deepEqual(
      (await pages(text)).map(({ title }) => title),
      ['Renouveler un certificat ssl', 'Créer une adresse'],
    );
  });

  it('reads an index of sitemaps', async () => {
    const { sitemaps: more } = await read(
      '<sitemapindex><sitemap><loc>https://aide.example.com/a.xml</loc></sitemap><sitemap><loc>/b.xml</loc></sitemap></sitemapindex>',
    );
    assert.deepEqual(more, ['https://aide.example.com/a.xml', 'https://aide.example.com/b.xml']);
  });

  it('reads JSON Feed and plain lists', async () => {
    const feed = {
      version: 'https://jsonfeed.org/version/1.1',
      items: [{ id: '1', url: '/a', title: 'Une', content_html: '<p>Un &eacute;t&eacute;</p>', tags: ['x', 1] }],
    };
    assert.deepEqual(await pages(JSON.stringify(feed)), [
      { title: 'Une', url: 'https://aide.example.com/a', excerpt: 'Un été', keywords: 'x' },
    ]);
    assert.deepEqual(await pages('[{"title":"Deux","url":"https://b.example/","excerpt":"Ligne"}, null, 3, {"title":"sans adresse"}]'), [
      { title: 'Deux', url: 'https://b.example/', excerpt: 'Ligne', keywords: '' },
    ]);
  });

  it('takes no address but http and https, and none with a password in it', async () => {
    const bad = [
      'javascript:alert(1)',
      ' JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://user:secret@aide.example.com/',
      'ftp://x.example/',
      `https://x.example/${'a'.repeat(3_000)}`,
    ];
    assert.deepEqual(await pages(rss(...bad.map((link) => item('Un titre', link)))), []);
    assert.deepEqual(await pages(JSON.stringify(bad.map((url) => ({ title: 'Un titre', url })))), []);
  });

  it('expands no entity that the feed declares itself (billion laughs)', async () => {
    const lol = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
    const text = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">${lol}<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(item('Avant &l9; après &x;', '/a')).replace(/^<\?xml.*?\?>/, '')}`;
    const [page] = await pages(text);
    assert.equal(page?.title, 'Avant &l9; après &x;');
  });

  for (const [what, text] of [
    ['an HTML page', '<!doctype html><html><head><title>Connexion</title></head><body><p>Oups</body></html>'],
    ['words', 'Service Unavailable'],
    ['nothing', ''],
    ['other XML', '<opml><body/></opml>'],
    ['a feed that breaks off', rss(item('Un titre', '/a')).slice(0, -20)],
    ['JSON without a list', '{"error":"no"}'],
    ['broken JSON', '[{"title":'],
    ['JSON nested a hundred thousand deep', `${'['.repeat(100_000)}1`],
    ['XML nested a hundred thousand deep', `<rss>${'<a>'.repeat(100_000)}`],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(read(text), NotAFeed);
    });
  }

  it('refuses another kind than the one that was named', async () => {
    await assert.rejects(
      readFeed(rss(), base, 'sitemap', () => Promise.resolve()),
      NotAFeed,
    );
  });

  it('reads 5,000 articles of a hundred thousand, in slices', async () => {
    let slices = 0;
    const text = rss(item('Un titre bien long', '/a', 'Et une ligne de texte.').repeat(100_000));
    const { length } = (await readFeed(text, base, null, () => Promise.resolve(void slices++))).pages;
    assert.equal(length, 5_000);
    assert.ok(slices > 5);
  });

  it('shortens what is long after a whole word, and turns nothing around', async () => {
    const [page] = await pages(rss(item(`\u202e${'titre '.repeat(100)}`, '/a', 'mot '.repeat(3_000))));
    assert.match(page?.title ?? '', /^titre .{0,200}titre…$/);
    assert.ok((page?.excerpt.length ?? 999) <= 300);
  });

  it('is not fooled by names of JavaScript objects', async () => {
    assert.deepEqual(
      await pages('[{"__proto__":{"title":"x"},"constructor":1,"title":"Un titre","url":"/a"}]').then((all) => all.length),
      1,
    );
    await assert.rejects(read('<constructor></constructor>'), NotAFeed);
    assert.equal(({} as Record<string, unknown>)['title'], undefined);
  });
});

describe('decoding a feed', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  it('reads UTF-8 whatever was said of it', () => assert.equal(decodeText(Buffer.from('été'), 'text/xml; charset=iso-8859-1'), 'été'));
  it('reads Latin-1 that calls itself UTF-8', () =>
    assert.equal(decodeText(latin('<?xml version="1.0" encoding="UTF-8"?>été'), null).slice(-3), 'été'));
  it('reads the characters that Windows puts among Latin-1', () =>
    assert.equal(decodeText(Buffer.from([0x80, 0x92, 0x9c, 0xe9]), 'text/xml; charset=ISO-8859-1'), '€’œé'));
  it('reads the encoding that the XML declares', () => {
    const bytes = Buffer.concat([latin('<?xml version="1.0" encoding="ISO-8859-2"?>'), Buffer.from([0xb1])]);
    assert.equal(decodeText(bytes, 'text/xml').slice(-1), 'ą');
  });
  it('reads UTF-16 by its mark', () =>
    assert.equal(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('été', 'utf16le')]), null), 'été'));
  it('falls back where the name is unknown', () => assert.equal(decodeText(latin('caf\u00e9'), 'text/xml; charset=klingon'), 'café'));
});

describe('addresses', () => {
  it('makes a title of an address only when it has words', () => {
    assert.equal(titleFromAddress('https://x.example/blog/'), null);
    assert.equal(titleFromAddress('https://x.example/2024/12/'), null);
    assert.equal(titleFromAddress('https://x.example/mon_article+utile'), 'Mon article utile');
    assert.equal(titleFromAddress('https://x.example/%E0%A4%A-mal-form%'), '%E0%A4%A mal form%');
  });

  it('knows what lies on the same origin, and takes nothing else for it', () => {
    const from = 'https://help.example.com/feed';
    assert.ok(isSameOrigin('https://help.example.com/other', from));
    assert.ok(isSameOrigin('https://help.example.com:443/other', from));
    for (const to of [
      'http://help.example.com/feed',
      'https://help.example.com:8443/',
      'https://www.example.com/feed',
      'https://example.com/feed',
      'https://help.example.com.evil.example/',
      'https://169.254.169.254/latest',
    ])
      assert.ok(!isSameOrigin(to, from), to);
    assert.ok(!isSameOrigin('https://example.co.uk/', 'https://evil.co.uk/'));
  });
});
