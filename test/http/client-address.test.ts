import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSite } from '../../server/config/site.ts';
import { clientAddress, proxiesOf, readAddress } from '../../server/http/socket/client-address.ts';
import { startTestServer } from '../helpers/server.ts';

const spellings: readonly [written: string, read: string | null][] = [
  ['203.0.113.8', '203.0.113.8'],
  [' 203.0.113.8 ', '203.0.113.8'],
  ['203.0.113.8:40001', '203.0.113.8'],
  ['"203.0.113.8:40001"', '203.0.113.8'],
  ['::ffff:203.0.113.8', '203.0.113.8'],
  ['::FFFF:203.0.113.8', '203.0.113.8'],
  ['::ffff:cb00:7108', '203.0.113.8'],
  ['0:0:0:0:0:ffff:203.0.113.8', '203.0.113.8'],
  ['[::ffff:203.0.113.8]:40001', '203.0.113.8'],
  ['2001:db8::1', '2001:db8::1'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:40001', '2001:db8::1'],
  ['"[2001:db8::1]:40001"', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['[fe80::1%25eth0]:80', 'fe80::1'],
  ['', null],
  ['unknown', null],
  ['_hidden', null],
  ['203.0.113.999', null],
  ['203.0.113.008', null],
  ['203.0.113.8:', null],
  ['203.0.113.8:port', null],
  ['[203.0.113.8', null],
  ['1'.repeat(1_000), null],
];

describe('the address that a request comes from', () => {
  for (const [written, read] of spellings) {
    it(`reads ${JSON.stringify(written.slice(0, 50))} as ${read ?? 'no address'}`, () => {
      assert.equal(readAddress(written), read);
    });
  }

  it('is the nearest hop that is not one of the proxies, however it is written', () => {
    const isTrusted = proxiesOf(['127.0.0.1', '2001:DB8:0::5', '10.0.0.0/8', '::ffff:192.0.2.1']);
    const of = (direct: string, forwarded: string) => clientAddress(direct, forwarded, isTrusted);
    assert.equal(of('::ffff:127.0.0.1', '198.51.100.1, 203.0.113.8:40001'), '203.0.113.8');
    assert.equal(of('127.0.0.1', '198.51.100.1, 203.0.113.8:1, 10.2.3.4:5678, [2001:db8::5]:443'), '203.0.113.8');
    assert.equal(of('127.0.0.1', '203.0.113.8, 192.0.2.1'), '203.0.113.8');
    assert.equal(of('127.0.0.1', '[2001:db8:1:2:3::4]:40001'), '2001:db8:1:2::/64');
    assert.equal(of('127.0.0.1', '2001:0db8:0001:0002:ffff::9'), '2001:db8:1:2::/64');
  });

  it('is told from networks of IPv4 that are written as IPv6', () => {
    for (const network of ['::ffff:10.0.0.0/104', '::ffff:a00:0/104', '0:0:0:0:0:ffff:10.0.0.0/104']) {
      const isTrusted = proxiesOf(readSite({ trustedProxies: [network] }).trustedProxies);
      assert.deepEqual([isTrusted('10.1.2.3'), isTrusted('11.1.2.3')], [true, false], network);
    }
    assert.throws(() => readSite({ trustedProxies: ['::ffff:10.0.0.0/8'] }), /trustedProxies\.0/);
  });

  it('is never what the client wrote itself', () => {
    const isTrusted = proxiesOf(['127.0.0.1']);
    assert.equal(clientAddress('198.51.100.7', '203.0.113.8', isTrusted), '198.51.100.7', 'no proxy of ours');
    assert.equal(clientAddress('127.0.0.1', '203.0.113.8, unknown', isTrusted), '127.0.0.1', 'a hop that is no address ends the reading');
    assert.equal(clientAddress('127.0.0.1', '', isTrusted), '127.0.0.1');
    assert.equal(clientAddress('', '203.0.113.8', isTrusted), 'unknown');
  });

  it('takes addresses and networks for proxies, and refuses anything else with its place', () => {
    assert.deepEqual(readSite({ trustedProxies: ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8'] }).trustedProxies.length, 4);
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '10.0.0.1:80', 'fd00::/129', '10.0.0.0/8/8'])
      assert.throws(() => readSite({ trustedProxies: [wrong] }), /trustedProxies\.0: expected an IP address, or a network/);
  });

  it('counts wrong passwords together behind a proxy that writes ports', async () => {
    const server = await startTestServer({ config: { trustedProxies: ['127.0.0.1'] } });
    try {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 12; attempt++) {
        const answer = await fetch(`${server.url}/api/v1/desk/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: server.url, 'x-forwarded-for': `203.0.113.8:${String(40_001 + attempt)}` },
          body: JSON.stringify({ email: server.staff.email, password: 'something else' }),
        });
        statuses.push(answer.status);
      }
      assert.deepEqual(statuses, [...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
    } finally {
      await server.close();
    }
  });
});
