import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DumpReader } from '../../server/archive/readers/sql/dump.ts';

interface Read {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly rejects: readonly string[];
  readonly cut: number | null;
}

const everything: ReadonlySet<string> = new Set('abcdefghijklmnopqrstuvwxyz'.split(''));

function read(dump: string | Buffer, { chunk = 1 << 20, tables = ['t'], longestRow = 1 << 20 } = {}): Read {
  const rows: (string | null)[][] = [];
  const rejects: string[] = [];
  const reader = new DumpReader(
    {
      wants: (table) => (tables.includes(table) ? everything : null),
      row: ({ cells }) => void rows.push(cells.map((cell) => cell?.toString('latin1') ?? null)),
      reject: ({ code, field }) => void rejects.push(field === undefined ? code : `${code} ${field}`),
    },
    { longestRow },
  );
  const bytes = typeof dump === 'string' ? Buffer.from(dump, 'latin1') : dump;
  for (let at = 0; at < bytes.length; at += chunk) reader.push(Uint8Array.from(bytes.subarray(at, at + chunk)));
  return { cut: reader.end(), rows, rejects };
}

const table = "CREATE TABLE `t` (`a` int, `b` text COMMENT 'it\\'s, (b)', `c` enum('x,y','('), PRIMARY KEY (`a`), KEY `k` (`b`(10)));\n";

