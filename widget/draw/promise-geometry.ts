/**
 * Positions on the promise line, in per cent of its width, from a ticket's dates. Pure.
 * The line is a scale of elapsed time, except that an overdue part always gets a minimum width.
 */

export interface PromiseFacts {
  readonly startedAt: string;
  readonly dueAt: string;
  readonly answeredAt: string | null;
  readonly ball: 'team' | 'customer' | null;
  readonly closedAt: string | null;
  readonly state: 'pending' | 'met' | 'late' | 'none';
}

export interface Geometry {
  /** The dark line ends here. */
  readonly run: number;
  /** The dashed, overdue part: from the due tick to its end. */
  readonly over: readonly [from: number, to: number] | null;
  /** The due tick. */
  readonly due: number;
  /** The check of the answer, in a gap of the line. */
  readonly answer: number | null;
  /** The ball; `null` when it is nobody's turn. */
  readonly ball: number | null;
  /** Whether the sending tick is drawn; right after sending, the ball is in its place. */
  readonly startTick: boolean;
}

export interface Form {
  /** The minimum width of the overdue part, in per cent. */
  readonly overdue: number;
  /** Below this per cent, the ball replaces the sending tick. */
  readonly fresh: number;
  /** The gap between the answer's check and the ball, in per cent. */
  readonly apart: number;
}

export const fullForm: Form = { overdue: 20, fresh: 2, apart: 6 };
export const smallForm: Form = { overdue: 40, fresh: 9, apart: 26 };

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high));
const share = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 100);

interface Moments {
  readonly start: number;
  readonly due: number;
  readonly now: number;
}

/** Overdue and unanswered: the line ends now. */
function overdue({ start, due, now }: Moments, form: Form, ball: boolean): Geometry {
  const at = clamp(share(due - start, now - start), form.overdue, 100 - form.overdue);
  return { run: at, over: [at, 100], due: at, answer: null, ball: ball ? 100 : null, startTick: true };
}

/** Answered too late: the dashes end at the check, and the ball is after it. */
function answeredLate({ start, due }: Moments, answered: number, form: Form, ball: boolean): Geometry {
  const check = ball ? 100 - form.apart - 4 : 96;
  const at = clamp(share(due - start, answered - start) * (check / 100), form.overdue, check - form.overdue);
  return { run: at, over: [at, check], due: at, answer: check, ball: ball ? 100 : null, startTick: true };
}

function answeredInTime({ start, due, now }: Moments, answered: number, form: Form, ball: boolean): Geometry {
  const check = clamp(share(answered - start, due - start), form.apart, ball ? 100 - form.apart : 96);
  const at = clamp(share(now - start, due - start), check + form.apart, 100);
  return { run: check, over: null, due: 100, answer: check, ball: ball ? at : null, startTick: true };
}

export function layOut(facts: PromiseFacts, nowIso: string, form: Form): Geometry {
  const moments: Moments = { start: Date.parse(facts.startedAt), due: Date.parse(facts.dueAt), now: Date.parse(nowIso) };
  const hasBall = facts.ball !== null;
  if (facts.answeredAt !== null) {
    const answered = Date.parse(facts.answeredAt);
    return facts.state === 'late' ? answeredLate(moments, answered, form, hasBall) : answeredInTime(moments, answered, form, hasBall);
  }
  if (facts.state === 'late') return overdue(moments, form, hasBall);
  const end = facts.closedAt === null ? moments.now : Math.min(Date.parse(facts.closedAt), moments.due);
  const at = clamp(share(end - moments.start, moments.due - moments.start), 0, 100);
  const fresh = hasBall && at < form.fresh;
  return { run: at, over: null, due: 100, answer: null, ball: hasBall ? at : null, startTick: !fresh };
}
