/** Tells what somebody wrote from what their mail program put below it. Nothing is lost: what is taken out is kept beside. */
import { isForwardMark } from './forwards.ts';
import { signs, withoutSigns } from './html-marks.ts';
import { headersBelow, isBlank, isFooter, isLabelled, isQuoted, isSelfAttributed, isSignatureMark, markAt } from './marks.ts';

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

export interface ReplyContext {
  /** Its subject says that it passes on what stands below: then all of it is what somebody wants to show. */
  readonly forwards?: boolean;
  /** Whether an address is one of ours; none: nobody else's mail is told from one of ours, as in an answer. */
  readonly isOurs?: (address: string) => boolean;
}

/** @param mail its text, in which the signs of `html-marks.ts` may stand */
export function readReply(mail: string, { forwards = false, isOurs }: ReplyContext = {}): ReplyText {
  const signed = mail
    .replace(/\r\n?/g, '\n')
    .replace(/^\ufeff/, '')
    .trim();
  const whole = withoutSigns(signed);
  if (forwards) return { text: tidy(whole), quoted: null };
  const runs = joined(withoutClosings(runsOf(signed.split('\n'), isOurs)));
  const news = runs.filter(({ isNew, lines }) => isNew && !lines.every(isEmpty));
  const text = tidy(news.map(({ lines }) => tidy(withoutSigns(lines.join('\n')))).join('\n\n'));
  const rest = runs.filter((run) => !news.includes(run)).map(({ lines }) => lines.join('\n'));
  const quoted = tidy(news.length > 1 ? whole : withoutSigns(rest.join('\n')));
  return { text, quoted: quoted === '' ? null : quoted };
}

const isSign = (line: string): boolean => Object.values<string>(signs).includes(line.trim());
const isEmpty = (line: string): boolean => isBlank(line) || isSign(line);

function runsOf(lines: readonly string[], isOurs: ReplyContext['isOurs']): Run[] {
  const runs: Run[] = [];
  let at = 0;
  let isAnswering = false;
  const add = (isNew: boolean, count: number): void => {
    runs.push({ isNew, lines: lines.slice(at, at + count) });
    at += count;
    // Whoever answers between quotes has one line before the first of them.
    if (!isNew) isAnswering = true;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const isQuote = isQuoted(line);
    if (!isQuote && (isForward(lines, at) || isSomebodyElses(lines, at, isOurs))) add(true, lines.length - at);
    else if (isSign(line)) {
      const count = signedLength(lines, at);
      add(count === 0, Math.max(count, 1));
    } else if (isQuote) {
      const count = quoteLength(lines, at);
      const quoted = lines.slice(at, at + count);
      if (!isAnswering && quoted.slice(0, 3).some(isForwardMark)) add(true, lines.length - at);
      else add(!isAnswering && !isSelfAttributed(quoted), count);
    } else {
      const mark = markAt(lines, at);
      add(mark === 0, mark > 0 ? mark + belowMark(lines, at + mark) : 1);
    }
  }
  return runs;
}

/** What is forwarded, or a sign above it: everything from there on is what somebody wants to show. */
function isForward(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.trim() === signs.forward || isForwardMark(line)) return true;
  if (!isSign(line)) return false;
  return lines
    .slice(at + 1, at + 7)
    .filter((next) => !isEmpty(next))
    .slice(0, 2)
    .some(isForwardMark);
}

/** Headers of a mail that is none of ours, where no answer is expected: somebody passes it on, in whatever language. */
function isSomebodyElses(lines: readonly string[], at: number, isOurs: ReplyContext['isOurs']): boolean {
  const line = (lines[at] ?? '').trim();
  if (!isOurs || !(line === signs.rest || line === signs.line || markAt(lines, at) > 0)) return false;
  const below = headersBelow(lines, at);
  return below !== null && !below.isTicket && !isOurs(below.from);
}

