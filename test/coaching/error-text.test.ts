import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findError } from '../../widget/coaching/error-text.ts';

const told: readonly (readonly [string, string])[] = [
  ['4. J\'obtiens une erreur "Internal Server Error"', 'Internal Server Error'],
  ['Je vois « Accès refusé » : le message est « Droits insuffisants ».', 'Droits insuffisants'],
  ["J'ai une Erreur 500 quand je publie", 'Erreur 500'],
  ['SQLSTATE[HY000] [2002] Connection refused', 'SQLSTATE[HY000] [2002] Connection refused'],
  ['Chrome dit ERR_SSL_PROTOCOL_ERROR.', 'ERR_SSL_PROTOCOL_ERROR'],
  ['Uncaught TypeError: x is undefined\n  at save (a.js:1:2)', 'TypeError: x is undefined'],
  ['535 5.7.8 authentication failed', '535 5.7.8 authentication failed'],
  ['Le serveur répond HTTP 404.', 'HTTP 404'],
  ['we see 502 Bad Gateway since noon', '502 Bad Gateway'],
  ['DNS_PROBE_FINISHED_NXDOMAIN', 'DNS_PROBE_FINISHED_NXDOMAIN'],
  ['connect ECONNREFUSED 127.0.0.1:3306', 'ECONNREFUSED 127.0.0.1:3306'],
  ['Error establishing: the shop says "Sorry, payment declined"', 'Sorry, payment declined'],
];

describe('The error in a text', () => {
  it('is told in its own words', () => {
    assert.deepEqual(
      told.map(([text]) => findError(text)),
      told.map(([, error]) => error),
    );
  });

  it('is not made up', () => {
    for (const text of [
      '',
      'Bonjour',
      'Il y a une erreur',
      'Je remplis le titre "Test"',
      'Commande 500',
      'Le 404 de la rue',
      'MY_SETTING_NAME',
    ])
      assert.equal(findError(text), null, text);
  });

  it('never brings an address with a query', () => {
    assert.equal(findError('erreur "https://example.com/?token=abc"'), null);
    assert.equal(findError('Error: failed on https://example.com/?token=abc'), 'Error: failed on');
    assert.equal(findError('Error: failed on example.com/a?token=abc'), 'Error: failed on example.com/a');
  });

  it('is one line of at most 80 characters', () => {
    const part = fc.oneof(
      fc.constantFrom('Error: ', 'erreur "', '"', 'HTTP 404', 'SQLSTATE[42]', '\n', 'https://a.b/?c=d', 'ERR_'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const found = findError(parts.join(''));
        assert.ok(
          found === null || (found.length > 0 && found.length <= 80 && !found.includes('\n') && !/:\/\/\S*\?/.test(found)),
          found ?? '',
        );
      }),
    );
  });
});
