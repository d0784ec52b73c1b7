/** Separates the new text of a reply from the text that the mail program put below it. The removed text is kept as `quoted`. */
import { isForwardMark } from './forwards.ts';
import { markers, withoutMarkers } from './html-marks.ts';
import { headersBelow, isBlank, isFooter, isLabelled, isQuoted, isSelfAttributed, isSignatureMark, markAt } from './marks.ts';

export interface ReplyText {
  /** The new text; empty when it cannot be told from the quote. */
  readonly text: string;
  /** The removed text, or the whole mail when answers stand between quotes, since they are read together. Null when nothing was removed. */
  readonly quoted: string | null;
}

/** Consecutive lines that are all new, or all quoted. */
interface Run {
  readonly isNew: boolean;
  readonly lines: string[];
}

/** Most lines of a signature. */
const longestSignature = 15;

export interface ReplyContext {
  /** True when the subject says that the mail is a forward: then all of its text is new. */
  readonly forwards?: boolean;
  /** Whether an address is ours. Absent for an answer, where a foreign mail below is taken for the quote. */
  readonly isOurs?: (address: string) => boolean;
}

/** @param mail the text of a mail, which may contain the markers of `html-marks.ts` */
export function readReply(mail: string, { forwards = false, isOurs }: ReplyContext = {}): ReplyText {
  const marked = mail
    .replace(/\r\n?/g, '\n')
    .replace(/^\ufeff/, '')
    .trim();
  const whole = withoutMarkers(marked);
  if (forwards) return { text: tidy(whole), quoted: null };
  const runs = joined(withoutClosings(runsOf(marked.split('\n'), isOurs)));
  const news = runs.filter(({ isNew, lines }) => isNew && !lines.every(isEmpty));
  const text = tidy(news.map(({ lines }) => tidy(withoutMarkers(lines.join('\n')))).join('\n\n'));
  const rest = runs.filter((run) => !news.includes(run)).map(({ lines }) => lines.join('\n'));
  const quoted = tidy(news.length > 1 ? whole : withoutMarkers(rest.join('\n')));
  return { text, quoted: quoted === '' ? null : quoted };
}

const isMarker = (line: string): boolean => Object.values<string>(markers).includes(line.trim());
const isEmpty = (line: string): boolean => isBlank(line) || isMarker(line);

function runsOf(lines: readonly string[], isOurs: ReplyContext['isOurs']): Run[] {
  const runs: Run[] = [];
  let at = 0;
  let isAnswering = false;
  const add = (isNew: boolean, count: number): void => {
    runs.push({ isNew, lines: lines.slice(at, at + count) });
    at += count;
    // Once a quote was introduced, the quotes after it need no introduction.
    if (!isNew) isAnswering = true;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const isQuote = isQuoted(line);
    if (!isQuote && (isForward(lines, at) || isForeignMail(lines, at, isOurs))) add(true, lines.length - at);
    else if (isMarker(line)) {
      const count = markedLength(lines, at);
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

/** Whether a forwarded mail begins here, or just below a marker: everything from here on is new. */
function isForward(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.trim() === markers.forward || isForwardMark(line)) return true;
  if (!isMarker(line)) return false;
  return lines
    .slice(at + 1, at + 7)
    .filter((next) => !isEmpty(next))
    .slice(0, 2)
    .some(isForwardMark);
}

/** Whether the headers of a mail that is not ours begin here, outside an answer: it was forwarded, in whatever language. */
function isForeignMail(lines: readonly string[], at: number, isOurs: ReplyContext['isOurs']): boolean {
  const line = (lines[at] ?? '').trim();
  if (!isOurs || !(line === markers.rest || line === markers.outlookRule || markAt(lines, at) > 0)) return false;
  const below = headersBelow(lines, at);
  return below !== null && !below.isTicket && !isOurs(below.from);
}

/** How many lines belong to the marker at `at`; 0 when it introduces no quote. */
function markedLength(lines: readonly string[], at: number): number {
  const sign = (lines[at] ?? '').trim();
  if (sign === markers.rest || (sign === markers.outlookRule && isLabelled(lines.slice(at + 1, at + 9)))) return lines.length - at;
  if (sign === markers.block) return endOf(lines, at) - at;
  if (sign !== markers.quote) return 0;
  let next = at + 1;
  for (let written = 0; next < lines.length && written < 5; next += 1) {
    const line = lines[next] ?? '';
    if (isQuoted(line)) return next - at + quoteLength(lines, next);
    if (!isEmpty(line)) written += 1;
  }
  return endOf(lines, at) - at;
}

/** The index after the `end` marker of the block that begins at `at`. */
function endOf(lines: readonly string[], at: number): number {
  let open = 0;
  for (let i = at; i < lines.length; i += 1) {
    const sign = (lines[i] ?? '').trim();
    if (sign === markers.quote || sign === markers.block) open += 1;
    else if (sign === markers.end) open -= 1;
    if (open === 0) return i + 1;
  }
  return lines.length;
}

/** Counts quoted lines, and empty lines between them. */
function quoteLength(lines: readonly string[], from: number): number {
  let end = from;
  for (let at = from; at < lines.length && (isQuoted(lines[at] ?? '') || isBlank(lines[at] ?? '')); at += 1)
    if (isQuoted(lines[at] ?? '')) end = at + 1;
  return end - from;
}

/** Below an introduction, the lines with ">" are quoted; when there are none, all lines are. */
function belowMark(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && isBlank(lines[at] ?? '')) at += 1;
  return isQuoted(lines[at] ?? '') ? at - from + quoteLength(lines, at) : lines.length - from;
}

function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    // Empty lines join the run before them.
    if (last && (last.isNew === run.isNew || run.lines.every(isEmpty))) last.lines.push(...run.lines);
    else out.push({ isNew: run.isNew, lines: [...run.lines] });
  }
  return out;
}

