import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openHarness } from '../helpers/harness.ts';

const site = {
  name: { en: 'Example', fr: 'Exemple' },
  url: 'https://www.example.com/account',
  ticketUrl: 'https://www.example.com/account/{number}',
};
const addresses = ['/', '/new', '/open', '/closed', '/archive', '/tickets/12', '/tickets/no-such-ticket'];

describe('the hosted page', () => {
  it('lets in its own files and nothing else, at every address', async () => {
    const harness = await openHarness({ config: { site } });
    for (const address of addresses) {
      const { status, headers, text } = await harness.ask(address);
      assert.equal(status, 200, address);
      assert.equal(
        headers.get('content-security-policy'),
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
      );
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('access-control-allow-origin'), null);
      // What stands in the page could not run anyway.
      assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
    }
  });

  it('shows the place that its address names', async () => {
    const harness = await openHarness();
    assert.match((await harness.ask('/')).text, /<support-ticket view="home">/);
    assert.match((await harness.ask('/new')).text, /<support-ticket view="new">/);
    assert.match((await harness.ask('/tickets/12')).text, /<support-ticket view="home" ticket="12">/);
  });

  it('speaks the language that was asked for, else the browser’s, else the site’s', async () => {
    const harness = await openHarness({ config: { site, language: 'fr' } });
    const asked = async (path: string, accept: string) => {
      const { headers, text } = await harness.ask(path, { headers: { 'accept-language': accept } });
      assert.ok(headers.get('vary')?.includes('Accept-Language'));
      return [headers.get('content-language'), /<html lang="(\w+)">/.exec(text)?.[1], /<title>(.*)<\/title>/.exec(text)?.[1]];
    };
    assert.deepEqual(await asked('/open', 'en-GB,fr;q=0.5'), ['en', 'en', 'Open tickets · Example']);
    assert.deepEqual(await asked('/tickets/12', 'fr-CA'), ['fr', 'fr', 'Ticket #12 · Exemple']);
    assert.deepEqual(await asked('/?lang=en', 'fr'), ['en', 'en', 'Support · Example']);
    assert.deepEqual(await asked('/', 'de'), ['fr', 'fr', 'Assistance · Exemple']);
    assert.match((await harness.ask('/new?lang=en')).text, /href="\/\?lang=en"/, 'and keeps it when it was asked for');
  });

  it('leads back to the site’s own page, to the same ticket where its address is known', async () => {
    const harness = await openHarness({ config: { site, help: { email: 'help@example.com' } } });
    const button = async (path: string) => /class="button" href="([^"]*)"/.exec((await harness.ask(path)).text)?.[1];
    assert.equal(await button('/'), 'https://www.example.com/account');
    assert.equal(await button('/tickets/12'), 'https://www.example.com/account/12');
    assert.equal(await button('/tickets/an-opaque-id'), 'https://www.example.com/account');
    assert.match((await harness.ask('/')).text, /<support-ticket[^>]*>[^]*href="mailto:help@example.com"[^]*<\/support-ticket>/);
  });

  it('is whole without any configuration', async () => {
    const harness = await openHarness();
    const { text } = await harness.ask('/');
    assert.match(text, /<title>Support<\/title>/);
    // The question about two people has buttons of its own, and waits unseen.
    assert.doesNotMatch(text.replace(/<dialog[^]*<\/dialog>/, ''), /class="button"|mailto:|null|undefined/);
    assert.match((await harness.ask('/new')).text, /<title>Open a ticket · Support<\/title>/);
  });

  it('shows names and addresses as the letters they are made of', async () => {
    const name = `</title><script>alert(1)</script>"'&`;
    const harness = await openHarness({
      config: {
        site: { name, url: 'https://www.example.com/?a="><script>b</script>', ticketUrl: `https://www.example.com/'"><b>{number}` },
        help: { email: 'help+it@example.com' },
      },
    });
    for (const address of [
      '/',
      '/tickets/12',
      `/tickets/${encodeURIComponent(`"><script>c</script>`)}`,
      '/tickets/%E0%A4%A',
      '/tickets/%00',
      '/?lang="><script>',
    ]) {
      const { status, text } = await harness.ask(address);
      assert.equal(status, 200, address);
      assert.equal(text.match(/<script/g)?.length, 1, address);
      assert.ok(text.includes('&lt;script&gt;alert(1)'));
      assert.doesNotMatch(text, /<b>\{?12|<b>\{number/);
    }
  });

  it('finds its files below the folder that a proxy gives it', async () => {
    const harness = await openHarness({ environment: { SUPPORT_PUBLIC_URL: 'https://www.example.com/support/' } });
    const { text } = await harness.ask('/new');
    const links = [...text.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, address = '']) => address);
    assert.ok(links.length > 3);
    for (const address of links) assert.ok(address.startsWith('/support/'), address);
  });
});