/** How many lines belong to a sign that a program's HTML has; 0: none, the sign stands for nothing. */
function signedLength(lines: readonly string[], at: number): number {
  const sign = (lines[at] ?? '').trim();
  if (sign === signs.rest || (sign === signs.line && isLabelled(lines.slice(at + 1, at + 9)))) return lines.length - at;
  if (sign === signs.block) return endOf(lines, at) - at;
  if (sign !== signs.quote) return 0;
  let next = at + 1;
  for (let written = 0; next < lines.length && written < 5; next += 1) {
    const line = lines[next] ?? '';
    if (isQuoted(line)) return next - at + quoteLength(lines, next);
    if (!isEmpty(line)) written += 1;
  }
  return endOf(lines, at) - at;
}

/** Behind the sign that ends what begins at `at`. */
function endOf(lines: readonly string[], at: number): number {
  let open = 0;
  for (let i = at; i < lines.length; i += 1) {
    const sign = (lines[i] ?? '').trim();
    if (sign === signs.quote || sign === signs.block) open += 1;
    else if (sign === signs.end) open -= 1;
    if (open === 0) return i + 1;
  }
  return lines.length;
}

/** Quoted lines, and the empty ones among them. */
function quoteLength(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && (isQuoted(lines[at] ?? '') || isBlank(lines[at] ?? '')); at += 1)
    if (isQuoted(lines[at] ?? '')) end = at + 1;
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
    if (last && (last.isNew === run.isNew || run.lines.every(isEmpty))) last.lines.push(...run.lines);
    else out.push({ isNew: run.isNew, lines: [...run.lines] });
  }
  return out;
}

/** Signatures and what mail programs add about themselves end a piece of new text; only there are they taken out. */
function withoutClosings(runs: readonly Run[]): Run[] {
  return joined(runs).flatMap((run) => {
    if (!run.isNew) return [run];
    const { lines } = run;
    // Whoever draws lines draws more than one; the mark of a signature has a blank behind it.
    const isDrawn = lines.filter((line) => /^(?:--|—)$/.test(line)).length > 1;
    const signature = lines.findIndex(
      (line, i) =>
        lines.length - i <= longestSignature && isSignatureMark(line) && !(isDrawn && line !== '-- ') && !lines.slice(0, i).every(isEmpty),
    );
    let end = signature < 0 ? lines.length : signature;
    for (let at = end - 1; at >= 0 && (isEmpty(lines[at] ?? '') || isFooter(lines[at] ?? '')); at -= 1)
      if (isFooter(lines[at] ?? '')) end = at;
    // Where nothing else was written it is no footer: better too much than nothing.
    if (end === lines.length || lines.slice(0, end).every(isEmpty)) return [run];
    return [
      { isNew: true, lines: lines.slice(0, end) },
      { isNew: false, lines: lines.slice(end) },
    ];
  });
}

const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/** Quoted pieces of one mail that are compared with what was sent. */
const mostCompared = 20;

/** The same reply without quoted lines that are in what we wrote to them, which need nothing before them that says so. */
export function withoutOurs<Read extends ReplyText & { readonly whole: string }>(reply: Read, sent: readonly string[]): Read {
  const ours = sent.map(plain).join('\n');
  const lines = reply.text.split('\n');
  const own: string[] = [];
  let compared = 0;
  for (let at = 0; at < lines.length; ) {
    const count = isQuoted(lines[at] ?? '') ? quoteLength(lines, at) : 0;
    const isTheirs = count === 0 || (compared += 1) > mostCompared || !areIn(lines.slice(at, at + count), ours);
    if (isTheirs) own.push(...lines.slice(at, at + Math.max(count, 1)));
    at += Math.max(count, 1);
  }
  const text = tidy(own.join('\n'));
  return text === '' || text === reply.text ? reply : { ...reply, text, quoted: tidy(reply.whole) };
}

/** Words without what programs do to them: line ends, marks, spaces. */
const plain = (text: string): string =>
  text
    .replace(/[\s>]+/g, ' ')
    .trim()
    .toLowerCase();

/** Whether most of the quoted lines are in a text; lines of a few letters are in every one. */
function areIn(quoted: readonly string[], text: string): boolean {
  const lines = quoted
    .slice(0, 50)
    .map(plain)
    .filter((line) => line.length > 3);
  return lines.length > 0 && lines.filter((line) => text.includes(line)).length * 2 > lines.length;
}
