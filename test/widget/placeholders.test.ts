import { assert } from 'chai';
import { bodyFor, fill, languageFor, placesLeft, valuesOf } from '../../widget/desk/answer/placeholders.ts';
import { resembles } from '../../widget/desk/answer/note-in-answer.ts';

const customer = {
  id: 'nadia',
  name: 'Nadia Moreau',
  email: 'nadia@example.com',
  emailVerified: true,
  locale: 'fr-FR',
  kind: 'customer' as const,
};
const promise = {
  kind: 'first' as const,
  startedAt: '2026-11-23T09:00:00.000Z',
  dueAt: '2026-11-24T14:20:00.000Z',
  answeredAt: null,
  state: 'pending' as const,
};
const ticket = { number: 12, title: 'Erreur 500', promise, context: null, customer, closedAt: null };
const known = { ticket, firstName: 'Nadia', agent: 'Inès', language: 'fr' as const, timeZone: 'Europe/Paris' };

describe('a canned reply', () => {
  it('is filled with what is known, in the customer’s language and on their clock', () => {
    const body =
      'Bonjour {{customer.firstName}} ({{ customer.name }}), {{ticket.number}} « {{ticket.title}} » : avant {{promise}}. {{agent.name}}';
    assert.equal(
      fill(body, valuesOf(known)),
      'Bonjour Nadia (Nadia Moreau), #12 « Erreur 500 » : avant mardi 24 novembre à 15\u00a0h\u00a020. Inès',
    );
    const abroad = valuesOf({ ...known, ticket: { ...ticket, context: { timeZone: 'America/Montreal' } } });
    assert.equal(fill('{{promise}}', abroad), 'mardi 24 novembre à 9\u00a0h\u00a020');
    const english = valuesOf({ ...known, language: 'en', ticket: { ...ticket, customer: { ...customer, locale: 'en-GB' } } });
    assert.equal(fill('{{promise}}', english), 'Tuesday 24 November at 15:20');
    const first = valuesOf({ ...known, ticket: { ...ticket, promise: { ...promise, dueAt: '2026-12-01T08:00:00.000Z' } } });
    assert.equal(fill('{{promise}}', first), 'mardi 1er décembre à 9\u00a0h');
  });

  it('leaves to be seen what it does not know, and what is owed no longer', () => {
    const values = valuesOf({
      ...known,
      ticket: { ...ticket, promise: { ...promise, answeredAt: promise.startedAt }, customer: { ...customer, name: null } },
    });
    const text = fill('{{customer.name}} {{promise}} {{colour}} {{__proto__}} {{constructor}} {{ agent.name }}', values);
    assert.equal(text, '{{customer.name}} {{promise}} {{colour}} {{__proto__}} {{constructor}} Inès');
    assert.deepEqual(placesLeft(`${text} {{colour}}`), [
      '{{customer.name}}',
      '{{promise}}',
      '{{colour}}',
      '{{__proto__}}',
      '{{constructor}}',
    ]);
    assert.deepEqual(placesLeft('{ no } {{}'), []);
  });

  it('never reads again what it filled in: nobody’s name or title is a template', () => {
    const sly = { ...ticket, title: '{{agent.name}} $& $1 ${7*7} {{7*7}}', customer: { ...customer, name: '{{ticket.title}}' } };
    assert.equal(
      fill('{{customer.name}} / {{ticket.title}}', valuesOf({ ...known, ticket: sly })),
      '{{ticket.title}} / {{agent.name}} $& $1 ${7*7} {{7*7}}',
    );
  });

  it('ignores a time zone or a language that is none', () => {
    const odd = valuesOf({
      ...known,
      ticket: { ...ticket, context: { timeZone: 'Mars/Olympus' }, customer: { ...customer, locale: 'fr_x!' } },
    });
    assert.equal(fill('{{promise}}', odd), 'mardi 24 novembre à 15\u00a0h\u00a020');
  });

  it('speaks the customer’s language, else the agent’s, else the one it has', () => {
    assert.deepEqual([languageFor('fr-CA', 'en'), languageFor('de', 'fr'), languageFor(null, 'fr')], ['fr', 'en', 'fr']);
    assert.deepEqual(bodyFor({ fr: 'Bonjour', en: null }, 'en'), { body: 'Bonjour', language: 'fr' });
  });

  // Were it to read them again for each of their characters, it would not end in the time that a test has.
  it('fills and finds places in long, hostile texts', () => {
    for (const text of ['{{'.repeat(500_000), '{{ '.repeat(300_000), `{{${' '.repeat(900_000)}`, '{{a}}'.repeat(40_000)]) {
      placesLeft(text);
      fill(text, valuesOf(known));
    }
  });
});

describe('a note that goes into a reply', () => {
  const note = 'Droits retirés par le passage à PHP 8.3, comme sur #4766. Voir avec l’infra avant de répondre.';

  it('is known again pasted, retyped without accents, or with a greeting around it', () => {
    assert.isTrue(resembles(note, note, []));
    assert.isTrue(resembles("droits retires par le passage a php 8.3 comme sur 4766,\n\nvoir avec l'infra avant de repondre", note, []));
    assert.isTrue(resembles(`Bonjour Nadia,\n\n${note}\n\nBien à vous, Inès`, note, []));
    assert.isTrue(
      resembles('Droits retirés par le passage à PHP 8.3.', `${note} Et puis encore beaucoup d’autres choses dites entre nous ici.`, []),
    );
  });

  it('is not seen where two texts only speak of the same', () => {
    assert.isFalse(resembles('La mise à jour de PHP avait retiré un droit : il est rétabli.', note, []));
    assert.isFalse(resembles('Bonjour Nadia, merci de votre patience.', 'Bonjour', []));
    assert.isFalse(resembles(note, '', []));
  });

  it('may quote what everybody has read', () => {
    const said = 'Les pages s’enregistrent mais tous les articles échouent depuis midi.';
    assert.isFalse(resembles(`Vous écrivez : ${said} Est-ce encore le cas ?`, said, [said]));
  });
});
