import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readReply } from '../../server/inbound/reply-text.ts';
import { samples } from './replies.ts';

describe('a reply', () => {
  for (const { name, mail, text, quoted } of samples) {
    it(`is told from what it answers: ${name}`, () => {
      const read = readReply(mail);
      assert.equal(read.text, text);
      if (quoted === '') assert.equal(read.quoted, null);
      else assert.ok(read.quoted?.includes(quoted), String(read.quoted));
    });
  }

  it('loses no word, whatever is in it', () => {
    const line = fc.constantFrom(
      '',
      'un mot',
      '> cité',
      '>> deux fois',
      '-- ',
      'Le 23/11/2026 à 10:02, X a écrit :',
      'De : x@example.com',
      'Envoyé : lundi',
      'Objet : y',
      '________________________',
      '-----Original Message-----',
      'Sent from my iPhone',
      ' ',
      'On',
      ':',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string({ maxLength: 20 })), { maxLength: 40 }), (lines) => {
        const mail = lines.join('\n');
        const { text, quoted } = readReply(mail);
        const words = (part: string): string[] =>
          part
            .split(/\s+/)
            .filter((word) => word !== '' && word !== '\ufeff')
            .sort();
        const kept = new Set(words(`${text}\n${quoted ?? ''}`));
        assert.deepEqual(
          words(mail.replace(/^\ufeff/, '')).filter((word) => !kept.has(word)),
          [],
        );
      }),
      { numRuns: 500 },
    );
  });

  // Work that grew with the square of their length would not end within the time that every test has.
  it('is read to its end, whatever text was made to keep it from that', () => {
    const evil = [
      'On '.repeat(70_000),
      'Le a écrit '.repeat(20_000),
      '>'.repeat(200_000),
      '> \n'.repeat(60_000),
      `${'_'.repeat(400)}\n`.repeat(500),
      'De : x\n'.repeat(30_000),
      '-- \n'.repeat(60_000),
      ' '.repeat(200_000) + 'x',
      '\n'.repeat(200_000) + 'x',
      'Sent from '.repeat(20_000),
      'a:\n'.repeat(60_000),
      `${'a '.repeat(190)}:\n`.repeat(500),
    ];
    for (const mail of evil) assert.ok(readReply(mail).text.length <= mail.length);
  });
});
