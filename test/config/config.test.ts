import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSettings } from '../../server/config.ts';
import { readSite, say as sayText } from '../../server/config/site.ts';
import { testSecret } from '../helpers/tokens.ts';

const say = (config: unknown): string => {
  try {
    readSite(config, 'support.config.json');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('support.config.json', () => {
  it('may be empty', () => {
    const site = readSite({});
    assert.deepEqual(
      site.services.map(({ id }) => id),
      ['order', 'billing', 'sales', 'technical'],
    );
    assert.deepEqual(site.policy.hours.week[0], [[540, 1080]]);
    assert.deepEqual(site.policy.responseTimes.URGENT, { min: 1, max: 2, clock: 'hours' });
    assert.deepEqual(site.rates.create, { perMinute: 60, burst: 30 });
    assert.equal(site.policy.reopenWindowDays, null);
  });

  it('changes what it names, and leaves the rest', () => {
    const site = readSite({
      hours: { timeZone: 'America/New_York', week: { saturday: ['09:00-12:00', '14:00-24:00'] } },
      priorities: { URGENT: { response: { min: 1, max: 4, clock: 'hours' } } },
    });
    assert.equal(site.policy.hours.timeZone, 'America/New_York');
    assert.deepEqual(site.policy.hours.week[5], [
      [540, 720],
      [840, 1440],
    ]);
    assert.deepEqual(site.policy.hours.week[0], [[540, 1080]]);
    assert.equal(site.policy.responseTimes.URGENT.max, 4);
    assert.equal(site.policy.responseTimes.LOW.max, 5);
  });

  it('takes an address of a ticket only with a place for its number, and nothing that is no address', () => {
    const wrong =
      'support.config.json: site.ticketUrl: expected an address with {number} in its path or query, such as "https://www.example.com/support?ticket={number}"';
    for (const ticketUrl of ['https://www.example.com/support', 'https://www.example.com/{id}', 'https://www.example.com/{number}/{page}'])
      assert.equal(say({ site: { ticketUrl } }), wrong, ticketUrl);
    for (const ticketUrl of [
      'https://{number}.example.com/',
      'https://www.example.com{number}',
      'javascript:alert({number})',
      'www.example.com/{number}',
    ])
      assert.notEqual(say({ site: { ticketUrl } }), '', ticketUrl);
    assert.equal(
      say({ site: { url: 'https://me:secret@www.example.com/' } }),
      'support.config.json: site.url: expected an address without a password',
    );
    assert.equal(say({ site: { logo: 'x' } }), 'support.config.json: site.logo: expected no such key');
    for (const ticketUrl of [
      'https://www.example.com/support?ticket={number}',
      'http://localhost:8080/t/{number}#{number}',
      'https://www.example.com/#/support/{number}',
    ])
      assert.equal(readSite({ site: { ticketUrl } }).pages.ticketUrl, ticketUrl);
  });

  it('says where it is wrong and what was expected', () => {
    assert.equal(say([]), 'support.config.json: expected an object');
    assert.equal(say({ colour: 'red' }), 'support.config.json: colour: expected no such key');
    assert.equal(say({ services: [{ id: 'a' }] }), 'support.config.json: services.0: expected a "label", as this is no default service');
    assert.equal(
      say({ services: [{ id: 'A b', label: 'x' }] }),
      'support.config.json: services.0.id: expected a word of small letters, digits and hyphens, at most 40',
    );
    assert.equal(say({ services: [] }), 'support.config.json: services: expected at least one service');
    assert.equal(
      say({ services: [{ id: 'b', label: 'B', asks: 'category' }] }),
      'support.config.json: services.0: expected at least one category, as this service asks for one',
    );
    assert.equal(
      say({ hours: { timeZone: 'Mars/Olympus' } }),
      'support.config.json: hours.timeZone: expected the name of a time zone, such as "Europe/Paris"',
    );
    assert.equal(
      say({ hours: { week: { monday: ['9-18'] } } }),
      'support.config.json: hours.week.monday.0: expected hours such as "09:00-18:00"',
    );
    assert.equal(
      say({ hours: { week: { monday: ['14:00-18:00', '09:00-12:00'] } } }),
      'support.config.json: hours.week.monday: expected opening hours in order that do not overlap',
    );
    assert.equal(
      say({ hours: { holidays: ['25/12'] } }),
      'support.config.json: hours.holidays.0: expected a date such as "2026-12-25", or "12-25" for every year',
    );
    for (const day of ['02-30', '11-31', '2026-02-29'])
      assert.equal(
        say({ hours: { holidays: [day] } }),
        'support.config.json: hours.holidays.0: expected a day that the calendar has, such as "2026-12-25", or "12-25" for every year',
      );
    assert.doesNotThrow(() => readSite({ hours: { holidays: ['02-29', '2028-02-29'] } }));
    assert.equal(
      say({ priorities: { HIGH: { response: { min: 3, max: 2, clock: 'hours' } } } }),
      'support.config.json: priorities.HIGH.response: expected a "min" that is not above "max"',
    );
    assert.equal(say({ reopenWindowDays: 0 }), 'support.config.json: reopenWindowDays: expected at least 1');
    assert.equal(say({ team: { en: 'Us' } }), 'support.config.json: team: expected text, or {"en": text, "fr": text}');
  });

  it('speaks good French: real apostrophes, no ordinary space before a sign', () => {
    const text = JSON.stringify(readSite({}));
    const french = [...text.matchAll(/"fr":"([^"]*)"/g)].map(([, words = '']) => words);
    assert.ok(french.length > 30);
    for (const words of french) assert.ok(!/'| [:;?!»]|« |fermé/i.test(words), words);
  });
});

describe('the environment', () => {
  const good = { SUPPORT_TOKEN_SECRET: testSecret };
  const wrong = (more: Readonly<Record<string, string>>, expected: RegExp): void =>
    assert.throws(() => readSettings({ ...good, ...more }), expected);

  it('needs a secret and nothing else', () => {
    assert.throws(() => readSettings({}), /SUPPORT_TOKEN_SECRET/);
    const { environment, keys } = readSettings(good);
    assert.deepEqual(
      [environment.port, environment.host, environment.issuer, environment.audience],
      [8787, '127.0.0.1', 'site', 'support-ticket'],
    );
    assert.deepEqual(
      keys.map(({ kid, algorithm }) => [kid, algorithm]),
      [[null, 'HS256']],
    );
  });

  it('says which variable is wrong, and never what it holds', () => {
    wrong({ SUPPORT_TOKEN_SECRET: 'short' }, /SUPPORT_TOKEN_SECRET: expected a secret of at least 32 bytes/);
    for (const origins of [
      'https://a.example/',
      'example.com',
      '*',
      'null',
      'https://a.example/path',
      'https://a.example, ftp://b.example',
    ])
      wrong({ SUPPORT_ORIGINS: origins }, /SUPPORT_ORIGINS: expected origins/);
    for (const port of ['x', '-1', '65536', '80.5']) wrong({ PORT: port }, /PORT: expected a port/);
    wrong({ SUPPORT_PUBLIC_URL: 'support.example.com' }, /SUPPORT_PUBLIC_URL/);
    wrong({ SUPPORT_CONFIG: '/nothing/here.json' }, /SUPPORT_CONFIG: expected a file that can be read/);
    wrong({ SUPPORT_TOKEN_KEYS: '{"keys":[{"kty":"oct","k":"c2VjcmV0"' }, /SUPPORT_TOKEN_KEYS: expected JSON/);
    for (const value of ['{"keys":[{"k":"c2VjcmV0"', 'c2VjcmV0'])
      assert.throws(
        () => readSettings({ SUPPORT_TOKEN_KEYS: value, SUPPORT_TOKEN_SECRET: 'c2VjcmV0' }),
        (error: Error) => !error.message.includes('c2VjcmV0'),
      );
  });

  it('refuses the demo’s secrets outside the demo', () => {
    const secret = { SUPPORT_TOKEN_SECRET: 'demo-only-secret-that-everybody-knows' };
    assert.throws(() => readSettings(secret), /SUPPORT_TOKEN_SECRET: expected a secret of your own/);
    assert.equal(readSettings({ ...secret, SUPPORT_DEMO: '1' }).environment.demo, true);
  });

  it('takes several origins, spaces around them, and empty variables as none', () => {
    const { environment } = readSettings({
      ...good,
      SUPPORT_ORIGINS: ' https://a.example , http://localhost:5173,',
      SUPPORT_SMTP_URL: ' ',
      PORT: '',
    });
    assert.deepEqual(environment.origins, ['https://a.example', 'http://localhost:5173']);
    assert.equal(environment.smtpUrl, null);
    assert.equal(environment.port, 8787);
  });
});

describe('a text of the configuration', () => {
  it('keeps French marks beside their words, and nothing else', () => {
    const shown = (text: string): string => sayText(text, 'fr').replaceAll('\u00a0', '~').replaceAll('\u202f', '^');
    assert.equal(shown('Que faire devant une erreur 500 ?'), 'Que faire devant une erreur 500^?');
    assert.equal(shown('Exemple : « Tout est en panne ! » ; vraiment ?!'), 'Exemple~: «~Tout est en panne^!~»^; vraiment^?!');
    assert.equal(shown('Déjà\u202f? Posé\u00a0: ainsi'), 'Déjà^? Posé~: ainsi');
    for (const text of ['https://example.com/?q=a', 'de 9:00 à 18:00', 'cmd :wq, !important', 'Support technique'])
      assert.equal(shown(text), text);
    assert.equal(sayText('What now ?', 'en'), 'What now ?');
    assert.equal(sayText({ en: 'What now?', fr: 'Et maintenant ?' }, 'fr'), 'Et maintenant\u202f?');
  });
});
