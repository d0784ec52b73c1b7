/** Dumps as mysqldump writes them, and what tests ask of every known system. */
import assert from 'node:assert/strict';
import type { Outcome } from './reading.ts';

type Value = string | number | null;

/** A table as mysqldump writes it. */
export function table(name: string, columns: readonly string[], ...rows: readonly (readonly Value[])[]): string {
  const literal = (value: Value): string =>
    value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
  const create = `CREATE TABLE \`${name}\` (\n${columns.map((column) => `  \`${column.replace(/ .*/, '')}\` ${column.split(' ')[1] ?? 'text'}`).join(',\n')},\n  PRIMARY KEY (\`id\`)\n) ENGINE=InnoDB;\n`;
  return rows.length === 0
    ? create
    : `${create}INSERT INTO \`${name}\` VALUES ${rows.map((row) => `(${row.map(literal).join(',')})`).join(',')};\n`;
}

export const dump = (...tables: readonly string[]): string =>
  `-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\n/*!40103 SET TIME_ZONE='+00:00' */;\n${tables.join('\n')}-- Dump completed on 2020-01-01\n`;

export const threads = ({ tickets }: Outcome): readonly unknown[] =>
  tickets.map(({ id, messages }) => [id, ...messages.map(({ kind, text }) => `${kind}: ${text}`)]);

/** Nothing private came out, not even in what is written down of refused tickets. */
export function noCanary({ tickets, rejects, remarks }: Outcome): void {
  assert.doesNotMatch(JSON.stringify([tickets, rejects, remarks]), /CANARY/);
}
