import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { clean, cleanLine, countCharacters, countVisible, isBroken } from '../../server/ticket/characters.ts';
import { NewMessage, NewTicket } from '../../server/wire/tickets.ts';

const times = (text: string, count: number): string => Array<string>(count).fill(text).join('');

/** Each draws nothing, or nothing that could be read. */
const unseen = {
  'zero-width spaces': '\u200b',
  'Hangul fillers': '\u3164',
  'half-width Hangul fillers': '\uffa0',
  'Hangul jamo fillers': '\u115f',
  'blanks of Braille': '\u2800',
  'what is no character': '\ufdd0',
  'soft hyphens': '\u00ad',
  'marks without a character': '\u0301',
  'enclosing marks': '\u20dd',
  'word joiners': '\u2060',
  'byte order marks': '\ufeff',
  'variation selectors': '\ufe0f',
  joiners: '\u200d',
  'direction marks': '\u200f',
  tags: '\u{e0041}',
  'supplementary variation selectors': '\u{e0100}',
  'Mongolian vowel separators': '\u180e',
  'ideographic spaces': '\u3000',
  'no-break spaces': '\u00a0',
  'invisible times': '\u2062',
  'private use characters': '\ue000',
};

describe('text that cannot be seen', () => {
  for (const [name, character] of Object.entries(unseen)) {
    it(`is no text: ${name}`, () => {
      assert.equal(countVisible(times(character, 8)), 0);
      assert.equal(clean(times(character, 8)), '');
      const ticket = v.safeParse(NewTicket, { service: 'sales', title: times(character, 8), description: times(character, 20) });
      assert.deepEqual(
        ticket.issues?.map(({ message }) => message),
        ['required', 'required'],
      );
      assert.equal(v.safeParse(NewMessage, { body: times(character, 8) }).success, false);
    });
    it(`does not make up for what is missing: ${name}`, () => {
      const ticket = v.safeParse(NewTicket, { service: 'sales', title: `a${times(` ${character}`, 8)}b`, description: 'long enough' });
      assert.deepEqual(
        ticket.issues?.map(({ message }) => message),
        ['too-short'],
      );
    });
  }

  it('leaves every script its characters', () => {
    for (const [text, count] of [
      ['Panne', 5],
      ['été', 3],
      ['e\u0301te\u0301', 5],
      ['नमस्ते', 6],
      ['网站故障', 4],
      ['السلام', 6],
      ['😀👍🏽', 3],
      ['👨‍👩‍👧', 3],
      ['❤️', 1],
      ['a\u0301\u0302\u0303\u0304', 2],
    ] as const)
      assert.equal(countVisible(text), count, text);
    assert.equal(countCharacters('❤️'), 2, 'at most: all that is kept');
  });
});

describe('text as it is kept', () => {
  it('does not turn around what follows it', () => {
    assert.equal(clean('pay at \u202ehttps://moc.knab\u202c now'), 'pay at https://moc.knab now');
    for (const turn of ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'])
      assert.equal(cleanLine(`a${turn}b`), 'ab');
    assert.equal(clean('שלום\u200f!'), 'שלום\u200f!', 'marks stay');
  });

  it('has line ends of one kind, and none in a line', () => {
    assert.equal(clean('a\r\nb\rc\vd\u0085e'), 'a\nb\nc\nd\ne');
    assert.equal(cleanLine('a\r\nb\tc\u2028d'), 'a b c d');
  });
});

describe('text that is broken', () => {
  for (const broken of ['a\u0000b', 'a\u001bb', 'a\u0008b', 'a\u007fb', 'a\u009bb', 'a\ud800b', '\udc00ab']) {
    it(`is refused: ${JSON.stringify(broken)}`, () => {
      assert.equal(isBroken(broken), true);
      const issues = v.safeParse(NewTicket, {
        service: 'sales',
        title: `A title ${broken}`,
        description: `A description ${broken}`,
        orderReference: broken,
      }).issues;
      assert.deepEqual(
        issues?.map(({ message }) => message),
        ['invalid', 'invalid', 'invalid'],
      );
      assert.deepEqual(
        v.safeParse(NewMessage, { body: broken }).issues?.map(({ message }) => message),
        ['invalid'],
      );
    });
  }

  it('is not what people paste', () => {
    for (const pasted of ['a\tb', 'a\nb', 'a\r\nb', 'a\vb', 'a\fb', '😀', '\ufeffa'])
      assert.equal(isBroken(pasted), false, JSON.stringify(pasted));
  });
});
