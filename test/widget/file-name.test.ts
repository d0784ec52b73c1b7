import { assert } from 'chai';
import { html, render } from 'lit';
import { saySize } from '../../widget/draw/file-name.ts';
import { isolated, renderIsolated, withoutIsolates } from '../../widget/draw/isolate.ts';

describe('a name within a sentence', () => {
  it('is an element of its own where it turns, and leaves no invisible characters in the text', () => {
    const place = document.createElement('p');
    const name = 'مشكلة (12)';
    render(html`${renderIsolated(`${isolated(name)} closed the ticket. Reason: ${isolated('<b>done</b>')}`)}`, place);
    assert.deepEqual(
      [...place.querySelectorAll('bdi')].map((element) => element.textContent),
      [name],
    );
    assert.equal(place.textContent, `${name} closed the ticket. Reason: <b>done</b>`);
  });

  it('is plain where it is only spoken', () => {
    assert.equal(withoutIsolates(`${isolated('دנה')} has just answered you.`), 'دנה has just answered you.');
  });

  it('is isolated where its letters run from right to left, or it holds what turns text around', () => {
    for (const name of ['דנה כהן', 'ليلى حداد', 'a\u202egpj.exe', 'Nadia \u200f1', '\u{1e900}'])
      assert.equal(isolated(name), `\u2068${name}\u2069`);
  });

  it('cannot end its own isolation, nor begin one that goes on behind it', () => {
    assert.equal(isolated('a\u2069\u202eb\u2067c'), '\u2068a\u202ebc\u2069');
  });

  it('is left as it is where nothing in it turns, so that it can be copied and found', () => {
    for (const name of ['Élodie Petit', '山田', 'Garage Lenoir 24/7', '']) assert.equal(isolated(name), name);
  });
});

describe('the size of a file', () => {
  it('is the limit’s own words for what is as large as the limit', () => {
    assert.equal(saySize(10 * 2 ** 20, 'en-GB').replaceAll('\u00a0', ' '), '10 MB');
  });
});
