import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Staging } from '../../server/store/staging.ts';
import type { Commit } from '../../server/store/store.ts';
import { tableNames } from '../../server/store/tables.ts';
import type { TableName } from '../../server/store/tables.ts';

interface Pending {
  readonly durable: Promise<void>;
  settle(): void;
  fail(): void;
}

function pending(): Pending {
  let settle = (): void => undefined;
  let fail = (): void => undefined;
  const durable = new Promise<void>((resolve, reject) => {
    settle = resolve;
    fail = () => reject(new Error('the disk is full'));
  });
  return { durable, settle: () => settle(), fail: () => fail() };
}

const afterwards = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
/** A row of which only the id matters here. */
const putting = (table: TableName, row: { readonly id: string }): Commit => ({ put: { [table]: [row] } });
const dropping = (table: TableName, id: string): Commit => ({ drop: { [table]: [id] } });

describe('a row on its way to the disk', () => {
  for (const table of tableNames) {
    it(`is the newest until its commit is durable: ${table}`, async () => {
      const [staging, first, second] = [new Staging(), pending(), pending()];
      const [one, two] = [{ id: 'a' }, { id: 'a' }];
      staging.add(putting(table, one), first.durable);
      assert.equal(staging.get(table, 'a')?.row, one);
      staging.add(putting(table, two), second.durable);
      first.settle();
      await afterwards();
      assert.equal(staging.get(table, 'a')?.row, two, 'the second commit is not on disk yet');
      second.settle();
      await afterwards();
      assert.equal(staging.get(table, 'a'), undefined);
    });

    it(`is known to be dropped, and forgotten when its commit fails: ${table}`, async () => {
      const [staging, commit] = [new Staging(), pending()];
      staging.add(dropping(table, 'a'), commit.durable);
      assert.equal(staging.get(table, 'a')?.row, null);
      commit.fail();
      await afterwards();
      assert.equal(staging.get(table, 'a'), undefined);
    });
  }
});
