import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readSite } from '../../server/config/site.ts';
import { answersOf } from '../../server/services/tickets/fields.ts';
import type { Answers } from '../../server/services/tickets/fields.ts';
import { checkChoices } from '../../server/services/tickets/form.ts';
import type { Choices } from '../../server/services/tickets/form.ts';
import type { FieldError } from '../../server/ticket/codes.ts';

const site = readSite({
  services: [
    { id: 'order' },
    {
      id: 'billing',
      fields: [
        { id: 'domain', label: 'Domain', kind: 'text', required: true, categories: ['whois'] },
        { id: 'agreed', label: 'I am the owner', kind: 'checkbox', required: true, categories: ['termination'] },
      ],
    },
    {
      id: 'technical',
      fields: [
        {
          id: 'system',
          label: { en: 'System', fr: 'Système' },
          kind: 'choice',
          options: [
            { id: 'linux', label: 'Linux' },
            { id: 'windows', label: 'Windows' },
          ],
          types: ['bug'],
        },
        { id: 'again', label: 'It happened before', kind: 'checkbox' },
      ],
    },
    { id: 'safety', label: 'Safety' },
  ],
});

function answer(given: Answers, choices: Choices): { kept: Answers; wrong: Record<string, string> } {
  const errors: FieldError[] = [];
  const kept = answersOf(given, checkChoices(choices, site), choices, errors);
  return { kept, wrong: Object.fromEntries(errors.map(({ path, code }) => [path, code])) };
}

const bug = { service: 'technical', type: 'bug' };
const whois = { service: 'billing', category: 'whois' };

describe('the site’s own questions', () => {
  it('keep the answers of their kind', () => {
    assert.deepEqual(answer({ system: 'linux', again: true }, bug), { kept: { system: 'linux', again: true }, wrong: {} });
    assert.deepEqual(answer({ domain: 'example.com' }, whois).kept, { domain: 'example.com' });
  });

  it('refuse an answer to what was not asked', () => {
    assert.deepEqual(answer({ system: 'linux' }, { service: 'technical', type: 'help' }).wrong, { 'fields.system': 'unknown-key' });
    assert.deepEqual(answer({ domain: 'example.com' }, { service: 'billing', category: 'invoice' }).wrong, {
      'fields.domain': 'unknown-key',
    });
    assert.deepEqual(answer({ constructor: 'x' }, bug).wrong, { 'fields.constructor': 'unknown-key' });
  });

  it('insist on what is required, where it applies', () => {
    assert.deepEqual(answer({}, whois).wrong, { 'fields.domain': 'required' });
    assert.deepEqual(answer({ domain: '' }, whois).wrong, { 'fields.domain': 'required' });
    assert.deepEqual(answer({ agreed: false }, { service: 'billing', category: 'termination' }).wrong, { 'fields.agreed': 'required' });
    assert.deepEqual(answer({}, { service: 'billing', category: 'invoice' }), { kept: {}, wrong: {} });
  });

  it('refuse answers of another kind, of no option, or without end', () => {
    assert.deepEqual(answer({ system: 'beos' }, bug).wrong, { 'fields.system': 'not-in-list' });
    assert.deepEqual(answer({ system: true }, bug).wrong, { 'fields.system': 'invalid' });
    assert.deepEqual(answer({ again: 'yes' }, bug).wrong, { 'fields.again': 'invalid' });
    assert.deepEqual(answer({ domain: 'x'.repeat(501) }, whois).wrong, { 'fields.domain': 'too-long' });
  });
});

describe('services in the configuration', () => {
  it('take what they leave out from the default of their name', () => {
    const [order, billing] = site.services;
    assert.equal(order?.asks, 'order');
    assert.equal(billing?.categories.length, 4);
    assert.equal(billing.fields.length, 2);
    assert.deepEqual(
      site.services.map(({ id }) => id),
      ['order', 'billing', 'technical', 'safety'],
    );
  });

  const refused = (service: object): RegExp | string => {
    try {
      readSite({ services: [service] });
      return 'accepted';
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.message;
    }
  };

  it('need a label of their own when they are new', () => {
    assert.match(String(refused({ id: 'safety' })), /"label", as this is no default service/);
  });

  it('name only what they have', () => {
    const field = { id: 'x', label: 'X', kind: 'text' };
    assert.match(
      String(refused({ id: 'billing', fields: [{ ...field, categories: ['nonsense'] }] })),
      /categories and types of this service/,
    );
    assert.match(String(refused({ id: 'billing', fields: [{ ...field, kind: 'choice' }] })), /two options or more/);
    assert.match(String(refused({ id: 'billing', fields: [field, field] })), /different ids/);
    assert.match(String(refused({ id: 'billing', fields: [{ ...field, id: '__proto__' }] })), /small letters/);
  });
});
