import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { aspectsOf } from '../../widget/coaching/description.ts';
import { findError } from '../../widget/coaching/error-text.ts';
import { isSecretName } from '../../widget/coaching/secret-names.ts';
import { findSecrets } from '../../widget/coaching/secrets.ts';
import { similarTo } from '../../widget/coaching/similar.ts';
import { isVague } from '../../widget/coaching/title.ts';

const seeds = [
  'a',
  'a ',
  ' ',
  '\n',
  '1',
  '1 ',
  '1. ',
  '1.a\n',
  '-',
  '"',
  'erreur "',
  'error ',
  'Error: ',
  '?a=',
  '??',
  'http://',
  'key ',
  'eyJ',
  '-eyJ',
  'eyJaaaaaa.',
  '-----BEGIN ',
  '-----BEGIN PRIVATE KEY-----',
  'xoxa-',
  'mdp ',
  'mot de passe a ',
  'password is ',
  'code auth ',
  'auth code de ',
  'FR76 ',
  '4242 ',
  'commande ',
  'at ',
  'at a:',
  'A',
  'É',
  'SQLSTATE[',
  'je ne ',
  '.,;',
  ' :',
];
const rules: readonly ((text: string) => unknown)[] = [
  aspectsOf,
  findError,
  findSecrets,
  isSecretName,
  isVague,
  (text) => similarTo(`paiement ${text}`, [{ title: text }]),
];

describe('The rules', () => {
  // Work that grew with the square of a text's length would not end within the time that every test has.
  it('come to the end of a long text, also of one made to keep them from it', () => {
    for (const rule of rules) {
      for (const seed of seeds) {
        assert.doesNotThrow(() => rule(seed.repeat(Math.ceil(200_000 / seed.length))), JSON.stringify(seed));
      }
    }
  });
});
