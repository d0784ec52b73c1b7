import { assert } from 'chai';
import { html, render } from 'lit';
import { isolated, renderIsolated, withoutIsolates } from '../../widget/parts/file-name.ts';

describe('a name within a sentence', () => {
  it('is an element of its own, and leaves no invisible characters in the text', () => {
    const place = document.createElement('p');
    const name = 'مشكلة (12)';
    render(html`${renderIsolated(`${isolated(name)} closed the ticket. Reason: ${isolated('<b>done</b>')}`)}`, place);
    assert.deepEqual([...place.querySelectorAll('bdi')].map((element) => element.textContent), [name, '<b>done</b>']);
    assert.equal(place.textContent, `${name} closed the ticket. Reason: <b>done</b>`);
  });

  it('is plain where it is only spoken', () => {
    assert.equal(withoutIsolates(`${isolated('Camille')} has just answered you.`), 'Camille has just answered you.');
  });
});