/** Removes signatures and mail programs' footers, which stand at the end of a piece of new text. */
function withoutClosings(runs: readonly Run[]): Run[] {
  return joined(runs).flatMap((run) => {
    if (!run.isNew) return [run];
    const { lines } = run;
    // People who draw lines draw several; a signature's line ends with a blank.
    const isDrawn = lines.filter((line) => /^(?:--|—)$/.test(line)).length > 1;
    const signature = lines.findIndex(
      (line, i) =>
        lines.length - i <= longestSignature && isSignatureMark(line) && !(isDrawn && line !== '-- ') && !lines.slice(0, i).every(isEmpty),
    );
    let end = signature < 0 ? lines.length : signature;
    for (let at = end - 1; at >= 0 && (isEmpty(lines[at] ?? '') || isFooter(lines[at] ?? '')); at -= 1)
      if (isFooter(lines[at] ?? '')) end = at;
    // Keeps the footer when nothing else was written: keeping too much is better than an empty message.
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

/** Most quoted pieces of one mail that are compared with sent messages. */
const mostCompared = 20;

/** The reply without quoted lines that repeat messages we sent, which need no introduction. */
export function withoutSentMessages<Read extends ReplyText & { readonly whole: string }>(reply: Read, sent: readonly string[]): Read {
  const ours = sent.map(plain).join('\n');
  const lines = reply.text.split('\n');
  const own: string[] = [];
  let compared = 0;
  for (let at = 0; at < lines.length; ) {
    const count = isQuoted(lines[at] ?? '') ? quoteLength(lines, at) : 0;
    const isTheirs = count === 0 || (compared += 1) > mostCompared || !mostlyIn(lines.slice(at, at + count), ours);
    if (isTheirs) own.push(...lines.slice(at, at + Math.max(count, 1)));
    at += Math.max(count, 1);
  }
  const text = tidy(own.join('\n'));
  return text === '' || text === reply.text ? reply : { ...reply, text, quoted: tidy(reply.whole) };
}

/** Text normalised for comparison: without line ends, quote marks and double spaces, in lower case. */
const plain = (text: string): string =>
  text
    .replace(/[\s>]+/g, ' ')
    .trim()
    .toLowerCase();

/** Whether most of the quoted lines occur in a text. Lines of up to three letters occur in any text and are ignored. */
function mostlyIn(quoted: readonly string[], text: string): boolean {
  const lines = quoted
    .slice(0, 50)
    .map(plain)
    .filter((line) => line.length > 3);
  return lines.length > 0 && lines.filter((line) => text.includes(line)).length * 2 > lines.length;
}
