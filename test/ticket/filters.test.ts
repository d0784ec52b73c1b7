import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { filterNames, filterRow } from '../../server/ticket/filters.ts';
import { DeskListQuery } from '../../server/wire/desk.ts';
import { NewSavedView, SavedView } from '../../server/wire/views.ts';

const asView = (query: unknown) => v.safeParse(NewSavedView, { name: 'Mine', query });

describe('a filter of the queue', () => {
  for (const name of filterNames) {
    const { several, values } = filterRow(name);
    const examples = values ?? ['billing', 'x1'];

    it(`takes each of its values, in an address and in a saved view: ${name}`, () => {
      for (const value of examples) {
        const held = several ? [value] : value;
        assert.deepEqual(v.parse(DeskListQuery, { [name]: value }), { [name]: held });
        assert.deepEqual(asView({ [name]: held }).output, { name: 'Mine', query: { [name]: held }, shared: false });
        assert.equal(v.safeParse(SavedView.entries.query, { [name]: held }).success, true);
      }
    });

    it(`is one or several, and says what it does not know: ${name}`, () => {
      const list = v.safeParse(DeskListQuery, { [name]: examples.slice(0, 2).join(',') });
      if (several) assert.deepEqual(list.output, { [name]: examples.slice(0, 2) });
      else if (values) assert.equal(list.issues?.[0]?.message, 'not-in-list');
      assert.equal(asView({ [name]: several ? examples[0] : [examples[0]] }).success, false);
      if (values) assert.equal(asView({ [name]: several ? ['else'] : 'else' }).issues?.[0]?.message, 'not-in-list');
    });
  }

  it('keeps a value once, and at least one', () => {
    assert.deepEqual(v.parse(NewSavedView, { name: 'Mine', query: { status: ['OPEN', 'OPEN'] } }).query, { status: ['OPEN'] });
    assert.equal(asView({ status: [] }).issues?.[0]?.message, 'required');
  });

  it('may write yes and no as numbers in an address, not in a saved view', () => {
    assert.equal(v.parse(DeskListQuery, { late: '1' }).late, 'true');
    assert.equal(v.parse(DeskListQuery, { late: '0' }).late, 'false');
    assert.equal(asView({ late: '1' }).success, false);
  });
});
