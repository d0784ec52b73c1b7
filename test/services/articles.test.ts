import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openHarness } from '../helpers/harness.ts';
import type { Article } from '../../server/wire/articles.ts';
import type { SessionView } from '../../server/wire/session.ts';

const config = {
  help: {
    articles: [
      {
        title: { en: 'Renew a certificate', fr: 'Renouveler un certificat' },
        url: 'https://help.example.com/ssl',
        excerpt: { en: 'By itself.', fr: 'Tout seul.' },
      },
      { title: { en: 'Find your invoices', fr: 'Trouver vos factures' }, url: 'https://help.example.com/invoices' },
    ],
  },
  rates: { read: { perMinute: 1, burst: 4 } },
};
const path = (q: string, lang = 'fr') => `/api/v1/articles?${new URLSearchParams({ q, lang })}`;

describe('GET /articles', () => {
  it('answers the few that may help, in the reader’s language', async () => {
    const harness = await openHarness({ config });
    await harness.library.ready;
    const marie = await harness.customer('marie');
    const { status, json, headers } = await marie<Article[]>(path('Mon certificat a expiré'));
    assert.equal(status, 200);
    assert.deepEqual(json, [{ title: 'Renouveler un certificat', url: 'https://help.example.com/ssl', excerpt: 'Tout seul.' }]);
    assert.equal(headers.get('content-language'), 'fr');
    assert.equal((await marie<Article[]>(path('my invoice', 'en'))).json[0]?.title, 'Find your invoices');
    assert.deepEqual((await marie<Article[]>('/api/v1/articles')).json, []);
  });

  it('wants a token', async () => {
    const harness = await openHarness({ config });
    const { status } = await harness.ask(path('certificat'));
    assert.equal(status, 401);
    assert.equal((await (await harness.agent())(path('certificat'))).status, 401);
  });

  it('refuses a query that is too long, comes twice or is unknown', async () => {
    const marie = await (await openHarness({ config: { help: config.help } })).customer('marie');
    for (const query of [`q=${'a'.repeat(501)}`, 'q=a&q=b', 'q=a&limit=3'])
      assert.equal((await marie(`/api/v1/articles?${query}`)).status, 422, query);
  });

  it('is limited like any reading', async () => {
    const marie = await (await openHarness({ config })).customer('marie');
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await marie(path('certificat'))).status);
    assert.deepEqual(statuses, [200, 200, 200, 200, 429, 429]);
  });

  it('is announced by the session only where there are articles', async () => {
    const withSome = await openHarness({ config });
    await withSome.library.ready;
    const without = await openHarness();
    const help = async (harness: typeof without) => (await (await harness.customer('marie'))<SessionView>('/api/v1/session')).json.help;
    assert.equal((await help(withSome)).articles, true);
    assert.deepEqual(await help(without), { url: null, email: null, phone: null, articles: false });
  });
});
