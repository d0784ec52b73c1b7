import { assert } from 'chai';
import { setLocale } from './language.ts';
import { sayDay, sayDays, sayDuration } from '../../widget/draw/dates.ts';
import { sayMoment, sayTime } from '../../widget/draw/when.ts';
import { sayHours } from '../../widget/customer/home/hours.ts';
import { plain } from './page.ts';

const now = '2026-11-23T14:20:00.000Z';
const say = (at: string, locale: string) => plain(sayMoment(at, now, locale));
const nineToSix = [[540, 1080]] as [number, number][];

describe('moments in French', () => {
  before(() => setLocale('fr'));

  it('are told as people say them', () => {
    assert.equal(say('2026-11-23T13:05:00Z', 'fr'), 'aujourd’hui à 14 h 05');
    assert.equal(say('2026-11-22T08:00:00Z', 'fr'), 'hier à 9 h');
    assert.equal(say('2026-11-24T08:40:00Z', 'fr'), 'demain à 9 h 40');
    assert.equal(say('2026-11-26T10:00:00Z', 'fr'), 'jeudi 26 novembre à 11 h');
  });

  it('count the first day of a month as French does', () => {
    assert.equal(say('2026-12-01T10:00:00Z', 'fr'), 'mardi 1er décembre à 11 h');
    assert.equal(plain(sayDay('2026-12-01T10:00:00Z', now, 'fr')), '1er décembre');
    assert.equal(plain(sayDay('2026-12-11T10:00:00Z', now, 'fr')), '11 décembre');
  });

  it('join two days as people say them', () => {
    const days = (from: string, to: string) => plain(sayDays(`${from}T10:00:00Z`, `${to}T10:00:00Z`, now, 'fr'));
    assert.equal(days('2026-10-27', '2026-10-30'), 'du 27 au 30 octobre');
    assert.equal(days('2026-10-01', '2026-10-03'), 'du 1er au 3 octobre');
    assert.equal(days('2026-09-30', '2026-10-01'), 'du 30 sept. au 1er octobre');
    assert.equal(days('2025-11-19', '2025-11-24'), 'du 19 au 24 nov. 2025');
    assert.equal(days('2025-12-30', '2026-01-02'), 'du 30 déc. 2025 au 2 janv. 2026');
    assert.equal(days('2026-11-12', '2026-11-12'), 'le 12 novembre');
  });

  it('carry the year when it is another one', () => {
    assert.equal(say('2019-03-14T10:19:00Z', 'fr'), '14 mars 2019 à 11 h 19');
    assert.equal(plain(sayDay('2019-03-14T10:19:00Z', now, 'fr')), '14 mars 2019');
  });

  it('may break after the weekday only', () => {
    assert.equal(sayMoment('2026-11-26T10:04:00Z', now, 'fr'), 'jeudi 26\u00a0novembre\u00a0à\u00a011\u00a0h\u00a004');
  });

  it('count durations in the unit that helps', () => {
    const hour = 3_600_000;
    assert.equal(plain(sayDuration(19 * 60_000, 'fr')), '19 min');
    assert.equal(plain(sayDuration(5.2 * hour, 'fr')), '5 h');
    assert.equal(plain(sayDuration(19.733 * hour, 'fr', { precise: true })), '19 h 44');
    assert.equal(plain(sayDuration(24 * hour - 1_000, 'fr', { precise: true })), '24 h');
    assert.equal(plain(sayDuration(72 * hour, 'fr')), '3 jours');
  });

  it('tell neighbouring days with the same hours together', () => {
    const week = [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []];
    assert.equal(plain(sayHours({ timeZone: 'Europe/Paris', week, holidays: [] }, 'fr')), 'du lundi au vendredi, de 9 h à 18 h');
    const saturday = [...week.slice(0, 5), [[570, 720]] as [number, number][], []];
    assert.equal(
      plain(sayHours({ timeZone: 'Europe/Paris', week: saturday, holidays: [] }, 'fr')),
      'du lundi au vendredi, de 9 h à 18 h ; le samedi, de 9 h 30 à 12 h',
    );
  });
});

describe('moments in English', () => {
  before(() => setLocale('en'));

  it('take the clock of the locale', () => {
    assert.equal(plain(sayTime('2026-11-23T13:05:00Z', 'en-GB')), '14:05');
    assert.equal(plain(sayTime('2026-11-23T13:05:00Z', 'en-US')), '2:05 PM');
    assert.equal(say('2026-11-26T10:00:00Z', 'en-GB'), 'Thursday 26 November at 11:00');
  });
});
