import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { aspectsOf } from '../../widget/coaching/description.ts';
import { findError } from '../../widget/coaching/error-text.ts';
import { isSecretName } from '../../widget/coaching/secret-names.ts';
import { findSecrets } from '../../widget/coaching/secrets.ts';
import { similarTo } from '../../widget/coaching/similar.ts';
import { isVague } from '../../widget/coaching/title.ts';

const seeds = ['a', 'a ', ' ', '\n', '1', '1 ', '1. ', '1.a\n', '-', '"', 'erreur "', 'error ', 'Error: ', '?a=', '??', 'http://', 'key ', 'eyJ', '-eyJ', 'eyJaaaaaa.', '-----BEGIN ', '-----BEGIN PRIVATE KEY-----', 'xoxa-', 'mdp ', 'mot de passe a ', 'password is ', 'code auth ', 'auth code de ', 'FR76 ', '4242 ', 'commande ', 'at ', 'at a:', 'A', 'É', 'SQLSTATE[', 'je ne ', '.,;', ' :'];
const rules: readonly ((text: string) => unknown)[] = [aspectsOf, findError, findSecrets, isSecretName, isVague, (text) => similarTo(`paiement ${text}`, [{ title: text }])];

const spent = (rule: (text: string) => unknown, text: string): number => {
  const start = process.cpuUsage();
  rule(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

describe('The rules', () => {
  it('take a long text in their stride, also one made to be slow', () => {
    for (const rule of rules) {
      for (const seed of seeds) {
        const took = spent(rule, seed.repeat(Math.ceil(100_000 / seed.length)));
        assert.ok(took < 500, `${rule.name} took ${took} ms for ${JSON.stringify(seed)}`);
      }
    }
  });
});