describe('the rows of a MySQL dump', () => {
  it('come out of every kind of literal', () => {
    const { rows, rejects, cut } = read(
      `${table}INSERT INTO \`t\` VALUES (1,'it''s \\'x\\' \\\\ \\n\\0\\%',NULL), ( -2.5e3 , "say ""a""" , 0x4142 ),(3,_binary 'ab\\'c',X'4344'),(4,b'101',TRUE);`,
    );
    assert.deepEqual(rows, [
      ['1', "it's 'x' \\ \n\0\\%", null],
      ['-2.5e3', 'say "a"', 'AB'],
      ['3', "ab'c", 'CD'],
      ['4', '5', '1'],
    ]);
    assert.deepEqual([rejects, cut], [[], null]);
  });

  it('have the columns of a table that declares no types, as SQLite dumps it', () => {
    const { rows, rejects } = read(
      "CREATE TABLE t(a,b, \"c\" , d INTEGER PRIMARY KEY, UNIQUE(a,b));\nINSERT INTO t VALUES(1,'x','y',2);\n",
    );
    assert.deepEqual([rows, rejects], [[['1', 'x', 'y', '2']], []]);
  });

  it('are found among comments, settings, triggers and the rows of other tables', () => {
    const { rows, cut } = read(
      `-- it's a comment; with 'quotes\n# another "one\n/* and ; one */\n/*!40101 SET NAMES utf8 */;\nDELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN INSERT INTO t VALUES (9,9,9); END;;\nDELIMITER ;\nINSERT INTO \`other\` VALUES (1,'); INSERT INTO t VALUES (8,8,8);','\\';');\n${table}LOCK TABLES \`t\` WRITE;\n/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;\ninsert ignore into db.\`t\` (\`c\`,\`a\`,\`b\`)\nvalues\n(1,2,3) ,\n(4,5,6);\nREPLACE INTO t VALUES (7,8,9) ON DUPLICATE KEY UPDATE a='(1,2,3)';\nUNLOCK TABLES;\n`,
    );
    assert.deepEqual(rows, [
      ['1', '2', '3'],
      ['4', '5', '6'],
      ['7', '8', '9'],
    ]);
    assert.equal(cut, null);
  });

  it('keep their backslashes where the dump says that they mean nothing', () => {
    const { rows } = read(`SET sql_mode='NO_BACKSLASH_ESCAPES';\n${table}INSERT INTO t VALUES (1,'C:\\','x');`);
    assert.deepEqual(rows, [['1', 'C:\\', 'x']]);
  });

  it('are the same wherever the chunks end', () => {
    const text = Array.from(
      { length: 100 },
      (_, i) => `(${String(i)},'l\\'été ''n°${String(i)}''\\\\ \\n; ),(',${i % 3 ? '0x41' : 'NULL'})`,
    ).join(',');
    const dump = Buffer.from(
      `-- MySQL dump\n${table}INSERT INTO \`x\` VALUES ${text};\nINSERT INTO \`t\` VALUES ${text};\n-- Dump completed\n`,
    );
    const hashes = [64, 977, 4096, 65536, 1 << 20].map((chunk) =>
      createHash('sha256')
        .update(JSON.stringify(read(dump, { chunk })))
        .digest('hex'),
    );
    assert.equal(read(dump, { chunk: 64 }).rows.length, 100);
    assert.equal(new Set(hashes).size, 1);
  });

  it('survive any text, written as MySQL writes it, in chunks of any size', () => {
    const escaped = (value: string): string =>
      // eslint-disable-next-line no-control-regex
      value.replace(/[\0\n\r\x1a"'\\]/g, (c) => `\\${{ '\0': '0', '\n': 'n', '\r': 'r', '\x1a': 'Z' }[c] ?? c}`);
    const value = fc.oneof(fc.string(), fc.constantFrom("'", '\\', "\\'", '),(', ';', '*/', '--', "''"));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value, fc.boolean()), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (wanted, chunk) => {
          const rows = wanted.map(
            ([a, b, doubled]) => `('${doubled ? a.replaceAll('\\', '\\\\').replaceAll("'", "''") : escaped(a)}','${escaped(b)}',1)`,
          );
          const dump = Buffer.from(`${table}INSERT INTO t VALUES ${rows.join(',')};`);
          const utf8 = read(dump, { chunk }).rows.map((row) => row.map((cell) => Buffer.from(cell ?? '', 'latin1').toString('utf8')));
          assert.deepEqual(
            utf8,
            wanted.map(([a, b]) => [a, b, '1']),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are refused one by one, with their reason', () => {
    const { rows, rejects } = read(
      `${table}INSERT INTO t VALUES (1,NOW(),2),(@id,'x',1),(1,2),(5,'ok','fine'),(6,CONCAT('a,(',')'),1),(7,'a' 'b',1);\nINSERT INTO t SELECT * FROM u;\nINSERT INTO t (a,b,c) VALUES (8,'after','all');`,
    );
    assert.deepEqual(
      rows.map(([a]) => a),
      ['5', '8'],
    );
    assert.deepEqual(rejects, [
      'non-literal b',
      'non-literal a',
      'column-count',
      'non-literal b',
      'non-literal b',
      'unsupported-statement',
    ]);
  });

  it('do not need a literal where nothing is wanted', () => {
    const rows: unknown[] = [];
    const reader = new DumpReader({
      wants: () => new Set(['b']),
      row: ({ cells }) => void rows.push(cells.map(String)),
      reject: () => assert.fail('nothing is wrong here'),
    });
    reader.push(Buffer.from(`${table}INSERT INTO t VALUES (NOW(),'x',@y);`));
    assert.deepEqual([reader.end(), rows], [null, [['null', 'x', 'null']]]);
  });

  it('without names for their columns are refused', () => {
    assert.deepEqual(read('INSERT INTO t VALUES (1,2,3);').rejects, ['unknown-columns']);
  });

  it('end with a cut that is noticed, wherever it is', () => {
    const whole = `-- MySQL dump\n${table}INSERT INTO \`t\` VALUES (1,'a','b'),(2,'c','d');\nINSERT INTO \`t\` VALUES (3,'e','f');\n-- Dump completed\n`;
    assert.equal(read(whole).cut, null);
    for (let length = 1; length < whole.length - 4; length += 1) {
      const { cut, rejects } = read(whole.slice(0, length));
      // Before the first comment is whole, nobody can tell.
      if (length > 13) assert.notEqual(cut, null, `cut at ${String(length)}: ${JSON.stringify(whole.slice(length - 10, length))}`);
      assert.deepEqual(rejects, []);
    }
    const rows = read(whole.slice(0, whole.indexOf("(2,'c") + 5)).rows;
    assert.deepEqual(rows, [['1', 'a', 'b']]);
  });

  it('that are too long are skipped, and those after them are not', () => {
    const long = `(2,'${"x\\'".repeat(2_000)}(',3)`;
    const { rows, rejects, cut } = read(`${table}INSERT INTO t VALUES (1,'a','b'),${long},(3,'c','d');`, { longestRow: 1_000, chunk: 100 });
    assert.deepEqual([rows.map(([a]) => a), rejects, cut], [['1', '3'], ['too-long'], null]);
  });

  it('with a million columns are refused', () => {
    const { rows, rejects } = read(
      `${table}INSERT INTO t VALUES (${'1,'.repeat(1_000_000)}1),(2,'a','b');\nINSERT INTO t (${'x,'.repeat(1_000_000)}x) VALUES (1);\nINSERT INTO t VALUES (3,'c','d');`,
      { longestRow: 1 << 22 },
    );
    assert.deepEqual(
      [rows.map(([a]) => a), rejects],
      [
        ['2', '3'],
        ['column-count', 'too-long'],
      ],
    );
  });

  it('whose quote is never closed do not fill the memory', () => {
    const reader = new DumpReader({ wants: () => everything, row: () => undefined, reject: () => undefined }, { longestRow: 1 << 20 });
    reader.push(Buffer.from(`${table}INSERT INTO t VALUES (1,'`));
    const chunk = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 200; i += 1) reader.push(chunk);
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 << 20);
    assert.notEqual(reader.end(), null);
  });

  it('are found quickly after heads that tempt a slow pattern', () => {
    const started = performance.now();
    read(`INSERT INTO t (${'a'.repeat(50_000)}!`);
    read(`INSERT INTO t (${'`a`,'.repeat(50_000)}`);
    read(`INSERT INTO ${'`'.repeat(50_000)}`);
    read(`CREATE TABLE t (${'a b,'.repeat(50_000)}`);
    assert.ok(performance.now() - started < 3_000, String(performance.now() - started));
  });
});
