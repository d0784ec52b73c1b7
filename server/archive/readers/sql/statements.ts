/** Parses the statements of a dump that describe its rows. */

export interface Column {
  readonly name: string;
  /** In lower case, without length: `varchar`, `timestamp`. */
  readonly type: string;
}

const name = '(?:`(?:[^`]|``)+`|"(?:[^"]|"")+"|[\\w$]+)';
const qualified = `(?:${name}\\s*\\.\\s*)?(${name})`;
const insert = new RegExp(
  `^(?:insert|replace)(?:\\s+(?:low_priority|delayed|high_priority|ignore))*(?:\\s+into)?\\s+${qualified}\\s*(\\((?:\\s*${name}\\s*(?:,|(?=\\))))*\\s*\\))?\\s*values?\\s*(?=\\()`,
  'i',
);
const create = new RegExp(`^create\\s+(?:(?:temporary|unlogged)\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?${qualified}\\s*\\(([^]*)`, 'i');
/** A column of CREATE TABLE; SQLite allows columns without a type. */
const columnLine = new RegExp('^\\s*(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|([\\w$]+))(?:\\s+([a-z]+)|\\s*$)', 'i');
/** Lines of a CREATE TABLE that declare no column, unless their first word is quoted. */
const keyLine = /^\s*(primary|unique|key|index|constraint|fulltext|spatial|foreign|check)\b/i;

export const unquote = (word: string): string =>
  /^[`"]/.test(word) ? word.slice(1, -1).replaceAll(word.slice(0, 1).repeat(2), word.slice(0, 1)) : word;

export interface InsertHead {
  readonly table: string;
  /** Null when the statement names none: the columns are those of CREATE TABLE. */
  readonly columns: readonly string[] | null;
  /** Characters up to the first row. */
  readonly length: number;
}

/** Parses `INSERT INTO t (…) VALUES` up to the first row's parenthesis; null when it is incomplete. */
export function insertHead(text: string): InsertHead | null {
  const found = insert.exec(text);
  if (!found) return null;
  const columns = found[2] === undefined ? null : (found[2].match(new RegExp(name, 'g')) ?? []).map(unquote);
  return { table: unquote(found[1] ?? ''), columns, length: found[0].length };
}

/** The columns of a complete CREATE TABLE statement. */
export function createdTable(text: string, backslashes: boolean): { readonly table: string; readonly columns: readonly Column[] } | null {
  const found = create.exec(text);
  if (!found) return null;
  const columns = topLevelParts(found[2] ?? '', backslashes).flatMap((part): Column[] => {
    if (keyLine.test(part)) return [];
    const column = columnLine.exec(part);
    if (!column) return [];
    return [{ name: unquoted(column), type: (column[4] ?? '').toLowerCase() }];
  });
  return { table: unquote(found[1] ?? ''), columns };
}

const unquoted = (found: RegExpExecArray): string => found[1]?.replaceAll('``', '`') ?? found[2]?.replaceAll('""', '"') ?? found[3] ?? '';

/** The parts between top-level commas, up to the closing parenthesis. */
function topLevelParts(body: string, backslashes: boolean): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < body.length; i += 1) {
    const c = body[i];
    if (c === "'" || c === '"' || c === '`') {
      i = endOfQuoted(body, i, backslashes);
    } else if (c === '(') depth += 1;
    else if (c === ')') {
      if (depth === 0) return [...parts, body.slice(from, i)];
      depth -= 1;
    } else if (c === ',' && depth === 0) {
      parts.push(body.slice(from, i));
      from = i + 1;
    }
  }
  return parts;
}

function endOfQuoted(body: string, start: number, backslashes: boolean): number {
  const quote = body[start];
  let i = start + 1;
  while (i < body.length && body[i] !== quote) i += body[i] === '\\' && backslashes && quote !== '`' ? 2 : 1;
  return i;
}

/**
 * A PostgreSQL routine, whose body between `$$` or `$name$` may contain statements: the number of characters up to the end of the
 * body, `open` when the end is missing, null for anything else.
 */
export function dollarQuoted(text: string): number | 'open' | null {
  if (!/^(?:create\s+(?:or\s+replace\s+)?(?:function|procedure)|do)\b/i.test(text)) return null;
  const tag = /\$(?:[A-Za-z_]\w*)?\$/.exec(text.slice(0, 64 * 1024));
  if (!tag) return /;/.test(text) ? null : 'open';
  const end = text.indexOf(tag[0], tag.index + tag[0].length);
  return end < 0 ? 'open' : end + tag[0].length;
}

/** The relevant settings of `SET …` statements, versioned comments included. */
export function settings(text: string): { readonly charset?: string; readonly zone?: string; readonly backslashes?: boolean } {
  const named = /\bset\s+names\s+'?([a-z0-9_]+)/i.exec(text)?.[1] ?? /\bclient_encoding\s*(?:=|to)\s*'([a-z0-9_-]+)'/i.exec(text)?.[1];
  // PostgreSQL's names of encodings.
  const charset = named?.replace(/^win(?=\d)/i, 'windows-');
  const standard = /\bstandard_conforming_strings\s*(?:=|to)\s*'?(on|off)/i.exec(text)?.[1]?.toLowerCase();
  const zone = /\btime_zone\s*=\s*["']([^"']{1,40})["']/i.exec(text)?.[1];
  return {
    ...(charset === undefined || /^(default|sql_ascii)$/i.test(charset) ? {} : { charset: charset.toLowerCase() }),
    ...(zone === undefined ? {} : { zone }),
    ...(/\bsql_mode\s*=[^;]*no_backslash_escapes/i.test(text) ? { backslashes: false } : {}),
    ...(standard === undefined ? {} : { backslashes: standard === 'off' }),
  };
}
