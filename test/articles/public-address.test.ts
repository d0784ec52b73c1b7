import assert from 'node:assert/strict';
import type { LookupAddress, lookup } from 'node:dns';
import { after, before, describe, it } from 'node:test';
import { fetchFeed } from '../../server/articles/fetch-feed.ts';
import { lookUpAllowed, reachOf } from '../../server/articles/public-address.ts';
import { openHelpSite, rss, sending } from './help-site.ts';
import type { HelpSite } from './help-site.ts';

const unknown = { etag: null, lastModified: null };
const { signal } = new AbortController();

describe('what an address reaches', () => {
  for (const [reach, addresses] of [
    ['public', ['1.1.1.1', '93.184.215.14', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1']],
    [
      'private',
      [
        '10.0.0.1',
        '127.0.0.1',
        '127.8.8.8',
        '172.16.0.1',
        '172.31.255.255',
        '192.168.1.1',
        '100.64.0.1',
        '::1',
        'fd12::1',
        'fc00::1',
        '::ffff:10.0.0.1',
        '::ffff:7f00:1',
        '0:0:0:0:0:ffff:127.0.0.1',
        '64:ff9b::10.0.0.1',
        '::127.0.0.1',
      ],
    ],
    [
      'none',
      [
        '0.0.0.0',
        '169.254.169.254',
        '::ffff:169.254.169.254',
        '64:ff9b::a9fe:a9fe',
        '100.100.100.200',
        'fd00:ec2::254',
        'fe80::1',
        'fe80::1%eth0',
        '224.0.0.1',
        '255.255.255.255',
        '::',
        'ff02::1',
        '198.18.0.1',
        '2002:7f00:1::',
        'help.example.com',
        '0177.0.0.1',
        '2130706433',
        '',
      ],
    ],
  ] as const) {
    it(`is ${reach}: ${addresses.slice(0, 3).join(', ')} and the like`, () => {
      for (const address of addresses) assert.equal(reachOf(address), reach, address);
    });
  }
});

describe('the connection to a help site', () => {
  /** Names that lead where they are told. */
  const naming = (...addresses: string[]): typeof lookup =>
    ((_name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )) as unknown as typeof lookup;
  const look = (privateToo: boolean, ...addresses: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      lookUpAllowed(privateToo, naming(...addresses))('help.example.com', { all: false }, (error, address) =>
        error ? reject(error) : resolve(String(address)),
      );
    });

  it('goes to what the name was found to lead to, if that is public', async () => {
    assert.equal(await look(false, '1.1.1.1', '2606:4700::1111'), '1.1.1.1');
  });

  it('goes nowhere if any address of the name is of a network of one’s own, or of nobody', async () => {
    await assert.rejects(look(false, '1.1.1.1', '10.0.0.1'), /not public/);
    await assert.rejects(look(false, '::1'), /not public/);
    assert.equal(await look(true, '10.0.0.1'), '10.0.0.1');
    for (const never of ['169.254.169.254', 'fe80::1', '0.0.0.0']) await assert.rejects(look(true, never), /not public/);
    await assert.rejects(look(false), /not public/);
  });

  let site: HelpSite;
  before(async () => {
    site = await openHelpSite(sending(rss()));
  });
  after(() => site.close());

  it('is not made to a host that is written as such an address, in any spelling', async () => {
    const { port } = new URL(site.url);
    for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '0177.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', 'localhost'])
      await assert.rejects(fetchFeed(`http://${host}:${port}/feed`, unknown, signal), /not public/, host);
    assert.equal(site.requests.length, 0);
    assert.match((await fetchFeed(`${site.url}/feed`, unknown, signal, { privateNetwork: true }))?.text ?? '', /<rss/);
  });

  it('does not follow to another port of the same machine, and says where it was sent', async () => {
    const other = await openHelpSite(sending('{"items":[{"title":"Secret","url":"/s"}]}'));
    try {
      site.answer = sending('', { location: `${other.url}/internal.json` }, 302);
      await assert.rejects(
        fetchFeed(`${site.url}/feed`, unknown, signal, { privateNetwork: true }),
        /another origin \(http:\/\/127\.0\.0\.1:\d+\); configure/,
      );
      assert.equal(other.requests.length, 0);
    } finally {
      await other.close();
    }
  });
});
