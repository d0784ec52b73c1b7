/** Tells what somebody wrote from what their mail program put below it. Nothing is lost: what is taken out is kept beside. */
import { isBlank, isFooter, isQuoted, isSignatureMark, markAt } from './marks.ts';

export interface ReplyText {
  /** What is new; empty when nobody can tell. */
  readonly text: string;
  /** What was taken out; the whole mail where answers stand between quotes, as they are read with them. Null: nothing was. */
  readonly quoted: string | null;
}

/** A run of lines that are new, or not. */
interface Run {
  readonly isNew: boolean;
  readonly lines: string[];
}

/** Longer than a signature is. */
const longestSignature = 15;

export function readReply(mail: string): ReplyText {
  const whole = mail.replace(/\r\n?/g, '\n').replace(/^\ufeff/, '').trim();
  const runs = joined(withoutClosings(runsOf(whole.split('\n'))));
  const news = runs.filter(({ isNew, lines }) => isNew && !lines.every(isBlank));
  const text = tidy(news.map(({ lines }) => tidy(lines.join('\n'))).join('\n\n'));
  const rest = runs.filter((run) => !news.includes(run)).map(({ lines }) => lines.join('\n'));
  const quoted = tidy(news.length > 1 ? whole : rest.join('\n'));
  return { text, quoted: quoted === '' ? null : quoted };
}

function runsOf(lines: readonly string[]): Run[] {
  const runs: Run[] = [];
  let at = 0;
  const add = (isNew: boolean, count: number): void => {
    runs.push({ isNew, lines: lines.slice(at, at + count) });
    at += count;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const mark = isQuoted(line) ? 0 : markAt(lines, at);
    if (isQuoted(line)) add(false, quoteLength(lines, at));
    else if (mark > 0) add(false, mark + belowMark(lines, at + mark));
    else add(true, 1);
  }
  return runs;
}

/** Quoted lines, and the empty ones among them. */
function quoteLength(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && (isQuoted(lines[at] ?? '') || isBlank(lines[at] ?? '')); at += 1) if (isQuoted(lines[at] ?? '')) end = at + 1;
  return end - from;
}

/** Below a mark, what has ">" before it is quoted; where nothing has, all of it is. */
function belowMark(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at] ?? '')) at += 1;
  return isQuoted(lines[at] ?? '') ? at - from + quoteLength(lines, at) : lines.length - from;
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    // Empty lines belong to whatever is around them.
    if (last && (last.isNew === run.isNew || run.lines.every(isBlank))) last.lines.push(...run.lines);
    else out.push({ isNew: run.isNew, lines: [...run.lines] });
  }
  return out;
}

/** Signatures and what mail programs add about themselves end a piece of new text; only there are they taken out. */
function withoutClosings(runs: readonly Run[]): Run[] {
  return joined(runs).flatMap((run) => {
    if (!run.isNew) return [run];
    const { lines } = run;
    const signature = lines.findIndex((line, i) => lines.length - i <= longestSignature && isSignatureMark(line) && !lines.slice(0, i).every(isBlank));
    let end = signature < 0 ? lines.length : signature;
    for (let at = end - 1; at >= 0 && (isBlank(lines[at] ?? '') || isFooter(lines[at] ?? '')); at -= 1) if (isFooter(lines[at] ?? '')) end = at;
    // Where nothing else was written it is no footer: better too much than nothing.
    if (end === lines.length || lines.slice(0, end).every(isBlank)) return [run];
    return [{ isNew: true, lines: lines.slice(0, end) }, { isNew: false, lines: lines.slice(end) }];
  });
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
