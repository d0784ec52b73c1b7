import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { automatic, suspectAutomation } from '../../server/inbound/automation.ts';
import type { AutomationEvidence } from '../../server/inbound/automation.ts';

const signs = (subject: string, headers: Readonly<Record<string, readonly string[]>> = {}): AutomationEvidence => ({
  headers: (name) => headers[name] ?? [],
  subject,
  from: 'nadia@example.com',
  envelopeFrom: null,
});

describe('an absence', () => {
  const subjects = [
    'Autosvar: Ärende',
    'AUTO: Nadia is out of the office',
    'I am out of the office',
    'Vacation reply: x',
    'Urlaub: x',
    'Im Urlaub',
    'Vacances',
    'Congés : x',
    'Ferie: x',
    'Semester: x',
    'Na urlopie',
    'Dovolená: x',
    'Szabadság: x',
    'Lomalla',
    'Vakantie: x',
    'Ik ben afwezig',
    'De vacaciones: x',
    'Automātiska atbilde: x',
    'Avtomatski odgovor: x',
    'Отсутствие на рабочем месте: x',
    '外出中: x',
    '休暇: x',
    'Absence',
    '[#12] Absence: x',
    'Abwesend: x',
  ];
  for (const subject of subjects)
    it(`is seen in its subject: ${subject}`, () => assert.equal(suspectAutomation(signs(subject), 'x'), 'clear'));

  const texts = [
    '只今不在にしております。',
    'Sono in ferie fino al 3.',
    'Ik ben op vakantie tot 3 december.',
    'Bonjour, je suis en déplacement et vous répondrai à mon retour.',
    'I am currently on annual leave.',
    'I am away until Monday.',
  ];
  for (const text of texts)
    it(`is heard in its first words: ${text}`, () => assert.equal(suspectAutomation(signs('Re: x'), text), 'clear'));

  it('is none where people write of one', () => {
    for (const subject of [
      'Absence de facture',
      'Absence of invoices',
      'Ausente o ficheiro',
      'Poissa käytöstä',
      'En congé payé : calcul faux',
      'Abwesend war der Link',
      'Semester dates are wrong',
      'Auto insurance',
      'Out of memory',
    ]) {
      assert.equal(suspectAutomation(signs(subject), 'x'), 'none', subject);
    }
  });
});

describe('another help desk', () => {
  it('that confirms without saying that it is one opens nothing again, and is heard else', () => {
    for (const text of [
      'We have received your message and will get back to you.',
      'Votre demande a bien été prise en compte sous le numéro 12.',
      'Thank you for contacting Acme. We will reply as soon as possible.',
    ]) {
      assert.equal(suspectAutomation(signs('Re: x'), text), 'faint', text);
    }
  });
});

describe('the headers of machines', () => {
  const all = (name: string, ...values: string[]): AutomationEvidence => signs('Re: x', { [name]: values });

  it('prove one if any of several says so, whatever a comment says', () => {
    assert.equal(automatic(all('auto-submitted', 'no', 'auto-replied')), 'auto-reply');
    assert.equal(automatic(all('auto-submitted', '(a person) no')), null);
    assert.equal(automatic(all('auto-submitted', '(vacation) auto-replied')), 'auto-reply');
  });

  it('that say no are no sign of one', () => {
    assert.equal(suspectAutomation(all('x-autoreply', 'no'), 'x'), 'none');
    assert.equal(suspectAutomation(all('x-autoreply', 'yes'), 'x'), 'clear');
    assert.equal(suspectAutomation(all('x-auto-reply', ''), 'x'), 'clear');
    assert.equal(suspectAutomation(all('auto-submitted', 'no', 'auto-generated'), 'x'), 'clear');
  });
});
